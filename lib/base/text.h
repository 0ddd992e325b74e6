/* Text: bytes that somebody else owns, with their length. Views are passed by value and never freed.
 *
 * The bytes are UTF-8 where they came through a form, a file or the database; nothing here depends on it.
 * A view need not end in a zero byte. Absent text (SQL's null, a field that was not sent) has bytes == NULL;
 * empty text has length 0 and bytes that are not NULL. */
#ifndef LAUREATE_BASE_TEXT_H
#define LAUREATE_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct text {
    const char *bytes;
    size_t length;
};

/* A literal as text, also in a static initializer: TEXT("awards"). */
#define TEXT(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }

/* For printf: printf("%.*s", TEXT_ARGUMENTS(name)). */
#define TEXT_ARGUMENTS(text) (int)(text).length, (text).bytes

/* A view of a zero-terminated string; absent for NULL. */
struct text text_of(const char *string);
struct text text_from(const char *bytes, size_t length);
extern const struct text text_absent;
extern const struct text text_empty;

bool text_is_absent(struct text text);
bool text_is_empty(struct text text); /* absent or of no length */
bool text_equal(struct text one, struct text other);
bool text_is(struct text text, const char *string);
bool text_equal_ascii_case(struct text one, struct text other);
int text_compare(struct text one, struct text other); /* by bytes, a shorter prefix first */
bool text_starts(struct text text, struct text start);
bool text_ends(struct text text, struct text end);

/* The part from `start` on, at most `length` bytes; never past the end. */
struct text text_part(struct text text, size_t start, size_t length);
struct text text_trim(struct text text); /* without ASCII white space on both sides */

/* Cuts `rest` at the first `separator`: returns what stood before it and moves `rest` behind it. Without a
 * separator the whole is returned and `rest` becomes absent; so loop while (!text_is_absent(rest)). */
struct text text_cut(struct text *rest, char separator);

/* A whole decimal number with an optional minus, nothing else; false when it is none or does not fit. */
bool text_number(struct text text, int64_t *number);

/* True when the bytes are well-formed UTF-8 (no surrogates, nothing overlong) without a zero byte. */
bool text_is_utf8(struct text text);

#endif
