/* A body of multipart/form-data, taken apart while it arrives. */
#include "http/multipart.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/log.h"
#include "http/parameters.h"
#include "http/part.h"

#include <stdlib.h>
#include <string.h>

enum { BOUNDARY_MOST = 70 }; /* RFC 2046, section 5.1.1 */

enum stage {
    PREAMBLE,  /* before the first boundary */
    DELIMITED, /* behind a boundary, on its line */
    HEADERS,
    BODY,
    EPILOGUE, /* behind the last boundary */
    FAILED,
};

struct multipart {
    struct multipart_reader reader;
    enum stage stage;
    struct text delimiter; /* CR LF, two hyphens, the boundary */
    size_t matched;        /* bytes of the delimiter that the latest bytes are alike to */
    size_t implied;        /* of these, bytes that belong to the line break before */
    char previous;         /* on a boundary's line: the byte before, any space being ' '; 0 for none */
    size_t aside;          /* bytes let pass that belong to no part */
    size_t parts;
    struct part part;        /* the one being read */
    struct arena *arena;     /* its texts */
    struct buffer collected; /* its headers, then a field's value */
    char delimiter_bytes[4 + BOUNDARY_MOST];
};

static bool is_boundary(struct text boundary)
{
    static const char others[] = "'()+_,-./:=? ";
    for (size_t i = 0; i < boundary.length; i++) {
        char c = boundary.bytes[i];
        bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
        if (!plain && (c == '\0' || strchr(others, c) == NULL))
            return false;
    }
    return boundary.length > 0 && boundary.length <= BOUNDARY_MOST && !text_ends(boundary, text_of(" "));
}

/* Absent when there is none that can be used. */
static struct text find_boundary(struct arena *arena, struct text header)
{
    struct text rest = header, name, value, boundary = text_absent;
    if (!text_equal_ascii_case(parameters_begin(&rest), text_of("multipart/form-data")))
        return text_absent;
    while (!text_is_absent(rest)) {
        if (!parameters_next(arena, &rest, &name, &value))
            return text_absent;
        if (!text_equal_ascii_case(name, text_of("boundary")))
            continue;
        if (!text_is_absent(boundary) || !is_boundary(value))
            return text_absent;
        boundary = value;
    }
    return boundary;
}

/* What follows stands at the start of a line, so that a boundary may follow without a line break of its own. */
static void begin_at_line(struct multipart *multipart, enum stage stage)
{
    multipart->stage = stage;
    multipart->matched = multipart->implied = 2;
}

struct multipart *multipart_new(struct text content_type, const struct multipart_reader *reader)
{
    struct arena *arena = arena_new();
    struct text boundary = find_boundary(arena, content_type);
    if (text_is_absent(boundary)) {
        arena_free(arena);
        return NULL;
    }
    struct multipart *multipart = calloc(1, sizeof *multipart);
    if (multipart == NULL)
        log_abort("out of memory");
    multipart->reader = *reader;
    multipart->arena = arena;
    memcpy(multipart->delimiter_bytes, "\r\n--", 4);
    memcpy(multipart->delimiter_bytes + 4, boundary.bytes, boundary.length);
    multipart->delimiter = text_from(multipart->delimiter_bytes, 4 + boundary.length);
    begin_at_line(multipart, PREAMBLE);
    return multipart;
}

void multipart_free(struct multipart *multipart)
{
    if (multipart == NULL)
        return;
    buffer_free(&multipart->collected);
    arena_free(multipart->arena);
    free(multipart);
}

static bool let_pass(struct multipart *multipart, size_t count)
{
    multipart->aside += count;
    return multipart->aside <= MULTIPART_ASIDE_MOST;
}

/* Bytes before the first boundary or of a part, now known to be none of a boundary. */
static bool keep(struct multipart *multipart, struct text bytes)
{
    if (text_is_empty(bytes))
        return true;
    if (multipart->stage == PREAMBLE)
        return let_pass(multipart, bytes.length);
    if (multipart->part.is_file)
        return multipart->reader.file_bytes(multipart->reader.context, bytes);
    if (bytes.length > MULTIPART_VALUE_MOST - multipart->collected.length)
        return false;
    buffer_add(&multipart->collected, bytes);
    return true;
}

static bool end_part(struct multipart *multipart)
{
    const struct multipart_reader *reader = &multipart->reader;
    if (multipart->part.is_file)
        return reader->file_ends(reader->context);
    struct text value = buffer_text(&multipart->collected);
    return text_is_utf8(value) && reader->field(reader->context, multipart->part.name, value);
}

static bool end_at_delimiter(struct multipart *multipart)
{
    bool had_part = multipart->stage == BODY;
    multipart->stage = DELIMITED;
    multipart->previous = '\0';
    multipart->aside = 0;
    return !had_part || end_part(multipart);
}

/* Takes bytes up to the end of a delimiter. The delimiter begins with its only CR, so where the likeness ends, no other
 * can have begun within it. */
static bool take_body(struct multipart *multipart, struct text *rest)
{
    while (!text_is_empty(*rest)) {
        size_t matched = multipart->matched;
        if (matched == 0) {
            const char *found = memchr(rest->bytes, '\r', rest->length);
            size_t plain = found == NULL ? rest->length : (size_t)(found - rest->bytes);
            if (!keep(multipart, text_part(*rest, 0, plain)))
                return false;
            multipart->matched = found != NULL;
            *rest = text_part(*rest, plain + multipart->matched, rest->length);
        } else if (rest->bytes[0] != multipart->delimiter.bytes[matched]) {
            struct text alike = text_part(multipart->delimiter, multipart->implied, matched - multipart->implied);
            multipart->matched = multipart->implied = 0;
            if (!keep(multipart, alike))
                return false;
        } else {
            *rest = text_part(*rest, 1, rest->length);
            multipart->matched++;
            if (multipart->matched == multipart->delimiter.length)
                return end_at_delimiter(multipart);
        }
    }
    return true;
}

/* Behind a boundary: two hyphens after the last one, else spaces and a line break. */
static bool take_delimiter_end(struct multipart *multipart, char c)
{
    char previous = multipart->previous;
    multipart->previous = c == '\t' ? ' ' : c;
    switch (c) {
    case '-':
        if (previous == '-')
            multipart->stage = EPILOGUE;
        return previous == '-' || previous == '\0';
    case ' ':
    case '\t':
        return (previous == '\0' || previous == ' ') && let_pass(multipart, 1);
    case '\r':
        return previous == '\0' || previous == ' ';
    case '\n':
        multipart->stage = HEADERS;
        arena_reset(multipart->arena);
        multipart->collected.length = 0;
        return previous == '\r';
    default:
        return false;
    }
}

static bool begin_part(struct multipart *multipart, struct text headers)
{
    const struct multipart_reader *reader = &multipart->reader;
    struct part *part = &multipart->part;
    if (++multipart->parts > MULTIPART_PARTS_MOST || !part_read(multipart->arena, headers, part))
        return false;
    begin_at_line(multipart, BODY);
    multipart->collected.length = 0;
    return !part->is_file || reader->file_begins(reader->context, part->name, part->filename, part->type);
}

/* Collects headers up to the empty line behind them. */
static bool take_header(struct multipart *multipart, char c)
{
    struct buffer *collected = &multipart->collected;
    if (collected->length == MULTIPART_HEADERS_MOST)
        return false;
    buffer_add_byte(collected, c);
    if (c != '\n')
        return true;
    struct text headers = buffer_text(collected);
    if (text_is(headers, "\r\n") || text_ends(headers, text_of("\r\n\r\n")))
        return begin_part(multipart, text_part(headers, 0, headers.length - 2));
    return text_ends(headers, text_of("\r\n"));
}

static bool take(struct multipart *multipart, struct text *rest)
{
    struct text whole = *rest;
    switch (multipart->stage) {
    case PREAMBLE:
    case BODY:
        return take_body(multipart, rest);
    case DELIMITED:
        *rest = text_part(whole, 1, whole.length);
        return take_delimiter_end(multipart, whole.bytes[0]);
    case HEADERS:
        *rest = text_part(whole, 1, whole.length);
        return take_header(multipart, whole.bytes[0]);
    case EPILOGUE:
        *rest = text_empty;
        return let_pass(multipart, whole.length);
    case FAILED:
        break;
    }
    return false;
}

bool multipart_feed(struct multipart *multipart, struct text bytes)
{
    while (!text_is_empty(bytes) && multipart->stage != FAILED)
        if (!take(multipart, &bytes))
            multipart->stage = FAILED;
    return multipart->stage != FAILED;
}

bool multipart_is_whole(const struct multipart *multipart)
{
    return multipart->stage == EPILOGUE;
}
