/* Fuzzing cookies: a value that is found can stand in a header, and what is set is found again. */
#include "http/cookies.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_value(struct text value)
{
    require(value.length <= COOKIE_VALUE_MOST);
    for (size_t i = 0; i < value.length; i++)
        require(value.bytes[i] > ' ' && value.bytes[i] < 0x7F && strchr("\",;\\", value.bytes[i]) == NULL);
}

static void check_setting(struct arena *arena, struct text value, int64_t seconds)
{
    struct text set = cookie_set(arena, "s", value, seconds);
    if (text_is_absent(set))
        return;
    check_value(value);
    for (size_t i = 0; i < set.length; i++)
        require(set.bytes[i] >= ' ' && set.bytes[i] < 0x7F);
    struct text pair = text_cut(&set, ';');
    require(text_equal(cookie_find(pair, "s"), seconds < 0 ? text_empty : value));
    require(text_ends(set, text_of("; Secure; HttpOnly; SameSite=Lax")));
}

static void check_finding(struct arena *arena, struct text header, const char *name)
{
    struct text value = cookie_find(header, name);
    check_value(value);
    if (text_is_absent(value))
        return;
    require(value.bytes >= header.bytes && value.bytes + value.length <= header.bytes + header.length);
    require(!text_is_absent(cookie_set(arena, name, value, COOKIE_OF_SESSION)));

    /* Another cookie before it changes nothing, one of the same name does. */
    struct text other = arena_print(arena, "other=1; %.*s", TEXT_ARGUMENTS(header));
    if (memchr(header.bytes, '\0', header.length) == NULL)
        require(text_equal(cookie_find(other, name), value));
    struct text first = arena_print(arena, "%s=first; %.*s", name, TEXT_ARGUMENTS(header));
    require(text_is(cookie_find(first, name), "first"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct text input = length == 0 ? text_empty : text_from((const char *)bytes, length);
    check_finding(arena, input, "s");
    check_finding(arena, input, "__Host-session");
    check_setting(arena, input, COOKIE_OF_SESSION);
    check_setting(arena, input, COOKIE_FORGET);
    check_setting(arena, input, 3600);
    arena_free(arena);
    return 0;
}
