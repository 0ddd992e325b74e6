/* Signing in and out, and the links that set a password. */
#include "base/log.h"
#include "crypto/passwords.h"
#include "crypto/tokens.h"
#include "http/house.h"
#include "pages/pages.h"
#include "people/accounts.h"
#include "people/sign_in.sql.h"

/* GET /sign-in   to: where to go on afterwards */
static void ask_sign_in(struct ask *ask)
{
    ask_tell(ask, "to", value_text(ask_query(ask, "to")));
}

/* An address of this site, and of no other: browsers read "//elsewhere.example" as another, "/\…" too, and one with a tab
 * in it. */
static bool is_ours(struct text address)
{
    for (size_t i = 0; i < address.length; i++)
        if (address.bytes[i] <= ' ' || address.bytes[i] >= 0x7F || address.bytes[i] == '\\')
            return false;
    return text_starts(address, text_of("/")) && !text_starts(address, text_of("//"));
}

/* In one work: the new session instead of the one that the browser had; a password hashed anew where that is due. */
static bool begin_session(struct act *act, const struct tried *tried, struct uuid person, struct text password,
                          bool is_stale, struct text token)
{
    struct arena *arena = act_arena(act);
    struct work *work = act_work(act);
    work_ask(work, session_began(person, token_hash(arena, token), act_session(act), tried->pair_key,
                                 tried->address_key, act_browser(act)));
    if (is_stale)
        work_ask(work, password_rehashed(password_hash(arena, password)));
    return act_finish(act);
}

/* Where the browser goes on: with what it had sent when its session was over, or where it wanted to. */
static void go_on(struct act *act)
{
    struct text kept_to = act_raw(act, "kept_to"), to = act_raw(act, "to");
    struct form *kept = form_new(act_arena(act));
    if (is_ours(kept_to) && form_read(kept, act_raw(act, "kept")))
        act_resume(act, kept_to, kept);
    else if (is_ours(to))
        act_see(act, "%.*s", TEXT_ARGUMENTS(to));
    else
        act_see(act, "/desk");
}

/* POST /sign-in   email, password, to; kept, kept_to: a form that found its session over */
static void act_sign_in(struct act *act)
{
    struct arena *arena = act_arena(act);
    struct text password = act_raw(act, "password");
    struct tried tried = account_tried(arena, &act_house(act)->keys, act_line(act, "email"), act_address(act));
    act_tell(act, "to", value_text(act_raw(act, "to")));
    act_tell(act, "kept", value_text(act_raw(act, "kept")));
    act_tell(act, "kept_to", value_text(act_raw(act, "kept_to")));
    act_tell(act, "is_again", value_flag(!text_is_empty(act_raw(act, "kept_to"))));
    struct rows *found =
        work_ask(act_work(act), sign_in_tried(tried.email, tried.pair_key, tried.account_key, tried.address_key));
    if (!act_finish(act)) /* the try counts, whatever comes of it */
        return;
    struct text hash = rows_text(found, 0, "password_hash");
    struct uuid person = rows_uuid(found, 0, "person");
    if (text_part(password, 0, PASSWORD_MOST * 4).length != password.length || !password_holds(hash, password)) {
        act_wrong(act, "email", "The e-mail address and the password do not belong together.");
        return;
    }
    struct text token = token_new(arena);
    if (!begin_session(act, &tried, person, password, password_is_stale(hash), token))
        return;
    act_begin_session(act, token);
    go_on(act);
}

/* POST /sign-out */
static void act_sign_out(struct act *act)
{
    work_ask(act_work(act), session_ended(act_session(act)));
    if (!act_finish(act))
        return;
    act_end_session(act);
    act_see(act, "/sign-in");
}

/* POST /forgotten   email: a link is mailed to it, if somebody has it */
static void act_forgotten(struct act *act)
{
    struct text email = act_line(act, "email");
    if (text_is_empty(email)) {
        act_wrong(act, "email", "Give the e-mail address that you sign in with.");
        return;
    }
    struct tried tried = account_tried(act_arena(act), &act_house(act)->keys, email, act_address(act));
    work_ask(act_work(act), password_reset_asked(tried.email, tried.account_key, tried.address_key));
    if (act_finish(act))
        act_see(act, "/forgotten/sent");
}

static struct text link_hash(struct arena *arena, struct text token)
{
    struct text hash = token_hash(arena, token);
    return text_is_absent(hash) ? text_empty : hash;
}

static void link_is_over(struct fault *fault)
{
    fault_set(fault, FAULT_NOT_FOUND, NULL,
              "This link has been used, or its time is over. From the sign-in page you can "
              "have a new one sent to you.");
}

/* GET /password/{token}   whose password the link sets */
static void ask_password(struct ask *ask)
{
    struct text token = ask_path(ask, "token");
    ask_rows(ask, "found", password_link_found(link_hash(ask_arena(ask), token)));
    ask_tell(ask, "action", value_text(arena_print(ask_arena(ask), "/password/%.*s", TEXT_ARGUMENTS(token))));
}

static void complete_password(struct show *show)
{
    struct rows *found = show_rows(show, "found");
    if (rows_count(found) == 1)
        show_tell(show, "account", rows_record(found, 0));
    else
        link_is_over(show_fault(show));
}

/* POST /password/{token}   password: sets it, and signs in */
static void act_password(struct act *act)
{
    struct arena *arena = act_arena(act);
    struct text hash = link_hash(arena, act_path(act, "token")), password = act_raw(act, "password");
    struct rows *account = work_ask(act_work(act), password_link_found(hash));
    if (!act_finish(act))
        return;
    if (rows_count(account) == 0) {
        link_is_over(act_fault(act));
        return;
    }
    struct text email = arena_copy(arena, rows_text(account, 0, "email"));
    if (!password_is_fit(password, email, act_fault(act)))
        return;
    struct tried tried = account_tried(arena, &act_house(act)->keys, email, act_address(act));
    struct rows *person = work_ask(act_work(act), password_by_link(hash, password_hash(arena, password)));
    struct text token = token_new(arena);
    if (!act_trip(act))
        return;
    work_ask(act_work(act), session_began(rows_uuid(person, 0, "person"), token_hash(arena, token), act_session(act),
                                          tried.pair_key, tried.address_key, act_browser(act)));
    if (!act_finish(act))
        return;
    act_begin_session(act, token);
    act_see(act, "/desk");
}

const struct route sign_in_routes[] = {
    {GET, "/sign-in", ask_sign_in, .show = "people/sign_in", .audience = FOR_A_VISITOR, .reads_query = true},
    {POST, "/sign-in", NULL, .show = "people/sign_in", .act = act_sign_in, .audience = FOR_A_VISITOR,
     .lane = LANE_SLOW},
    {POST, "/sign-out", .act = act_sign_out, .audience = FOR_A_VISITOR},
    {GET, "/forgotten", .show = "people/forgotten", .audience = FOR_A_VISITOR},
    {POST, "/forgotten", .show = "people/forgotten", .act = act_forgotten, .audience = FOR_A_VISITOR},
    {GET, "/forgotten/sent", .show = "people/forgotten_sent", .audience = FOR_A_VISITOR},
    {GET, "/password/{token}", ask_password, .show = "people/password", .complete = complete_password,
     .audience = FOR_A_VISITOR},
    {POST, "/password/{token}", ask_password, .show = "people/password", .complete = complete_password,
     .act = act_password, .audience = FOR_A_VISITOR, .lane = LANE_SLOW},
    {0},
};
