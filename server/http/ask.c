/* What a page's two halves may say: asking, and telling the template. */
#include "base/log.h"
#include "format/json.h"
#include "http/exchange.h"

#include <string.h>

struct arena *ask_arena(struct ask *ask)
{
    return ask->arena;
}

struct text ask_path(struct ask *ask, const char *name)
{
    return request_capture(ask->request, name);
}

/* Without a sentence of its own: the words for 404 say it. */
void ask_not_found(struct ask *ask)
{
    fault_not_found(&ask->fault);
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

/* A page asks only what is for its audience: the connection it is asked on has the rights of that role alone. */
static void ask_as(struct ask *ask, const char *name, struct query query, bool is_one)
{
    const char *role = query.statement->role;
    const char *own = ask->request->route->audience == FOR_EVERYBODY ? "visitor" : "app";
    if (ask->count == ASKED_MOST)
        log_abort("a page asks too much");
    if (strcmp(role, own) != 0 && strcmp(role, "any") != 0)
        log_abort("%s asks %s, which is for %s", ask->request->route->path, query.statement->name, role);
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

struct rows *ask_first(struct ask *ask, const char *name, struct query query)
{
    ask_as(ask, name, query, true);
    struct rows *rows = ask->asked[ask->count - 1].rows;
    if (ask->fault.kind == FAULT_NONE && work_trip(ask->work, &ask->fault) && rows_count(rows) == 0)
        ask_not_found(ask);
    return rows;
}

void ask_tell(struct ask *ask, const char *name, struct value value)
{
    names_set(ask->names, name, value);
}

struct text ask_session(const struct ask *ask)
{
    return ask->visit.session_hash;
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

const struct form *show_typed(const struct show *show)
{
    return show->ask->typed;
}

struct text show_error(const struct show *show, const char *field)
{
    const struct faults *faults = show->ask->faults;
    for (size_t i = 0; faults != NULL && i < faults->count; i++)
        if (strcmp(faults->items[i].field, field) == 0)
            return text_of(faults->items[i].sentence);
    return text_absent;
}

struct fault *show_fault(struct show *show)
{
    return &show->ask->fault;
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

/* The name as RFC 6266 wants it: what is not plain goes escaped (RFC 8187). */
struct buffer *show_document(struct show *show, const char *type, struct text name)
{
    struct buffer header = {0};
    buffer_add_string(&header, "inline; filename*=UTF-8''");
    for (size_t i = 0; i < name.length; i++)
        buffer_print(&header, "%%%02X", (unsigned)(unsigned char)name.bytes[i]);
    show->plan.disposition = arena_copy(show->ask->arena, buffer_text(&header)).bytes;
    buffer_free(&header);
    return show_bytes(show, type);
}

void show_unkept(struct show *show)
{
    show->plan.keeping = KEEP_NOTHING;
}
