/* The parameters of a header. */
#include "http/parameters.h"

static struct text skip(struct text text, size_t count)
{
    return text_part(text, count, text.length);
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t';
}

struct text parameters_begin(struct text *header)
{
    return text_trim(text_cut(header, ';'));
}

static bool is_escape(struct text text, size_t at)
{
    char next = at + 1 < text.length ? text.bytes[at + 1] : '\0';
    return text.bytes[at] == '\\' && (next == '"' || next == '\\');
}

/* From behind the opening quote to behind the closing one. */
static bool take_quoted(struct arena *arena, struct text *rest, struct text *value)
{
    size_t end = 0, length = 0;
    while (end < rest->length && rest->bytes[end] != '"')
        end += is_escape(*rest, end) ? 2 : 1;
    if (end >= rest->length)
        return false;
    char *plain = arena_take(arena, end + 1);
    for (size_t i = 0; i < end; i++) {
        i += is_escape(*rest, i);
        plain[length++] = rest->bytes[i];
    }
    *value = text_from(plain, length);
    *rest = skip(*rest, end + 1);
    return true;
}

static bool take_token(struct text *rest, struct text *value)
{
    size_t length = 0;
    while (length < rest->length && rest->bytes[length] != ';' && !is_space(rest->bytes[length])) {
        if (rest->bytes[length] == '"')
            return false;
        length++;
    }
    *value = text_part(*rest, 0, length);
    *rest = skip(*rest, length);
    return length > 0;
}

static bool take_value(struct arena *arena, struct text *rest, struct text *value)
{
    if (rest->length == 0 || rest->bytes[0] != '"')
        return take_token(rest, value);
    *rest = skip(*rest, 1);
    return take_quoted(arena, rest, value);
}

static struct text skip_spaces(struct text text)
{
    while (text.length > 0 && is_space(text.bytes[0]))
        text = skip(text, 1);
    return text;
}

static bool take_parameter(struct arena *arena, struct text *rest, struct text *name, struct text *value)
{
    *name = text_cut(rest, '=');
    for (size_t i = 0; i < name->length; i++)
        if (is_space(name->bytes[i]) || name->bytes[i] == ';' || name->bytes[i] == '"')
            return false;
    return !text_is_empty(*name) && !text_is_absent(*rest) && take_value(arena, rest, value);
}

bool parameters_next(struct arena *arena, struct text *rest, struct text *name, struct text *value)
{
    *name = *value = text_absent;
    *rest = skip_spaces(*rest);
    if (!text_is_empty(*rest) && rest->bytes[0] != ';' && !take_parameter(arena, rest, name, value))
        return false;
    *rest = skip_spaces(*rest);
    return text_is_empty(text_cut(rest, ';'));
}
