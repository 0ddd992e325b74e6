/* What a row of whole-number scores comes to. */
#include "scoring/summary.h"

void summary_add(struct summary *summary, int score)
{
    summary->count++;
    summary->sum += score;
    summary->squares += (int64_t)score * score;
}

int64_t summary_mean(const struct summary *summary)
{
    return summary->count == 0 ? 0 : (200 * summary->sum + summary->count) / (2 * summary->count);
}

/* The variance is (n Σx² - (Σx)²) / (n (n - 1)). The spread in tenths is the greatest s with (s - ½)² at most a hundred
 * times that: both sides are taken times 4 n (n - 1), so that nothing is divided. */
int64_t summary_spread(const struct summary *summary)
{
    int64_t pairs = summary->count * (summary->count - 1);
    int64_t above = 400 * (summary->count * summary->squares - summary->sum * summary->sum);
    int64_t tenths = 0;
    while (pairs > 0 && (2 * tenths + 1) * (2 * tenths + 1) * pairs <= above)
        tenths++;
    return tenths;
}

int summary_compare(const struct summary *one, const struct summary *other)
{
    int64_t left = one->sum * other->count, right = other->sum * one->count;
    return (left > right) - (left < right);
}
