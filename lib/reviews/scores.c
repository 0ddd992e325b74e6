/* The table of scores of a cycle. */
#include "reviews/scores.h"

bool scores_next(struct text *rest, int *score)
{
    int64_t number;
    if (text_is_empty(*rest) || !text_number(text_cut(rest, ' '), &number))
        return false;
    *score = (int)number;
    return true;
}

static struct scored_criterion read_criterion(const struct rows *rows, size_t row)
{
    struct scored_criterion criterion = {.label = rows_text(rows, row, "label"),
                                         .is_overall = rows_flag(rows, row, "is_overall"),
                                         .scores = rows_text(rows, row, "scores")};
    struct text rest = criterion.scores;
    for (int score; scores_next(&rest, &score);)
        summary_add(&criterion.summary, score);
    return criterion;
}

/* Whether the one stands before the other. */
static bool is_before(const struct scored *one, const struct scored *other, bool is_low_best)
{
    const struct summary *left = &one->overall->summary, *right = &other->overall->summary;
    if (left->count == 0 || right->count == 0)
        return left->count > 0 && right->count == 0;
    return is_low_best ? summary_compare(left, right) < 0 : summary_compare(left, right) > 0;
}

/* Puts the last one where it belongs; among equals it stays last, so that they keep the order of their names. */
static void put_in_place(struct scored *nominations, size_t count, bool is_low_best)
{
    struct scored last = nominations[count - 1];
    size_t at = count - 1;
    for (; at > 0 && is_before(&last, &nominations[at - 1], is_low_best); at--)
        nominations[at] = nominations[at - 1];
    nominations[at] = last;
}

/* Equals share the place of the first of them, and the next has the place that it would have without that. */
static void give_places(struct scores *scores)
{
    for (size_t i = 0; i < scores->count; i++) {
        struct scored *scored = &scores->nominations[i], *above = i == 0 ? NULL : &scores->nominations[i - 1];
        if (scored->overall->summary.count == 0)
            continue;
        scored->place = i + 1;
        if (above == NULL || summary_compare(&above->overall->summary, &scored->overall->summary) != 0)
            continue;
        scored->place = above->place;
        scored->shares_place = above->shares_place = true;
    }
}

struct scores scores_read(struct arena *arena, const struct rows *rows, bool is_low_best)
{
    struct scores scores = {.nominations = arena_new_array(arena, struct scored, rows_count(rows) + 1)};
    struct scored_criterion *criteria = arena_new_array(arena, struct scored_criterion, rows_count(rows) + 1);
    struct text nomination = text_absent;
    for (size_t row = 0; row < rows_count(rows);) {
        struct scored *scored = &scores.nominations[scores.count++];
        *scored = (struct scored){.nomination = nomination = rows_text(rows, row, "nomination"),
                                  .nominee = rows_text(rows, row, "nominee"),
                                  .reviews = rows_number(rows, row, "reviews"),
                                  .criteria = &criteria[row]};
        for (scores.criteria = 0; row < rows_count(rows) && text_equal(rows_text(rows, row, "nomination"), nomination);
             row++) {
            criteria[row] = read_criterion(rows, row);
            if (criteria[row].is_overall || scored->overall == NULL)
                scored->overall = &criteria[row];
            scores.criteria++;
        }
        put_in_place(scores.nominations, scores.count, is_low_best);
    }
    give_places(&scores);
    return scores;
}
