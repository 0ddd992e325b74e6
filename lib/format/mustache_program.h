/* The inside of the template engine: what its four files (scan, compile, render, set) hand to one another.
 * Nobody else includes this. */
#ifndef LAUREATE_FORMAT_MUSTACHE_PROGRAM_H
#define LAUREATE_FORMAT_MUSTACHE_PROGRAM_H

#include "base/arena.h"
#include "base/fault.h"
#include "base/text.h"

struct mustache;

/* A template as its author wrote it: tags, and the text between them cut at the ends of lines. */
enum token_kind {
    TOKEN_TEXT,
    TOKEN_BLANK, /* white space in a line that leaves no trace */
    TOKEN_ESCAPED,
    TOKEN_RAW,
    TOKEN_SECTION,
    TOKEN_INVERTED,
    TOKEN_PARTIAL,
    TOKEN_PARENT,
    TOKEN_BLOCK,
    TOKEN_CLOSE,
    TOKEN_SILENT, /* a remark or other delimiters */
};

struct token {
    enum token_kind kind;
    bool line_start; /* nothing stands before it in its line */
    bool alone;      /* a tag whose line leaves no trace */
    bool ends_line;  /* and ended in a newline */
    unsigned line;
    struct text text;        /* of TEXT and BLANK the bytes, of a tag the name */
    struct text indentation; /* of a tag that is alone: the white space its line starts with */
};

struct tokens {
    struct token *items;
    size_t count;
    size_t size;
};

/* A template as it is rendered: operations in a row. One that contains others is followed by them, so that
 * what comes behind it is `operation + 1 + operation->length`. Nothing changes after compilation. */
enum operation_kind {
    OPERATION_LITERAL,
    OPERATION_ESCAPED,
    OPERATION_RAW,
    OPERATION_SECTION,
    OPERATION_INVERTED,
    OPERATION_PARTIAL,
    OPERATION_PARENT, /* contains the blocks that replace */
    OPERATION_BLOCK,
};

struct operation {
    enum operation_kind kind;
    bool starts_alone;        /* the partial, the parent's or the block's first tag was alone in its line */
    bool ends_line;           /* its last tag was, and what follows begins a line */
    size_t length;            /* operations inside */
    struct text text;         /* the literal; a block's name */
    const struct text *parts; /* a.b.c is three parts, the implicit iterator none */
    size_t part_count;
    const struct template *template; /* of a partial or parent */
    struct text indentation;         /* before each line of what is put in here */
};

struct template
{
    struct text name;
    const struct operation *operations;
    size_t count;
    bool added;                   /* false while others have only named it */
    const struct template *namer; /* the first that did, and where */
    unsigned namer_line;
};

/* The template of this name, which is made, not yet added, when nobody has named it before. */
struct template *mustache_template(struct mustache *set, struct text name);

/* The template of this name when it was added, else NULL. */
const struct template *mustache_find(const struct mustache *set, struct text name);

/* Cuts the source into tokens, which come from `scratch` and look into the source. */
bool mustache_scan(struct arena *scratch, struct text name, struct text source, struct tokens *tokens,
                   struct fault *fault);

/* Turns tokens into the template's operations, which come from `arena` and look into the same source. */
bool mustache_compile(struct mustache *set, struct arena *arena, struct template *template, const struct tokens *tokens,
                      struct fault *fault);

/* Fills the fault with "Template NAME, line N: …" and returns false. */
bool mustache_refuse(struct fault *fault, struct text name, unsigned line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* For printf: at most 60 bytes of a name, which is all that fits a sentence. */
#define NAME_ARGUMENTS(name) (int)((name).length < 60 ? (name).length : 60), (name).bytes

#endif
