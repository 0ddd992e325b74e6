/* The outbox's way out. */
#include "mail/outbox.h"

#include "base/arena.h"
#include "base/log.h"
#include "crypto/tokens.h"
#include "db/work.h"
#include "mail/message.h"
#include "mail/outbox.sql.h"
#include "mail/rendering.h"

#include <stdio.h>
#include <stdlib.h>

/* How long to wait after each try that was refused for now, in minutes: not quite three days in all. */
static const int64_t waits[] = {1, 5, 30, 120, 360, 720, 1440, 1440};

/* What became of a mail. */
struct outcome {
    struct uuid mail;
    int64_t tries;
    const char *state; /* NULL when there is nothing to tell */
    char said[2048];
    int64_t minutes;
};

struct outbox {
    struct outbox_way way;
    struct connection *jobs;
    struct outcome untold; /* of the mail that was sent last, until the database knows */
};

struct outbox *outbox_new(const struct outbox_way *way, struct connection *jobs)
{
    struct outbox *outbox = calloc(1, sizeof *outbox);
    if (outbox == NULL)
        log_abort("out of memory");
    *outbox = (struct outbox){.way = *way, .jobs = jobs};
    return outbox;
}

void outbox_free(struct outbox *outbox)
{
    free(outbox);
}

static struct query told(const struct outcome *outcome)
{
    return mail_told(outcome->mail, outcome->tries, text_of(outcome->state), text_of(outcome->said), outcome->minutes);
}

static struct outcome outcome_of(const struct rows *mail, const char *state, struct text said)
{
    struct outcome outcome = {.mail = rows_uuid(mail, 0, "id"), .tries = rows_number(mail, 0, "tries"), .state = state};
    if (!text_is_empty(said))
        snprintf(outcome.said, sizeof outcome.said, "%.*s", TEXT_ARGUMENTS(said));
    return outcome;
}

static struct outcome outcome_of_delivery(const struct rows *mail, enum delivery delivery, struct text said)
{
    size_t tries = (size_t)rows_number(mail, 0, "tries");
    bool is_last = tries > sizeof waits / sizeof *waits;
    static const char *const states[] = {
        [DELIVERED] = "sent", [REFUSED_FOR_GOOD] = "refused", [REFUSED_FOR_NOW] = "waiting", [UNSURE] = "unsure"};
    struct outcome outcome =
        outcome_of(mail, delivery == REFUSED_FOR_NOW && is_last ? "refused" : states[delivery], said);
    if (delivery == REFUSED_FOR_NOW && !is_last)
        outcome.minutes = waits[tries - 1];
    if (delivery != DELIVERED)
        log_note("mail %s is %s after %zu tries", outcome.mail.characters, outcome.state, tries);
    return outcome;
}

/* "<ID@host>", the host being that of the site. */
static struct text message_id(struct arena *arena, struct text origin, struct text id)
{
    struct text host = text_part(origin, text_starts(origin, text_of("https://")) ? 8 : 7, origin.length);
    host = text_cut(&host, '/');
    host = text_cut(&host, ':');
    return arena_print(arena, "<%.*s@%.*s>", TEXT_ARGUMENTS(id), TEXT_ARGUMENTS(host));
}

/* The mail's bytes, from the arena. */
static bool write_mail(const struct outbox *outbox, struct arena *arena, const struct rows *mail, struct text token,
                       struct text *bytes, struct fault *fault)
{
    const struct outbox_way *way = &outbox->way;
    struct mail_text text;
    struct text link = mail_link(arena, way->origin, rows_text(mail, 0, "link_purpose"), token);
    if (!mail_render(arena, way->templates, way->origin, mail, 0, link, &text, fault))
        return false;
    struct mail_message message = {
        .from = {rows_text(mail, 0, "sender"), way->from},
        .to = {rows_text(mail, 0, "to_name"), rows_text(mail, 0, "to_address")},
        .subject = text.subject,
        .body = text.body,
        .message_id = message_id(arena, way->origin, rows_text(mail, 0, "message_id")),
        .date = rows_text(mail, 0, "now"),
    };
    struct buffer buffer = {0};
    bool done = mail_write(&message, &buffer, fault);
    *bytes = arena_copy(arena, buffer_text(&buffer));
    buffer_free(&buffer);
    return done;
}

/* What keeps a mail from being sent at all, in the work that took it. False when nothing does; then *bytes are its. */
static bool cannot_go(struct outbox *outbox, struct arena *arena, struct work *work, const struct rows *mail,
                      struct text *bytes, struct outcome *outcome)
{
    struct fault fault;
    struct text token = token_new(arena);
    if (rows_flag(mail, 0, "is_over")) {
        *outcome = outcome_of(mail, "dropped", text_of("Its link was over before it could be sent."));
        return true;
    }
    if (!write_mail(outbox, arena, mail, token, bytes, &fault)) {
        log_fault("mail %s cannot be written: %s", rows_uuid(mail, 0, "id").characters, fault.sentence);
        *outcome = outcome_of(mail, "refused", text_of(fault.sentence));
        return true;
    }
    if (!text_is_absent(rows_text(mail, 0, "link_purpose")))
        work_ask(work, mail_link_made(rows_uuid(mail, 0, "id"), token_hash(arena, token)));
    return false;
}

/* Takes the next mail. When *leaves, its bytes are to leave now; otherwise it is done with. */
static bool take(struct outbox *outbox, struct arena *arena, struct work *work, struct rows **mail, bool *leaves,
                 struct text *bytes, struct fault *fault)
{
    struct outcome outcome;
    *leaves = false;
    *mail = work_ask(work, mail_taken());
    if (!work_trip(work, fault))
        return false;
    if (rows_count(*mail) == 0)
        return true;
    struct uuid id = rows_uuid(*mail, 0, "id");
    if (cannot_go(outbox, arena, work, *mail, bytes, &outcome)) {
        work_ask(work, told(&outcome));
    } else if (outbox->way.transport == NULL) {
        outcome = outcome_of(*mail, "sent", text_absent);
        work_ask(work, mail_put_into_mailbox(id, *bytes));
        work_ask(work, told(&outcome));
    } else {
        work_ask(work, mail_held_on_to(id)); /* before anybody else can see that it is being sent */
        *leaves = true;
    }
    return work_finish(work, fault);
}

static bool tell(struct outbox *outbox, struct arena *arena, struct fault *fault)
{
    if (outbox->untold.state == NULL)
        return true;
    struct work *work = work_new(arena, outbox->jobs, WORK_CHANGE);
    work_ask(work, told(&outbox->untold));
    work_ask(work, mail_let_go());
    bool done = work_finish(work, fault);
    work_end(work);
    if (done)
        outbox->untold.state = NULL;
    return done;
}

bool outbox_send(struct outbox *outbox, struct arena *arena, bool *found, struct fault *fault)
{
    struct rows *mail = NULL;
    struct text bytes, said = text_absent;
    bool leaves;
    *found = false;
    if (!tell(outbox, arena, fault))
        return false;
    struct work *work = work_new(arena, outbox->jobs, WORK_CHANGE);
    bool done = take(outbox, arena, work, &mail, &leaves, &bytes, fault);
    *found = done && rows_count(mail) > 0;
    if (done && leaves) {
        enum delivery delivery = transport_send(outbox->way.transport, arena, outbox->way.from,
                                                rows_text(mail, 0, "to_address"), bytes, &said);
        outbox->untold = outcome_of_delivery(mail, delivery, said);
        *found = delivery == DELIVERED || delivery == REFUSED_FOR_GOOD;
    }
    work_end(work);
    return done && tell(outbox, arena, fault);
}

/* Nothing of ours is being sent while this runs, so whatever this connection still holds on to is let go first. */
bool outbox_find_left(struct outbox *outbox, struct arena *arena, struct fault *fault)
{
    if (!tell(outbox, arena, fault))
        return false;
    struct work *work = work_new(arena, outbox->jobs, WORK_CHANGE);
    work_ask(work, mail_let_go());
    struct rows *left = work_ask(work, mails_left(text_of("The program ended while this mail was being sent.")));
    bool done = work_finish(work, fault);
    for (size_t row = 0; done && row < rows_count(left); row++)
        log_note("mail %s was being sent when a program ended", rows_uuid(left, row, "subject").characters);
    work_end(work);
    return done;
}
