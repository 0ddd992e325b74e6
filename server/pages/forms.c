/* The form and the rubric of a cycle, edited by staff until it opens. */
#include "awards/form_keeping.h"

#include "awards/form_keeping.sql.h"
#include "awards/rubric_keeping.h"
#include "base/unicode.h"
#include "pages/packet_view.h"
#include "pages/pages.h"

#include <string.h>

/* ---- what both have in common ---- */

static void ask_cycle(struct ask *ask, const char *what)
{
    ask_one(ask, "cycle", kept_cycle(ask_path_uuid(ask, "cycle"), text_of(what)));
}

/* What was typed into a field: on one line, or on several. */
static struct text typed_line(struct arena *arena, const struct form *form, const char *field)
{
    struct text typed = form_field(form, field);
    return text_is_absent(typed) ? text_empty : unicode_tidy(arena, typed);
}

static struct text typed_lines(struct arena *arena, const struct form *form, const char *field)
{
    struct text typed = form_field(form, field);
    return text_is_absent(typed) ? text_empty : text_trim(unicode_tidy_lines(arena, typed));
}

static bool is_typed(const struct form *form, const char *field)
{
    return text_is(form_field(form, field), "yes");
}

/* The row of the id that the path names; the count of rows without it. */
static size_t row_of(struct show *show, const struct rows *rows, const char *name)
{
    size_t row = 0;
    struct text id = request_capture(show_request(show), name);
    while (row < rows_count(rows) && !text_equal(rows_text(rows, row, "id"), id))
        row++;
    return row;
}

/* The form that was sent to write a question or a criterion; NULL when none was, or another. */
static const struct form *sent(const struct show *show)
{
    const struct form *typed = show_typed(show);
    return typed == NULL || text_is_absent(form_field(typed, "label")) ? NULL : typed;
}

/* Tells `value`, what the fields hold: what was typed, or what stands in the row. */
static void tell_value(struct show *show, const char *const *fields, const struct rows *rows, size_t row)
{
    const struct form *typed = sent(show);
    struct names *value = names_new(show_arena(show));
    for (; *fields != NULL; fields++) {
        struct text text = typed != NULL            ? form_field(typed, *fields)
                           : row < rows_count(rows) ? rows_text(rows, row, *fields)
                                                    : text_absent;
        names_set(value, *fields, value_text(text_is_absent(text) ? text_empty : text));
    }
    bool is_required = typed != NULL            ? is_typed(typed, "is_required")
                       : row < rows_count(rows) ? rows_flag(rows, row, "is_required")
                                                : true;
    names_set(value, "is_required", value_flag(is_required));
    show_tell(show, "value", value_record(names_record(value)));
}

/* Tells `kinds`, to choose one of: {kind, is_<kind>, is_chosen}. The names come as "long", "is_long", and so on. */
static void tell_kinds(struct show *show, const char *const (*kinds)[2], const struct rows *rows, size_t row)
{
    const struct form *typed = sent(show);
    struct items *items = items_new(show_arena(show));
    struct text chosen = typed != NULL            ? form_field(typed, "kind")
                         : row < rows_count(rows) ? rows_text(rows, row, "kind")
                                                  : text_absent;
    for (; (*kinds)[0] != NULL; kinds++) {
        struct names *item = items_add(items);
        names_set(item, "kind", value_text(text_of((*kinds)[0])));
        names_set(item, (*kinds)[1], value_flag(true));
        names_set(item, "is_chosen", value_flag(text_is(chosen, (*kinds)[0])));
    }
    show_tell(show, "kinds", items_value(items));
}

static void say_wrong(struct act *act, const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        act_wrong(act, faults->items[i].field, "%s", faults->items[i].sentence);
}

/* ---- the form ---- */

/* GET /staff/cycles/{cycle}/form   the questions by part */
static void ask_form(struct ask *ask)
{
    ask_cycle(ask, "form");
    ask_rows(ask, "questions", form_questions(ask_path_uuid(ask, "cycle")));
}

static void complete_form(struct show *show)
{
    show_tell(show, "is_full", value_flag(rows_count(show_rows(show, "questions")) >= QUESTIONS_MOST));
}

/* GET /staff/cycles/{cycle}/form/preview   the questions as nominators see them; nothing is saved */
static void complete_preview(struct show *show)
{
    struct arena *arena = show_arena(show);
    const struct rows *questions = show_rows(show, "questions");
    struct items *drawn = items_new(arena);
    for (size_t row = 0; row < rows_count(questions); row++) {
        struct question question = {.choices = rows_text(questions, row, "choices")};
        struct names *item = items_add(drawn);
        names_set(item, "question", rows_record(questions, row));
        names_set(item, "options", question_options(arena, &question, text_absent));
        names_set(item, "value", value_flag(false));
        names_set(item, "words", value_text(text_of("0")));
    }
    show_tell(show, "drawn", items_value(drawn));
}

static struct question_draft read_question(struct arena *arena, const struct form *form)
{
    return (struct question_draft){
        .part = typed_line(arena, form, "part"),
        .kind = typed_line(arena, form, "kind"),
        .label = typed_line(arena, form, "label"),
        .hint = typed_line(arena, form, "hint"),
        .is_required = is_typed(form, "is_required"),
        .is_for_part = is_typed(form, "is_for_part"),
        .most_words = typed_line(arena, form, "most_words"),
        .least = typed_line(arena, form, "least"),
        .most = typed_line(arena, form, "most"),
        .choices = typed_lines(arena, form, "choices"),
        .mark = typed_line(arena, form, "mark"),
    };
}

/* GET /staff/cycles/{cycle}/form/{question}   one question, which may be a new one */
static void ask_question(struct ask *ask)
{
    ask_path_uuid(ask, "question");
    ask_form(ask);
}

static void complete_question(struct show *show)
{
    static const char *const fields[] = {"part", "label", "hint", "most_words", "least", "most", "choices", NULL};
    static const char *const kinds[][2] = {
        {"text", "is_text"},         {"long", "is_long"},
        {"choice", "is_choice"},     {"date", "is_date"},
        {"number", "is_number"},     {"attestation", "is_attestation"},
        {"document", "is_document"}, {NULL, NULL},
    };
    struct rows *questions = show_rows(show, "questions");
    size_t row = row_of(show, questions, "question");
    show_tell(show, "id", value_text(request_capture(show_request(show), "question")));
    tell_value(show, fields, questions, row);
    tell_kinds(show, kinds, questions, row);
    if (row == rows_count(questions))
        return;
    show_tell(show, "question", rows_record(questions, row));
    if (sent(show) == NULL)
        return;
    struct question_draft draft = read_question(show_arena(show), sent(show));
    if (!text_equal(draft.mark, rows_text(questions, row, "mark")) &&
        !question_says_so(questions, row, show_arena(show), &draft))
        show_tell(show, "other", rows_record(questions, row));
}

static void see_form(struct act *act, struct uuid question)
{
    act_see(act, "/staff/cycles/%.*s/form#%s", TEXT_ARGUMENTS(act_path(act, "cycle")), question.characters);
}

/* POST /staff/cycles/{cycle}/form/{question}   part, kind, label, hint, is_required, most_words, least, most, choices,
 * is_for_part, and the mark of the question as it was shown */
static void act_question(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), question = act_path_uuid(act, "question");
    struct question_draft draft = read_question(act_arena(act), act_form(act));
    struct faults faults = {0};
    if (!act_is_well(act))
        return;
    question_keep(act_work(act), act_arena(act), cycle, question, &draft, &faults, act_fault(act));
    say_wrong(act, &faults);
    if (act_finish(act))
        see_form(act, question);
}

/* POST /staff/cycles/{cycle}/form/{question}/remove */
static void act_remove_question(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), question = act_path_uuid(act, "question");
    if (act_is_well(act) && question_remove(act_work(act), act_arena(act), cycle, question, act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/cycles/%s/form", cycle.characters);
}

/* POST /staff/cycles/{cycle}/form/{question}/move   way: up, down, part-up, part-down; place, part: where it was */
static void act_move_question(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), question = act_path_uuid(act, "question");
    if (act_is_well(act) &&
        question_move(act_work(act), act_arena(act), cycle, question, act_raw(act, "way"), act_number(act, "place"),
                      act_raw(act, "part"), act_fault(act)) &&
        act_finish(act))
        see_form(act, question);
}

/* ---- the rubric ---- */

/* GET /staff/cycles/{cycle}/rubric   the scale and the criteria */
static void ask_rubric(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_cycle(ask, "rubric");
    ask_rows(ask, "scale", rubric_scale(cycle));
    ask_rows(ask, "scores", rubric_scores(cycle));
    ask_rows(ask, "criteria", rubric_criteria(cycle));
}

static struct scale_draft read_scale(struct arena *arena, const struct form *form)
{
    return (struct scale_draft){
        .least = typed_line(arena, form, "scale_least"),
        .most = typed_line(arena, form, "scale_most"),
        .is_low_best = text_is(form_field(form, "best"), "low"),
        .words = typed_lines(arena, form, "words"),
        .mark = typed_line(arena, form, "mark"),
    };
}

/* Whether there is an overall score, without which a cycle cannot be published. */
static bool has_overall(const struct rows *criteria)
{
    bool has = false;
    for (size_t row = 0; row < rows_count(criteria); row++)
        has = has || rows_flag(criteria, row, "is_overall");
    return has;
}

static void complete_rubric(struct show *show)
{
    const struct form *typed = show_typed(show);
    struct rows *scale = show_rows(show, "scale");
    struct names *value = names_new(show_arena(show));
    show_tell(show, "has_overall", value_flag(has_overall(show_rows(show, "criteria"))));
    show_tell(show, "is_full", value_flag(rows_count(show_rows(show, "criteria")) >= CRITERIA_MOST));
    if (rows_count(scale) == 0)
        return;
    bool is_sent = typed != NULL && !text_is_absent(form_field(typed, "scale_least"));
    names_set(value, "least", value_text(is_sent ? form_field(typed, "scale_least") : rows_text(scale, 0, "least")));
    names_set(value, "most", value_text(is_sent ? form_field(typed, "scale_most") : rows_text(scale, 0, "most")));
    names_set(value, "words", value_text(is_sent ? form_field(typed, "words") : rows_text(scale, 0, "words")));
    names_set(value, "is_low_best",
              value_flag(is_sent ? text_is(form_field(typed, "best"), "low") : rows_flag(scale, 0, "is_low_best")));
    show_tell(show, "value", value_record(names_record(value)));
    show_tell(show, "mark", value_text(rows_text(scale, 0, "mark")));
    if (!is_sent)
        return;
    struct scale_draft draft = read_scale(show_arena(show), typed);
    if (!text_equal(draft.mark, rows_text(scale, 0, "mark")) && !scale_says_so(scale, show_arena(show), &draft))
        show_tell(show, "other", rows_record(scale, 0));
}

/* POST /staff/cycles/{cycle}/rubric   scale_least, scale_most, best (low, high), words, mark */
static void act_scale(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    struct scale_draft draft = read_scale(act_arena(act), act_form(act));
    struct faults faults = {0};
    if (!act_is_well(act))
        return;
    scale_keep(act_work(act), act_arena(act), cycle, &draft, &faults, act_fault(act));
    say_wrong(act, &faults);
    if (act_finish(act))
        act_see(act, "/staff/cycles/%s/rubric", cycle.characters);
}

static struct criterion_draft read_criterion(struct arena *arena, const struct form *form)
{
    return (struct criterion_draft){
        .kind = typed_line(arena, form, "kind"),
        .label = typed_line(arena, form, "label"),
        .hint = typed_line(arena, form, "hint"),
        .is_required = is_typed(form, "is_required"),
        .mark = typed_line(arena, form, "mark"),
    };
}

/* GET /staff/cycles/{cycle}/rubric/{criterion}   one criterion, which may be a new one */
static void ask_criterion(struct ask *ask)
{
    ask_path_uuid(ask, "criterion");
    ask_rubric(ask);
}

static void complete_criterion(struct show *show)
{
    static const char *const fields[] = {"label", "hint", NULL};
    static const char *const kinds[][2] = {
        {"score", "is_score"}, {"overall", "is_overall"}, {"comment", "is_comment"}, {NULL, NULL}};
    struct rows *criteria = show_rows(show, "criteria");
    size_t row = row_of(show, criteria, "criterion");
    if (rows_count(show_rows(show, "scale")) == 0) {
        show_not_found(show);
        return;
    }
    show_tell(show, "id", value_text(request_capture(show_request(show), "criterion")));
    show_tell(show, "scale", rows_record(show_rows(show, "scale"), 0));
    tell_value(show, fields, criteria, row);
    tell_kinds(show, kinds, criteria, row);
    if (row == rows_count(criteria))
        return;
    show_tell(show, "criterion", rows_record(criteria, row));
    if (sent(show) == NULL)
        return;
    struct criterion_draft draft = read_criterion(show_arena(show), sent(show));
    if (!text_equal(draft.mark, rows_text(criteria, row, "mark")) && !criterion_says_so(criteria, row, &draft))
        show_tell(show, "other", rows_record(criteria, row));
}

static void see_rubric(struct act *act, struct uuid criterion)
{
    act_see(act, "/staff/cycles/%.*s/rubric#%s", TEXT_ARGUMENTS(act_path(act, "cycle")), criterion.characters);
}

/* POST /staff/cycles/{cycle}/rubric/{criterion}   kind, label, hint, is_required, and the mark as it was shown */
static void act_criterion(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), criterion = act_path_uuid(act, "criterion");
    struct criterion_draft draft = read_criterion(act_arena(act), act_form(act));
    struct faults faults = {0};
    if (!act_is_well(act))
        return;
    criterion_keep(act_work(act), act_arena(act), cycle, criterion, &draft, &faults, act_fault(act));
    say_wrong(act, &faults);
    if (act_finish(act))
        see_rubric(act, criterion);
}

/* POST /staff/cycles/{cycle}/rubric/{criterion}/remove */
static void act_remove_criterion(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), criterion = act_path_uuid(act, "criterion");
    if (act_is_well(act) && criterion_remove(act_work(act), act_arena(act), cycle, criterion, act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/cycles/%s/rubric", cycle.characters);
}

/* POST /staff/cycles/{cycle}/rubric/{criterion}/move   way: up, down; place: where it was */
static void act_move_criterion(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), criterion = act_path_uuid(act, "criterion");
    if (act_is_well(act) &&
        criterion_move(act_work(act), act_arena(act), cycle, criterion, text_is(act_raw(act, "way"), "up"),
                       act_number(act, "place"), act_fault(act)) &&
        act_finish(act))
        see_rubric(act, criterion);
}

const struct route forms_routes[] = {
    {GET, "/staff/cycles/{cycle}/form", ask_form, .show = "forms/form", .complete = complete_form,
     .audience = FOR_A_PERSON},
    {GET, "/staff/cycles/{cycle}/form/preview", ask_form, .show = "forms/preview", .complete = complete_preview,
     .audience = FOR_A_PERSON},
    {GET, "/staff/cycles/{cycle}/form/{question}", ask_question, .show = "forms/question",
     .complete = complete_question, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/form/{question}", ask_question, .show = "forms/question",
     .complete = complete_question, .act = act_question, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/form/{question}/remove", ask_question, .show = "forms/question",
     .complete = complete_question, .act = act_remove_question, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/form/{question}/move", ask_form, .show = "forms/form", .complete = complete_form,
     .act = act_move_question, .audience = FOR_A_PERSON},
    {GET, "/staff/cycles/{cycle}/rubric", ask_rubric, .show = "forms/rubric", .complete = complete_rubric,
     .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/rubric", ask_rubric, .show = "forms/rubric", .complete = complete_rubric,
     .act = act_scale, .audience = FOR_A_PERSON},
    {GET, "/staff/cycles/{cycle}/rubric/{criterion}", ask_criterion, .show = "forms/criterion",
     .complete = complete_criterion, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/rubric/{criterion}", ask_criterion, .show = "forms/criterion",
     .complete = complete_criterion, .act = act_criterion, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/rubric/{criterion}/remove", ask_criterion, .show = "forms/criterion",
     .complete = complete_criterion, .act = act_remove_criterion, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/rubric/{criterion}/move", ask_rubric, .show = "forms/rubric",
     .complete = complete_rubric, .act = act_move_criterion, .audience = FOR_A_PERSON},
    {0},
};
