/* A request, as the listener hands it to a worker: its target taken apart, nothing in it believed yet. */
#ifndef LAUREATE_HTTP_REQUEST_H
#define LAUREATE_HTTP_REQUEST_H

#include "base/arena.h"
#include "http/answer.h"

#include <microhttpd.h>

enum method { GET, POST, METHOD_OTHER };

enum { CAPTURES_MOST = 4 };

/* A part of the path that the route's pattern names: {slug}. */
struct capture {
    struct text name;
    struct text value;
};

struct route;
struct upload;

/* How far a request has come. */
enum stage {
    STAGE_HEADERS,   /* they are there, and nobody has looked at them */
    STAGE_ADMITTING, /* a worker says whether the file that comes is wanted */
    STAGE_BODY,      /* what comes belongs to the body */
    STAGE_ANSWERING, /* a worker has it, or had it */
};

struct request {
    struct MHD_Connection *connection;
    struct request *next; /* in the workers' queue */
    enum method method;
    enum stage stage;
    bool is_admission;     /* what a worker is asked for is whether the file may come */
    bool was_queued;       /* a worker has had it */
    bool is_too_large;     /* more came than is taken */
    struct buffer body;    /* of a form without a file */
    struct upload *upload; /* of a form with one */
    size_t drained;        /* bytes of a body that nobody asked for */
    uint64_t began;        /* monotonic microseconds, for the metrics */
    uint64_t waits_since;  /* for a worker */
    const struct route *route;
    struct capture captures[CAPTURES_MOST];
    struct answer *answer; /* once there is one */
    struct text path;      /* decoded; a view of `target` */
    struct text query;     /* as sent, behind the question mark; absent without one */
    char target[];         /* the request's own copy */
};

/* From the raw target of the request line, which may be a whole address; the request owns its copy. `path` is absent
 * when the target is not one that we answer: bad escapes, zero bytes, control characters, not UTF-8. */
struct request *request_new(const char *target);
void request_free(struct request *request);

/* What a header says; absent when there is none. */
struct text request_header(const struct request *request, const char *name);

/* A field of the query string, decoded; absent when it is not there. The first of several counts. Bytes that
 * are no UTF-8 or control characters are replaced by spaces. */
struct text request_query(const struct request *request, struct arena *arena, const char *name);
struct text request_capture(const struct request *request, const char *name);

/* Whether nothing of the query string matters to the route: then the path alone is the address. */
bool request_is_plain(const struct request *request);

/* Whether the client wants JSON rather than a page: it asks for a .json path, or names JSON and not HTML. */
bool request_wants_json(const struct request *request);

/* Whether the headers are such that one cannot tell where the request ends or whom it is for; they are refused and the
 * connection is closed (RFC 9112, sections 3.2, 5.1 and 6.1). */
bool request_is_ambiguous(const struct request *request);

/* Decodes %XX, and + as a space in a form's way. False for a bad escape or a zero byte. */
bool request_decode(struct text encoded, bool plus_is_space, char *decoded, size_t *length);

#endif
