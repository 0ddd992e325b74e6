/* Cookies: read from a request's Cookie header, written for an answer's Set-Cookie (RFC 6265). */
#ifndef LAUREATE_HTTP_COOKIES_H
#define LAUREATE_HTTP_COOKIES_H

#include "base/arena.h"

enum { COOKIE_VALUE_MOST = 4096 }; /* bytes */

/* The value of the first cookie of that name, without quotes around it; a view of the header. Absent when there is
 * none, and when its value is not one: over COOKIE_VALUE_MOST, or with bytes other than the cookie-octets of section
 * 4.1.1 (printable ASCII without space, quote, comma, semicolon and backslash). Names are compared by bytes. */
struct text cookie_find(struct text header, const char *name);

enum { COOKIE_OF_SESSION = 0, COOKIE_FORGET = -1 };

/* What a Set-Cookie header is to say, ending in a zero byte: the cookie is for all paths of this host alone, and only
 * over HTTPS; scripts do not see it, and other sites' forms do not send it. `seconds` is its lifetime,
 * COOKIE_OF_SESSION until the browser ends, or COOKIE_FORGET, which leaves the value out. Absent when the value is none
 * that cookie_find would find. */
struct text cookie_set(struct arena *arena, const char *name, struct text value, int64_t seconds);

#endif
