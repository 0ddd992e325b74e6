/* What a row of whole-number scores comes to: how many, their mean, and their spread. All of it is reckoned in whole
 * numbers, so that what is shown is rounded once and right (half away from zero), and equal means are equal. */
#ifndef LAUREATE_SCORING_SUMMARY_H
#define LAUREATE_SCORING_SUMMARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCORE_MOST = 1000 /* scores lie between 0 and this */, SCORES_MOST = 10000 /* so many in one summary */ };

struct summary {
    int64_t count, sum, squares; /* of the scores; all 0 at first */
};

void summary_add(struct summary *summary, int score);

/* The mean in hundredths: 250 for 2.50. 0 without a score. */
int64_t summary_mean(const struct summary *summary);

/* The sample standard deviation (with count - 1) in tenths: 7 for 0.7. 0 with fewer than two scores, which have none. */
int64_t summary_spread(const struct summary *summary);

/* Below, at or above zero as the mean of the one is below, the same as, or above that of the other; both have scores. */
int summary_compare(const struct summary *one, const struct summary *other);

#endif
