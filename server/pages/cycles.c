/* Cycles as staff keep them: prepared, dated, published; and who stands in for staff. */
#include "awards/cycles.h"

#include "awards/cycles.sql.h"
#include "base/arena.h"
#include "pages/moments.h"
#include "pages/pages.h"

/* GET /staff/awards/{slug}/cycles   the cycles of an award, and a form for a new one */
static void ask_cycles(struct ask *ask)
{
    ask_one(ask, "award", award_of_staff(ask_path(ask, "slug")));
    ask_rows(ask, "cycles", award_cycles_kept(ask_path(ask, "slug")));
}

/* A field as it was typed, or, where that form was not sent, as it stands. */
static void tell_field(struct show *show, struct names *fields, const char *name, struct text stands)
{
    const struct form *typed = show_typed(show);
    struct text sent = typed == NULL ? text_absent : form_field(typed, name);
    names_set(fields, name, value_text(!text_is_absent(sent) ? sent : text_is_absent(stands) ? text_empty : stands));
}

static void complete_cycles(struct show *show)
{
    const struct rows *award = show_rows(show, "award");
    struct names *fields = names_new(show_arena(show));
    tell_field(show, fields, "year", rows_text(award, 0, "year"));
    show_tell(show, "fields", value_record(names_record(fields)));
}

/* POST /staff/awards/{slug}/cycles   id: the new cycle's; year */
static void act_prepare(struct act *act)
{
    struct uuid cycle = act_uuid(act, "id");
    if (cycle_prepare(act_work(act), cycle, act_path(act, "slug"), act_number(act, "year"), act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/cycles/%s", cycle.characters);
}

/* What was done just now, as the address says it, and the flag that the page is told. */
static const struct {
    const char *done, *flag;
} doings[] = {
    {"saved", "is_saved"},           {"told", "is_told"},   {"published", "is_just_published"},
    {"taken-back", "is_taken_back"}, {"named", "is_named"}, {"ended", "is_ended"},
};

/* GET /staff/cycles/{cycle}   done: one of these */
static void ask_cycle(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    struct text done = ask_query(ask, "done");
    ask_one(ask, "cycle", cycle_of_staff(cycle));
    ask_rows(ask, "missing", cycle_missing(cycle));
    ask_rows(ask, "moments", cycle_moments(cycle));
    ask_rows(ask, "stretches", cycle_stretches(cycle));
    ask_rows(ask, "stand_ins", stand_ins_of(cycle));
    ask_rows(ask, "left", cycle_left(cycle));
    for (size_t i = 0; i < sizeof doings / sizeof *doings; i++)
        ask_tell(ask, doings[i].flag, value_flag(text_is(done, doings[i].done)));
}

/* A date of the form: its field, and the columns of cycle_of_staff with it. */
static const struct moment {
    const char *name, *local, *official, *stands;
} moments[] = {
    {"opens_at", "opens_local", "opens_official", "opens_stands"},
    {"closes_at", "closes_local", "closes_official", "closes_stands"},
    {"letters_until", "letters_local", "letters_official", "letters_stands"},
    {"round_opens_at", "round_opens_local", "round_opens_official", "round_opens_stands"},
    {"round_closes_at", "round_closes_local", "round_closes_official", "round_closes_stands"},
};

enum { MOMENTS = sizeof moments / sizeof *moments };

/* What somebody else has saved since the form was loaded: said beside what was typed. */
static bool is_clash(const struct show *show, const struct rows *cycle)
{
    const struct form *typed = show_typed(show);
    int64_t version;
    return typed != NULL && text_number(form_field(typed, "version"), &version) &&
           version != rows_number(cycle, 0, "version");
}

static bool is_typed_as(const struct form *typed, struct arena *arena, const char *name, struct text local)
{
    struct text date = form_field(typed, arena_print(arena, "%s.date", name).bytes);
    struct text time = form_field(typed, arena_print(arena, "%s.time", name).bytes);
    if (text_is_absent(date) || text_is_absent(time))
        return true;
    return text_equal(text_trim(arena_print(arena, "%.*s %.*s", TEXT_ARGUMENTS(date), TEXT_ARGUMENTS(time))),
                      text_is_absent(local) ? text_empty : local);
}

static void show_moments(struct show *show, const struct rows *cycle)
{
    bool clashes = is_clash(show, cycle);
    for (size_t i = 0; i < MOMENTS; i++) {
        struct text local = rows_text(cycle, 0, moments[i].local);
        struct text official = rows_text(cycle, 0, moments[i].official);
        bool differs = clashes && !is_typed_as(show_typed(show), show_arena(show), moments[i].name, local);
        show_moment(show, moments[i].name, local);
        show_tell(show, moments[i].stands,
                  !differs                   ? value_flag(false)
                  : text_is_absent(official) ? value_text(text_of("none"))
                                             : value_text(official));
    }
}

/* How high the drawing is, a line of 40 for each stretch and one for today, and where today is in it. */
static void show_drawing(struct show *show)
{
    const struct rows *stretches = show_rows(show, "stretches");
    int foot = 40 * (int)rows_count(stretches) - 6;
    show_tell(show, "drawn", value_flag(rows_count(stretches) > 0));
    show_tell(show, "foot", value_text(arena_print(show_arena(show), "%d", foot)));
    bool has_today = rows_count(stretches) > 0 && !text_is_absent(rows_text(stretches, 0, "today_at"));
    show_tell(show, "height", value_text(arena_print(show_arena(show), "%d", has_today ? foot + 20 : foot)));
    if (!has_today)
        return;
    bool is_early = rows_flag(stretches, 0, "today_is_early"), is_late = rows_flag(stretches, 0, "today_is_late");
    show_tell(show, "today", value_text(rows_text(stretches, 0, "today_at")));
    show_tell(show, "today_anchor", value_text(text_of(is_early ? "start" : is_late ? "end" : "middle")));
}

static void show_whether(struct show *show)
{
    const struct rows *cycle = show_rows(show, "cycle");
    show_tell(show, "has_missing", value_flag(rows_count(show_rows(show, "missing")) > 0));
    show_tell(show, "has_left", value_flag(rows_count(show_rows(show, "left")) > 0));
    show_tell(show, "can_change",
              value_flag(rows_flag(cycle, 0, "is_prepared") || rows_flag(cycle, 0, "can_postpone")));
}

static void complete_cycle(struct show *show)
{
    static const char *const numbers[] = {"year", "letters_needed", "most_names"};
    const struct rows *cycle = show_rows(show, "cycle");
    struct names *fields = names_new(show_arena(show)), *stands = names_new(show_arena(show));
    show_moments(show, cycle);
    show_drawing(show);
    show_whether(show);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct text now = rows_text(cycle, 0, numbers[i]);
        struct text sent = show_typed(show) == NULL ? text_absent : form_field(show_typed(show), numbers[i]);
        now = text_is_absent(now) ? text_empty : now;
        tell_field(show, fields, numbers[i], now);
        if (is_clash(show, cycle) && !text_is_absent(sent) && !text_equal(sent, now))
            names_set(stands, numbers[i], value_text(text_is_empty(now) ? text_of("no bound") : now));
    }
    tell_field(show, fields, "email", text_empty);
    show_tell(show, "fields", value_record(names_record(fields)));
    show_tell(show, "stands", value_record(names_record(stands)));
}

/* What was sent for a date; absent when its field was not on the page. */
static struct text sent_moment(struct act *act, const char *name)
{
    const char *date = arena_print(act_arena(act), "%s.date", name).bytes;
    if (text_is_absent(form_field(act_form(act), date)))
        return text_absent;
    struct text moment = act_moment(act, name);
    if (!text_is_empty(moment) && act_is_well(act) && (moment.bytes[0] < '1' || moment.bytes[0] > '2'))
        act_wrong(act, date, "Give a year of our time, such as 2027.");
    return moment;
}

/* The same for a number, where an empty field means `empty`; -1 when it was not on the page. */
static int64_t sent_number(struct act *act, const char *name, int64_t empty)
{
    int64_t number = -1;
    struct text sent = form_field(act_form(act), name);
    if (text_is_absent(sent))
        return -1;
    sent = act_line(act, name);
    if (text_is_empty(sent) && empty >= 0)
        return empty;
    if (!text_number(sent, &number) || number < 0)
        act_wrong(act, name, "Give a whole number.");
    return number;
}

static void tell_wrong(struct act *act, const struct faults *wrong)
{
    for (size_t i = 0; i < wrong->count; i++)
        act_wrong(act, wrong->items[i].field, "%s", wrong->items[i].sentence);
}

/* POST /staff/cycles/{cycle}   version, year, opens_at, closes_at, letters_until, round_opens_at, round_closes_at (each
 * .date and .time), letters_needed, most_names: what is not sent stays */
static void act_change(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    struct faults wrong = {0};
    struct rows *kept;
    struct cycle_wish wish = {
        .opens_at = sent_moment(act, "opens_at"),
        .closes_at = sent_moment(act, "closes_at"),
        .letters_until = sent_moment(act, "letters_until"),
        .round_opens_at = sent_moment(act, "round_opens_at"),
        .round_closes_at = sent_moment(act, "round_closes_at"),
        .year = sent_number(act, "year", -1),
        .letters_needed = sent_number(act, "letters_needed", -1),
        .most_names = sent_number(act, "most_names", 0),
        .version = act_number(act, "version"),
    };
    if (act_is_well(act) && cycle_change(act_work(act), act_arena(act), cycle, &wish, &kept, &wrong, act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/cycles/%s?done=%s", cycle.characters,
                kept != NULL && rows_number(kept, 0, "told") > 0 ? "told" : "saved");
    tell_wrong(act, &wrong);
}

/* POST /staff/cycles/{cycle}/publish */
static void act_publish(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    struct faults missing = {0};
    if (act_is_well(act) && cycle_publish(act_work(act), act_arena(act), cycle, &missing, act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/cycles/%s?done=published", cycle.characters);
    tell_wrong(act, &missing);
}

/* POST /staff/cycles/{cycle}/unpublish */
static void act_unpublish(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    if (act_is_well(act) && cycle_unpublish(act_work(act), cycle, act_fault(act)) && act_finish(act))
        act_see(act, "/staff/cycles/%s?done=taken-back", cycle.characters);
}

/* POST /staff/cycles/{cycle}/stand-ins   stand_in: an id for it; email */
static void act_stand_in(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    if (act_is_well(act) &&
        stand_in_name(act_work(act), act_arena(act), cycle, act_uuid(act, "stand_in"), act_line(act, "email"),
                      act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/cycles/%s?done=named", cycle.characters);
}

/* POST /staff/cycles/{cycle}/stand-ins/{stand_in}/end */
static void act_end_stand_in(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle"), stand_in = act_path_uuid(act, "stand_in");
    if (act_is_well(act) && stand_in_end(act_work(act), cycle, stand_in, act_fault(act)) && act_finish(act))
        act_see(act, "/staff/cycles/%s?done=ended", cycle.characters);
}

#define CYCLE_PAGE ask_cycle, .show = "cycles/cycle", .complete = complete_cycle, .audience = FOR_A_PERSON

const struct route cycles_routes[] = {
    {GET, "/staff/awards/{slug}/cycles", ask_cycles, .show = "cycles/cycles", .complete = complete_cycles,
     .audience = FOR_A_PERSON},
    {POST, "/staff/awards/{slug}/cycles", ask_cycles, .show = "cycles/cycles", .complete = complete_cycles,
     .act = act_prepare, .audience = FOR_A_PERSON},
    {GET, "/staff/cycles/{cycle}", CYCLE_PAGE, .reads_query = true},
    {POST, "/staff/cycles/{cycle}", CYCLE_PAGE, .act = act_change},
    {POST, "/staff/cycles/{cycle}/publish", CYCLE_PAGE, .act = act_publish},
    {POST, "/staff/cycles/{cycle}/unpublish", CYCLE_PAGE, .act = act_unpublish},
    {POST, "/staff/cycles/{cycle}/stand-ins", CYCLE_PAGE, .act = act_stand_in},
    {POST, "/staff/cycles/{cycle}/stand-ins/{stand_in}/end", CYCLE_PAGE, .act = act_end_stand_in},
    {0},
};
