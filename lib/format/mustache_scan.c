/* From a template's source to its tokens: where tags begin and end, and which lines leave no trace. */
#include "format/mustache_program.h"

#include <string.h>

struct scanner {
    struct arena *scratch;
    struct text template;
    struct text rest; /* what is not yet read */
    unsigned line;
    struct text open, close; /* the delimiters */
    struct tokens *tokens;
    size_t line_first; /* the first token of the line */
    struct fault *fault;
};

static void token_add(struct scanner *scanner, enum token_kind kind, struct text text)
{
    struct tokens *tokens = scanner->tokens;
    if (tokens->count == tokens->size) {
        size_t size = tokens->size == 0 ? 256 : tokens->size * 2;
        struct token *items = arena_new_array(scanner->scratch, struct token, size);
        if (tokens->count > 0)
            memcpy(items, tokens->items, tokens->count * sizeof *items);
        tokens->items = items;
        tokens->size = size;
    }
    tokens->items[tokens->count] = (struct token){.kind = kind,
                                                  .line_start = tokens->count == scanner->line_first,
                                                  .line = scanner->line,
                                                  .text = text,
                                                  .indentation = text_empty};
    tokens->count++;
}

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

static bool has_space(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (is_space(text.bytes[i]))
            return true;
    return false;
}

static bool all_space(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if (!is_space(text.bytes[i]))
            return false;
    return true;
}

static bool opens(enum token_kind kind)
{
    return kind == TOKEN_SECTION || kind == TOKEN_INVERTED || kind == TOKEN_PARENT || kind == TOKEN_BLOCK;
}

/* Whether the line, which is these tokens, is tags side by side that put nothing into it, or one partial, or
 * one pair of tags with nothing inside. */
static bool leaves_no_trace(const struct token *tokens, size_t count)
{
    size_t tags = 0, partials = 0, pairs = 0, open = 0;
    for (size_t i = 0; i < count; i++) {
        const struct token *token = &tokens[i];
        if (token->kind == TOKEN_ESCAPED || token->kind == TOKEN_RAW)
            return false;
        if (token->kind == TOKEN_TEXT && ((i > 0 && i < count - 1) || !all_space(token->text)))
            return false;
        tags += token->kind != TOKEN_TEXT;
        partials += token->kind == TOKEN_PARTIAL;
        open += opens(token->kind);
        if (token->kind == TOKEN_CLOSE && open > 0) {
            open--;
            pairs++;
        }
    }
    return tags > 0 && (partials + pairs == 0 || (partials + pairs == 1 && tags == partials + 2 * pairs));
}

static void end_line(struct scanner *scanner)
{
    size_t count = scanner->tokens->count - scanner->line_first;
    if (count == 0)
        return;
    struct token *tokens = scanner->tokens->items + scanner->line_first;
    scanner->line_first = scanner->tokens->count;
    if (!leaves_no_trace(tokens, count))
        return;
    struct text indentation = tokens[0].kind == TOKEN_TEXT ? tokens[0].text : text_empty;
    bool newline = tokens[count - 1].kind == TOKEN_TEXT && text_ends(tokens[count - 1].text, (struct text)TEXT("\n"));
    for (size_t i = 0; i < count; i++) {
        struct token *token = &tokens[i];
        if (token->kind == TOKEN_TEXT) {
            token->kind = TOKEN_BLANK;
        } else {
            token->alone = true;
            token->ends_line = newline;
            token->indentation = indentation;
        }
    }
}

/* Takes that many bytes from the rest, counting lines. */
static struct text take(struct scanner *scanner, size_t length)
{
    struct text taken = text_part(scanner->rest, 0, length);
    scanner->rest = text_part(scanner->rest, length, scanner->rest.length);
    for (size_t i = 0; i < taken.length; i++)
        scanner->line += taken.bytes[i] == '\n';
    return taken;
}

static void scan_text(struct scanner *scanner)
{
    struct text rest = scanner->rest;
    size_t length = 0;
    while (length < rest.length && rest.bytes[length] != '\n' &&
           !text_starts(text_part(rest, length, rest.length), scanner->open))
        length++;
    bool ends = length < rest.length && rest.bytes[length] == '\n';
    token_add(scanner, TOKEN_TEXT, text_part(rest, 0, length + ends));
    take(scanner, length + ends);
    if (ends)
        end_line(scanner);
}

/* What stands in {{=…=}}: two delimiters with white space between them. */
static bool change_delimiters(struct scanner *scanner, struct text inside, unsigned line)
{
    struct text open = text_trim(inside);
    size_t end = 0;
    while (end < open.length && !is_space(open.bytes[end]))
        end++;
    struct text close = text_trim(text_part(open, end, open.length));
    open = text_part(open, 0, end);
    if (open.length == 0 || close.length == 0 || has_space(close) || memchr(open.bytes, '=', open.length) ||
        memchr(close.bytes, '=', close.length))
        return mustache_refuse(scanner->fault, scanner->template, line,
                               "delimiters are two, without an equals sign, as in {{=<%% %%>=}}.");
    scanner->open = open;
    scanner->close = close;
    return true;
}

/* The kind that a tag's first byte says, and how many bytes that took. */
static enum token_kind kind_of(struct text rest, size_t *sigil)
{
    *sigil = 1;
    switch (rest.length == 0 ? '\0' : rest.bytes[0]) {
    case '#':
        return TOKEN_SECTION;
    case '^':
        return TOKEN_INVERTED;
    case '/':
        return TOKEN_CLOSE;
    case '>':
        return TOKEN_PARTIAL;
    case '<':
        return TOKEN_PARENT;
    case '$':
        return TOKEN_BLOCK;
    case '&':
    case '{':
        return TOKEN_RAW;
    case '!':
    case '=':
        return TOKEN_SILENT;
    default:
        *sigil = 0;
        return TOKEN_ESCAPED;
    }
}

static bool check_name(struct scanner *scanner, enum token_kind kind, struct text name, unsigned line)
{
    if (name.length == 0)
        return mustache_refuse(scanner->fault, scanner->template, line, "a tag has no name; give it one.");
    if (has_space(name))
        return mustache_refuse(scanner->fault, scanner->template, line,
                               "the name \"%.*s\" has white space in it; names have none.", NAME_ARGUMENTS(name));
    if ((kind == TOKEN_PARTIAL || kind == TOKEN_PARENT) && name.bytes[0] == '*')
        return mustache_refuse(scanner->fault, scanner->template, line,
                               "%.*s is a dynamic name, which is not supported; name the template itself.",
                               NAME_ARGUMENTS(name));
    return true;
}

/* What ends a tag: {{{name}}} and {{=… …=}} have one more byte before the delimiter. */
static struct text closing(struct scanner *scanner, char first)
{
    if (first != '{' && first != '=')
        return scanner->close;
    char *bytes = arena_take(scanner->scratch, scanner->close.length + 1);
    bytes[0] = first == '{' ? '}' : '=';
    memcpy(bytes + 1, scanner->close.bytes, scanner->close.length);
    return text_from(bytes, scanner->close.length + 1);
}

/* A tag, whose opening delimiter the rest starts with. */
static bool scan_tag(struct scanner *scanner)
{
    unsigned line = scanner->line;
    struct text rest = text_part(scanner->rest, scanner->open.length, scanner->rest.length);
    size_t sigil;
    enum token_kind kind = kind_of(rest, &sigil);
    char first = sigil == 0 ? '\0' : rest.bytes[0];
    rest = text_part(rest, sigil, rest.length);

    struct text close = closing(scanner, first);
    const char *end = memmem(rest.bytes, rest.length, close.bytes, close.length);
    if (end == NULL)
        return mustache_refuse(scanner->fault, scanner->template, line, "a tag is not closed; add %.*s behind it.",
                               NAME_ARGUMENTS(close));
    struct text inside = text_from(rest.bytes, (size_t)(end - rest.bytes));
    size_t whole = (size_t)(end - scanner->rest.bytes) + close.length;
    struct text name = kind == TOKEN_SILENT ? text_empty : text_trim(inside);
    if (kind != TOKEN_SILENT && !check_name(scanner, kind, name, line))
        return false;
    token_add(scanner, kind, name);
    take(scanner, whole);
    return first != '=' || change_delimiters(scanner, inside, line);
}

bool mustache_scan(struct arena *scratch, struct text name, struct text source, struct tokens *tokens,
                   struct fault *fault)
{
    struct scanner scanner = {.scratch = scratch,
                              .template = name,
                              .rest = source,
                              .line = 1,
                              .open = TEXT("{{"),
                              .close = TEXT("}}"),
                              .tokens = tokens,
                              .fault = fault};
    while (scanner.rest.length > 0) {
        if (!text_starts(scanner.rest, scanner.open))
            scan_text(&scanner);
        else if (!scan_tag(&scanner))
            return false;
    }
    end_line(&scanner);
    return true;
}
