/* A request: its target, query and headers. */
#include "http/request.h"

#include "base/log.h"
#include "base/time.h"
#include "http/route.h"
#include "http/upload.h"

#include <stdlib.h>
#include <string.h>

static int hexadecimal(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool request_decode(struct text encoded, bool plus_is_space, char *decoded, size_t *length)
{
    *length = 0;
    for (size_t i = 0; i < encoded.length; i++) {
        char c = encoded.bytes[i];
        if (c == '%') {
            if (encoded.length - i < 3)
                return false;
            int high = hexadecimal(encoded.bytes[i + 1]), low = hexadecimal(encoded.bytes[i + 2]);
            if (high < 0 || low < 0 || high + low == 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        decoded[(*length)++] = c;
    }
    return true;
}

static bool has_controls(struct text text)
{
    for (size_t i = 0; i < text.length; i++)
        if ((unsigned char)text.bytes[i] < 0x20 || text.bytes[i] == 0x7F)
            return true;
    return false;
}

/* Of a whole address what stands behind the host (RFC 9112, section 3.2.2), else all of it. */
static const char *without_origin(const char *target)
{
    size_t scheme = strncasecmp(target, "http://", 7) == 0 ? 7 : strncasecmp(target, "https://", 8) == 0 ? 8 : 0;
    return scheme == 0 ? target : target + scheme + strcspn(target + scheme, "/?");
}

struct request *request_new(const char *target)
{
    const char *local = without_origin(target);
    bool is_bare = local != target && local[0] != '/'; /* "http://host?q": the path is / */
    size_t length = strlen(local) + is_bare;
    struct request *request = calloc(1, sizeof *request + length + 1);
    if (request == NULL)
        log_abort("out of memory");
    request->began = time_passed();
    request->target[0] = '/';
    memcpy(request->target + is_bare, local, length - is_bare);
    request->query = text_from(request->target, length);
    struct text raw = text_cut(&request->query, '?');
    size_t decoded;
    if (!text_starts(raw, text_of("/")) ||
        !request_decode(raw, false, request->target, &decoded)) /* decoding never grows: it is done in place */
        return request;
    struct text path = text_from(request->target, decoded);
    if (text_is_utf8(path) && !has_controls(path))
        request->path = path;
    return request;
}

void request_free(struct request *request)
{
    answer_release(request->answer);
    upload_free(request->upload);
    buffer_free(&request->body);
    free(request);
}

struct text request_header(const struct request *request, const char *name)
{
    return text_of(MHD_lookup_connection_value(request->connection, MHD_HEADER_KIND, name));
}

struct text request_query(const struct request *request, struct arena *arena, const char *name)
{
    struct text rest = request->query;
    while (!text_is_absent(rest)) {
        struct text value = text_cut(&rest, '&');
        struct text key = text_cut(&value, '=');
        if (!text_is(key, name) || text_is_absent(value))
            continue;
        char *decoded = arena_take(arena, value.length + 1);
        size_t length;
        if (!request_decode(value, true, decoded, &length))
            return text_absent;
        struct text text = text_from(decoded, length);
        bool is_utf8 = text_is_utf8(text);
        for (size_t i = 0; i < length; i++)
            if ((unsigned char)decoded[i] < 0x20 || decoded[i] == 0x7F ||
                (!is_utf8 && (unsigned char)decoded[i] > 0x7F))
                decoded[i] = ' ';
        return text;
    }
    return text_absent;
}

struct text request_capture(const struct request *request, const char *name)
{
    for (int i = 0; i < CAPTURES_MOST; i++)
        if (text_is(request->captures[i].name, name))
            return request->captures[i].value;
    log_abort("a route without {%s}", name);
}

bool request_is_plain(const struct request *request)
{
    return text_is_absent(request->query) || !request->route->reads_query;
}

static bool contains(struct text text, const char *word)
{
    struct text sought = text_of(word);
    for (size_t at = 0; at + sought.length <= text.length; at++)
        if (text_equal_ascii_case(text_part(text, at, sought.length), sought))
            return true;
    return false;
}

bool request_wants_json(const struct request *request)
{
    struct text accept = request_header(request, MHD_HTTP_HEADER_ACCEPT);
    return text_ends(request->path, text_of(".json")) || (contains(accept, "json") && !contains(accept, "text/html"));
}

struct framing {
    int lengths, encodings, hosts;
    bool is_malformed;
};

/* RFC 9110, section 5.6.2. Every header of every request comes by here. */
static bool is_token(struct text name)
{
    static const bool is_sign[128] = {
        ['!'] = true, ['#'] = true, ['$'] = true, ['%'] = true, ['&'] = true, ['\''] = true, ['*'] = true, ['+'] = true,
        ['-'] = true, ['.'] = true, ['^'] = true, ['_'] = true, ['`'] = true, ['|'] = true,  ['~'] = true};
    for (size_t i = 0; i < name.length; i++) {
        unsigned char c = (unsigned char)name.bytes[i], lower = c | 0x20;
        if (!(lower >= 'a' && lower <= 'z') && !(c >= '0' && c <= '9') && !(c < 128 && is_sign[c]))
            return false;
    }
    return name.length > 0;
}

static enum MHD_Result look_at_header(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct framing *framing = context;
    struct text header = text_of(name);
    (void)kind;
    framing->is_malformed = framing->is_malformed || !is_token(header);
    framing->lengths += text_equal_ascii_case(header, text_of(MHD_HTTP_HEADER_CONTENT_LENGTH));
    framing->hosts += text_equal_ascii_case(header, text_of(MHD_HTTP_HEADER_HOST));
    if (!text_equal_ascii_case(header, text_of(MHD_HTTP_HEADER_TRANSFER_ENCODING)))
        return MHD_YES;
    framing->encodings++;
    framing->is_malformed = framing->is_malformed || !text_equal_ascii_case(text_of(value), text_of("chunked"));
    return MHD_YES;
}

bool request_is_ambiguous(const struct request *request)
{
    struct framing framing = {0};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, look_at_header, &framing);
    return framing.is_malformed || framing.lengths + framing.encodings > 1 || framing.hosts > 1;
}
