/* Reading a mail back, for its test and its fuzz target: written from the RFCs, not from the writer. Whatever it does
 * not understand it answers with absent text. */
#ifndef LAUREATE_TEST_MAIL_READING_H
#define LAUREATE_TEST_MAIL_READING_H

#include "base/arena.h"

#include <string.h>

/* Lines end in CRLF, have at most 998 bytes, and hold printable ASCII and tabs only (RFC 5322 section 2.1). */
static inline bool mail_has_sound_lines(struct text mail)
{
    size_t column = 0;
    for (size_t i = 0; i < mail.length; i++) {
        char byte = mail.bytes[i];
        if (byte == '\r') {
            if (++i == mail.length || mail.bytes[i] != '\n')
                return false;
            column = 0;
        } else if (byte != '\t' && (byte < ' ' || byte > '~')) {
            return false;
        } else if (++column > 998) {
            return false;
        }
    }
    return column == 0;
}

/* Cuts the mail at the empty line between its headers and its body. The headers keep their last CRLF. */
static inline bool mail_cut(struct text mail, struct text *headers, struct text *body)
{
    const char *found = mail.length == 0 ? NULL : memmem(mail.bytes, mail.length, "\r\n\r\n", 4);
    if (found == NULL)
        return false;
    size_t length = (size_t)(found - mail.bytes);
    *headers = text_part(mail, 0, length + 2);
    *body = text_part(mail, length + 4, mail.length);
    return true;
}

/* Cuts one header off the rest: its name, and its value with the folds taken out (RFC 5322 section 2.2.3). */
static inline bool mail_next_header(struct arena *arena, struct text *rest, struct text *name, struct text *value)
{
    struct text line = text_cut(rest, '\n');
    *name = text_cut(&line, ':');
    if (text_is_absent(line) || line.length < 2)
        return false;
    char *unfolded = arena_take(arena, line.length + rest->length + 1);
    size_t length = line.length - 1;
    memcpy(unfolded, line.bytes, length);
    while (!text_is_empty(*rest) && (rest->bytes[0] == ' ' || rest->bytes[0] == '\t')) {
        line = text_cut(rest, '\n');
        memcpy(unfolded + length, line.bytes, line.length - 1);
        length += line.length - 1;
    }
    *value = text_trim(text_from(unfolded, length));
    return true;
}

/* The value of the one header of that name; absent when there is none, or another one. */
static inline struct text mail_header(struct arena *arena, struct text mail, const char *wanted)
{
    struct text headers, body, name, value, found = text_absent;
    if (!mail_cut(mail, &headers, &body))
        return text_absent;
    while (!text_is_empty(headers) && mail_next_header(arena, &headers, &name, &value))
        if (text_equal_ascii_case(name, text_of(wanted))) {
            if (!text_is_absent(found))
                return text_absent;
            found = value;
        }
    return found;
}

static inline int hex_digit(char byte)
{
    return byte >= '0' && byte <= '9' ? byte - '0' : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

/* "=C3" at the start of the text; -1 when it is something else. */
static inline int read_escape(struct text text)
{
    if (text.length < 3 || text.bytes[0] != '=' || hex_digit(text.bytes[1]) < 0 || hex_digit(text.bytes[2]) < 0)
        return -1;
    return hex_digit(text.bytes[1]) * 16 + hex_digit(text.bytes[2]);
}

/* A header's value that is nothing but encoded words of whole characters, each at most 75 long (RFC 2047). */
static inline struct text read_encoded_words(struct arena *arena, struct text value)
{
    char *decoded = arena_take(arena, value.length + 1);
    size_t length = 0;
    while (!text_is_empty(value)) {
        struct text word = text_cut(&value, ' '), start = text_of("=?utf-8?Q?");
        size_t before = length;
        if (word.length > 75 || word.length < 13 || !text_starts(word, start) || !text_ends(word, text_of("?=")))
            return text_absent;
        word = text_part(word, start.length, word.length - start.length - 2);
        while (word.length > 0) {
            int escaped = read_escape(word);
            if (word.bytes[0] == '?' || (word.bytes[0] == '=' && escaped < 0))
                return text_absent;
            decoded[length++] = escaped >= 0 ? (char)escaped : word.bytes[0] == '_' ? ' ' : word.bytes[0];
            word = text_part(word, escaped >= 0 ? 3 : 1, word.length);
        }
        if (!text_is_utf8(text_from(decoded + before, length - before)))
            return text_absent;
    }
    return text_from(decoded, length);
}

/* A subject as people read it. */
static inline struct text read_subject(struct arena *arena, struct text value)
{
    return memmem(value.bytes, value.length, "=?", 2) == NULL ? value : read_encoded_words(arena, value);
}

/* A mailbox, a quoted string or encoded words before an address in angle brackets: takes it apart. */
static inline bool read_mailbox(struct arena *arena, struct text value, struct text *name, struct text *address)
{
    const char *angle = value.length == 0 ? NULL : memrchr(value.bytes, '<', value.length);
    if (angle == NULL || !text_ends(value, text_of(">")))
        return false;
    size_t before = (size_t)(angle - value.bytes);
    *address = text_part(value, before + 1, value.length - before - 2);
    *name = text_trim(text_part(value, 0, before));
    if (!text_starts(*name, text_of("\""))) {
        *name = read_encoded_words(arena, *name);
        return !text_is_absent(*name);
    }
    char *unquoted = arena_take(arena, name->length + 1);
    size_t length = 0, i = 1;
    for (; i < name->length && name->bytes[i] != '"'; i++) {
        if (name->bytes[i] == '\\' && ++i == name->length)
            return false;
        unquoted[length++] = name->bytes[i];
    }
    bool closed = i + 1 == name->length;
    *name = text_from(unquoted, length);
    return closed;
}

/* Quoted-printable with lines of at most 76 (RFC 2045 section 6.7); line breaks come back as LF. */
static inline struct text read_quoted_printable(struct arena *arena, struct text body)
{
    char *decoded = arena_take(arena, body.length + 1);
    size_t length = 0;
    while (!text_is_empty(body)) {
        struct text line = text_cut(&body, '\n');
        line.length--; /* its CR */
        bool soft = text_ends(line, text_of("="));
        if (line.length > 76 || text_ends(line, text_of(" ")) || text_ends(line, text_of("\t")))
            return text_absent;
        line.length -= soft;
        while (line.length > 0) {
            int escaped = read_escape(line);
            if (line.bytes[0] == '=' && escaped < 0)
                return text_absent;
            decoded[length++] = escaped >= 0 ? (char)escaped : line.bytes[0];
            line = text_part(line, escaped >= 0 ? 3 : 1, line.length);
        }
        if (!soft)
            decoded[length++] = '\n';
    }
    return text_from(decoded, length);
}

/* The body as it was written, by the encoding that the mail names. */
static inline struct text read_body(struct arena *arena, struct text mail)
{
    struct text headers, body, encoding = mail_header(arena, mail, "content-transfer-encoding");
    if (!mail_cut(mail, &headers, &body))
        return text_absent;
    if (text_is(encoding, "quoted-printable"))
        return read_quoted_printable(arena, body);
    if (!text_is(encoding, "7bit"))
        return text_absent;
    char *decoded = arena_take(arena, body.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < body.length; i++)
        if (body.bytes[i] != '\r')
            decoded[length++] = body.bytes[i];
    return text_from(decoded, length);
}

#endif
