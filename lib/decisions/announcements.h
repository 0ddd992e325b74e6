/* The announcement: how the names of those who were ratified are printed, and when. */
#ifndef LAUREATE_DECISIONS_ANNOUNCEMENTS_H
#define LAUREATE_DECISIONS_ANNOUNCEMENTS_H

#include "base/fault.h"
#include "db/work.h"

/* Somebody who was ratified, as the public record will have them. */
struct honoree {
    struct uuid nomination;
    struct text name, postnominals;
    struct text citation, year;
};

/* Whether name and postnominals can be printed; the fault's field is "name.<nomination>" or
 * "postnominals.<nomination>". */
bool honoree_is_fit(struct arena *arena, const struct honoree *honoree, struct fault *fault);

/* Asks that the name be printed so, before announcement_put in the same work: with the forms in which the directory and
 * the search of the public record know it. */
void honoree_print(struct work *work, struct arena *arena, const struct honoree *honoree);

#endif
