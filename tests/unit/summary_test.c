/* What scores come to, held against figures that were worked out by hand. */
#include "scoring/summary.h"

#include "test.h"

struct worked {
    int scores[8];
    size_t count;
    int64_t mean, spread; /* hundredths, tenths */
};

/* 2 4 4 4 5 5 7 9: the mean is 5, the squares of what is off it add up to 32, 32 / 7 = 4.571…, whose root is 2.138….
 * 1 2: 1.5, and the root of 0.5 is 0.707…. 0 20: 10, and the root of 200 is 14.142…. 1 1 2: 4 / 3, and the root of
 * 1 / 3 is 0.577…. 3 3 4 with 2: 3, and the root of 2 / 3 is 0.816…. 5 5 6: 16 / 3 = 5.333…. 5 6 6: 17 / 3 = 5.666….
 * Eight scores that add up to 33: 4.125, a half that is rounded up; the squares of what is off it add up to 0.875, a
 * seventh of which is 0.125, whose root is 0.353…. */
static const struct worked worked[] = {
    {{2, 4, 4, 4, 5, 5, 7, 9}, 8, 500, 21},
    {{1, 2}, 2, 150, 7},
    {{0, 20}, 2, 1000, 141},
    {{1, 1, 2}, 3, 133, 6},
    {{3, 2, 4, 3}, 4, 300, 8},
    {{5, 5, 6}, 3, 533, 6},
    {{5, 6, 6}, 3, 567, 6},
    {{4, 4, 4, 4, 4, 4, 4, 5}, 8, 413, 4},
    {{7}, 1, 700, 0},
    {{0}, 1, 0, 0},
    {{6, 6, 6}, 3, 600, 0},
    {{0}, 0, 0, 0},
};

static struct summary summary_of(const int *scores, size_t count)
{
    struct summary summary = {0};
    for (size_t i = 0; i < count; i++)
        summary_add(&summary, scores[i]);
    return summary;
}

static void figures_are_those_worked_out_by_hand(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof worked / sizeof *worked; i++) {
        struct summary summary = summary_of(worked[i].scores, worked[i].count);
        assert_int_equal(summary.count, worked[i].count);
        assert_int_equal(summary_mean(&summary), worked[i].mean);
        assert_int_equal(summary_spread(&summary), worked[i].spread);
    }
}

/* Four scores of which three are 0 and one is s have the variance s² / 4, and so the spread s / 2. Of as many scores as
 * there may be, half of them 0 and half of them the most, it is half of the most, and a little. */
static void nothing_is_lost_to_fractions(void **state)
{
    (void)state;
    struct summary one = summary_of((int[]){0, 0, 0, 1}, 4), thirteen = summary_of((int[]){0, 0, 0, 13}, 4);
    assert_int_equal(summary_spread(&one), 5);
    assert_int_equal(summary_spread(&thirteen), 65);
    struct summary most = {0};
    for (int i = 0; i < SCORES_MOST; i++)
        summary_add(&most, i % 2 * SCORE_MOST);
    assert_int_equal(summary_mean(&most), 50000);
    assert_int_equal(summary_spread(&most), 5000);
}

static void means_are_compared_exactly(void **state)
{
    (void)state;
    struct summary third = summary_of((int[]){1, 1, 2}, 3), again = summary_of((int[]){1, 2, 1, 1, 2, 1}, 6);
    struct summary near = summary_of((int[]){1, 1, 1, 1, 2, 2, 2}, 7); /* 10 / 7 = 1.43 */
    assert_int_equal(summary_compare(&third, &again), 0);
    assert_true(summary_compare(&third, &near) < 0);
    assert_true(summary_compare(&near, &again) > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_worked_out_by_hand),
        cmocka_unit_test(nothing_is_lost_to_fractions),
        cmocka_unit_test(means_are_compared_exactly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
