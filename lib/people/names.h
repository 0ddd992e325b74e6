/* A person's name in the forms in which it is kept beside what was written. */
#ifndef LAUREATE_PEOPLE_NAMES_H
#define LAUREATE_PEOPLE_NAMES_H

#include "base/arena.h"

/* "haskal ziv j": folded, the family name first, for sorting. Never empty for a name with a letter. */
struct text name_for_sorting(struct arena *arena, struct text name);

#endif
