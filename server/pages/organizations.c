/* Organizations, and who is on their staff and board: for administrators. */
#include "awards/organizations.h"

#include "awards/organizations.sql.h"
#include "awards/zones.h"
#include "pages/pages.h"
#include "pages/typed.h"
#include "people/offices.h"
#include "people/offices.sql.h"

/* GET /staff/organizations   all of them, and a form for another */
static void ask_organizations(struct ask *ask)
{
    ask_one(ask, "reader", organizations_reader());
    ask_rows(ask, "organizations", organizations_kept());
}

/* The zones to choose from, and before them the one that the organization has, where it is none of these. */
static void show_zones(struct show *show, struct text zone, struct text zone_name)
{
    struct items *items = items_new(show_arena(show));
    struct text chosen = show_typed_or(show, "zone", zone);
    if (!text_is_empty(zone) && zone_find(zone) == NULL)
        show_choice(items, zone, zone_name, chosen);
    for (const struct zone *one = zones; one->zone != NULL; one++)
        show_choice(items, text_of(one->zone), arena_print(show_arena(show), "%s (%s)", one->name, one->place), chosen);
    show_tell(show, "zones", items_value(items));
}

static void complete_organizations(struct show *show)
{
    show_tell(show, "id",
              value_text(show_typed_or(show, "organization", rows_text(show_rows(show, "reader"), 0, "organization"))));
    show_tell(show, "is_edited", value_flag(show_typed(show) != NULL));
    show_zones(show, text_empty, text_empty);
}

static struct organization read_organization(struct act *act, struct text slug)
{
    return (struct organization){
        .slug = slug,
        .name = act_line(act, "name"),
        .short_name = act_line(act, "short_name"),
        .zone = act_line(act, "zone"),
        .summary = act_line(act, "summary"),
    };
}

/* POST /staff/organizations   organization: an id; name, short_name, slug, zone, summary */
static void act_make(struct act *act)
{
    struct organization asked = read_organization(act, act_line(act, "slug"));
    struct faults wrong = {0};
    struct text made;
    bool done = organization_make(act_work(act), act_arena(act), act_uuid(act, "organization"), &asked, &made, &wrong,
                                  act_fault(act));
    act_wrong_all(act, &wrong);
    if (done && act_finish(act))
        act_see(act, "/staff/organizations/%.*s", TEXT_ARGUMENTS(made));
}

/* GET /staff/organizations/{organization}   its staff and board, and what it is called */
static void ask_organization(struct ask *ask)
{
    struct text slug = ask_path(ask, "organization");
    ask_one(ask, "organization", organization_kept(slug));
    ask_rows(ask, "offices", organization_offices(slug));
}

static void complete_organization(struct show *show)
{
    const struct rows *organization = show_rows(show, "organization");
    show_tell(show, "is_edited", value_flag(show_was_typed(show, "short_name")));
    show_tell(show, "is_board_typed", value_flag(text_is(show_typed_or(show, "role", text_empty), "board")));
    show_tell(show, "is_staff_typed", value_flag(text_is(show_typed_or(show, "role", text_empty), "staff")));
    show_zones(show, rows_text(organization, 0, "zone"), rows_text(organization, 0, "zone_name"));
}

static void see_organization(struct act *act)
{
    act_see(act, "/staff/organizations/%.*s", TEXT_ARGUMENTS(act_path(act, "organization")));
}

/* POST /staff/organizations/{organization}   version, name, short_name, zone, summary */
static void act_change(struct act *act)
{
    struct organization asked = read_organization(act, act_path(act, "organization"));
    struct faults wrong = {0};
    bool done =
        organization_change(act_work(act), act_arena(act), act_line(act, "version"), &asked, &wrong, act_fault(act));
    act_wrong_all(act, &wrong);
    if (done && act_finish(act))
        see_organization(act);
}

/* POST /staff/organizations/{organization}/offices   email: of an account; role: staff or board */
static void act_give(struct act *act)
{
    struct term term = {.role = act_line(act, "role"), .organization = act_path(act, "organization")};
    if (!text_is(term.role, "staff") && !text_is(term.role, "board"))
        act_wrong(act, "role", "Choose what they are.");
    if (act_is_well(act) &&
        term_give_as_keeper(act_work(act), act_arena(act), act_line(act, "email"), &term, act_fault(act)) &&
        act_finish(act))
        see_organization(act);
}

/* POST /staff/organizations/{organization}/offices/{office}/end */
static void act_end(struct act *act)
{
    struct text slug = act_path(act, "organization");
    struct uuid office = act_path_uuid(act, "office");
    if (!act_is_well(act))
        return;
    struct rows *kept = work_ask(act_work(act), organization_kept(slug));
    work_ask(act_work(act), office_ended(office, slug));
    if (!act_trip(act))
        return;
    if (rows_count(kept) == 0)
        fault_not_found(act_fault(act));
    else if (act_finish(act))
        see_organization(act);
}

const struct route organizations_routes[] = {
    {GET, "/staff/organizations", ask_organizations, .show = "organizations/organizations",
     .complete = complete_organizations, .audience = FOR_A_PERSON},
    {POST, "/staff/organizations", ask_organizations, .show = "organizations/organizations",
     .complete = complete_organizations, .act = act_make, .audience = FOR_A_PERSON},
    {GET, "/staff/organizations/{organization}", ask_organization, .show = "organizations/organization",
     .complete = complete_organization, .audience = FOR_A_PERSON},
    {POST, "/staff/organizations/{organization}", ask_organization, .show = "organizations/organization",
     .complete = complete_organization, .act = act_change, .audience = FOR_A_PERSON},
    {POST, "/staff/organizations/{organization}/offices", ask_organization, .show = "organizations/organization",
     .complete = complete_organization, .act = act_give, .audience = FOR_A_PERSON},
    {POST, "/staff/organizations/{organization}/offices/{office}/end", ask_organization,
     .show = "organizations/organization", .complete = complete_organization, .act = act_end, .audience = FOR_A_PERSON},
    {0},
};
