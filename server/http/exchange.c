/* One request's way through the house: ask, one round trip, show. */
#include "base/log.h"
#include "base/time.h"
#include "honors/honors.sql.h"
#include "http/house.h"
#include "http/refusal.h"
#include "http/route.h"
#include "metrics.h"

#include <string.h>

enum { ASKED_MOST = 16 };

struct asked {
    const char *name;
    struct rows *rows;
    bool is_one; /* without a row the page is not found */
};

struct ask {
    const struct request *request;
    struct arena *arena;
    struct work *work; /* NULL when the route asks nothing */
    struct names *names;
    const void *remembered;
    struct fault fault;
    struct asked asked[ASKED_MOST];
    int count;
};

struct show {
    const struct house *house;
    struct ask *ask;
    struct answer_plan plan;
    struct buffer body;
};

struct arena *ask_arena(struct ask *ask)
{
    return ask->arena;
}

struct text ask_path(struct ask *ask, const char *name)
{
    return request_capture(ask->request, name);
}

void ask_not_found(struct ask *ask)
{
    fault_set(&ask->fault, FAULT_NOT_FOUND, NULL, "There is no such page.");
}

struct uuid ask_path_uuid(struct ask *ask, const char *name)
{
    struct uuid uuid = {0};
    if (!uuid_read(ask_path(ask, name), &uuid))
        ask_not_found(ask);
    return uuid;
}

struct text ask_query(struct ask *ask, const char *name)
{
    struct text value = request_query(ask->request, ask->arena, name);
    return text_is_absent(value) ? text_empty : value;
}

bool ask_has_path(struct ask *ask, const char *name)
{
    for (int i = 0; i < CAPTURES_MOST; i++)
        if (text_is(ask->request->captures[i].name, name))
            return true;
    return false;
}

static void ask_as(struct ask *ask, const char *name, struct query query, bool is_one)
{
    const char *role = query.statement->role;
    if (ask->count == ASKED_MOST)
        log_abort("a page asks too much");
    if (strcmp(role, "visitor") != 0 && strcmp(role, "any") != 0)
        log_abort("a page for everybody asks %s", query.statement->name);
    ask->asked[ask->count++] = (struct asked){name, work_ask(ask->work, query), is_one};
}

void ask_one(struct ask *ask, const char *name, struct query query)
{
    ask_as(ask, name, query, true);
}

void ask_rows(struct ask *ask, const char *name, struct query query)
{
    ask_as(ask, name, query, false);
}

void ask_tell(struct ask *ask, const char *name, struct value value)
{
    names_set(ask->names, name, value);
}

void ask_remember(struct ask *ask, const void *remembered)
{
    ask->remembered = remembered;
}

const void *show_remembered(const struct show *show)
{
    return show->ask->remembered;
}

struct arena *show_arena(struct show *show)
{
    return show->ask->arena;
}

const struct house *show_house(const struct show *show)
{
    return show->house;
}

const struct request *show_request(const struct show *show)
{
    return show->ask->request;
}

struct rows *show_rows(struct show *show, const char *name)
{
    for (int i = 0; i < show->ask->count; i++)
        if (text_is(text_of(name), show->ask->asked[i].name))
            return show->ask->asked[i].rows;
    log_abort("nothing was asked as %s", name);
}

void show_tell(struct show *show, const char *name, struct value value)
{
    names_set(show->ask->names, name, value);
}

void show_not_found(struct show *show)
{
    ask_not_found(show->ask);
}

void show_moved(struct show *show, struct text location)
{
    show->plan.status = MHD_HTTP_MOVED_PERMANENTLY;
    show->plan.location = arena_copy(show->ask->arena, location).bytes;
}

struct buffer *show_bytes(struct show *show, const char *type)
{
    show->plan.type = type;
    return &show->body;
}

void show_unkept(struct show *show)
{
    show->plan.keeping = KEEP_NOTHING;
}

static unsigned status_of(enum fault_kind kind)
{
    static const unsigned statuses[] = {
        [FAULT_NONE] = 500, [FAULT_INVALID] = 422, [FAULT_NOT_FOUND] = 404, [FAULT_REFUSED] = 403, [FAULT_CLASH] = 409,
        [FAULT_BUSY] = 503, [FAULT_LOST] = 503,    [FAULT_UNSURE] = 503,    [FAULT_BROKEN] = 500,
    };
    if (kind == FAULT_LOST || kind == FAULT_UNSURE)
        metrics_database_lost();
    return statuses[kind];
}

/* The first half and the round trip. With a page that may be kept comes how long it stays true by itself. */
static bool ask_all(struct ask *ask, const struct route *route, struct rows **change)
{
    route->ask(ask);
    if (ask->fault.kind != FAULT_NONE)
        return false;
    if (request_is_plain(ask->request))
        *change = work_ask(ask->work, public_change());
    if (!work_finish(ask->work, &ask->fault))
        return false;
    for (int i = 0; i < ask->count; i++) {
        struct asked *asked = &ask->asked[i];
        if (asked->is_one && rows_count(asked->rows) == 0) {
            ask_not_found(ask);
            return false;
        }
        names_set(ask->names, asked->name, asked->is_one ? rows_record(asked->rows, 0) : rows_list(asked->rows));
    }
    return true;
}

/* The second half. */
static bool show_all(struct show *show, const struct route *route)
{
    if (route->complete != NULL)
        route->complete(show);
    if (show->ask->fault.kind != FAULT_NONE)
        return false;
    if (show->plan.location != NULL)
        return true;
    if (route->write != NULL) {
        route->write(show);
        return show->ask->fault.kind == FAULT_NONE;
    }
    show->plan.type = "text/html; charset=utf-8";
    if (page_render(show->house, route->show, show->ask->request, show->ask->names, show->ask->arena, &show->body))
        return true;
    return fault_set(&show->ask->fault, FAULT_BROKEN, NULL, "A template failed.");
}

/* A page that does not depend on a query string is kept until it changes by itself, counted from before it was asked
 * for. */
static void keep(const struct house *house, const struct request *request, struct answer *answer,
                 const struct rows *change, uint64_t asked_at, uint64_t generation)
{
    if (change == NULL || answer_status(answer) != MHD_HTTP_OK)
        return;
    bool lasts = text_is_absent(rows_text(change, 0, "microseconds"));
    uint64_t expires = lasts ? SHELF_FOREVER : asked_at + (uint64_t)rows_number(change, 0, "microseconds");
    shelf_put(house->pages, request->path, answer, expires, generation);
}

/* A route that asks nothing: made from what the program itself knows. */
static struct answer *answer_at_once(struct show *show, const struct route *route)
{
    show->plan.keeping = KEEP_NOTHING;
    if (!show_all(show, route))
        return NULL;
    return answer_new(&show->plan, &show->body);
}

static struct answer *answer_from_rows(struct show *show, const struct route *route, struct connection *visitor)
{
    struct ask *ask = show->ask;
    uint64_t generation = shelf_generation(show->house->pages), asked_at = time_passed();
    struct rows *change = NULL;
    struct answer *answer = NULL;
    ask->work = work_new(ask->arena, visitor, WORK_READ);
    show->plan.keeping = KEEP_CHECKED;
    show->plan.is_brief = !request_is_plain(ask->request);
    if (ask_all(ask, route, &change) && show_all(show, route)) {
        answer = answer_new(&show->plan, &show->body);
        if (show->plan.keeping == KEEP_CHECKED)
            keep(show->house, ask->request, answer, change, asked_at, generation);
    }
    work_end(ask->work);
    return answer;
}

struct answer *house_answer(const struct house *house, struct request *request, struct connection *visitor,
                            struct arena *arena)
{
    const struct route *route = request->route;
    struct ask ask = {.request = request, .arena = arena, .names = names_new(arena)};
    struct show show = {.house = house, .ask = &ask};
    struct answer *answer = route->ask == NULL ? answer_at_once(&show, route) : answer_from_rows(&show, route, visitor);
    buffer_free(&show.body);
    return answer != NULL ? answer : house_refusal(house, request, status_of(ask.fault.kind), NULL, arena);
}
