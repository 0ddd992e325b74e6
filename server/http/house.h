/* The house: what all requests share. It is put together once, before the first request, and then only read;
 * what changes in it (the shelves, the queue) has locks of its own. */
#ifndef LAUREATE_HTTP_HOUSE_H
#define LAUREATE_HTTP_HOUSE_H

#include "format/mustache.h"
#include "http/shelf.h"
#include "settings.h"

struct workers;
struct request;
struct connection;

struct house {
    const struct settings *settings;
    struct text origin; /* the site's address without a slash at the end */
    struct mustache *templates;
    struct shelf *assets;            /* by path */
    struct shelf *pages;             /* by path */
    struct text style, script, icon; /* paths of assets */
    struct workers *workers;
};

/* Compiles the templates and puts up the assets. False when a template is wrong. */
bool house_open(struct house *house, const struct settings *settings, struct arena *arena, struct fault *fault);
void house_close(struct house *house);

/* Makes the answer of a request whose route is known; `visitor` may be NULL when the route asks nothing. The
 * arena is for the caller to reset. */
struct answer *house_answer(const struct house *house, struct request *request, struct connection *visitor,
                            struct arena *arena);

#endif
