/* The table of scores of a cycle: the nominations that one may read, the best first. */
#ifndef LAUREATE_REVIEWS_SCORES_H
#define LAUREATE_REVIEWS_SCORES_H

#include "base/arena.h"
#include "db/rows.h"
#include "scoring/summary.h"

struct scored_criterion {
    struct text label;
    bool is_overall;
    struct text scores; /* in figures, from low to high, with a space between */
    struct summary summary;
};

struct scored {
    struct text nomination, nominee; /* its id, and whose it is */
    int64_t reviews;                 /* that were submitted */
    struct scored_criterion *criteria;
    const struct scored_criterion *overall;
    size_t place;      /* by the mean of the overall scores, from 1, among those that are shown; 0 without a score */
    bool shares_place; /* with one of the same mean */
};

struct scores {
    struct scored *nominations; /* by place, then by name; those without a score last */
    size_t count;
    size_t criteria; /* how many each has, in the rubric's order; one of them overall */
};

/* From the rows of scores_table. */
struct scores scores_read(struct arena *arena, const struct rows *rows, bool is_low_best);

/* The scores of a list, one by one: true while there is another. */
bool scores_next(struct text *rest, int *score);

#endif
