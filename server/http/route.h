/* Routes: what each address of the site does. A page has two halves. `ask` binds what the request alone tells
 * and queues the statements; then comes the one round trip; `complete`, where a page needs it, adds what the
 * rows do not say, and the template named by `show` is filled. What is not a page (a feed, a calendar) has
 * `write` instead of a template. A route that asks nothing is answered without the database, by the listener
 * itself.
 *
 * To add a page: one line in its feature's table and its `ask`, a template, and the statements it needs. */
#ifndef LAUREATE_HTTP_ROUTE_H
#define LAUREATE_HTTP_ROUTE_H

#include "db/work.h"
#include "http/request.h"

struct house;
struct ask;
struct show;

struct route {
    enum method method;
    const char *path; /* "/awards/{slug}": a part in braces is any text without a slash */
    void (*ask)(struct ask *ask);
    const char *show; /* the template, or NULL where there is `write` */
    void (*complete)(struct show *show);
    void (*write)(struct show *show);
    bool reads_query; /* what it shows depends on the query string; else one that comes along is passed over */
};

/* All tables of routes, each ended by an entry without a path, ended by NULL: see pages/pages.c. */
extern const struct route *const route_tables[];

/* The route of the request's path and method; its captures are set. When the path is known but not with that
 * method, NULL and *allow names the methods; when it is unknown, NULL and *allow is NULL. */
const struct route *route_find(struct request *request, const char **allow);

/* ---- the first half ---- */

struct arena *ask_arena(struct ask *ask);
struct text ask_path(struct ask *ask, const char *name);      /* a part of the path */
struct uuid ask_path_uuid(struct ask *ask, const char *name); /* not found, when it is no id */
struct text ask_query(struct ask *ask, const char *name);     /* a field of the query string; empty without it */
bool ask_has_path(struct ask *ask, const char *name);
void ask_not_found(struct ask *ask);

/* Queues a query whose rows the template sees under `name`: as the first row, without which the page is not
 * found, or as all of them. */
void ask_one(struct ask *ask, const char *name, struct query query);
void ask_rows(struct ask *ask, const char *name, struct query query);

/* A value that the template sees beside the rows. */
void ask_tell(struct ask *ask, const char *name, struct value value);

/* Something of the page's own, from the arena, that its second half needs again. */
void ask_remember(struct ask *ask, const void *remembered);

/* ---- the second half ---- */

const void *show_remembered(const struct show *show);

struct arena *show_arena(struct show *show);
const struct house *show_house(const struct show *show);
const struct request *show_request(const struct show *show);
struct rows *show_rows(struct show *show, const char *name); /* what was asked under that name */
void show_tell(struct show *show, const char *name, struct value value);
void show_not_found(struct show *show);
void show_moved(struct show *show, struct text location); /* for ever: 301 */

/* For `write`: the bytes to fill, and what they are. */
struct buffer *show_bytes(struct show *show, const char *type);
void show_unkept(struct show *show); /* true now only: neither we nor browsers keep it */

#endif
