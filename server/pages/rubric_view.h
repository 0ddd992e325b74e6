/* The rubric of a review as its page shows it, and the fields in which it comes back: mark.<name>, version.<name>, and
 * was.<name>, the mark of what a field was shown with. */
#ifndef LAUREATE_PAGES_RUBRIC_VIEW_H
#define LAUREATE_PAGES_RUBRIC_VIEW_H

#include "http/route.h"
#include "reviews/reviews.h"

const char *rubric_field(struct arena *arena, const char *kind, const struct criterion *criterion);

/* What was sent for a criterion, tidied; empty when nothing was chosen. */
struct text rubric_typed(struct arena *arena, const struct form *form, const struct criterion *criterion);

/* Whether the criterion was sent and touched: one that was not is not saved, and so never overwrites what another window
 * has saved meanwhile. */
bool rubric_was_typed(struct arena *arena, const struct form *form, const struct criterion *criterion);

/* Tells `criteria` and how many there are and are given, from the rows of review_of and review_marks (`review`, `marks`)
 * and from what was typed. */
void show_rubric(struct show *show);

#endif
