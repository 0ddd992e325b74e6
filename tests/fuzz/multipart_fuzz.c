/* Fuzzing multipart bodies: the same is told however a body is split, names can be shown, and any bytes that do not hold
 * the boundary come through as a file. */
#include "base/arena.h"
#include "base/buffer.h"
#include "http/multipart.h"
#include "http/part.h"

#include <stdlib.h>
#include <string.h>

#define TYPE "multipart/form-data; boundary=b"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* What a body held, written one after the other, and whether a file is under way. */
struct telling {
    struct buffer told;
    size_t parts;
    bool is_in_file;
};

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void tell(struct telling *telling, const char *what, struct text text)
{
    require(text_is_absent(text) || text_is_utf8(text));
    buffer_print(&telling->told, "%s %zu:", what, text.length);
    buffer_add(&telling->told, text);
}

static bool tell_field(void *context, struct text name, struct text value)
{
    struct telling *telling = context;
    require(!telling->is_in_file && value.length <= MULTIPART_VALUE_MOST);
    require(++telling->parts <= MULTIPART_PARTS_MOST);
    tell(telling, "field", name);
    tell(telling, "value", value);
    return true;
}

static bool tell_begin(void *context, struct text name, struct text filename, struct text type)
{
    struct telling *telling = context;
    require(!telling->is_in_file && filename.length <= PART_FILENAME_MOST);
    require(++telling->parts <= MULTIPART_PARTS_MOST);
    for (size_t i = 0; i < filename.length; i++)
        require((unsigned char)filename.bytes[i] >= ' ' && strchr("/\\\x7F", filename.bytes[i]) == NULL);
    for (size_t i = 0; i < type.length; i++)
        require((unsigned char)type.bytes[i] >= ' ' || type.bytes[i] == '\t');
    telling->is_in_file = true;
    tell(telling, "file", name);
    tell(telling, "filename", filename);
    tell(telling, "type", type);
    return true;
}

static bool tell_bytes(void *context, struct text bytes)
{
    struct telling *telling = context;
    require(telling->is_in_file && !text_is_empty(bytes));
    buffer_add(&telling->told, bytes);
    return true;
}

static bool tell_end(void *context)
{
    struct telling *telling = context;
    require(telling->is_in_file);
    telling->is_in_file = false;
    tell(telling, "end", text_absent);
    return true;
}

static const struct multipart_reader teller = {NULL, tell_field, tell_begin, tell_bytes, tell_end};

/* Feeds the body in pieces that the seed chooses, up to `most` bytes long; 0 feeds it whole. */
static struct telling read_body(struct text body, size_t most, uint32_t seed)
{
    struct telling telling = {0};
    struct multipart_reader reader = teller;
    reader.context = &telling;
    struct multipart *multipart = multipart_new(text_of(TYPE), &reader);
    bool goes_on = true;
    for (size_t at = 0, size; at < body.length; at += size) {
        seed = seed * 1664525 + 1013904223;
        size = most == 0 ? body.length : 1 + (seed >> 16) % most;
        bool went_on = goes_on;
        goes_on = multipart_feed(multipart, text_part(body, at, size));
        require(went_on || !goes_on);
    }
    require(goes_on || !multipart_is_whole(multipart));
    require(!multipart_is_whole(multipart) || !telling.is_in_file);
    tell(&telling, multipart_is_whole(multipart) ? "whole" : goes_on ? "cut off" : "refused", text_absent);
    multipart_free(multipart);
    return telling;
}

static void check_splits(struct text body, uint32_t seed)
{
    struct telling whole = read_body(body, 0, seed);
    static const size_t most[] = {1, 3, 17};
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        struct telling split = read_body(body, most[i], seed);
        require(text_equal(buffer_text(&whole.told), buffer_text(&split.told)));
        buffer_free(&split.told);
    }
    buffer_free(&whole.told);
}

static void check_file(struct text content, uint32_t seed)
{
    static const char head[] = "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n";
    static const char told[] = "file 1:ffilename 1:atype 0:";
    if (memmem(content.bytes, content.length, "\r\n--b", 5) != NULL || text_starts(content, text_of("--b")))
        return;
    struct buffer body = {0}, expected = {0};
    buffer_add_string(&body, head);
    buffer_add(&body, content);
    buffer_add_string(&body, "\r\n--b--");
    buffer_add_string(&expected, told);
    buffer_add(&expected, content);
    buffer_add_string(&expected, "end 0:whole 0:");
    struct telling telling = read_body(buffer_text(&body), 9, seed);
    require(text_equal(buffer_text(&telling.told), buffer_text(&expected)));
    buffer_free(&telling.told);
    buffer_free(&body);
    buffer_free(&expected);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct text input = length == 0 ? text_empty : text_from((const char *)bytes, length);
    uint32_t seed = length == 0 ? 0 : (uint32_t)bytes[length - 1] * 2654435761u;
    check_splits(input, seed);
    check_file(input, seed);
    multipart_free(multipart_new(input, &teller)); /* as the header that names the boundary */
    return 0;
}
