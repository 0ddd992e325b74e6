/* For tests of multipart bodies: a reader that writes down what it is told. */
#ifndef LAUREATE_TEST_TELLING_H
#define LAUREATE_TEST_TELLING_H

#include "http/multipart.h"

#include "arena.h"

/* What a body held, as text in `out`: "name=value|", and for a file "name:filename:type{bytes}|". */
static inline bool tell_field(void *context, struct text name, struct text value)
{
    (void)context;
    buffer_add(&out, name);
    buffer_add_byte(&out, '=');
    buffer_add(&out, value);
    buffer_add_byte(&out, '|');
    return true;
}

static inline bool tell_begin(void *context, struct text name, struct text filename, struct text type)
{
    (void)context;
    buffer_add(&out, name);
    buffer_add_byte(&out, ':');
    buffer_add(&out, filename);
    buffer_add_byte(&out, ':');
    buffer_add(&out, text_is_absent(type) ? text_of("none") : type);
    buffer_add_byte(&out, '{');
    return true;
}

static inline bool tell_bytes(void *context, struct text bytes)
{
    (void)context;
    buffer_add(&out, bytes);
    return !text_is_empty(bytes);
}

static inline bool tell_end(void *context)
{
    (void)context;
    buffer_add_string(&out, "}|");
    return true;
}

static const struct multipart_reader teller = {NULL, tell_field, tell_begin, tell_bytes, tell_end};

enum outcome { WHOLE, CUT_OFF, REFUSED };

/* Feeds the body in pieces of `size` bytes, the first being of `first`; `out` holds what was told. */
static inline enum outcome read_body(const char *content_type, struct text body, size_t first, size_t size)
{
    struct multipart *multipart = multipart_new(text_of(content_type), &teller);
    enum outcome outcome = REFUSED;
    out.length = 0;
    if (multipart == NULL)
        return outcome;
    bool goes_on = multipart_feed(multipart, text_part(body, 0, first));
    for (size_t at = first; at < body.length; at += size)
        goes_on = multipart_feed(multipart, text_part(body, at, size));
    if (goes_on)
        outcome = multipart_is_whole(multipart) ? WHOLE : CUT_OFF;
    multipart_free(multipart);
    return outcome;
}

#endif
