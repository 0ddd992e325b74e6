/* A connection to PostgreSQL: opened when needed, closed when lost. */
#include "db/session.h"

#include "base/log.h"
#include "base/time.h"
#include "db/db.sql.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

/* Longer than the server lets any statement of a page take (see database.c): one that is silent for so long is not
 * coming back. */
enum { SILENCE_MOST = 20 * 1000000 };

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

bool connection_lost(struct fault *fault)
{
    return fault_set(fault, FAULT_LOST, NULL,
                     "The database cannot be reached at the moment. Nothing was lost; please try again in a minute.");
}

/* What the server remarks without refusing anything may quote what people wrote: it does not go into the log. */
static void leave_notice(void *context, const char *notice)
{
    (void)context;
    (void)notice;
}

/* Whether the server has closed it while nothing was asked: what is sent now would be lost for certain, but nobody could
 * tell afterwards. */
static bool died_idle(const struct connection *connection)
{
    struct pollfd waiting = {.fd = PQsocket(connection->session), .events = POLLIN};
    while (poll(&waiting, 1, 0) > 0)
        if (PQconsumeInput(connection->session) == 0)
            return true;
    return false;
}

bool connection_open(struct connection *connection, struct fault *fault)
{
    static struct log_pace pace;
    if (connection->session != NULL && PQstatus(connection->session) == CONNECTION_OK && !died_idle(connection))
        return true;
    connection_close(connection);
    if (connection->was_open && connection->is_single)
        return connection_lost(fault);
    memset(connection->prepared, 0, statement_count * sizeof *connection->prepared);
    connection->session = PQconnectdb(connection->address);
    PQsetNoticeProcessor(connection->session, leave_notice, NULL);
    connection->was_open = PQstatus(connection->session) == CONNECTION_OK;
    if (connection->was_open)
        return true;
    if (log_is_due(&pace))
        log_fault("no connection to the database: %s", PQerrorMessage(connection->session));
    connection_close(connection);
    return connection_lost(fault);
}

void connection_begin_trip(struct connection *connection)
{
    connection->presence = PRESENT;
    connection->latest = time_passed() + SILENCE_MOST;
}

/* Waits for bytes from the server; false when none come in time. */
static bool wait_for_bytes(const struct connection *connection)
{
    struct pollfd waiting = {.fd = PQsocket(connection->session), .events = POLLIN};
    uint64_t now = time_passed();
    if (connection->waits_for_ever)
        return poll(&waiting, 1, -1) != 0;
    return now < connection->latest && poll(&waiting, 1, (int)((connection->latest - now) / 1000) + 1) != 0;
}

PGresult *connection_result(struct connection *connection)
{
    if (connection->session == NULL)
        return NULL;
    while (PQisBusy(connection->session)) {
        if (!wait_for_bytes(connection))
            connection->presence = SILENT;
        else if (PQconsumeInput(connection->session) == 0)
            connection->presence = GONE;
        if (connection->presence == PRESENT)
            continue;
        log_note("the database %s", connection->presence == SILENT ? "is silent" : "closed a connection");
        connection_close(connection);
        return NULL;
    }
    return PQgetResult(connection->session);
}

/* One statement by itself, whose rows nobody needs. */
static bool say(struct connection *connection, const struct statement *statement, ExecStatusType hoped,
                struct fault *fault)
{
    bool is_done = false;
    connection_begin_trip(connection);
    if (PQsendQuery(connection->session, statement->sql) != 0) {
        for (PGresult *result; (result = connection_result(connection)) != NULL; PQclear(result))
            is_done = PQresultStatus(result) == hoped;
    }
    if (is_done && connection->session != NULL)
        return true;
    connection_close(connection);
    return connection_lost(fault);
}

static bool take_notices(struct connection *connection)
{
    bool told = false;
    for (PGnotify *notice; (notice = PQnotifies(connection->session)) != NULL; PQfreemem(notice))
        told = true;
    return told;
}

bool connection_listen(struct connection *connection, const struct statement *listen, int milliseconds, bool *told,
                       struct fault *fault)
{
    *told = false;
    if (!connection->listens) {
        if (!connection_open(connection, fault) || !say(connection, listen, PGRES_COMMAND_OK, fault))
            return false;
        connection->listens = true;
    }
    *told = take_notices(connection); /* that came along with something else */
    struct pollfd waiting = {.fd = PQsocket(connection->session), .events = POLLIN};
    if (poll(&waiting, 1, *told ? 0 : milliseconds) > 0 &&
        (PQconsumeInput(connection->session) == 0 || PQstatus(connection->session) != CONNECTION_OK)) {
        connection_close(connection);
        return connection_lost(fault);
    }
    *told = take_notices(connection) || *told;
    return true;
}

bool connection_answers(struct connection *connection, struct fault *fault)
{
    if (connection->session == NULL)
        return connection_lost(fault);
    return say(connection, &statement_database_answers, PGRES_TUPLES_OK, fault);
}
