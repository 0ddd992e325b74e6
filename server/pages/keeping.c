/* Awards as staff keep them, and their committees. */
#include "awards/keeping.h"

#include "awards/cycles.sql.h"
#include "awards/keeping.sql.h"
#include "awards/models.h"
#include "pages/pages.h"
#include "pages/typed.h"
#include "people/offices.h"
#include "people/offices.sql.h"
#include "people/staff.sql.h"

/* GET /staff/awards   the awards of one's organizations, each with its newest cycles */
static void ask_awards(struct ask *ask)
{
    ask_one(ask, "reader", staff_member());
    ask_rows(ask, "awards", awards_kept());
}

/* ---- a new award ---- */

/* GET /staff/awards/new */
static void ask_new(struct ask *ask)
{
    ask_one(ask, "first", award_new());
    ask_rows(ask, "organizations", award_new());
}

static void show_organizations(struct show *show)
{
    const struct rows *organizations = show_rows(show, "organizations");
    struct items *items = items_new(show_arena(show));
    size_t count = rows_count(organizations);
    struct text chosen =
        show_typed_or(show, "organization", count == 1 ? rows_text(organizations, 0, "slug") : text_empty);
    for (size_t row = 0; row < count; row++)
        show_choice(items, rows_text(organizations, row, "slug"), rows_text(organizations, row, "name"), chosen);
    show_tell(show, "choices", items_value(items));
}

/* The Gold Medal is the first of the programme. */
static void show_models(struct show *show)
{
    size_t count;
    const struct programme_award *models = models_all(show_arena(show), &count);
    struct items *items = items_new(show_arena(show));
    struct text chosen = show_typed_or(show, "model", text_empty);
    for (size_t i = 0; i < count; i++)
        show_choice(items, models[i].slug, models[i].name, chosen);
    show_tell(show, "models", items_value(items));
}

static void show_kinds(struct show *show, struct text kind)
{
    struct items *items = items_new(show_arena(show));
    struct text chosen = show_typed_or(show, "kind", kind);
    for (const struct award_kind *one = award_kinds; one->kind != NULL; one++)
        show_choice(items, text_of(one->kind), text_of(one->name), chosen);
    show_tell(show, "kinds", items_value(items));
}

static void complete_new(struct show *show)
{
    show_tell(show, "id", value_text(show_typed_or(show, "award", rows_text(show_rows(show, "first"), 0, "award"))));
    show_organizations(show);
    show_models(show);
    show_kinds(show, text_empty);
}

/* POST /staff/awards/new   award: an id; organization, name, slug, kind, model */
static void act_make(struct act *act)
{
    struct new_award asked = {
        .id = act_uuid(act, "award"),
        .organization = act_line(act, "organization"),
        .name = act_line(act, "name"),
        .slug = act_line(act, "slug"),
        .kind = act_line(act, "kind"),
        .model = act_line(act, "model"),
    };
    struct faults wrong = {0};
    struct text made;
    bool done = award_make(act_work(act), act_arena(act), &asked, &made, &wrong, act_fault(act));
    act_wrong_all(act, &wrong);
    if (done && act_finish(act))
        act_see(act, "/staff/awards/%.*s", TEXT_ARGUMENTS(made));
}

/* ---- one award ---- */

/* GET /staff/awards/{slug}   its cycles, its committee, its texts and facts */
static void ask_award(struct ask *ask)
{
    struct text slug = ask_path(ask, "slug");
    ask_one(ask, "award", award_kept(slug));
    ask_rows(ask, "cycles", award_cycles_kept(slug));
    ask_rows(ask, "seats", award_seats(slug));
    ask_rows(ask, "exclusions", award_exclusions(slug));
}

static void complete_award(struct show *show)
{
    static const char *const roles[] = {"chair", "deputy", "member"};
    struct items *items = items_new(show_arena(show));
    bool is_edited = show_was_typed(show, "summary");
    struct text role = show_typed_or(show, "role", text_empty);
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        show_choice(items, text_of(roles[i]), text_of(roles[i]), role);
    show_tell(show, "roles", items_value(items));
    show_tell(show, "has_exclusions", value_flag(rows_count(show_rows(show, "exclusions")) > 0));
    show_tell(show, "is_edited", value_flag(is_edited));
    show_tell(show, "takes_nominations",
              value_flag(is_edited ? text_is(show_typed_or(show, "has_call", text_empty), "yes")
                                   : rows_flag(show_rows(show, "award"), 0, "has_call")));
    show_kinds(show, rows_text(show_rows(show, "award"), 0, "kind"));
}

static void see_award(struct act *act)
{
    act_see(act, "/staff/awards/%.*s", TEXT_ARGUMENTS(act_path(act, "slug")));
}

/* POST /staff/awards/{slug}   version, name, kind, summary, purpose, eligibility, packet, judging, since, most_names,
 * money, currency; has_call: yes, or not sent */
static void act_change(struct act *act)
{
    struct award_facts asked = {
        .slug = act_path(act, "slug"),
        .name = act_line(act, "name"),
        .kind = act_line(act, "kind"),
        .summary = act_line(act, "summary"),
        .purpose = act_lines(act, "purpose"),
        .eligibility = act_lines(act, "eligibility"),
        .packet = act_lines(act, "packet"),
        .judging = act_lines(act, "judging"),
        .since = act_line(act, "since"),
        .most_names = act_line(act, "most_names"),
        .money = act_line(act, "money"),
        .currency = act_line(act, "currency"),
        .has_call = text_is(act_raw(act, "has_call"), "yes"),
    };
    struct faults wrong = {0};
    bool done = award_change(act_work(act), act_arena(act), act_line(act, "version"), &asked, &wrong, act_fault(act));
    act_wrong_all(act, &wrong);
    if (done && act_finish(act))
        see_award(act);
}

/* POST /staff/awards/{slug}/seats   email: of an account; role: chair, deputy or member */
static void act_give(struct act *act)
{
    struct term term = {.role = act_line(act, "role"), .award = act_path(act, "slug")};
    if (!text_is(term.role, "chair") && !text_is(term.role, "deputy") && !text_is(term.role, "member"))
        act_wrong(act, "role", "Choose what they are.");
    if (act_is_well(act) &&
        term_give_as_keeper(act_work(act), act_arena(act), act_line(act, "email"), &term, act_fault(act)) &&
        act_finish(act))
        see_award(act);
}

/* POST /staff/awards/{slug}/seats/{seat}/end */
static void act_end(struct act *act)
{
    struct text slug = act_path(act, "slug");
    struct uuid seat = act_path_uuid(act, "seat");
    if (!act_is_well(act))
        return;
    struct rows *kept = work_ask(act_work(act), award_kept(slug));
    work_ask(act_work(act), seat_ended(seat, slug));
    if (!act_trip(act))
        return;
    if (rows_count(kept) == 0)
        fault_not_found(act_fault(act));
    else if (act_finish(act))
        see_award(act);
}

const struct route keeping_routes[] = {
    {GET, "/staff/awards", ask_awards, .show = "keeping/awards", .audience = FOR_A_PERSON},
    {GET, "/staff/awards/new", ask_new, .show = "keeping/new", .complete = complete_new, .audience = FOR_A_PERSON},
    {POST, "/staff/awards/new", ask_new, .show = "keeping/new", .complete = complete_new, .act = act_make,
     .audience = FOR_A_PERSON},
    {GET, "/staff/awards/{slug}", ask_award, .show = "keeping/award", .complete = complete_award,
     .audience = FOR_A_PERSON},
    {POST, "/staff/awards/{slug}", ask_award, .show = "keeping/award", .complete = complete_award, .act = act_change,
     .audience = FOR_A_PERSON},
    {POST, "/staff/awards/{slug}/seats", ask_award, .show = "keeping/award", .complete = complete_award,
     .act = act_give, .audience = FOR_A_PERSON},
    {POST, "/staff/awards/{slug}/seats/{seat}/end", ask_award, .show = "keeping/award", .complete = complete_award,
     .act = act_end, .audience = FOR_A_PERSON},
    {0},
};
