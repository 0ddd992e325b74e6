/* Mail: what staff see of the outbox, and what they decide of mail that did not go out for sure. */
#include "base/log.h"
#include "format/linked.h"
#include "http/house.h"
#include "mail/body.h"
#include "mail/outbox.sql.h"
#include "mail/rendering.h"
#include "pages/pages.h"
#include "people/staff.sql.h"

enum { MAILS_A_PAGE = 50 };

/* In place of a link's token, where a mail is shown that is not its own reader's. */
static const char mask[] = "••••";

static const struct state {
    const char *state, *name;
    bool is_wrong;
} states[] = {
    {"waiting", "Waiting", false},  {"sending", "Being sent", false},           {"sent", "Sent", false},
    {"refused", "Not taken", true}, {"unsure", "Not known whether sent", true}, {"held", "Held until you decide", true},
    {"dropped", "Dropped", false},
};

static const struct state *state_of(struct text state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (text_is(state, states[i].state))
            return &states[i];
    log_abort("no mail is in the state %.*s", TEXT_ARGUMENTS(state));
}

static void copy_column(struct names *names, const struct rows *rows, size_t row, const char *column)
{
    struct text text = rows_text(rows, row, column);
    names_set(names, column, value_filled(text));
}

/* What the mail says, or would say, with its link masked. */
static bool preview(struct show *show, const struct rows *rows, size_t row, struct text purpose, struct mail_text *text)
{
    const struct house *house = show_house(show);
    struct fault fault;
    struct text link = mail_link(show_arena(show), house->origin, purpose, text_of(mask));
    return mail_render(show_arena(show), house->templates, house->origin, rows, row, link, text, &fault);
}

/* GET /staff/mail   before: an id, for the mails that are older */
static void ask_mails(struct ask *ask)
{
    struct uuid before = {0};
    uuid_read(ask_query(ask, "before"), &before);
    ask_one(ask, "reader", staff_or_administrator());
    ask_rows(ask, "held", mails_held());
    ask_rows(ask, "found", mails_shown(before, MAILS_A_PAGE + 1));
}

static void add_mail(struct show *show, struct items *mails, const struct rows *found, size_t row)
{
    static const char *const columns[] = {"id", "to_name", "to_address", "made"};
    const struct state *state = state_of(rows_text(found, row, "state"));
    struct names *mail = items_add(mails);
    struct mail_text text = {.subject = rows_text(found, row, "template")};
    preview(show, found, row, text_absent, &text);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        copy_column(mail, found, row, columns[i]);
    names_set(mail, "subject_hint", value_text(text.subject));
    names_set(mail, "state", value_text(text_of(state->state)));
    names_set(mail, "state_name", value_text(text_of(state->name)));
    names_set(mail, "is_wrong", value_flag(state->is_wrong));
    names_set(mail, "is_waiting", value_flag(text_is(text_of(state->state), "waiting")));
}

/* Each with its subject, and its state in words. */
static void complete_mails(struct show *show)
{
    struct rows *found = show_rows(show, "found");
    bool is_more = rows_count(found) > MAILS_A_PAGE;
    struct items *mails = items_new(show_arena(show));
    rows_keep(found, MAILS_A_PAGE);
    for (size_t row = 0; row < rows_count(found); row++)
        add_mail(show, mails, found, row);
    show_tell(show, "mails", items_value(mails));
    if (is_more)
        show_tell(show, "next",
                  value_text(arena_print(show_arena(show), "/staff/mail?before=%s",
                                         rows_uuid(found, MAILS_A_PAGE - 1, "id").characters)));
}

/* GET /staff/mail/{mail} */
static void ask_mail(struct ask *ask)
{
    ask_one(ask, "found", mail_shown(ask_path_uuid(ask, "mail")));
}

static struct text person_line(struct arena *arena, struct text name, struct text address)
{
    return text_is_empty(name) ? address
                               : arena_print(arena, "%.*s <%.*s>", TEXT_ARGUMENTS(name), TEXT_ARGUMENTS(address));
}

/* The mail as its reader gets it. Where it lies in a demo's mailbox its links work; else they are masked. */
static void tell_message(struct show *show, const struct rows *found)
{
    struct arena *arena = show_arena(show);
    const struct house *house = show_house(show);
    struct mail_text text;
    if (!preview(show, found, 0, rows_text(found, 0, "link_purpose"), &text))
        return;
    struct text message = rows_text(found, 0, "message"), sent = rows_text(found, 0, "sent");
    if (!text_is_absent(message))
        text.body = mail_body(arena, message);
    struct buffer html = {0};
    linked_escape(&html, text.body, house->origin);
    struct names *names = names_new(arena);
    names_set(names, "subject", value_text(text.subject));
    names_set(
        names, "from",
        value_text(person_line(arena, rows_text(found, 0, "sender"), house->settings->values[SETTING_MAIL_FROM])));
    names_set(names, "to",
              value_text(person_line(arena, rows_text(found, 0, "to_name"), rows_text(found, 0, "to_address"))));
    names_set(names, "date", value_filled(sent));
    names_set(names, "body_html", value_text(arena_copy(arena, buffer_text(&html))));
    buffer_free(&html);
    show_tell(show, "message", value_record(names_record(names)));
}

static void complete_mail(struct show *show)
{
    static const char *const columns[] = {"id", "to_name", "to_address", "made", "sent", "tries", "said"};
    const struct rows *found = show_rows(show, "found");
    struct names *mail = names_new(show_arena(show));
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        copy_column(mail, found, 0, columns[i]);
    names_set(mail, "state_name", value_text(text_of(state_of(rows_text(found, 0, "state"))->name)));
    names_set(mail, "can_decide", value_flag(rows_flag(found, 0, "can_decide")));
    names_set(mail, "is_unsure", value_flag(rows_flag(found, 0, "is_unsure")));
    names_set(mail, "is_held", value_flag(rows_flag(found, 0, "is_held")));
    show_tell(show, "mail", value_record(names_record(mail)));
    tell_message(show, found);
}

/* The state that a mail gets by the form's decision: send or drop. False when there is none. */
static bool read_decision(struct act *act, struct text *state)
{
    struct text decision = act_raw(act, "decision");
    *state = text_of(text_is(decision, "send") ? "waiting" : "dropped");
    if (text_is(decision, "send") || text_is(decision, "drop"))
        return true;
    act_wrong(act, "", "Choose whether to send the mail or to drop it.");
    return false;
}

/* POST /staff/mail   decision: send or drop, of all mail that is held */
static void act_decide_all(struct act *act)
{
    struct text state;
    if (!read_decision(act, &state))
        return;
    struct rows *staff = work_ask(act_work(act), staff_member());
    work_ask(act_work(act), mails_held_decided(state));
    if (!act_trip(act))
        return;
    if (rows_count(staff) == 0)
        fault_not_found(act_fault(act));
    else if (act_finish(act))
        act_see(act, "/staff/mail");
}

/* POST /staff/mail/{mail}   decision: send or drop, of a mail that did not go out for sure */
static void act_decide(struct act *act)
{
    struct text state;
    struct uuid mail = act_path_uuid(act, "mail");
    if (!read_decision(act, &state))
        return;
    struct rows *decided = work_ask(act_work(act), mail_decided(mail, state));
    if (!act_trip(act))
        return;
    if (rows_count(decided) == 0)
        fault_set(act_fault(act), FAULT_CLASH, NULL, "There is nothing to decide about this mail, or not by you.");
    else if (act_finish(act))
        act_see(act, "/staff/mail/%s", mail.characters);
}

const struct route mail_routes[] = {
    {GET, "/staff/mail", ask_mails, .show = "mail/outbox", .complete = complete_mails, .audience = FOR_A_PERSON,
     .reads_query = true},
    {POST, "/staff/mail", ask_mails, .show = "mail/outbox", .complete = complete_mails, .act = act_decide_all,
     .audience = FOR_A_PERSON},
    {GET, "/staff/mail/{mail}", ask_mail, .show = "mail/mail", .complete = complete_mail, .audience = FOR_A_PERSON},
    {POST, "/staff/mail/{mail}", ask_mail, .show = "mail/mail", .complete = complete_mail, .act = act_decide,
     .audience = FOR_A_PERSON},
    {0},
};
