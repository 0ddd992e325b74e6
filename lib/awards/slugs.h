/* Slugs: the words by which organizations and awards stand in addresses, such as "gold-medal". */
#ifndef LAUREATE_AWARDS_SLUGS_H
#define LAUREATE_AWARDS_SLUGS_H

#include "base/arena.h"

enum { SLUG_MOST = 60 };

/* A slug for a name: its letters and digits as ASCII has them, words joined by hyphens, cut after a whole word. Empty
 * when the name has no such letter. */
struct text slug_for(struct arena *arena, struct text name);

/* Words of small ASCII letters and digits, joined by single hyphens; not longer than SLUG_MOST. */
bool slug_is_fit(struct text slug);

#endif
