/* Reviews: marks by the criteria of a rubric, and what is missing. */
#include "reviews/reviews.h"

#include "base/unicode.h"
#include "reviews/reviews.sql.h"

static enum criterion_kind kind_of(struct text kind)
{
    return text_is(kind, "comment")   ? CRITERION_COMMENT
           : text_is(kind, "overall") ? CRITERION_OVERALL
                                      : CRITERION_SCORE;
}

struct review review_read(struct arena *arena, const struct rows *rows)
{
    struct review review = {arena_new_array(arena, struct criterion, rows_count(rows) + 1), rows_count(rows)};
    for (size_t row = 0; row < review.count; row++)
        review.criteria[row] = (struct criterion){
            .kind = kind_of(rows_text(rows, row, "kind")),
            .name = rows_text(rows, row, "name"),
            .label = rows_text(rows, row, "label"),
            .hint = rows_text(rows, row, "hint"),
            .is_required = rows_flag(rows, row, "is_required"),
            .least = rows_number(rows, row, "least"),
            .most = rows_number(rows, row, "most"),
            .words = rows_text(rows, row, "words"),
            .value = rows_text(rows, row, "value"),
            .version = rows_number(rows, row, "version"),
        };
    return review;
}

struct criterion *review_find(const struct review *review, struct text name)
{
    for (size_t i = 0; i < review->count; i++)
        if (text_equal(review->criteria[i].name, name))
            return &review->criteria[i];
    return NULL;
}

struct text mark_tidy(struct arena *arena, const struct criterion *criterion, struct text typed)
{
    return criterion->kind == CRITERION_COMMENT ? unicode_tidy_lines(arena, typed) : unicode_tidy(arena, typed);
}

bool mark_is_fit(const struct criterion *criterion, struct fault *fault)
{
    int64_t score;
    if (criterion->kind == CRITERION_COMMENT)
        return criterion->value.length <= COMMENT_MOST ||
               fault_set(fault, FAULT_INVALID, NULL, "This comment is too long to be kept. Shorten it first.");
    if (text_is_empty(criterion->value))
        return true;
    return (text_number(criterion->value, &score) && score >= criterion->least && score <= criterion->most) ||
           fault_set(fault, FAULT_INVALID, NULL, "Give a whole number from %lld to %lld.", (long long)criterion->least,
                     (long long)criterion->most);
}

bool mark_is_given(const struct criterion *criterion)
{
    return !text_is_empty(text_trim(criterion->value));
}

struct rows *mark_keep(struct work *work, struct uuid review, const struct criterion *criterion)
{
    return work_ask(work, mark_saved(review, criterion->name, criterion->value, criterion->version));
}

bool mark_kept(const struct rows *saved, struct kept *kept, struct fault *fault)
{
    if (rows_count(saved) == 0)
        return fault_not_found(fault);
    *kept = kept_read(saved, 0);
    return true;
}

void review_missing(struct arena *arena, const struct review *review, struct faults *missing)
{
    for (size_t i = 0; i < review->count; i++) {
        const struct criterion *criterion = &review->criteria[i];
        struct fault fault;
        if (!criterion->is_required || mark_is_given(criterion))
            continue;
        fault_set(&fault, FAULT_INVALID, arena_copy(arena, criterion->name).bytes, "%s",
                  criterion->kind == CRITERION_COMMENT ? "Write a comment." : "Give a score.");
        faults_add(missing, arena, fault);
    }
}
