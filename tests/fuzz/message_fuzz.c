/* Fuzzing the writer of mails: whatever stands in the fields, the mail has sound lines, exactly the headers it is meant
 * to have, and what was written comes back. */
#include "mail/message.h"

#include "../unit/mail_reading.h"
#include "base/unicode.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_headers(struct arena *arena, struct text mail, bool with_reply_to)
{
    static const char *const names[] = {
        "Date",       "From",         "To",           "Reply-To",       "Subject",
        "Message-ID", "MIME-Version", "Content-Type", "Auto-Submitted", "Content-Transfer-Encoding"};
    struct text headers, body, name, value;
    require(mail_cut(mail, &headers, &body));
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (i == 3 && !with_reply_to)
            continue;
        require(mail_next_header(arena, &headers, &name, &value) && text_is(name, names[i]) && !text_is_empty(value));
    }
    require(text_is_empty(headers));
}

static void check_mailbox(struct arena *arena, struct text value, struct mail_address wanted)
{
    struct text name, address;
    require(read_mailbox(arena, value, &name, &address));
    require(text_equal(name, unicode_tidy(arena, wanted.name)));
    require(text_equal(address, wanted.address));
}

static void check_body(struct arena *arena, struct text mail, struct text body)
{
    struct text tidy = unicode_tidy_lines(arena, body), read = read_body(arena, mail);
    require(!text_is_absent(read));
    if (!text_is_empty(tidy) && !text_ends(tidy, text_of("\n"))) {
        require(text_ends(read, text_of("\n")));
        read.length--;
    }
    require(text_equal(read, tidy));
}

static void check(struct arena *arena, const struct mail_message *message, struct text mail)
{
    require(mail_has_sound_lines(mail));
    check_headers(arena, mail, !text_is_absent(message->reply_to));
    check_mailbox(arena, mail_header(arena, mail, "from"), message->from);
    check_mailbox(arena, mail_header(arena, mail, "to"), message->to);
    require(
        text_equal(read_subject(arena, mail_header(arena, mail, "subject")), unicode_tidy(arena, message->subject)));
    require(text_equal(mail_header(arena, mail, "message-id"), message->message_id));
    check_body(arena, mail, message->body);
}

/* A field's value; what begins with a dollar stands for one that is sound, so that not all is refused. */
static struct text field(struct text *rest, const char *sound)
{
    struct text value = text_cut(rest, '|');
    return text_starts(value, text_of("$")) ? text_of(sound) : value;
}

/* The fields stand one after another with bars between them; the body is the rest. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct text rest = text_from((const char *)bytes, length);
    struct mail_message message = {
        .to = {.address = field(&rest, "ann@demo.test")},
        .from = {.address = field(&rest, "awards@demo.test")},
        .message_id = field(&rest, "<1@demo.test>"),
        .date = field(&rest, "2026-12-05T22:00:00Z"),
        .reply_to = field(&rest, NULL),
    };
    message.to.name = field(&rest, NULL);
    message.from.name = field(&rest, NULL);
    message.subject = field(&rest, "A letter");
    message.body = rest;
    struct buffer mail = {0};
    struct fault fault = {0};
    if (mail_write(&message, &mail, &fault))
        check(arena, &message, buffer_text(&mail));
    else
        require(fault.kind == FAULT_INVALID && mail.length == 0);
    buffer_free(&mail);
    arena_free(arena);
    return 0;
}
