/* Routes: what each address of the site does. A page has two halves. `ask` binds what the request alone tells
 * and queues the statements; then comes the one round trip; `complete`, where a page needs it, adds what the
 * rows do not say, and the template named by `show` is filled. What is not a page (a feed, a calendar) has
 * `write` instead of a template. A route that asks nothing is answered without the database, by the listener
 * itself.
 *
 *
 * What a form does is an act: a function that reads the form, looks, writes, and says where to go on (303). When it
 * cannot, because something in the form is wrong or not possible now, the route's page is shown again with every field
 * as it was sent and what is wrong beside it.
 *
 * To add a page: one line in its feature's table and its `ask`, a template, and the statements it needs. */
#ifndef LAUREATE_HTTP_ROUTE_H
#define LAUREATE_HTTP_ROUTE_H

#include "db/work.h"
#include "http/form.h"
#include "http/request.h"
#include "http/upload.h"

struct house;
struct ask;
struct show;
struct act;

/* Whom a route is for. Only what is for everybody may be kept; all else carries the token that forms need. */
enum audience {
    FOR_EVERYBODY, /* what is published, asked as the database's visitor */
    FOR_A_VISITOR, /* anybody, with a form: sign-in, a link that sets a password */
    FOR_A_PERSON,  /* who is signed in; others are led to the sign-in and back */
    FOR_A_REFEREE, /* who has a letter's link: {token} in the path */
};

enum lane { LANE_QUICK, LANE_SLOW /* takes long by its nature, and waits only for its like */ };

struct route {
    enum method method;
    const char *path; /* "/awards/{slug}": a part in braces is any text without a slash */
    void (*ask)(struct ask *ask);
    const char *show; /* the template, or NULL where there is `write` */
    void (*complete)(struct show *show);
    void (*write)(struct show *show);
    void (*act)(struct act *act); /* of a POST; the page above is then the one that is shown again */
    enum audience audience;
    enum lane lane;
    bool takes_file;    /* its form is multipart/form-data, with one file */
    bool takes_secrets; /* what was sent is never written into a page, not even to be sent again */
    bool reads_query;   /* what it shows depends on the query string; else one that comes along is passed over */
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

/* As ask_one, and at once, in a round trip of its own: for what a page must know before it can ask the rest, and it says
 * why. Without a row the page is not found. */
struct rows *ask_first(struct ask *ask, const char *name, struct query query);

/* A value that the template sees beside the rows. */
void ask_tell(struct ask *ask, const char *name, struct value value);

/* Who comes, once more, as a hash that the statements about sessions take. */
struct text ask_session(const struct ask *ask);

/* Something of the page's own, from the arena, that its second half needs again. */
void ask_remember(struct ask *ask, const void *remembered);

/* ---- the second half ---- */

const void *show_remembered(const struct show *show);

struct arena *show_arena(struct show *show);
const struct house *show_house(const struct show *show);
const struct request *show_request(const struct show *show);
struct rows *show_rows(struct show *show, const char *name); /* what was asked under that name */
const struct form *show_typed(const struct show *show); /* what was sent, when the page is shown again; else NULL */
struct text show_error(const struct show *show, const char *field); /* what is wrong with it; absent when nothing is */
struct fault *show_fault(struct show *show);                        /* for functions that can refuse */
void show_tell(struct show *show, const char *name, struct value value);
void show_not_found(struct show *show);
void show_moved(struct show *show, struct text location); /* for ever: 301 */

/* For `write`: the bytes to fill, and what they are. */
struct buffer *show_bytes(struct show *show, const char *type);
void show_unkept(struct show *show); /* true now only: neither we nor browsers keep it */

/* For `write`: a document that was sent in, under its own name. */
struct buffer *show_document(struct show *show, const char *type, struct text name);

/* ---- acts ---- */

struct arena *act_arena(struct act *act);
const struct house *act_house(const struct act *act);
const struct request *act_request(const struct act *act);
struct text act_path(struct act *act, const char *name);
struct uuid act_path_uuid(struct act *act, const char *name); /* not found, when it is no id */

/* A field of the form, empty when it was not sent: tidied, on one line or on several; or exactly as it was sent. */
struct text act_line(struct act *act, const char *field);
struct text act_lines(struct act *act, const char *field);
struct text act_raw(struct act *act, const char *field);
struct uuid act_uuid(struct act *act, const char *field); /* null when it is no id */
int64_t act_number(struct act *act, const char *field);   /* 0 when it is no whole number */
const struct form *act_form(const struct act *act);

/* The file that came with the form, NULL when none was chosen. act_finish takes it in with the work. */
const struct sent_file *act_file(const struct act *act);
void act_keep_file(struct act *act);

/* Says that a field is wrong. act_is_well is false from then on, as it is after any fault. */
void act_wrong(struct act *act, const char *field, const char *format, ...) __attribute__((format(printf, 3, 4)));
bool act_is_well(const struct act *act);
struct fault *act_fault(struct act *act); /* for functions that can refuse */

/* The work of the act, which begins with who is asking. A new one when the last was finished. */
struct work *act_work(struct act *act);
bool act_trip(struct act *act);
bool act_finish(struct act *act);
bool act_keep(struct act *act); /* finishes also when fields are wrong: what was typed is kept */

struct text act_session(const struct act *act); /* the hash of the session's token; absent without one */
struct uuid act_session_id(struct act *act);    /* after a trip, FOR_A_PERSON */
struct text act_address(struct act *act);       /* the network address at the other end */
struct text act_browser(struct act *act);       /* what the browser is, in words */

/* How it goes on: to an address of the site, with the session that the browser now has, or with none; or with a page
 * of its own; or, for scripts, with a few bytes of JSON. */
void act_see(struct act *act, const char *format, ...) __attribute__((format(printf, 2, 3)));
void act_begin_session(struct act *act, struct text token);
void act_end_session(struct act *act);
void act_tell(struct act *act, const char *name, struct value value); /* for the page shown next */
void act_show(struct act *act, const char *template);

/* Shows what was sent to that address before, so that it can be sent again: nothing is sent by itself. */
void act_resume(struct act *act, struct text address, const struct form *form);

bool act_wants_json(const struct act *act);
struct buffer *act_json(struct act *act, unsigned status);

#endif
