/* Screening: what came in, and what staff make of it. */
#include "nominations/screening.h"

#include "base/arena.h"
#include "nominations/screening.sql.h"
#include "pages/moments.h"
#include "pages/packet_read.h"
#include "pages/pages.h"

/* GET /staff/cycles/{cycle}/nominations   what came in, how it stands, and what is to be checked next */
static void ask_list(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "cycle", screening_cycle(cycle));
    ask_rows(ask, "nominations", screening_list(cycle));
}

/* GET /staff/nominations/{nomination}   the packet left, the finding right */
static void ask_screening(struct ask *ask)
{
    struct uuid nomination = ask_path_uuid(ask, "nomination");
    ask_one(ask, "screening", screening_of(nomination));
    ask_packet(ask, nomination);
}

/* What is chosen and written: what was sent, or what has been found so far. */
static void complete_screening(struct show *show)
{
    static const char *const findings[] = {"eligible", "ineligible", "returned"};
    const struct rows *screening = show_rows(show, "screening");
    const struct form *typed = show_typed(show);
    struct text finding = typed == NULL ? rows_text(screening, 0, "state") : form_field(typed, "finding");
    struct text reason = typed == NULL ? rows_text(screening, 0, "reason") : form_field(typed, "reason");
    struct text note = typed == NULL ? rows_text(screening, 0, "note") : form_field(typed, "note");
    struct names *chosen = names_new(show_arena(show));
    for (size_t i = 0; i < sizeof findings / sizeof *findings; i++)
        names_set(chosen, findings[i], value_flag(text_is(finding, findings[i])));
    show_tell(show, "chosen", value_record(names_record(chosen)));
    show_tell(show, "reason", value_text(text_is_absent(reason) ? text_empty : reason));
    show_tell(show, "note", value_text(text_is_absent(note) ? text_empty : note));
    show_moment(show, "until", rows_text(screening, 0, "until"));
    complete_packet(show);
}

/* POST /staff/nominations/{nomination}/screening   finding: eligible, ineligible or returned; reason; note, until.date,
 * until.time. Then back to the list, where the next one waits. */
static void act_screening(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    struct screening screening = {
        .finding = act_raw(act, "finding"), .reason = act_lines(act, "reason"), .note = act_lines(act, "note")};
    if (text_is(screening.finding, "returned"))
        screening.until = act_moment(act, "until");
    if (!act_is_well(act))
        return;
    struct rows *found = work_ask(act_work(act), screening_of(nomination));
    if (!nomination_screen(act_work(act), nomination, &screening, act_fault(act)))
        return;
    if (rows_count(found) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    struct text cycle = arena_copy(act_arena(act), rows_text(found, 0, "cycle"));
    if (act_finish(act))
        act_see(act, "/staff/cycles/%.*s/nominations", TEXT_ARGUMENTS(cycle));
}

const struct route screening_routes[] = {
    {GET, "/staff/cycles/{cycle}/nominations", ask_list, .show = "screening/list", .audience = FOR_A_PERSON},
    {GET, "/staff/nominations/{nomination}", ask_screening, .show = "screening/nomination",
     .complete = complete_screening, .audience = FOR_A_PERSON},
    {POST, "/staff/nominations/{nomination}/screening", ask_screening, .show = "screening/nomination",
     .complete = complete_screening, .act = act_screening, .audience = FOR_A_PERSON},
    {0},
};
