/* A mail as bytes: one person's plain text, with the headers that carry it (RFC 5322, RFC 2045 to 2047). */
#ifndef LAUREATE_MAIL_MESSAGE_H
#define LAUREATE_MAIL_MESSAGE_H

#include "base/buffer.h"
#include "base/fault.h"
#include "mail/address.h"

struct mail_address {
    struct text name;    /* as people read it; may be absent */
    struct text address; /* mail_address_is_valid() */
};

struct mail_message {
    struct mail_address from;
    struct mail_address to;
    struct text reply_to;   /* an address; may be absent */
    struct text subject;    /* not empty */
    struct text body;       /* UTF-8, lines that end in LF; may be empty */
    struct text message_id; /* "<…@host>", of ASCII, at most 250 characters; the same whenever this mail is written */
    struct text date;       /* an instant as the database gives it: 2026-12-05T22:00:00Z */
};

/* Appends the message. All of it is ASCII in lines that end in CRLF; a body that does not end in a line break gets
 * one. A line has at most 76 characters, but for an address or a Message-ID that is longer by itself. The body goes as
 * it is when it is plain ASCII in such lines, else as quoted-printable: so a link of any length arrives whole.
 *
 * No value can add a header or a line to one. Names and the subject become one line and the body loses control
 * characters, as unicode_tidy() and unicode_tidy_lines() do it. What cannot be mended is refused, with nothing
 * appended: FAULT_INVALID in "from", "to", "reply_to", "subject", "message_id" or "date". */
bool mail_write(const struct mail_message *message, struct buffer *bytes, struct fault *fault);

#endif
