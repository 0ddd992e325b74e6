/* An answer: made once, sent often. */
#include "http/answer.h"

#include "base/arena.h"
#include "base/log.h"
#include "crypto/crypto.h"
#include "format/compress.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum encoding { PLAIN, GZIP, BROTLI, ENCODINGS };

static const char *const encoding_names[ENCODINGS] = {[PLAIN] = NULL, [GZIP] = "gzip", [BROTLI] = "br"};

enum { TAG_LENGTH = 48, COMPRESS_LEAST = 400 };

struct answer {
    atomic_uint holders;
    unsigned status;
    size_t size;
    struct MHD_Response *whole[ENCODINGS];     /* NULL where that encoding is no gain */
    struct MHD_Response *unchanged[ENCODINGS]; /* the 304 of each; NULL where nothing is stored */
    char tags[ENCODINGS][TAG_LENGTH];
};

static bool site_is_secure;

void answers_start(bool is_secure)
{
    site_is_secure = is_secure;
}

static void add(struct MHD_Response *response, const char *name, const char *value)
{
    if (MHD_add_response_header(response, name, value) != MHD_YES)
        log_fault("a header %s could not be set", name); /* control characters in it, for one */
}

/* What every answer says, whatever is in it. A document that somebody sent in may do nothing at all. */
static void add_safety(struct MHD_Response *response, bool is_sent_in)
{
    add(response, "Content-Security-Policy",
        is_sent_in ? "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
                   : "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; "
                     "frame-ancestors 'none'");
    add(response, "X-Content-Type-Options", "nosniff");
    add(response, "Referrer-Policy", "same-origin");
    add(response, "Cross-Origin-Opener-Policy", "same-origin");
    add(response, "Cross-Origin-Resource-Policy", "same-origin");
    if (site_is_secure)
        add(response, "Strict-Transport-Security", "max-age=31536000");
}

static void add_keeping(struct MHD_Response *response, enum keeping keeping, const char *tag)
{
    static const char *const control[] = {
        [KEEP_NOTHING] = "no-store",
        [KEEP_CHECKED] = "public, no-cache",
        [KEEP_FOREVER] = "public, max-age=31536000, immutable",
    };
    add(response, "Cache-Control", control[keeping]);
    if (keeping == KEEP_NOTHING)
        return;
    add(response, "ETag", tag);
    add(response, "Vary", "Accept-Encoding");
}

static void add_plan(struct MHD_Response *response, const struct answer_plan *plan)
{
    if (plan->type != NULL)
        add(response, "Content-Type", plan->type);
    if (plan->location != NULL)
        add(response, "Location", plan->location);
    for (int i = 0; i < 2; i++)
        if (plan->cookies[i] != NULL)
            add(response, "Set-Cookie", plan->cookies[i]);
    if (plan->disposition != NULL)
        add(response, "Content-Disposition", plan->disposition);
    if (plan->allow != NULL)
        add(response, "Allow", plan->allow);
    if (plan->closes)
        add(response, "Connection", "close");
    if (plan->retry_after != 0) {
        char seconds[16];
        snprintf(seconds, sizeof seconds, "%u", plan->retry_after);
        add(response, "Retry-After", seconds);
    }
}

static struct MHD_Response *response_of(struct buffer *body)
{
    struct MHD_Response *response =
        body->length == 0 ? MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT)
                          : MHD_create_response_from_buffer(body->length, body->bytes, MHD_RESPMEM_MUST_FREE);
    if (response == NULL)
        log_abort("out of memory");
    if (body->length == 0)
        buffer_free(body);
    *body = (struct buffer){0};
    return response;
}

static void add_encoding(struct answer *answer, const struct answer_plan *plan, enum encoding encoding,
                         struct buffer *body)
{
    answer->size += body->length;
    struct MHD_Response *response = answer->whole[encoding] = response_of(body);
    add_safety(response, plan->disposition != NULL);
    add_plan(response, plan);
    add_keeping(response, plan->keeping, answer->tags[encoding]);
    if (encoding != PLAIN)
        add(response, "Content-Encoding", encoding_names[encoding]);
    if (plan->keeping == KEEP_NOTHING)
        return;
    struct buffer nothing = {0};
    response = answer->unchanged[encoding] = response_of(&nothing);
    add_safety(response, false);
    add_keeping(response, plan->keeping, answer->tags[encoding]);
}

static void name_tags(struct answer *answer, struct text body)
{
    struct arena *arena = arena_new();
    struct text hash = hash_of(arena, body);
    static const char *const endings[ENCODINGS] = {[PLAIN] = "", [GZIP] = "-g", [BROTLI] = "-b"};
    for (int encoding = 0; encoding < ENCODINGS; encoding++)
        snprintf(answer->tags[encoding], TAG_LENGTH, "\"%.32s%s\"", hash.bytes, endings[encoding]);
    arena_free(arena);
}

/* What is made for one reader gets only the encoding that everybody reads, made quickly. */
static void add_compressed(struct answer *answer, const struct answer_plan *plan, struct text body)
{
    struct buffer gzip = {0}, brotli = {0};
    if (compress_gzip(body, plan->is_brief ? 2 : 8, &gzip))
        add_encoding(answer, plan, GZIP, &gzip);
    if (!plan->is_brief && compress_brotli(body, 9, &brotli))
        add_encoding(answer, plan, BROTLI, &brotli);
    buffer_free(&gzip);
    buffer_free(&brotli);
}

struct answer *answer_new(const struct answer_plan *plan, struct buffer *body)
{
    struct answer *answer = calloc(1, sizeof *answer);
    if (answer == NULL)
        log_abort("out of memory");
    atomic_init(&answer->holders, 1);
    answer->status = plan->status == 0 ? MHD_HTTP_OK : plan->status;
    answer->size = sizeof *answer + 2048; /* the headers, roughly */
    if (plan->keeping != KEEP_NOTHING) {
        name_tags(answer, buffer_text(body));
        if (body->length >= COMPRESS_LEAST)
            add_compressed(answer, plan, buffer_text(body));
    }
    add_encoding(answer, plan, PLAIN, body);
    return answer;
}

struct answer *answer_hold(struct answer *answer)
{
    atomic_fetch_add(&answer->holders, 1);
    return answer;
}

void answer_release(struct answer *answer)
{
    if (answer == NULL || atomic_fetch_sub(&answer->holders, 1) != 1)
        return;
    for (int encoding = 0; encoding < ENCODINGS; encoding++) {
        if (answer->whole[encoding] != NULL)
            MHD_destroy_response(answer->whole[encoding]);
        if (answer->unchanged[encoding] != NULL)
            MHD_destroy_response(answer->unchanged[encoding]);
    }
    free(answer);
}

unsigned answer_status(const struct answer *answer)
{
    return answer->status;
}

size_t answer_size(const struct answer *answer)
{
    return answer->size;
}

/* Whether a list such as "br;q=0.9, gzip" names the encoding with a weight above 0. */
static bool accepts(struct text list, const char *encoding)
{
    while (!text_is_absent(list)) {
        struct text weight = text_cut(&list, ',');
        struct text name = text_trim(text_cut(&weight, ';'));
        if (!text_equal_ascii_case(name, text_of(encoding)))
            continue;
        weight = text_trim(weight);
        if (!text_starts(weight, text_of("q=")) && !text_starts(weight, text_of("Q=")))
            return true;
        for (size_t i = 2; i < weight.length; i++)
            if (weight.bytes[i] >= '1' && weight.bytes[i] <= '9')
                return true;
        return false;
    }
    return false;
}

static enum encoding choose_encoding(const struct answer *answer, struct MHD_Connection *connection)
{
    if (answer->whole[GZIP] == NULL && answer->whole[BROTLI] == NULL)
        return PLAIN;
    struct text list = text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Accept-Encoding"));
    for (int encoding = ENCODINGS - 1; encoding > PLAIN; encoding--)
        if (answer->whole[encoding] != NULL && accepts(list, encoding_names[encoding]))
            return (enum encoding)encoding;
    return PLAIN;
}

/* If-None-Match, by the weak comparison (RFC 9110, section 13.1.2). */
static bool has_copy(struct MHD_Connection *connection, const char *tag)
{
    struct text list = text_of(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match"));
    while (!text_is_absent(list)) {
        struct text item = text_trim(text_cut(&list, ','));
        if (text_starts(item, text_of("W/")))
            item = text_part(item, 2, item.length);
        if (text_is(item, tag) || text_is(item, "*"))
            return true;
    }
    return false;
}

enum MHD_Result answer_queue(const struct answer *answer, struct MHD_Connection *connection, unsigned *status)
{
    enum encoding encoding = choose_encoding(answer, connection);
    bool unchanged = answer->unchanged[encoding] != NULL && answer->status == MHD_HTTP_OK &&
                     has_copy(connection, answer->tags[encoding]);
    *status = unchanged ? MHD_HTTP_NOT_MODIFIED : answer->status;
    return MHD_queue_response(connection, *status, unchanged ? answer->unchanged[encoding] : answer->whole[encoding]);
}
