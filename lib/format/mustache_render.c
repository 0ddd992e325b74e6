/* Rendering: walks a template's operations over the data and adds to a buffer. Everything that changes lies
 * on the caller's stack, so any number of threads may render the same templates. */
#include "format/mustache.h"

#include "format/mustache_program.h"

#include <string.h>

enum { DEPTH_LIMIT = 256 }; /* sections, partials, parents and blocks inside one another */

/* The values of the sections around, the innermost first. */
struct context {
    const struct context *outer;
    struct value value;
};

/* What stands before each line, the innermost first; the outermost is written first. */
struct indentation {
    const struct indentation *outer;
    struct text text;
};

/* The parents around, the innermost first, each with the blocks it brings: the operations inside of it. */
struct replacements {
    const struct replacements *outer;
    const struct operation *parent;
};

struct rendering {
    struct buffer *out;
    const struct context *context;
    const struct indentation *indentation; /* NULL, nearly always, for none */
    const struct replacements *replacements;
    bool line_start; /* indentation is due before the next byte of the template; of meaning only if there is
                        any */
    unsigned depth;
};

static bool render(struct rendering *rendering, const struct operation *operation, const struct operation *behind);

static const struct operation *after(const struct operation *operation)
{
    return operation + 1 + operation->length;
}

static bool render_inside(struct rendering *rendering, const struct operation *operation)
{
    return render(rendering, operation + 1, after(operation));
}

static void add_indentation(struct buffer *out, const struct indentation *indentation)
{
    if (indentation->outer != NULL)
        add_indentation(out, indentation->outer);
    buffer_add(out, indentation->text);
}

static void start_line(struct rendering *rendering)
{
    if (rendering->indentation != NULL && rendering->line_start)
        add_indentation(rendering->out, rendering->indentation);
    rendering->line_start = false;
}

static void render_literal(struct rendering *rendering, struct text text)
{
    if (rendering->indentation == NULL) {
        buffer_add(rendering->out, text);
        return;
    }
    while (text.length > 0) {
        const char *newline = memchr(text.bytes, '\n', text.length);
        size_t length = newline == NULL ? text.length : (size_t)(newline - text.bytes) + 1;
        if (text.bytes[0] != '\n' && text.bytes[0] != '\r')
            start_line(rendering);
        buffer_add(rendering->out, text_part(text, 0, length));
        rendering->line_start = newline != NULL;
        text = text_part(text, length, text.length);
    }
}

static struct value part_of(struct value value, struct text name)
{
    return value.kind == VALUE_RECORD ? value.record->find(value.record, name) : (struct value){0};
}

static struct value look_up(const struct context *context, const struct operation *operation)
{
    if (operation->part_count == 0)
        return context->value;
    struct value value = {0};
    for (; context != NULL && value.kind == VALUE_NONE; context = context->outer)
        value = part_of(context->value, operation->parts[0]);
    for (size_t i = 1; i < operation->part_count; i++)
        value = part_of(value, operation->parts[i]);
    return value;
}

static void render_name(struct rendering *rendering, const struct operation *operation)
{
    struct value value = look_up(rendering->context, operation);
    start_line(rendering);
    if (value.kind != VALUE_TEXT)
        return;
    if (operation->kind == OPERATION_RAW)
        buffer_add(rendering->out, value.text);
    else
        mustache_escape(rendering->out, value.text);
}

static bool hides_section(struct value value)
{
    return value.kind == VALUE_NONE || value.kind == VALUE_FALSE ||
           (value.kind == VALUE_TEXT && value.text.length == 0) || (value.kind == VALUE_LIST && value.list->count == 0);
}

static bool render_section(struct rendering *rendering, const struct operation *operation)
{
    struct value value = look_up(rendering->context, operation);
    if (hides_section(value))
        return true;
    struct context context = {.outer = rendering->context, .value = value};
    rendering->context = &context;
    bool done = true;
    if (value.kind == VALUE_LIST)
        for (size_t i = 0; done && i < value.list->count; i++) {
            context.value = value.list->at(value.list, i);
            done = render_inside(rendering, operation);
        }
    else
        done = render_inside(rendering, operation);
    rendering->context = context.outer;
    return done;
}

static bool render_included(struct rendering *rendering, const struct operation *operation)
{
    const struct template *template = operation->template;
    if (!template->added)
        return true;
    const struct indentation *outer = rendering->indentation;
    struct indentation inner = {.outer = outer, .text = operation->indentation};
    if (!operation->starts_alone) {
        start_line(rendering);
        rendering->indentation = NULL;
    } else if (inner.text.length > 0) {
        rendering->indentation = &inner;
    }
    rendering->line_start = operation->starts_alone;
    bool done = render(rendering, template->operations, template->operations + template->count);
    rendering->indentation = outer;
    rendering->line_start = operation->ends_line;
    return done;
}

static bool render_parent(struct rendering *rendering, const struct operation *operation)
{
    struct replacements replacements = {.outer = rendering->replacements, .parent = operation};
    rendering->replacements = &replacements;
    bool done = render_included(rendering, operation);
    rendering->replacements = replacements.outer;
    return done;
}

/* The block of this name that the parent brings, or NULL. */
static const struct operation *find_block(const struct operation *parent, struct text name)
{
    for (const struct operation *block = parent + 1; block < after(parent); block = after(block))
        if (text_equal(block->text, name))
            return block;
    return NULL;
}

static bool render_block(struct rendering *rendering, const struct operation *operation)
{
    /* the outermost replacement wins, and what it contains can be replaced only from further out */
    const struct operation *content = operation;
    const struct replacements *visible = rendering->replacements, *around = visible;
    for (const struct replacements *parents = visible; parents != NULL; parents = parents->outer) {
        const struct operation *block = find_block(parents->parent, operation->text);
        if (block != NULL) {
            content = block;
            around = parents->outer;
        }
    }
    struct buffer *out = rendering->out;
    size_t before = out->length;
    struct indentation inner = {.outer = rendering->indentation, .text = operation->indentation};
    if (inner.text.length > 0)
        rendering->indentation = &inner;
    if (operation->starts_alone)
        rendering->line_start = true;
    rendering->replacements = around;
    bool done = render_inside(rendering, content);
    rendering->replacements = visible;
    rendering->indentation = inner.outer;
    if (operation->starts_alone && operation->ends_line) {
        if (out->length > before && out->bytes[out->length - 1] != '\n')
            buffer_add_byte(out, '\n');
        rendering->line_start = true;
    }
    return done;
}

static bool render_operation(struct rendering *rendering, const struct operation *operation)
{
    switch (operation->kind) {
    case OPERATION_LITERAL:
        render_literal(rendering, operation->text);
        return true;
    case OPERATION_ESCAPED:
    case OPERATION_RAW:
        render_name(rendering, operation);
        return true;
    case OPERATION_SECTION:
        return render_section(rendering, operation);
    case OPERATION_INVERTED:
        return !hides_section(look_up(rendering->context, operation)) || render_inside(rendering, operation);
    case OPERATION_PARTIAL:
        return render_included(rendering, operation);
    case OPERATION_PARENT:
        return render_parent(rendering, operation);
    case OPERATION_BLOCK:
        return render_block(rendering, operation);
    }
    return true;
}

/* The operations up to `behind`, and what they contain; false when that is too deep. */
static bool render(struct rendering *rendering, const struct operation *operation, const struct operation *behind)
{
    if (rendering->depth == DEPTH_LIMIT)
        return false;
    rendering->depth++;
    bool done = true;
    for (; done && operation < behind; operation = after(operation))
        done = render_operation(rendering, operation);
    rendering->depth--;
    return done;
}

bool mustache_render(const struct mustache *set, struct text name, struct value data, struct buffer *out,
                     struct fault *fault)
{
    const struct template *template = mustache_find(set, name);
    if (template == NULL)
        return fault_set(fault, FAULT_BROKEN, NULL, "There is no template %.*s.", NAME_ARGUMENTS(name));
    const struct context root = {.outer = NULL, .value = data};
    struct rendering rendering = {.out = out, .context = &root};
    size_t before = out->length;
    if (render(&rendering, template->operations, template->operations + template->count))
        return true;
    out->length = before;
    return fault_set(fault, FAULT_BROKEN, NULL,
                     "Template %.*s: sections and partials stand more than %d deep inside one another; "
                     "a partial that includes itself must come to an end.",
                     NAME_ARGUMENTS(name), DEPTH_LIMIT);
}

/* How many bytes at the start need no entity, sixteen at a time: most text needs none. Fewer may be said. */
static size_t plain_length(const char *bytes, size_t length)
{
    typedef char lanes __attribute__((vector_size(16)));
    typedef uint64_t halves __attribute__((vector_size(16)));
    size_t plain = 0;
    for (; length - plain >= sizeof(lanes); plain += sizeof(lanes)) {
        lanes next;
        memcpy(&next, bytes + plain, sizeof next);
        halves found = (halves)((next == '&') | (next == '<') | (next == '>') | (next == '"') | (next == '\''));
        if ((found[0] | found[1]) != 0)
            break;
    }
    return plain;
}

void mustache_escape(struct buffer *out, struct text text)
{
    static const struct text entities[256] = {
        ['&'] = TEXT("&amp;"),  ['<'] = TEXT("&lt;"),   ['>'] = TEXT("&gt;"),
        ['"'] = TEXT("&quot;"), ['\''] = TEXT("&#39;"),
    };
    size_t start = 0;
    for (size_t i = plain_length(text.bytes, text.length); i < text.length; i++) {
        const struct text *entity = &entities[(unsigned char)text.bytes[i]];
        if (entity->length == 0)
            continue;
        buffer_add(out, text_part(text, start, i - start));
        buffer_add(out, *entity);
        start = i + 1;
        i += plain_length(text.bytes + start, text.length - start);
    }
    buffer_add(out, text_part(text, start, text.length));
}
