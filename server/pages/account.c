/* One's own account: the password, and where one is signed in. */
#include "crypto/passwords.h"
#include "http/house.h"
#include "pages/pages.h"
#include "people/accounts.h"
#include "people/sign_in.sql.h"

/* GET /account   done: password or sessions, after one of the acts below */
static void ask_account(struct ask *ask)
{
    struct text done = ask_query(ask, "done");
    ask_one(ask, "account", account_mine());
    ask_rows(ask, "sessions", account_sessions(ask_session(ask)));
    ask_tell(ask, "is_done_password", value_flag(text_is(done, "password")));
    ask_tell(ask, "is_done_sessions", value_flag(text_is(done, "sessions")));
}

/* POST /account/password   current, password: a new one; all other sessions end */
static void act_change_password(struct act *act)
{
    struct text current = act_raw(act, "current"), password = act_raw(act, "password");
    struct rows *account = work_ask(act_work(act), account_password());
    if (!act_finish(act)) /* the try counts, whatever comes of it */
        return;
    struct uuid session = act_session_id(act);
    if (!password_holds(rows_text(account, 0, "password_hash"), current))
        act_wrong(act, "current", "This is not your present password.");
    if (!password_is_fit(password, rows_text(account, 0, "email"), act_fault(act)) || !act_is_well(act))
        return;
    work_ask(act_work(act), password_changed(password_hash(act_arena(act), password), session));
    if (act_finish(act))
        act_see(act, "/account?done=password");
}

/* POST /account/sessions   session: the one to end; without it all but this one */
static void act_end_sessions(struct act *act)
{
    struct uuid session = act_uuid(act, "session");
    if (!act_trip(act))
        return;
    struct uuid kept = text_is_absent(uuid_text(&session)) ? act_session_id(act) : (struct uuid){0};
    work_ask(act_work(act), sessions_stopped(session, kept));
    if (act_finish(act))
        act_see(act, "/account?done=sessions");
}

const struct route account_routes[] = {
    {GET, "/account", ask_account, .show = "people/account", .audience = FOR_A_PERSON, .reads_query = true},
    {POST, "/account/password", ask_account, .show = "people/account", .act = act_change_password,
     .audience = FOR_A_PERSON, .lane = LANE_SLOW, .takes_secrets = true},
    {POST, "/account/sessions", ask_account, .show = "people/account", .act = act_end_sessions,
     .audience = FOR_A_PERSON},
    {0},
};
