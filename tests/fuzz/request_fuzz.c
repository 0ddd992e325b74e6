/* Fuzzing what a request's target becomes: its path, the fields of its query, and decoding itself. */
#include "http/request.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static bool has_controls(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7F)
            return true;
    return false;
}

/* A path is one that can go into a page, a log and the database. */
static void check_path(const struct request *request)
{
    if (text_is_absent(request->path))
        return;
    require(request->path.length > 0 && request->path.bytes[0] == '/');
    require(text_is_utf8(request->path) && !has_controls(request->path));
}

static void check_field(const struct request *request, struct arena *arena, const char *name)
{
    struct text value = request_query(request, arena, name);
    require(text_is_utf8(value) && !has_controls(value));
    require(text_is_absent(value) || !text_is_absent(request->query));
}

/* Decoding never grows, and agrees with a form's way but for the plus signs. */
static void check_decoding(struct arena *arena, struct text encoded)
{
    char *plain = arena_take(arena, encoded.length + 1), *form = arena_take(arena, encoded.length + 1);
    size_t plain_length, form_length;
    bool done = request_decode(encoded, false, plain, &plain_length);
    require(request_decode(encoded, true, form, &form_length) == done);
    require(plain_length <= encoded.length && form_length == plain_length);
    for (size_t i = 0; done && i < plain_length; i++)
        require(form[i] == plain[i] || (plain[i] == '+' && form[i] == ' '));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct text input = text_from((const char *)bytes, length);
    check_decoding(arena, input);
    char *target = arena_take(arena, length + 1);
    if (length > 0)
        memcpy(target, bytes, length); /* the request line cannot hold a zero byte: the target ends there */
    struct request *request = request_new(target);
    check_path(request);
    check_field(request, arena, "q");
    check_field(request, arena, "year");
    check_field(request, arena, "");
    request_free(request);
    arena_free(arena);
    return 0;
}
