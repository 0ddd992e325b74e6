/* Cookies, read and written. */
#include "http/cookies.h"

/* RFC 6265, section 4.1.1: cookie-octet. */
static bool is_value(struct text value)
{
    for (size_t i = 0; i < value.length; i++) {
        char c = value.bytes[i];
        if (c <= ' ' || c > '~' || c == '"' || c == ',' || c == ';' || c == '\\')
            return false;
    }
    return value.length <= COOKIE_VALUE_MOST;
}

static struct text without_quotes(struct text value)
{
    bool quoted = value.length >= 2 && value.bytes[0] == '"' && value.bytes[value.length - 1] == '"';
    return quoted ? text_part(value, 1, value.length - 2) : value;
}

struct text cookie_find(struct text header, const char *name)
{
    struct text rest = header;
    while (!text_is_absent(rest)) {
        struct text value = text_cut(&rest, ';');
        struct text key = text_trim(text_cut(&value, '='));
        if (text_is_absent(value) || !text_is(key, name))
            continue;
        value = without_quotes(text_trim(value));
        return is_value(value) ? value : text_absent;
    }
    return text_absent;
}

struct text cookie_set(struct arena *arena, const char *name, struct text value, int64_t seconds)
{
    static const char attributes[] = "Path=/; Secure; HttpOnly; SameSite=Lax";
    if (!is_value(value))
        return text_absent;
    if (seconds == COOKIE_OF_SESSION)
        return arena_print(arena, "%s=%.*s; %s", name, TEXT_ARGUMENTS(value), attributes);
    if (seconds < 0)
        return arena_print(arena, "%s=; Max-Age=0; %s", name, attributes);
    return arena_print(arena, "%s=%.*s; Max-Age=%lld; %s", name, TEXT_ARGUMENTS(value), (long long)seconds, attributes);
}
