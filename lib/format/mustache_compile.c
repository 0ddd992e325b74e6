/* From a template's tokens to its operations: what contains what, names in parts, blocks without their
 * indentation. */
#include "format/mustache_program.h"

#include <string.h>

enum { NESTING_LIMIT = 64 }; /* sections, parents and blocks inside one another in one template */

struct opened {
    const struct token *token;
    size_t operation;
    struct text removed; /* the compiler's, outside of this */
};

struct compiler {
    struct mustache *set;
    struct arena *arena;
    struct template *template;
    const struct tokens *tokens;
    struct operation *operations;
    size_t count;
    struct opened opened[NESTING_LIMIT];
    size_t depth;
    struct text removed; /* the white space that the current block takes from the start of its lines */
    struct fault *fault;
};

#define refuse(compiler, token, ...)                                                                                   \
    mustache_refuse((compiler)->fault, (compiler)->template->name, (token)->line, __VA_ARGS__)

static const char *sigil_of(enum token_kind kind)
{
    return kind == TOKEN_SECTION ? "#" : kind == TOKEN_INVERTED ? "^" : kind == TOKEN_PARENT ? "<" : "$";
}

static struct text leading_space(struct text text)
{
    size_t length = 0;
    while (length < text.length && (text.bytes[length] == ' ' || text.bytes[length] == '\t'))
        length++;
    return text_part(text, 0, length);
}

/* The text without what it shares with `removed` at its start. */
static struct text without(struct text text, struct text removed)
{
    size_t shared = 0;
    while (shared < text.length && shared < removed.length && text.bytes[shared] == removed.bytes[shared])
        shared++;
    return text_part(text, shared, text.length);
}

static struct operation *operation_add(struct compiler *compiler, enum operation_kind kind)
{
    struct operation *operation = &compiler->operations[compiler->count++];
    operation->kind = kind;
    return operation;
}

static void add_literal(struct compiler *compiler, const struct token *token)
{
    struct text text = token->line_start ? without(token->text, compiler->removed) : token->text;
    if (text.length == 0)
        return;
    struct operation *last = compiler->count == 0 ? NULL : &compiler->operations[compiler->count - 1];
    if (last != NULL && last->kind == OPERATION_LITERAL && last->text.bytes + last->text.length == text.bytes)
        last->text.length += text.length; /* the next line of the same run */
    else
        operation_add(compiler, OPERATION_LITERAL)->text = text;
}

/* Cuts a name at its dots; "." alone has no parts. */
static bool add_named(struct compiler *compiler, enum operation_kind kind, const struct token *token)
{
    struct operation *operation = operation_add(compiler, kind);
    if (text_is(token->text, "."))
        return true;
    size_t count = 1;
    for (size_t i = 0; i < token->text.length; i++)
        count += token->text.bytes[i] == '.';
    struct text *parts = arena_new_array(compiler->arena, struct text, count);
    struct text rest = token->text;
    for (size_t i = 0; i < count; i++) {
        parts[i] = text_cut(&rest, '.');
        if (parts[i].length == 0)
            return refuse(compiler, token, "the name \"%.*s\" has a dot too many; remove it.",
                          NAME_ARGUMENTS(token->text));
    }
    operation->parts = parts;
    operation->part_count = count;
    return true;
}

static void add_included(struct compiler *compiler, enum operation_kind kind, const struct token *token)
{
    struct template *template = mustache_template(compiler->set, token->text);
    if (template->namer == NULL) {
        template->namer = compiler->template;
        template->namer_line = token->line;
    }
    struct operation *operation = operation_add(compiler, kind);
    operation->template = template;
    operation->starts_alone = token->alone;
    operation->ends_line = token->ends_line;
    operation->indentation = without(token->indentation, compiler->removed);
}

/* The white space that the first line behind a block's first tag starts with; when the block is empty or does
 * not start a line there, that of the tag's own line. */
static struct text block_indentation(const struct compiler *compiler, const struct token *token)
{
    const struct token *behind = compiler->tokens->items + compiler->tokens->count;
    const struct token *first = token + 1;
    while (first < behind && first->kind == TOKEN_BLANK && !first->line_start)
        first++;
    const struct token *tag = first;
    while (tag < behind && tag->kind == TOKEN_BLANK)
        tag++;
    if (first == behind || !first->line_start || tag == behind || tag->kind == TOKEN_CLOSE)
        return leading_space(token->indentation);
    return first->kind == TOKEN_TEXT || first->kind == TOKEN_BLANK ? leading_space(first->text) : text_empty;
}

static void add_block(struct compiler *compiler, const struct token *token)
{
    struct operation *operation = operation_add(compiler, OPERATION_BLOCK);
    operation->text = token->text;
    operation->starts_alone = token->alone;
    if (!token->alone)
        return;
    struct text indentation = block_indentation(compiler, token);
    operation->indentation = without(indentation, compiler->removed);
    if (text_starts(indentation, compiler->removed))
        compiler->removed = indentation;
}

static bool open_token(struct compiler *compiler, const struct token *token)
{
    if (compiler->depth == NESTING_LIMIT)
        return refuse(compiler, token, "tags are nested more than %d deep; move some into a partial.", NESTING_LIMIT);
    compiler->opened[compiler->depth++] =
        (struct opened){.token = token, .operation = compiler->count, .removed = compiler->removed};
    switch (token->kind) {
    case TOKEN_SECTION:
        return add_named(compiler, OPERATION_SECTION, token);
    case TOKEN_INVERTED:
        return add_named(compiler, OPERATION_INVERTED, token);
    case TOKEN_PARENT:
        add_included(compiler, OPERATION_PARENT, token);
        return true;
    default:
        add_block(compiler, token);
        return true;
    }
}

static bool close_token(struct compiler *compiler, const struct token *token)
{
    if (compiler->depth == 0)
        return refuse(compiler, token, "{{/%.*s}} closes what was never opened; remove it.",
                      NAME_ARGUMENTS(token->text));
    const struct opened *opened = &compiler->opened[--compiler->depth];
    if (!text_equal(opened->token->text, token->text))
        return refuse(compiler, token, "{{/%.*s}} stands where {{%s%.*s}} of line %u must be closed first.",
                      NAME_ARGUMENTS(token->text), sigil_of(opened->token->kind), NAME_ARGUMENTS(opened->token->text),
                      opened->token->line);
    struct operation *operation = &compiler->operations[opened->operation];
    operation->length = compiler->count - opened->operation - 1;
    operation->ends_line = token->ends_line;
    compiler->removed = opened->removed;
    return true;
}

static bool add_token(struct compiler *compiler, const struct token *token)
{
    const struct opened *around = compiler->depth == 0 ? NULL : &compiler->opened[compiler->depth - 1];
    bool in_parent = around != NULL && around->token->kind == TOKEN_PARENT;
    switch (token->kind) {
    case TOKEN_BLANK:
    case TOKEN_SILENT:
        return true;
    case TOKEN_TEXT:
        if (!in_parent)
            add_literal(compiler, token);
        return true;
    case TOKEN_CLOSE:
        return close_token(compiler, token);
    case TOKEN_BLOCK:
        return open_token(compiler, token);
    default:
        break;
    }
    if (in_parent)
        return refuse(compiler, token, "{{<%.*s}} takes only blocks; put \"%.*s\" inside one.",
                      NAME_ARGUMENTS(around->token->text), NAME_ARGUMENTS(token->text));
    switch (token->kind) {
    case TOKEN_ESCAPED:
        return add_named(compiler, OPERATION_ESCAPED, token);
    case TOKEN_RAW:
        return add_named(compiler, OPERATION_RAW, token);
    case TOKEN_PARTIAL:
        add_included(compiler, OPERATION_PARTIAL, token);
        return true;
    default:
        return open_token(compiler, token);
    }
}

bool mustache_compile(struct mustache *set, struct arena *arena, struct template *template, const struct tokens *tokens,
                      struct fault *fault)
{
    struct compiler compiler = {
        .set = set,
        .arena = arena,
        .template = template,
        .tokens = tokens,
        .operations = arena_new_array(arena, struct operation, tokens->count), /* a token makes one at most */
        .removed = text_empty,
        .fault = fault,
    };
    for (size_t i = 0; i < tokens->count; i++)
        if (!add_token(&compiler, &tokens->items[i]))
            return false;
    if (compiler.depth > 0) {
        const struct token *open = compiler.opened[compiler.depth - 1].token;
        return refuse(&compiler, open, "{{%s%.*s}} is never closed; add {{/%.*s}}.", sigil_of(open->kind),
                      NAME_ARGUMENTS(open->text), NAME_ARGUMENTS(open->text));
    }
    template->operations = compiler.operations;
    template->count = compiler.count;
    return true;
}
