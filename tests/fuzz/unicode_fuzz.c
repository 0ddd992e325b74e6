/* Fuzzing the folding, tidying and counting of text: any bytes give UTF-8, and doing it again changes
 * nothing. */
#include "base/unicode.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check(struct arena *arena, struct text (*function)(struct arena *, struct text), struct text text)
{
    struct text once = function(arena, text);
    require(text_is_utf8(once) && once.bytes[once.length] == '\0');
    require(text_equal(function(arena, once), once));
}

static void check_single_spaces(struct text text)
{
    require(strstr(text.bytes, "  ") == NULL);
    require(!text_starts(text, text_of(" ")) && !text_ends(text, text_of(" ")));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct text text = length == 0 ? text_empty : text_from((const char *)bytes, length);
    check(arena, unicode_fold, text);
    check(arena, unicode_tidy, text);
    check(arena, unicode_tidy_lines, text);
    check_single_spaces(unicode_fold(arena, text));
    check_single_spaces(unicode_tidy(arena, text));
    require(unicode_words(text) <= length && unicode_length(text) <= length);
    require(unicode_words(text) <= unicode_length(text));
    arena_free(arena);
    return 0;
}
