/* Text: views of bytes, compared, cut and read. */
#include "base/text.h"

#include <string.h>

const struct text text_absent = {NULL, 0};
const struct text text_empty = TEXT("");

struct text text_of(const char *string)
{
    return string == NULL ? text_absent : (struct text){string, strlen(string)};
}

struct text text_from(const char *bytes, size_t length)
{
    return (struct text){bytes, length};
}

bool text_is_absent(struct text text)
{
    return text.bytes == NULL;
}

bool text_is_empty(struct text text)
{
    return text.length == 0;
}

bool text_equal(struct text one, struct text other)
{
    return one.length == other.length && (one.length == 0 || memcmp(one.bytes, other.bytes, one.length) == 0);
}

bool text_is(struct text text, const char *string)
{
    return text_equal(text, text_of(string));
}

static char ascii_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool text_equal_ascii_case(struct text one, struct text other)
{
    if (one.length != other.length)
        return false;
    for (size_t i = 0; i < one.length; i++)
        if (ascii_lower(one.bytes[i]) != ascii_lower(other.bytes[i]))
            return false;
    return true;
}

int text_compare(struct text one, struct text other)
{
    size_t shared = one.length < other.length ? one.length : other.length;
    int order = shared == 0 ? 0 : memcmp(one.bytes, other.bytes, shared);
    if (order != 0)
        return order;
    return one.length < other.length ? -1 : one.length > other.length;
}

bool text_starts(struct text text, struct text start)
{
    return text.length >= start.length && text_equal(text_part(text, 0, start.length), start);
}

bool text_ends(struct text text, struct text end)
{
    return text.length >= end.length && text_equal(text_part(text, text.length - end.length, end.length), end);
}

struct text text_part(struct text text, size_t start, size_t length)
{
    if (text.bytes == NULL)
        return text;
    if (start > text.length)
        start = text.length;
    size_t left = text.length - start;
    return (struct text){text.bytes + start, length < left ? length : left};
}

static bool ascii_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

struct text text_trim(struct text text)
{
    while (text.length > 0 && ascii_space(text.bytes[0])) {
        text.bytes++;
        text.length--;
    }
    while (text.length > 0 && ascii_space(text.bytes[text.length - 1]))
        text.length--;
    return text;
}

struct text text_cut(struct text *rest, char separator)
{
    struct text whole = *rest;
    const char *found = whole.length == 0 ? NULL : memchr(whole.bytes, separator, whole.length);
    if (found == NULL) {
        *rest = text_absent;
        return whole;
    }
    size_t before = (size_t)(found - whole.bytes);
    *rest = text_part(whole, before + 1, whole.length);
    return text_part(whole, 0, before);
}

bool text_number(struct text text, int64_t *number)
{
    bool negative = text.length > 0 && text.bytes[0] == '-';
    if (negative)
        text = text_part(text, 1, text.length);
    if (text.length == 0)
        return false;
    int64_t value = 0; /* counted downwards: the least number has no positive twin */
    for (size_t i = 0; i < text.length; i++) {
        if (text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
        if (__builtin_mul_overflow(value, 10, &value) || __builtin_sub_overflow(value, text.bytes[i] - '0', &value))
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *number = negative ? value : -value;
    return true;
}

/* The length of the well-formed UTF-8 sequence at the start of the bytes, or 0 (Unicode 15, table 3-7). */
static size_t utf8_sequence(const unsigned char *bytes, size_t left)
{
    unsigned char lead = bytes[0];
    if (lead < 0x80)
        return lead == 0 ? 0 : 1;
    size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                    : lead >= 0xE0 && lead <= 0xEF ? 3
                    : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                   : 0;
    if (length == 0 || length > left)
        return 0;
    for (size_t i = 1; i < length; i++)
        if ((bytes[i] & 0xC0) != 0x80)
            return 0;
    if ((lead == 0xE0 && bytes[1] < 0xA0) || (lead == 0xED && bytes[1] > 0x9F) || (lead == 0xF0 && bytes[1] < 0x90) ||
        (lead == 0xF4 && bytes[1] > 0x8F))
        return 0;
    return length;
}

bool text_is_utf8(struct text text)
{
    const unsigned char *bytes = (const unsigned char *)text.bytes;
    for (size_t at = 0; at < text.length;) {
        size_t length = utf8_sequence(bytes + at, text.length - at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}
