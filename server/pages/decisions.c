/* What the committee proposes and the board ratifies. */
#include "decisions/decisions.h"
#include "base/unicode.h"
#include "decisions/decisions.sql.h"
#include "pages/autosave.h"
#include "pages/pages.h"

/* GET /cycles/{cycle}/decision   chair and deputies choose and write citations; board, members and staff read */
static void ask_decision(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "decision", decision_page(cycle));
    ask_rows(ask, "found", decision_choices(cycle));
    ask_rows(ask, "names", decision_names(cycle));
}

static struct text typed_of(struct show *show, const char *field)
{
    struct text typed = form_field(show_typed(show), field);
    return unicode_tidy_lines(show_arena(show), text_is_absent(typed) ? text_empty : typed);
}

/* A nomination among the choices, as it was sent or as it is kept. */
static void tell_choice(struct show *show, struct names *item, const struct rows *found, size_t row, bool can_choose)
{
    static const char *const columns[] = {"id", "nominee", "institution", "nominator", "mean", "reviews", "version"};
    struct arena *arena = show_arena(show);
    const struct form *form = show_typed(show);
    const char *id = rows_uuid(found, row, "id").characters;
    const char *chosen = arena_print(arena, "chosen.%s", id).bytes;
    const char *citation = arena_print(arena, "citation.%s", id).bytes;
    const char *version = arena_print(arena, "version.%s", id).bytes;
    struct text kept = rows_text(found, row, "citation");
    struct text value = form == NULL ? kept : typed_of(show, citation);
    bool is_sent = form != NULL && !text_is_absent(form_field(form, version));
    bool is_changed = is_sent && !text_equal(value, kept);
    bool is_upon_this = is_sent && text_equal(form_field(form, version), rows_text(found, row, "version"));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        names_set(item, columns[i], value_filled(rows_text(found, row, columns[i])));
    names_set(item, "is_one", value_flag(rows_flag(found, row, "is_one")));
    names_set(item, "is_chosen",
              value_flag(is_sent ? !text_is_absent(form_field(form, chosen)) : rows_flag(found, row, "is_chosen")));
    names_set(item, "citation", value_text(is_sent ? value : kept));
    names_set(item, "error", value_filled(show_error(show, citation)));
    names_set(item, "other", is_changed && !is_upon_this && can_choose ? value_filled(kept) : value_flag(false));
    names_set(item, "unsaved", is_changed && !can_choose ? value_filled(value) : value_flag(false));
}

static void complete_decision(struct show *show)
{
    const struct rows *found = show_rows(show, "found");
    bool can_choose = rows_flag(show_rows(show, "decision"), 0, "can_choose");
    struct items *choices = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(found); row++)
        tell_choice(show, items_add(choices), found, row, can_choose);
    show_tell(show, "choices", items_value(choices));
    show_tell(show, "is_any", value_flag(items_count(choices) > 0));
}

/* The choices of the form: one for each version.<nomination>. */
static struct choice *read_choices(struct act *act, size_t *count)
{
    struct arena *arena = act_arena(act);
    const struct form *form = act_form(act);
    struct choice *choices = arena_new_array(arena, struct choice, form_count(form) + 1);
    *count = 0;
    for (size_t i = 0; i < form_count(form); i++) {
        struct choice *choice = &choices[*count];
        struct text rest = form_name_at(form, i);
        if (!text_is(text_cut(&rest, '.'), "version") || !uuid_read(rest, &choice->nomination))
            continue;
        const char *id = choice->nomination.characters;
        const char *citation = arena_print(arena, "citation.%s", id).bytes;
        struct fault unfit;
        choice->is_chosen = !text_is_absent(form_field(form, arena_print(arena, "chosen.%s", id).bytes));
        choice->citation = act_lines(act, citation);
        choice->version = act_number(act, arena_print(arena, "version.%s", id).bytes);
        if (citation_is_fit(choice->citation, &unfit))
            (*count)++;
        else
            act_wrong(act, citation, "%s", unfit.sentence);
    }
    return choices;
}

/* Keeps them, also when something else is wrong. `most`: how many may be proposed. */
static bool keep_choices(struct act *act, struct uuid cycle, struct choice *choices, size_t count, int64_t *most)
{
    struct work *work = act_work(act);
    struct rows *found = work_ask(work, decision_page(cycle));
    choices_lock(work, cycle);
    for (size_t i = 0; i < count; i++)
        choice_keep(work, cycle, &choices[i]);
    if (!act_keep(act))
        return false;
    if (rows_count(found) == 0 || !rows_flag(found, 0, "is_lead"))
        return fault_not_found(act_fault(act));
    if (rows_flag(found, 0, "is_undeclared"))
        return fault_undeclared(act_fault(act));
    *most = rows_number(found, 0, "most_names");
    for (size_t i = 0; i < count; i++) {
        struct kept kept;
        if (!choice_kept(&choices[i], &kept, act_fault(act)))
            return false;
        if (!kept.is_saved)
            act_wrong(act, arena_print(act_arena(act), "citation.%s", choices[i].nomination.characters).bytes, "%s",
                      choice_clash(&choices[i], &kept));
    }
    return act_is_well(act);
}

static bool can_be_proposed(struct act *act, const struct choice *choices, size_t count, int64_t most)
{
    struct faults faults = {0};
    choices_are_fit(act_arena(act), choices, count, most, &faults);
    for (size_t i = 0; i < faults.count; i++)
        act_wrong(act, faults.items[i].field, "%s", faults.items[i].sentence);
    return act_is_well(act);
}

/* POST /cycles/{cycle}/decision   chosen.<nomination>, citation.<nomination>, version.<nomination>; then: save, propose,
 * propose_nobody. What was written is kept in a work of its own, so that it stays when it cannot be proposed. */
static void act_decision(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    size_t count;
    int64_t most = 0;
    struct choice *choices = read_choices(act, &count);
    if (act_fault(act)->kind != FAULT_NONE || !keep_choices(act, cycle, choices, count, &most))
        return;
    bool is_of_nobody = text_is(act_raw(act, "then"), "propose_nobody");
    if (is_of_nobody || text_is(act_raw(act, "then"), "propose")) {
        if (!is_of_nobody && !can_be_proposed(act, choices, count, most))
            return;
        work_ask(act_work(act), decision_proposed(cycle, is_of_nobody));
        if (!act_finish(act))
            return;
    }
    act_see(act, "/cycles/%s/decision", cycle.characters);
}

/* POST /cycles/{cycle}/decision/{nomination}   value, version: a citation while it is being typed */
static void act_citation(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), nomination = act_path_uuid(act, "nomination");
    struct text citation = act_lines(act, "value");
    struct fault unfit;
    if (!act_is_well(act))
        return;
    if (!citation_is_fit(citation, &unfit)) {
        act_wrong(act, "value", "%s", unfit.sentence);
        return;
    }
    choices_lock(act_work(act), cycle);
    struct rows *saved =
        work_ask(act_work(act), proposal_cited(cycle, nomination, citation, act_number(act, "version")));
    if (!act_finish(act))
        return;
    struct choice choice = {.saved = saved};
    struct kept kept;
    if (choice_kept(&choice, &kept, act_fault(act)))
        autosave_answer(act, &kept, citation, NULL);
}

/* POST /cycles/{cycle}/ratification   answer: ratify, send_back; version: of what was proposed as it was read; note: for the
 * committee */
static void act_ratification(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    struct text answer = act_raw(act, "answer");
    if (!act_is_well(act))
        return;
    if (!text_is(answer, "ratify") && !text_is(answer, "send_back")) {
        act_wrong(act, "", "Choose whether to ratify the names or to send them back.");
        return;
    }
    int64_t version = act_number(act, "version");
    bool done = text_is(answer, "ratify")
                    ? decision_ratify(act_work(act), cycle, version, act_fault(act))
                    : decision_send_back(act_work(act), cycle, version, act_lines(act, "note"), act_fault(act));
    if (done && act_finish(act))
        act_see(act, "/cycles/%s/decision", cycle.characters);
}

const struct route decisions_routes[] = {
    {GET, "/cycles/{cycle}/decision", ask_decision, .show = "decisions/decision", .complete = complete_decision,
     .audience = FOR_A_PERSON},
    {POST, "/cycles/{cycle}/decision", ask_decision, .show = "decisions/decision", .complete = complete_decision,
     .act = act_decision, .audience = FOR_A_PERSON},
    {POST, "/cycles/{cycle}/decision/{nomination}", .act = act_citation, .audience = FOR_A_PERSON},
    {POST, "/cycles/{cycle}/ratification", ask_decision, .show = "decisions/decision", .complete = complete_decision,
     .act = act_ratification, .audience = FOR_A_PERSON},
    {0},
};
