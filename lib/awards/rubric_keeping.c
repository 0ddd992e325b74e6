/* The rubric of a cycle, kept by staff until it opens. */
#include "awards/rubric_keeping.h"

#include "awards/form_keeping.sql.h"
#include "awards/form_order.h"
#include "awards/labels.h"
#include "base/buffer.h"

/* The rubric, which nobody else changes until the work ends, with its scale and criteria as they are. */
struct standing {
    struct uuid rubric;
    struct rows *scale, *criteria;
    struct form_order order;
    size_t at; /* of the criterion; the count where it is not in the rubric */
};

static bool look(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion,
                 struct standing *standing, struct fault *fault)
{
    struct rows *locked = work_ask(work, rubric_locked(cycle, criterion));
    standing->scale = work_ask(work, rubric_scale(cycle));
    standing->criteria = work_ask(work, rubric_criteria(cycle));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0 || rows_count(standing->scale) == 0 || rows_flag(locked, 0, "is_elsewhere"))
        return fault_not_found(fault);
    standing->rubric = rows_uuid(locked, 0, "rubric");
    size_t count = rows_count(standing->criteria);
    standing->order = (struct form_order){arena_new_array(arena, struct placed, count + 1), count};
    for (size_t row = 0; row < count; row++)
        standing->order.items[row] = (struct placed){rows_uuid(standing->criteria, row, "id"), text_empty};
    standing->at = form_order_find(&standing->order, criterion);
    return true;
}

static bool is_cell(const struct rows *rows, size_t row, const char *column, struct text text)
{
    struct text cell = rows_text(rows, row, column);
    return text_equal(text_is_absent(cell) ? text_empty : cell, text);
}

/* ---- the scale ---- */

static bool read_score(struct arena *arena, const char *field, struct text text, int64_t *score, struct faults *faults)
{
    if (text_number(text, score) && *score >= 0 && *score <= SCORE_MOST)
        return true;
    label_wrong(faults, arena, field, "Give a whole number from 0 to %d.", SCORE_MOST);
    return false;
}

static void check_words(struct arena *arena, struct text words, int64_t least, int64_t most, struct faults *faults)
{
    int64_t count = 0, scores = most - least + 1;
    for (struct text rest = words; !text_is_empty(rest); count++)
        label_check_length(faults, arena, "words", "each score a line", text_cut(&rest, '\n'), SCORE_WORDS_MOST);
    if (count != 0 && count != scores)
        label_wrong(faults, arena, "words",
                    "There are %lld scores from %lld to %lld, and %lld %s. Write one line for each score, or none.",
                    (long long)scores, (long long)least, (long long)most, (long long)count,
                    count == 1 ? "line" : "lines");
}

/* The scale that is typed. False when something is wrong with it. */
static bool check_scale(struct arena *arena, const struct scale_draft *draft, int64_t *least, int64_t *most,
                        struct faults *faults)
{
    bool has_least = read_score(arena, "scale_least", draft->least, least, faults);
    bool has_most = read_score(arena, "scale_most", draft->most, most, faults);
    if (has_least && has_most && *least >= *most)
        label_wrong(faults, arena, "scale_most", "The highest score is more than the lowest, which is %lld.",
                    (long long)*least);
    else if (has_least && has_most)
        check_words(arena, label_lines(arena, draft->words), *least, *most, faults);
    return faults->count == 0;
}

bool scale_says_so(const struct rows *scale, struct arena *arena, const struct scale_draft *draft)
{
    return is_cell(scale, 0, "least", draft->least) && is_cell(scale, 0, "most", draft->most) &&
           rows_flag(scale, 0, "is_low_best") == draft->is_low_best &&
           is_cell(scale, 0, "words", label_lines(arena, draft->words));
}

bool scale_keep(struct work *work, struct arena *arena, struct uuid cycle, const struct scale_draft *draft,
                struct faults *faults, struct fault *fault)
{
    struct standing standing;
    int64_t least = 0, most = 0;
    if (!look(work, arena, cycle, (struct uuid){0}, &standing, fault))
        return false;
    bool is_well = check_scale(arena, draft, &least, &most, faults);
    if (scale_says_so(standing.scale, arena, draft)) /* sent twice */
        return true;
    if (!is_cell(standing.scale, 0, "mark", draft->mark))
        return fault_set(fault, FAULT_CLASH, NULL,
                         "The scale was changed meanwhile. Both are below; keep the one you want.");
    if (!is_well)
        return false;
    work_ask(work, rubric_rescaled(standing.rubric, least, most, draft->is_low_best, label_lines(arena, draft->words)));
    work_ask(work, rubric_change_told(cycle, standing.rubric, (struct uuid){0}, text_of("changed")));
    return true;
}

/* ---- the criteria ---- */

bool criterion_says_so(const struct rows *criteria, size_t row, const struct criterion_draft *draft)
{
    return is_cell(criteria, row, "kind", draft->kind) && is_cell(criteria, row, "label", draft->label) &&
           is_cell(criteria, row, "hint", draft->hint) && rows_flag(criteria, row, "is_required") == draft->is_required;
}

static void check_criterion(struct arena *arena, const struct standing *standing, const struct criterion_draft *draft,
                            struct faults *faults)
{
    if (!text_is(draft->kind, "score") && !text_is(draft->kind, "overall") && !text_is(draft->kind, "comment"))
        label_wrong(faults, arena, "kind", "Choose what reviewers give.");
    label_check(faults, arena, draft->label, draft->hint, "Write what reviewers are asked.");
    for (size_t row = 0; row < standing->order.count; row++)
        if (text_is(draft->kind, "overall") && row != standing->at && rows_flag(standing->criteria, row, "is_overall"))
            label_wrong(faults, arena, "kind", "There is one overall score, and “%.*s” is it already.",
                        TEXT_ARGUMENTS(rows_text(standing->criteria, row, "label")));
}

static bool may_be_kept(const struct standing *standing, struct text mark, bool is_new, struct fault *fault)
{
    if (is_new && !text_is_empty(mark))
        return fault_set(fault, FAULT_CLASH, NULL,
                         "This criterion was removed meanwhile. What you typed is below: save it once more, and it is "
                         "added again.");
    if (!is_new && !is_cell(standing->criteria, standing->at, "mark", mark))
        return fault_set(fault, FAULT_CLASH, NULL,
                         "This criterion was changed meanwhile. Both texts are below; keep the one you want.");
    if (is_new && standing->order.count >= CRITERIA_MOST)
        return fault_set(fault, FAULT_REFUSED, NULL, "A rubric has at most %d criteria.", CRITERIA_MOST);
    return true;
}

static struct query added(struct arena *arena, const struct standing *standing, struct uuid criterion,
                          const struct criterion_draft *draft)
{
    size_t count = standing->order.count;
    struct text *names = arena_new_array(arena, struct text, count + 1);
    for (size_t row = 0; row < count; row++)
        names[row] = rows_text(standing->criteria, row, "name");
    return criterion_added(standing->rubric, criterion, label_name(arena, draft->label, "criterion", names, count),
                           draft->kind, draft->label, draft->hint, draft->is_required);
}

bool criterion_keep(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion,
                    const struct criterion_draft *draft, struct faults *faults, struct fault *fault)
{
    struct standing standing;
    if (!look(work, arena, cycle, criterion, &standing, fault))
        return false;
    bool is_new = standing.at == standing.order.count;
    if (!is_new && criterion_says_so(standing.criteria, standing.at, draft)) /* sent twice */
        return true;
    check_criterion(arena, &standing, draft, faults);
    if (!may_be_kept(&standing, draft->mark, is_new, fault) || faults->count > 0)
        return false;
    work_ask(work, is_new ? added(arena, &standing, criterion, draft)
                          : criterion_rewritten(criterion, draft->kind, draft->label, draft->hint, draft->is_required));
    work_ask(work, rubric_change_told(cycle, standing.rubric, criterion, text_of(is_new ? "added" : "changed")));
    return true;
}

bool criterion_remove(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion,
                      struct fault *fault)
{
    struct standing standing;
    if (!look(work, arena, cycle, criterion, &standing, fault))
        return false;
    if (standing.at == standing.order.count)
        return true;
    work_ask(work, criterion_removed(criterion));
    work_ask(work, rubric_change_told(cycle, standing.rubric, criterion, text_of("removed")));
    return true;
}

static struct text write_ids(struct arena *arena, const struct form_order *order)
{
    struct buffer ids = {0};
    for (size_t i = 0; i < order->count; i++)
        buffer_print(&ids, "%s%s", i == 0 ? "" : " ", order->items[i].id.characters);
    struct text text = arena_copy(arena, buffer_text(&ids));
    buffer_free(&ids);
    return text;
}

bool criterion_move(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion, bool is_up,
                    int64_t place, struct fault *fault)
{
    struct standing standing;
    if (!look(work, arena, cycle, criterion, &standing, fault))
        return false;
    if (standing.at == standing.order.count || (int64_t)standing.at + 1 != place ||
        !form_order_step(&standing.order, standing.at, is_up))
        return true;
    work_ask(work, criteria_placed(standing.rubric, write_ids(arena, &standing.order)));
    work_ask(work, rubric_change_told(cycle, standing.rubric, criterion, text_of("moved")));
    return true;
}
