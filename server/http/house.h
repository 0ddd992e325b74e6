/* The house: what all requests share. It is put together once, before the first request, and then only read;
 * what changes in it (the shelves, the queue) has locks of its own. */
#ifndef LAUREATE_HTTP_HOUSE_H
#define LAUREATE_HTTP_HOUSE_H

#include "files/store.h"
#include "format/mustache.h"
#include "http/shelf.h"
#include "settings.h"

struct workers;
struct request;
struct connection;
struct seen;

struct house {
    const struct settings *settings;
    struct text origin; /* the site's address without a slash at the end */
    struct mustache *templates;
    struct shelf *assets;                           /* by path */
    struct shelf *pages;                            /* by path */
    struct text style, script, review_script, icon; /* paths of assets */
    struct keys keys;
    struct store store;
    struct seen *seen;       /* the sessions that were used lately */
    struct workers *workers; /* for pages */
    struct workers *slow;    /* for what takes long by its nature: the hashing of passwords */
};

/* The ways to the database that a worker has. */
struct doors {
    struct connection *visitor, *app;
};

/* Compiles the templates, puts up the assets, reads the keys and opens the file store. */
bool house_open(struct house *house, const struct settings *settings, struct arena *arena, struct fault *fault);
void house_close(struct house *house);

/* Makes the answer of a request whose route is known; the doors may be NULL when the route asks nothing. The arena is
 * for the caller to reset. */
struct answer *house_answer(const struct house *house, struct request *request, const struct doors *doors,
                            struct arena *arena);

/* Whether a file may come, before it does. NULL when it may, and the request has its upload; else why not. */
struct answer *house_admit(const struct house *house, struct request *request, const struct doors *doors,
                           struct arena *arena);

#endif
