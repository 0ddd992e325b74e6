/* Conflicts: declared by all who act in a cycle, and looked over. */
#include "committees/conflicts.h"

#include "base/arena.h"
#include "committees/conflicts.sql.h"
#include "pages/pages.h"

/* GET /cycles/{cycle}/conflicts   all nominees at once, with what was said of them before */
static void ask_conflicts(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "cycle", conflicts_cycle(cycle));
    ask_rows(ask, "nominees", conflicts_nominees(cycle));
    ask_rows(ask, "kinds", conflict_kinds());
}

static const char *field_of(struct arena *arena, const char *name, struct text nomination)
{
    return arena_print(arena, "%s.%.*s", name, TEXT_ARGUMENTS(nomination)).bytes;
}

static struct text or_empty(struct text text)
{
    return text_is_absent(text) ? text_empty : text;
}

/* What may be chosen, behind "No conflict". */
static struct value kind_options(struct show *show, struct text chosen)
{
    const struct rows *kinds = show_rows(show, "kinds");
    struct items *options = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(kinds); row++) {
        struct names *option = items_add(options);
        names_set(option, "kind", value_text(rows_text(kinds, row, "kind")));
        names_set(option, "name", value_text(rows_text(kinds, row, "name")));
        names_set(option, "is_chosen", value_flag(text_equal(rows_text(kinds, row, "kind"), chosen)));
    }
    return items_value(options);
}

/* What is said for good: found by their part, or declared. */
static bool is_given(const struct rows *nominees, size_t row)
{
    return !text_is_absent(rows_text(nominees, row, "found")) || !text_is_absent(rows_text(nominees, row, "kind"));
}

/* A nominee of whom there is no conflict so far: with the fields that say so, or else. */
static void tell_open(struct show *show, struct names *item, const struct rows *nominees, size_t row)
{
    static const char *const texts[] = {"id", "nominee", "institution", "nominator"};
    struct arena *arena = show_arena(show);
    const struct form *typed = show_typed(show);
    struct text id = rows_text(nominees, row, "id");
    const char *kind_field = field_of(arena, "kind", id), *evidence_field = field_of(arena, "evidence", id);
    struct text kind = typed == NULL ? text_empty : or_empty(form_field(typed, kind_field));
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        names_set(item, texts[i], value_filled(rows_text(nominees, row, texts[i])));
    names_set(item, "kinds", kind_options(show, kind));
    names_set(item, "evidence", value_text(typed == NULL ? text_empty : or_empty(form_field(typed, evidence_field))));
    names_set(item, "kind_error", value_filled(show_error(show, kind_field)));
    names_set(item, "evidence_error", value_filled(show_error(show, evidence_field)));
}

static void complete_conflicts(struct show *show)
{
    const struct rows *nominees = show_rows(show, "nominees");
    struct items *open = items_new(show_arena(show)), *said = items_new(show_arena(show));
    struct items *given = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(nominees); row++) {
        if (is_given(nominees, row))
            names_set(items_add(given), "of", rows_record(nominees, row));
        else
            tell_open(show, items_add(rows_flag(nominees, row, "is_declared") ? said : open), nominees, row);
    }
    show_tell(show, "open", items_value(open));
    show_tell(show, "said", items_value(said));
    show_tell(show, "given", items_value(given));
    show_tell(show, "has_said", value_flag(items_count(said) > 0));
    show_tell(show, "is_to_say", value_flag(items_count(open) > 0));
    show_tell(show, "is_new", value_flag(items_count(said) + items_count(given) > 0));
}

/* What was sent of a nominee. Of those whom the page did not show, who have come since, nothing was: they stay open. */
static bool take_declared(struct act *act, const struct rows *nominees, size_t row, const struct rows *kinds,
                          struct declared *declared)
{
    struct text id = rows_text(nominees, row, "id");
    const char *kind_field = field_of(act_arena(act), "kind", id);
    struct fault fault;
    if (is_given(nominees, row)) {
        *declared = (struct declared){.nomination = rows_uuid(nominees, row, "id"), .kind = text_of("none")};
        return !rows_flag(nominees, row, "is_declared");
    }
    *declared = (struct declared){.nomination = rows_uuid(nominees, row, "id"),
                                  .kind = act_raw(act, kind_field),
                                  .evidence = act_line(act, field_of(act_arena(act), "evidence", id))};
    if (text_is_absent(form_field(act_form(act), kind_field)))
        return false;
    if (!declared_is_fit(declared, kinds, &fault))
        act_wrong(act, field_of(act_arena(act), fault.field, id), "%s", fault.sentence);
    return !rows_flag(nominees, row, "is_declared") || !text_is(declared->kind, "none");
}

/* POST /cycles/{cycle}/conflicts   kind.<nomination>: none or a kind; evidence.<nomination>; confirm: yes, when there is
 * a nominee of whom nothing was said before */
static void act_conflicts(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    if (!act_is_well(act))
        return;
    struct rows *found = work_ask(act_work(act), conflicts_cycle(cycle));
    struct rows *nominees = work_ask(act_work(act), conflicts_nominees(cycle));
    struct rows *kinds = work_ask(act_work(act), conflict_kinds());
    if (!act_trip(act))
        return;
    if (rows_count(found) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    bool is_first = false;
    for (size_t row = 0; row < rows_count(nominees); row++) {
        struct declared declared;
        if (!take_declared(act, nominees, row, kinds, &declared))
            continue;
        is_first = is_first || (!rows_flag(nominees, row, "is_declared") && !is_given(nominees, row));
        conflict_keep(act_work(act), &declared);
    }
    if (is_first && !text_is(act_raw(act, "confirm"), "yes"))
        act_wrong(act, "confirm", "Confirm that you have gone through all nominees.");
    if (act_finish(act))
        act_see(act, "/cycles/%s/conflicts", cycle.characters);
}

/* GET /cycles/{cycle}/conflicts/all   who has declared, and what: for staff, chair and deputies */
static void ask_all(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "cycle", conflicts_overview(cycle));
    ask_rows(ask, "people", conflicts_people(cycle));
    ask_rows(ask, "conflicts", conflicts_all(cycle));
}

static void complete_all(struct show *show)
{
    const struct rows *people = show_rows(show, "people"), *conflicts = show_rows(show, "conflicts");
    struct items *items = items_new(show_arena(show));
    size_t done = 0;
    for (size_t row = 0; row < rows_count(people); row++) {
        struct names *person = items_add(items);
        struct items *theirs = items_new(show_arena(show));
        for (size_t i = 0; i < rows_count(conflicts); i++)
            if (text_equal(rows_text(conflicts, i, "person"), rows_text(people, row, "id")))
                names_set(items_add(theirs), "of", rows_record(conflicts, i));
        names_set(person, "who", rows_record(people, row));
        names_set(person, "conflicts", items_value(theirs));
        done += rows_flag(people, row, "is_done");
    }
    show_tell(show, "people", items_value(items));
    show_tell(show, "done", value_text(arena_print(show_arena(show), "%zu of %zu", done, rows_count(people))));
}

/* GET /conflicts/{conflict}/dismiss */
static void ask_dismiss(struct ask *ask)
{
    ask_one(ask, "conflict", conflict_of(ask_path_uuid(ask, "conflict")));
}

/* POST /conflicts/{conflict}/dismiss   reason */
static void act_dismiss(struct act *act)
{
    struct uuid conflict = act_path_uuid(act, "conflict");
    if (!act_is_well(act))
        return;
    struct rows *found = work_ask(act_work(act), conflict_of(conflict));
    if (!conflict_set_aside(act_work(act), conflict, act_lines(act, "reason"), act_fault(act)))
        return;
    if (rows_count(found) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    struct text cycle = arena_copy(act_arena(act), rows_text(found, 0, "cycle"));
    if (act_finish(act))
        act_see(act, "/cycles/%.*s/conflicts/all", TEXT_ARGUMENTS(cycle));
}

const struct route conflicts_routes[] = {
    {GET, "/cycles/{cycle}/conflicts", ask_conflicts, .show = "conflicts/conflicts", .complete = complete_conflicts,
     .audience = FOR_A_PERSON},
    {POST, "/cycles/{cycle}/conflicts", ask_conflicts, .show = "conflicts/conflicts", .complete = complete_conflicts,
     .act = act_conflicts, .audience = FOR_A_PERSON},
    {GET, "/cycles/{cycle}/conflicts/all", ask_all, .show = "conflicts/all", .complete = complete_all,
     .audience = FOR_A_PERSON},
    {GET, "/conflicts/{conflict}/dismiss", ask_dismiss, .show = "conflicts/dismiss", .audience = FOR_A_PERSON},
    {POST, "/conflicts/{conflict}/dismiss", ask_dismiss, .show = "conflicts/dismiss", .act = act_dismiss,
     .audience = FOR_A_PERSON},
    {0},
};
