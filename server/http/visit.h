/* A visit: who is at the other end of a request, as far as the request itself tells. Cookies, the token that every form
 * carries, where the request comes from. Whether the session is any good, the database says. */
#ifndef LAUREATE_HTTP_VISIT_H
#define LAUREATE_HTTP_VISIT_H

#include "http/house.h"
#include "http/request.h"

struct visit {
    struct text session_hash; /* of the session's token; absent when there is none */
    struct text csrf;         /* what a form must carry: a keyed hash of the session's token or the visit's */
    const char *cookie;       /* to be set, when the visit has just begun; else NULL */
};

struct visit visit_read(const struct house *house, const struct request *request, struct arena *arena);

/* What a form must carry while that token is the session's. */
struct text visit_csrf(const struct house *house, struct arena *arena, struct text token);

/* Whether a form was sent by a page of ours, as far as the browser says where it comes from. */
bool visit_is_ours(const struct house *house, const struct request *request);

/* Cookies that begin and end a session. */
const char *visit_begin_session(struct arena *arena, struct text token);
const char *visit_end_session(struct arena *arena);

/* What the browser is, in words by which a person knows it again: "Firefox on Linux". */
struct text visit_browser(const struct request *request, struct arena *arena);

/* The network address at the other end; where a trusted proxy stands between, the one that it names. */
struct text visit_address(const struct house *house, const struct request *request, struct arena *arena);

#endif
