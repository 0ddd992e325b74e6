/* Two names, one person or two: what staff say of it. Nothing of either is changed or lost, so it can be said
 * again the other way. */
#ifndef LAUREATE_PEOPLE_JOINING_H
#define LAUREATE_PEOPLE_JOINING_H

#include "base/fault.h"
#include "db/work.h"

/* The people are given by name or by id. When they are one, the first has the page and the other leads to it.
 * Faults: FAULT_NOT_FOUND when nobody is called so, FAULT_INVALID when several are, or both are the same row.
 */
bool people_are_same(struct arena *arena, struct connection *connection, struct text kept, struct text other,
                     struct fault *fault);
bool people_are_different(struct arena *arena, struct connection *connection, struct text one, struct text other,
                          struct fault *fault);

/* The same within a work, which the caller finishes. Where a person asks who is not staff, nobody is found. */
bool people_say(struct work *work, struct arena *arena, struct text one, struct text other, bool is_same,
                struct fault *fault);

#endif
