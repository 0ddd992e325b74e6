/* The headers of one part of a multipart/form-data body. */
#include "http/part.h"

#include "base/unicode.h"
#include "http/parameters.h"
#include "http/request.h"

#include <string.h>

/* Takes %22, %0D and %0A for what they stand for, and leaves all else. */
static struct text decode_name(struct arena *arena, struct text encoded)
{
    char *name = arena_take(arena, encoded.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < encoded.length; i++) {
        struct text escape = text_part(encoded, i, 3);
        char c = text_equal_ascii_case(escape, text_of("%22"))   ? '"'
                 : text_equal_ascii_case(escape, text_of("%0D")) ? '\r'
                 : text_equal_ascii_case(escape, text_of("%0A")) ? '\n'
                                                                 : '\0';
        if (c != '\0')
            i += 2;
        name[length++] = c != '\0' ? c : encoded.bytes[i];
    }
    return text_from(name, length);
}

/* UTF-8'language'percent-encoded (RFC 8187, section 3.2). */
static bool decode_extended(struct arena *arena, struct text rest, struct text *filename)
{
    struct text charset = text_cut(&rest, '\'');
    text_cut(&rest, '\'');
    if (!text_equal_ascii_case(charset, text_of("UTF-8")) || text_is_absent(rest))
        return false;
    char *decoded = arena_take(arena, rest.length + 1);
    filename->bytes = decoded;
    return request_decode(rest, false, decoded, &filename->length) && text_is_utf8(*filename);
}

static struct text tidy_filename(struct arena *arena, struct text path)
{
    size_t start = path.length;
    while (start > 0 && path.bytes[start - 1] != '/' && path.bytes[start - 1] != '\\')
        start--;
    struct text filename = unicode_tidy(arena, text_part(path, start, path.length));
    if (filename.length <= PART_FILENAME_MOST)
        return filename;
    size_t length = PART_FILENAME_MOST;
    while (((unsigned char)filename.bytes[length] & 0xC0) == 0x80)
        length--;
    return text_trim(text_part(filename, 0, length));
}

/* False when it was given before. */
static bool set_once(struct text *text, struct text value)
{
    if (!text_is_absent(*text))
        return false;
    *text = value;
    return true;
}

static bool read_disposition(struct arena *arena, struct text rest, struct part *part)
{
    struct text name, value, filename = text_absent, extended = text_absent;
    if (!text_equal_ascii_case(parameters_begin(&rest), text_of("form-data")))
        return false;
    while (!text_is_absent(rest)) {
        if (!parameters_next(arena, &rest, &name, &value))
            return false;
        struct text *known = text_equal_ascii_case(name, text_of("name"))        ? &part->name
                             : text_equal_ascii_case(name, text_of("filename"))  ? &filename
                             : text_equal_ascii_case(name, text_of("filename*")) ? &extended
                                                                                 : NULL;
        if (known != NULL && !set_once(known, value))
            return false;
    }
    if (text_is_absent(part->name))
        return false;
    part->name = decode_name(arena, part->name);
    part->is_file = !text_is_absent(filename) || !text_is_absent(extended);
    if (!text_is_absent(extended)) {
        if (!decode_extended(arena, extended, &filename))
            return false;
    } else if (part->is_file) {
        filename = decode_name(arena, filename);
    }
    if (part->is_file)
        part->filename = tidy_filename(arena, filename);
    return true;
}

/* Takes one line, ended by CR LF, and shows it without that; a folded line has no name and is refused as such. */
static bool take_line(struct text *rest, struct text *name, struct text *value)
{
    struct text line = text_cut(rest, '\n');
    if (text_is_absent(*rest) || !text_ends(line, text_of("\r")))
        return false;
    *value = text_part(line, 0, line.length - 1);
    for (size_t i = 0; i < value->length; i++)
        if (((unsigned char)value->bytes[i] < ' ' && value->bytes[i] != '\t') || value->bytes[i] == 0x7F)
            return false;
    *name = text_cut(value, ':');
    if (text_is_empty(*name) || text_is_absent(*value) || memchr(name->bytes, ' ', name->length) != NULL ||
        memchr(name->bytes, '\t', name->length) != NULL)
        return false;
    *value = text_trim(*value);
    return true;
}

bool part_read(struct arena *arena, struct text headers, struct part *part)
{
    struct text rest = headers, name, value, disposition = text_absent, type = text_absent;
    *part = (struct part){0};
    if (!text_is_utf8(headers))
        return false;
    while (!text_is_empty(rest)) {
        if (!take_line(&rest, &name, &value))
            return false;
        struct text *known = text_equal_ascii_case(name, text_of("Content-Disposition")) ? &disposition
                             : text_equal_ascii_case(name, text_of("Content-Type"))      ? &type
                                                                                         : NULL;
        if (known != NULL && !set_once(known, value))
            return false;
    }
    part->type = arena_copy(arena, type);
    return !text_is_absent(disposition) && read_disposition(arena, disposition, part);
}
