/* People: accounts that staff and administrators make, and honorees who are probably one person. */
#include "honors/honors.sql.h"
#include "pages/pages.h"
#include "people/inviting.h"
#include "people/joining.h"
#include "people/staff.sql.h"

/* GET /staff/people   invited: the person who was just invited */
static void ask_people(struct ask *ask)
{
    struct uuid *invited = arena_new_of(ask_arena(ask), struct uuid);
    uuid_read(ask_query(ask, "invited"), invited);
    ask_remember(ask, invited);
    ask_one(ask, "reader", staff_or_administrator());
    ask_rows(ask, "people", people_newest());
}

/* The address of the person who was just invited. */
static void complete_people(struct show *show)
{
    const struct uuid *invited = show_remembered(show);
    const struct rows *people = show_rows(show, "people");
    for (size_t row = 0; row < rows_count(people); row++)
        if (text_equal(rows_text(people, row, "person"), uuid_text(invited)))
            show_tell(show, "invited", value_text(rows_text(people, row, "email")));
}

/* POST /staff/people   name, email: invites somebody */
static void act_invite(struct act *act)
{
    struct faults faults = {0};
    struct rows *invited =
        person_ask_to_invite(act_work(act), act_arena(act), act_line(act, "name"), act_line(act, "email"), &faults);
    for (size_t i = 0; i < faults.count; i++)
        act_wrong(act, faults.items[i].field, "%s", faults.items[i].sentence);
    if (act_finish(act))
        act_see(act, "/staff/people?invited=%s", rows_uuid(invited, 0, "person").characters);
}

/* GET /staff/likenesses   pairs of names that nobody has answered yet */
static void ask_likenesses(struct ask *ask)
{
    ask_one(ask, "reader", staff_member());
    ask_rows(ask, "likenesses", likenesses_open());
}

/* POST /staff/likenesses   one, other: ids; answer: same or different */
static void act_answer(struct act *act)
{
    struct text one = act_raw(act, "one"), other = act_raw(act, "other"), answer = act_raw(act, "answer");
    if (!text_is(answer, "same") && !text_is(answer, "different"))
        act_wrong(act, "", "Say whether the two are one person.");
    if (act_is_well(act) &&
        people_say(act_work(act), act_arena(act), one, other, text_is(answer, "same"), act_fault(act)) &&
        act_finish(act))
        act_see(act, "/staff/likenesses");
}

const struct route people_routes[] = {
    {GET, "/staff/people", ask_people, .show = "people/people", .complete = complete_people, .audience = FOR_A_PERSON,
     .reads_query = true},
    {POST, "/staff/people", ask_people, .show = "people/people", .complete = complete_people, .act = act_invite,
     .audience = FOR_A_PERSON},
    {GET, "/staff/likenesses", ask_likenesses, .show = "people/likenesses", .audience = FOR_A_PERSON},
    {POST, "/staff/likenesses", ask_likenesses, .show = "people/likenesses", .act = act_answer,
     .audience = FOR_A_PERSON},
    {0},
};
