/* Work: one transaction in libpq's pipeline mode. */
#include "db/work.h"

#include "base/arena.h"
#include "base/log.h"
#include "db/db.sql.h"
#include "db/rows_fill.h"
#include "db/session.h"

#include <stdio.h>
#include <string.h>

/* One command on its way: a statement's preparation, or its execution with the rows that it fills. */
struct command {
    struct command *next;
    struct query query;
    struct rows *rows;
    bool prepares; /* its preparation goes before it */
};

struct work {
    struct arena *arena;
    struct connection *connection;
    enum work_kind kind;
    struct command *first, *last; /* not yet sent */
    struct command *answered;     /* their rows are to be let go */
    bool is_open;                 /* the server has a transaction of ours */
    bool is_over;                 /* finished or failed */
    bool is_stale;                /* the schema has changed under a prepared statement */
};

struct work *work_new(struct arena *arena, struct connection *connection, enum work_kind kind)
{
    struct work *work = arena_new_of(arena, struct work);
    *work = (struct work){.arena = arena, .connection = connection, .kind = kind};
    work_ask(work, kind == WORK_READ ? begin_reading() : begin_changing());
    return work;
}

struct rows *work_ask(struct work *work, struct query query)
{
    struct command *command = arena_new_of(work->arena, struct command);
    command->query = query;
    command->rows = rows_new(work->arena);
    if (work->last == NULL)
        work->first = command;
    else
        work->last->next = command;
    work->last = command;
    return command->rows;
}

/* Parameters go as text; NULL is null. */
static const char *parameter_text(struct arena *arena, const struct parameter *parameter)
{
    switch (parameter->kind) {
    case PARAMETER_TEXT:
        return arena_copy(arena, parameter->text).bytes;
    case PARAMETER_UUID:
        return uuid_text(&parameter->uuid).bytes;
    case PARAMETER_NUMBER:
        return arena_print(arena, "%lld", (long long)parameter->number).bytes;
    case PARAMETER_FLAG:
        return parameter->flag ? "t" : "f";
    }
    log_abort("a parameter of no kind");
}

/* Sends one command; its statement is prepared first where this session does not have it yet. */
static bool send_command(struct work *work, struct command *command)
{
    const struct statement *statement = command->query.statement;
    PGconn *session = work->connection->session;
    command->prepares = !work->connection->prepared[statement->number];
    if (command->prepares && PQsendPrepare(session, statement->name, statement->sql, 0, NULL) == 0)
        return false;
    work->connection->prepared[statement->number] = true; /* until its answer says otherwise */
    const char *values[PARAMETERS_MOST];
    for (int i = 0; i < statement->parameter_count; i++)
        values[i] = parameter_text(work->arena, &command->query.parameters[i]);
    return PQsendQueryPrepared(session, statement->name, statement->parameter_count, values, NULL, NULL, 0) !=
           0;
}

static enum fault_kind kind_of(const char *state)
{
    static const struct {
        const char *start;
        enum fault_kind kind;
    } kinds[] = {
        {"LR404", FAULT_NOT_FOUND}, {"LR403", FAULT_REFUSED}, {"LR409", FAULT_CLASH},
        {"LR422", FAULT_INVALID},   {"08", FAULT_LOST},       {"53", FAULT_LOST},
        {"57", FAULT_LOST},         {"55P03", FAULT_LOST},    {"40", FAULT_LOST},
        {"25P03", FAULT_LOST},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(state, kinds[i].start, strlen(kinds[i].start)) == 0)
            return kinds[i].kind;
    return FAULT_BROKEN;
}

static bool lost(struct fault *fault)
{
    return fault_set(fault, FAULT_LOST, NULL,
                     "The database cannot be reached at the moment. Please try again in a minute.");
}

/* What the server refused. Its own sentences may quote what people wrote, so only ours are passed on, and the
 * log gets the code and the name of what was violated; of a statement that is itself wrong (class 42) all is
 * told. */
static bool refused(struct work *work, const PGresult *result, const struct statement *statement,
                    struct fault *fault)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *column = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
    enum fault_kind kind = kind_of(state == NULL ? "" : state);
    if (state != NULL && strncmp(state, "LR", 2) == 0)
        return fault_set(fault, kind, column, "%s", sentence);
    bool is_ours = state != NULL && strncmp(state, "42", 2) == 0;
    log_fault("statement %s: %s %s", statement->name, state == NULL ? "?" : state,
              is_ours              ? sentence
              : constraint == NULL ? ""
                                   : constraint);
    work->is_stale = state != NULL && strcmp(state, "0A000") == 0;
    if (kind == FAULT_LOST || work->is_stale)
        return lost(fault);
    return fault_set(fault, FAULT_BROKEN, NULL, "Something went wrong on our side. It has been noted.");
}

/* Takes the results of one command. False when the connection is lost; *failed keeps the first refusal. */
static bool take_command(struct work *work, struct command *command, bool *failed, struct fault *fault)
{
    const struct statement *statement = command->query.statement;
    bool is_lost = false;
    for (int part = command->prepares ? 0 : 1; part < 2; part++) {
        PGresult *result;
        while ((result = connection_result(work->connection, &is_lost)) != NULL) {
            ExecStatusType status = PQresultStatus(result);
            if (status == PGRES_FATAL_ERROR && !*failed) {
                *failed = true;
                refused(work, result, statement, fault);
            }
            if (part == 0 && status != PGRES_COMMAND_OK)
                work->connection->prepared[statement->number] = false;
            if (status == PGRES_TUPLES_OK && command->rows != NULL)
                rows_fill(command->rows, work->arena, result);
            else
                PQclear(result);
        }
        if (is_lost)
            return false;
    }
    return true;
}

static bool take_sync(struct work *work)
{
    bool is_lost = false;
    PGresult *result = connection_result(work->connection, &is_lost);
    bool synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    PQclear(result);
    return synced;
}

/* Sends all commands and takes their answers. False when the connection was lost on the way. */
static bool exchange(struct work *work, struct command *commands, bool *failed, struct fault *fault)
{
    PGconn *session = work->connection->session;
    if (PQpipelineStatus(session) == PQ_PIPELINE_OFF && PQenterPipelineMode(session) == 0)
        return false;
    for (struct command *command = commands; command != NULL; command = command->next)
        if (!send_command(work, command))
            return false;
    if (PQpipelineSync(session) == 0)
        return false;
    for (struct command *command = commands; command != NULL; command = command->next)
        if (!take_command(work, command, failed, fault))
            return false;
    return take_sync(work);
}

static void let_go(struct command *commands)
{
    for (struct command *command = commands; command != NULL; command = command->next)
        if (command->rows != NULL)
            rows_clear(command->rows);
}

/* One trip. A connection that was lost while it idled is opened again, once, as long as nothing of this work
 * can have been kept: not behind a first trip, and not when the commit of a change may have arrived. */
static bool trip(struct work *work, bool commits, struct fault *fault)
{
    struct command *commands = work->first;
    work->first = work->last = NULL;
    if (!work->is_open && !connection_open(work->connection, fault))
        return false;
    bool failed = false;
    bool whole = exchange(work, commands, &failed, fault);
    if (!whole && !work->is_open && !(commits && work->kind == WORK_CHANGE)) {
        let_go(commands);
        connection_close(work->connection);
        failed = false;
        whole = connection_open(work->connection, fault) && exchange(work, commands, &failed, fault);
    }
    struct command **end = &work->answered;
    while (*end != NULL)
        end = &(*end)->next;
    *end = commands;
    if (!whole) {
        connection_close(work->connection);
        work->is_open = false;
        return lost(fault);
    }
    work->is_open = failed || !commits;
    return !failed;
}

bool work_trip(struct work *work, struct fault *fault)
{
    if (work->is_over)
        log_abort("work goes on after its end");
    bool done = trip(work, false, fault);
    work->is_over = !done;
    return done;
}

bool work_finish(struct work *work, struct fault *fault)
{
    if (work->is_over)
        log_abort("work goes on after its end");
    work_ask(work, commit_work());
    work->is_over = true;
    return trip(work, true, fault);
}

void work_end(struct work *work)
{
    if (work->is_open) {
        struct fault unheard;
        work->first = work->last = NULL;
        work_ask(work, rollback_work());
        trip(work, true, &unheard);
    }
    if (work->is_stale) /* "cached plan must not change result type": all is prepared anew */
        connection_close(work->connection);
    let_go(work->answered);
    work->answered = NULL;
    work->is_over = true;
    work->is_open = false;
}
