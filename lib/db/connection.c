/* A connection to PostgreSQL: opened when needed, closed when lost. */
#include "db/session.h"

#include "base/log.h"
#include "db/db.sql.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Longer than any statement of a page may take (see database.c): a server that is silent for so long is gone.
 * The owner's migrations may take longer, and wait without a limit of ours. */
enum { SILENCE_MOST_MS = 20000, FAILURES_TOLD_MS = 5000 };

struct connection *connection_new(const char *address)
{
    struct connection *connection = calloc(1, sizeof *connection);
    bool *prepared = calloc(statement_count, sizeof *prepared);
    if (connection == NULL || prepared == NULL)
        log_abort("out of memory");
    connection->address = address;
    connection->prepared = prepared;
    return connection;
}

void connection_close(struct connection *connection)
{
    PQfinish(connection->session);
    connection->session = NULL;
    connection->listens = false;
}

void connection_free(struct connection *connection)
{
    if (connection == NULL)
        return;
    connection_close(connection);
    free(connection->prepared);
    free(connection);
}

static bool lost(struct fault *fault)
{
    return fault_set(
        fault, FAULT_LOST, NULL,
        "The database cannot be reached at the moment. Nothing was lost; please try again in a minute.");
}

static int64_t milliseconds_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* While the database is away every request finds it so; the log hears of it now and then. */
static void tell_failure(const char *why)
{
    static atomic_int_fast64_t told_last;
    int64_t now = milliseconds_now(), last = atomic_load(&told_last);
    if ((last == 0 || now - last > FAILURES_TOLD_MS) &&
        atomic_compare_exchange_strong(&told_last, &last, now))
        log_fault("no connection to the database: %s", why);
}

/* What the server remarks without refusing anything may quote what people wrote: it does not go into the log.
 */
static void leave_notice(void *context, const char *notice)
{
    (void)context;
    (void)notice;
}

bool connection_open(struct connection *connection, struct fault *fault)
{
    if (connection->session != NULL && PQstatus(connection->session) == CONNECTION_OK)
        return true;
    connection_close(connection);
    memset(connection->prepared, 0, statement_count * sizeof *connection->prepared);
    connection->session = PQconnectdb(connection->address);
    PQsetNoticeProcessor(connection->session, leave_notice, NULL);
    if (PQstatus(connection->session) != CONNECTION_OK) {
        tell_failure(PQerrorMessage(connection->session));
        connection_close(connection);
        return lost(fault);
    }
    return true;
}

PGresult *connection_result(struct connection *connection, bool *is_lost)
{
    int64_t latest = milliseconds_now() + SILENCE_MOST_MS;
    while (PQisBusy(connection->session)) {
        struct pollfd waiting = {.fd = PQsocket(connection->session), .events = POLLIN};
        int64_t left = latest - milliseconds_now();
        int ready = left <= 0 ? 0 : poll(&waiting, 1, (int)left);
        if (ready == 0 || (ready > 0 && PQconsumeInput(connection->session) == 0)) {
            log_fault("the database %s", ready == 0 ? "is silent" : "closed a connection");
            connection_close(connection);
            *is_lost = true;
            return NULL;
        }
    }
    return PQgetResult(connection->session);
}

static bool start_listening(struct connection *connection, const struct statement *listen,
                            struct fault *fault)
{
    if (connection->session != NULL && connection->listens)
        return true;
    if (!connection_open(connection, fault))
        return false;
    PGresult *result = PQexec(connection->session, listen->sql);
    connection->listens = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    if (connection->listens)
        return true;
    connection_close(connection);
    return lost(fault);
}

static bool take_notices(struct connection *connection)
{
    bool told = false;
    for (PGnotify *notice; (notice = PQnotifies(connection->session)) != NULL; PQfreemem(notice))
        told = true;
    return told;
}

bool connection_listen(struct connection *connection, const struct statement *listen, int milliseconds,
                       bool *told, struct fault *fault)
{
    *told = false;
    if (!start_listening(connection, listen, fault))
        return false;
    *told = take_notices(connection); /* that came along with something else */
    struct pollfd waiting = {.fd = PQsocket(connection->session), .events = POLLIN};
    int ready = poll(&waiting, 1, *told ? 0 : milliseconds);
    if (ready > 0 &&
        (PQconsumeInput(connection->session) == 0 || PQstatus(connection->session) != CONNECTION_OK)) {
        connection_close(connection);
        return lost(fault);
    }
    *told = take_notices(connection) || *told;
    return true;
}

bool connection_answers(struct connection *connection, struct fault *fault)
{
    bool is_lost = false;
    if (connection->session == NULL)
        return lost(fault);
    if (PQsendQuery(connection->session, statement_database_answers.sql) == 0)
        is_lost = true;
    bool answers = false;
    for (PGresult *result; !is_lost && (result = connection_result(connection, &is_lost)) != NULL;) {
        answers = PQresultStatus(result) == PGRES_TUPLES_OK;
        PQclear(result);
    }
    if (!is_lost && answers)
        return true;
    connection_close(connection);
    return lost(fault);
}
