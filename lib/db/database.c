/* Where the database is, and as whom it is spoken to. */
#include "db/database.h"

#include "base/arena.h"
#include "base/buffer.h"

#include <libpq-fe.h>
#include <string.h>

static const char *const setting_names[DATABASE_ROLES] = {
    [DATABASE_OWNER] = "LAUREATE_OWNER_DATABASE_URL",
    [DATABASE_APP] = "LAUREATE_APP_DATABASE_URL",
    [DATABASE_VISITOR] = "LAUREATE_VISITOR_DATABASE_URL",
    [DATABASE_JOBS] = "LAUREATE_JOBS_DATABASE_URL",
};

static const char *const role_names[DATABASE_ROLES] = {
    [DATABASE_OWNER] = "owner",
    [DATABASE_APP] = "app",
    [DATABASE_VISITOR] = "visitor",
    [DATABASE_JOBS] = "jobs",
};

/* The limits of every session; migrations may take longer than a page. Compiling a statement whose policies look dear
 * takes PostgreSQL seconds (jit), and running it takes milliseconds. */
#define PAGE_LIMITS                                                                                                    \
    "-c statement_timeout=15s -c lock_timeout=5s -c idle_in_transaction_session_timeout=30s -c timezone=UTC -c "       \
    "jit=off"

/* What people ask is planned once a session: with all policies in it, a plan takes longer to make than to carry out.
 * What visitors ask has conditions that may be left out, and a plan that fits all of them is a bad one. */
static const char *const limits_of[DATABASE_ROLES] = {
    [DATABASE_OWNER] = "-c lock_timeout=60s -c timezone=UTC",
    [DATABASE_APP] = PAGE_LIMITS " -c plan_cache_mode=force_generic_plan",
    [DATABASE_VISITOR] = PAGE_LIMITS " -c plan_cache_mode=force_custom_plan",
    [DATABASE_JOBS] = PAGE_LIMITS,
};

static void add_setting(struct buffer *buffer, const char *keyword, const char *value)
{
    buffer_print(buffer, "%s='", keyword);
    for (; *value != '\0'; value++) {
        if (*value == '\'' || *value == '\\')
            buffer_add_byte(buffer, '\\');
        buffer_add_byte(buffer, *value);
    }
    buffer_add_string(buffer, "' ");
}

/* The address as a keyword string, with the role's name (NULL keeps the address's own) and our limits in it.
 */
static const char *derive(struct arena *arena, const PQconninfoOption *options, const char *user, const char *limits)
{
    struct buffer buffer = {0};
    bool waits = false;
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++) {
        if (option->val == NULL || (user != NULL && strcmp(option->keyword, "user") == 0))
            continue;
        if (strcmp(option->keyword, "options") == 0 || strcmp(option->keyword, "client_encoding") == 0)
            continue;
        waits = waits || strcmp(option->keyword, "connect_timeout") == 0;
        add_setting(&buffer, option->keyword, option->val);
    }
    if (user != NULL)
        add_setting(&buffer, "user", user);
    if (!waits)
        add_setting(&buffer, "connect_timeout", "5");
    add_setting(&buffer, "tcp_user_timeout", "15000"); /* what is sent and not heard of, in milliseconds */
    add_setting(&buffer, "options", limits);
    add_setting(&buffer, "client_encoding", "UTF8");
    add_setting(&buffer, "fallback_application_name", "laureate");
    const char *address = arena_copy(arena, buffer_text(&buffer)).bytes;
    buffer_free(&buffer);
    return address;
}

static PQconninfoOption *parse(struct arena *arena, struct text address, const char *setting, struct fault *fault)
{
    char *problem = NULL;
    PQconninfoOption *options = PQconninfoParse(arena_copy(arena, address).bytes, &problem);
    if (options == NULL) /* the problem may quote a password: it is not repeated */
        fault_set(fault, FAULT_INVALID, setting,
                  "This is not an address of a database. It reads like postgresql://host/laureate or "
                  "host=/run/postgresql dbname=laureate.");
    PQfreemem(problem);
    return options;
}

bool database_describe(struct arena *arena, struct text address, const struct text own[DATABASE_ROLES],
                       struct text prefix, struct database *database, struct fault *fault)
{
    PQconninfoOption *options = parse(arena, address, "LAUREATE_DATABASE_URL", fault);
    if (options == NULL)
        return false;
    database->name = "laureate";
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
        if (strcmp(option->keyword, "dbname") == 0 && option->val != NULL)
            database->name = arena_copy(arena, text_of(option->val)).bytes;
    for (int role = 0; role < DATABASE_ROLES; role++) {
        const char *limits = limits_of[role];
        database->roles[role] = arena_print(arena, "%.*s_%s", TEXT_ARGUMENTS(prefix), role_names[role]).bytes;
        if (text_is_empty(own[role])) {
            database->connections[role] = derive(arena, options, database->roles[role], limits);
            continue;
        }
        PQconninfoOption *given = parse(arena, own[role], setting_names[role], fault);
        if (given == NULL) {
            PQconninfoFree(options);
            return false;
        }
        database->connections[role] = derive(arena, given, NULL, limits);
        PQconninfoFree(given);
    }
    PQconninfoFree(options);
    return true;
}
