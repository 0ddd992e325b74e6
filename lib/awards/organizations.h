/* Organizations: made and changed by administrators. What is found out before anything is written needs one trip. */
#ifndef LAUREATE_AWARDS_ORGANIZATIONS_H
#define LAUREATE_AWARDS_ORGANIZATIONS_H

#include "base/fault.h"
#include "db/work.h"

struct organization {
    struct text slug; /* its word in addresses; empty for one that is made of the name */
    struct text name, short_name;
    struct text zone; /* one of awards/zones.h, or the one that it has */
    struct text summary;
};

/* Makes one, under an id that the form brought; sent again it changes nothing. All texts are tidied. `made` is the slug
 * under which it is found. What is wrong with fields is in `wrong`: slug, name, short_name, zone, summary. True when it
 * only remains to finish the work. FAULT_NOT_FOUND for whoever is no administrator. */
bool organization_make(struct work *work, struct arena *arena, struct uuid id, const struct organization *asked,
                       struct text *made, struct faults *wrong, struct fault *fault);

/* Changes the one with that slug, if it still is as it was when the form was shown: `version`, of organization_kept. The
 * slug stays. As above. */
bool organization_change(struct work *work, struct arena *arena, struct text version, const struct organization *asked,
                         struct faults *wrong, struct fault *fault);

#endif
