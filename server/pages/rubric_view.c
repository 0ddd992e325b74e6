/* The rubric of a review as its page shows it. */
#include "pages/rubric_view.h"

#include "base/value.h"
#include "crypto/crypto.h"
#include "pages/packet_view.h"

enum { DIGIT_MOST = 9 /* scores up to here are given by one key */ };

const char *rubric_field(struct arena *arena, const char *kind, const struct criterion *criterion)
{
    return arena_print(arena, "%s.%.*s", kind, TEXT_ARGUMENTS(criterion->name)).bytes;
}

struct text rubric_typed(struct arena *arena, const struct form *form, const struct criterion *criterion)
{
    struct text typed = form_field(form, rubric_field(arena, "mark", criterion));
    return mark_tidy(arena, criterion, text_is_absent(typed) ? text_empty : typed);
}

static struct text mark_of(struct arena *arena, struct text value)
{
    return text_part(hash_of(arena, value), 0, 16);
}

bool rubric_was_typed(struct arena *arena, const struct form *form, const struct criterion *criterion)
{
    struct text was = form_field(form, rubric_field(arena, "was", criterion));
    if (text_is_absent(form_field(form, rubric_field(arena, "version", criterion))))
        return false;
    return text_is_absent(was) || !text_equal(was, mark_of(arena, rubric_typed(arena, form, criterion)));
}

/* The scores from least to most, each with what it means where the rubric says it. */
static struct value scale_of(struct arena *arena, const struct criterion *criterion, struct text value)
{
    struct items *scale = items_new(arena);
    struct text words = criterion->words;
    for (int64_t score = criterion->least; score <= criterion->most; score++) {
        struct names *item = items_add(scale);
        struct text figures = arena_print(arena, "%lld", (long long)score);
        struct text word = text_is_empty(words) ? text_absent : text_cut(&words, '\n');
        names_set(item, "score", value_text(figures));
        names_set(item, "word", value_filled(word));
        names_set(item, "is_chosen", value_flag(text_equal(figures, value)));
    }
    return items_value(scale);
}

/* Whether another window has saved something else upon which this was not typed: both are shown. */
static bool is_clash(struct show *show, const struct criterion *criterion, struct text typed)
{
    int64_t version;
    return text_number(form_field(show_typed(show), rubric_field(show_arena(show), "version", criterion)), &version) &&
           version != criterion->version && !text_equal(typed, criterion->value);
}

static void tell_criterion(struct show *show, struct names *item, const struct criterion *criterion)
{
    struct arena *arena = show_arena(show);
    const struct form *form = show_typed(show);
    bool can_change = rows_flag(show_rows(show, "review"), 0, "can_change");
    bool is_typed = form != NULL && rubric_was_typed(arena, form, criterion);
    struct text typed = is_typed ? rubric_typed(arena, form, criterion) : criterion->value;
    struct text value = can_change ? typed : criterion->value;
    const char *field = rubric_field(arena, "mark", criterion);
    names_set(item, "name", value_text(criterion->name));
    names_set(item, "field", value_text(text_of(field)));
    names_set(item, "label", value_text(criterion->label));
    names_set(item, "hint", value_filled(criterion->hint));
    names_set(item, "is_required", value_flag(criterion->is_required));
    names_set(item, "is_overall", value_flag(criterion->kind == CRITERION_OVERALL));
    names_set(item, "is_comment", value_flag(criterion->kind == CRITERION_COMMENT));
    names_set(item, "has_words", value_flag(!text_is_empty(criterion->words)));
    names_set(item, "scale", scale_of(arena, criterion, value));
    names_set(item, "value", value_text(value));
    names_set(item, "version", value_number(arena, criterion->version));
    names_set(item, "was", value_text(mark_of(arena, criterion->value)));
    names_set(item, "error", value_filled(show_error(show, field)));
    names_set(item, "is_clash", value_flag(can_change && is_typed && is_clash(show, criterion, typed)));
    names_set(item, "other", value_text(criterion->value));
    names_set(item, "unsaved", can_change || text_equal(typed, value) ? value_flag(false) : value_text(typed));
}

/* The summary on top names the criterion; beside its field that is not needed. What is wrong with no field stays. */
static void tell_errors(struct show *show, const struct review *review)
{
    struct arena *arena = show_arena(show);
    struct items *errors = items_new(arena);
    for (size_t i = 0; i < review->count; i++) {
        const char *field = rubric_field(arena, "mark", &review->criteria[i]);
        struct text error = show_error(show, field);
        if (text_is_absent(error))
            continue;
        struct names *item = items_add(errors);
        names_set(item, "field", value_text(text_of(field)));
        names_set(item, "sentence",
                  value_text(arena_print(arena, "%.*s: %.*s", TEXT_ARGUMENTS(review->criteria[i].label),
                                         TEXT_ARGUMENTS(error))));
    }
    if (items_count(errors) > 0)
        show_tell(show, "errors", items_value(errors));
}

void show_rubric(struct show *show)
{
    struct arena *arena = show_arena(show);
    struct review review = review_read(arena, show_rows(show, "marks"));
    struct items *criteria = items_new(arena);
    size_t given = 0;
    bool is_one_key = true;
    for (size_t i = 0; i < review.count; i++) {
        tell_criterion(show, items_add(criteria), &review.criteria[i]);
        given += mark_is_given(&review.criteria[i]);
        is_one_key = is_one_key && review.criteria[i].most <= DIGIT_MOST;
    }
    show_tell(show, "criteria", items_value(criteria));
    show_tell(show, "given", value_number(arena, (int64_t)given));
    show_tell(show, "asked", value_number(arena, (int64_t)review.count));
    show_tell(show, "is_one_key", value_flag(is_one_key));
    if (review.count > 0) {
        show_tell(show, "least", value_number(arena, review.criteria[0].least));
        show_tell(show, "most", value_number(arena, review.criteria[0].most));
        show_tell(show, "is_low_best", value_flag(rows_flag(show_rows(show, "marks"), 0, "is_low_best")));
    }
    tell_errors(show, &review);
}
