/* Work: one transaction in libpq's pipeline mode. */
#include "db/work.h"

#include "base/arena.h"
#include "base/log.h"
#include "db/db.sql.h"
#include "db/rows_fill.h"
#include "db/session.h"

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
    return PQsendQueryPrepared(session, statement->name, statement->parameter_count, values, NULL, NULL, 0) != 0;
}

static enum fault_kind kind_of(const char *state)
{
    static const struct {
        const char *start;
        enum fault_kind kind;
    } kinds[] = {
        {"LR404", FAULT_NOT_FOUND},  {"LR403", FAULT_REFUSED},  {"LR409", FAULT_CLASH}, {"LR422", FAULT_INVALID},
        {"LR401", FAULT_SIGNED_OUT}, {"LR429", FAULT_TOO_MANY}, {"57014", FAULT_BUSY},  {"55P03", FAULT_BUSY},
        {"40", FAULT_BUSY},          {"53", FAULT_BUSY},        {"08", FAULT_LOST},     {"57", FAULT_LOST},
        {"25P03", FAULT_LOST},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(state, kinds[i].start, strlen(kinds[i].start)) == 0)
            return kinds[i].kind;
    return FAULT_BROKEN;
}

/* What the server refused. Its own sentences may quote what people wrote, so only ours are passed on, and the log
 * gets the code and the name of what was violated; of a statement that is itself wrong (class 42) all is told. */
static void refused(struct work *work, const PGresult *result, const struct statement *statement, struct fault *fault)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    if (state == NULL || sentence == NULL)
        state = sentence = "?";
    enum fault_kind kind = kind_of(state);
    work->is_stale = strcmp(state, "0A000") == 0 || strcmp(state, "26000") == 0;
    if (strncmp(state, "LR", 2) == 0) {
        fault_set(fault, kind, PQresultErrorField(result, PG_DIAG_COLUMN_NAME), "%s", sentence);
        return;
    }
    const char *told = strncmp(state, "42", 2) == 0 ? sentence : PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    log_fault("statement %s: %s %s", statement->name, state, told == NULL ? "" : told);
    if (kind == FAULT_LOST)
        connection_lost(fault);
    else if (kind == FAULT_BUSY)
        fault_set(fault, kind, NULL, "This took too long, or others were changing the same. Please try again.");
    else
        fault_set(fault, kind, NULL, "Something went wrong on our side. It has been noted.");
}

/* Takes the results of one command; *failed keeps the first refusal. */
static void take_command(struct work *work, struct command *command, bool *failed, struct fault *fault)
{
    const struct statement *statement = command->query.statement;
    for (int part = command->prepares ? 0 : 1; part < 2; part++) {
        PGresult *result;
        while ((result = connection_result(work->connection)) != NULL) {
            ExecStatusType status = PQresultStatus(result);
            if (status == PGRES_FATAL_ERROR && !*failed) {
                *failed = true;
                refused(work, result, statement, fault);
            }
            if (part == 0 && status != PGRES_COMMAND_OK)
                work->connection->prepared[statement->number] = false;
            if (status == PGRES_TUPLES_OK)
                rows_fill(command->rows, work->arena, result);
            else
                PQclear(result);
        }
    }
}

static bool take_sync(struct work *work)
{
    PGresult *result = connection_result(work->connection);
    bool synced = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
    PQclear(result);
    return synced;
}

/* Sends all commands and takes their answers. False when the server was lost on the way. */
static bool exchange(struct work *work, struct command *commands, bool *failed, struct fault *fault)
{
    PGconn *session = work->connection->session;
    *failed = false;
    *fault = (struct fault){0};
    connection_begin_trip(work->connection);
    if (PQpipelineStatus(session) == PQ_PIPELINE_OFF && PQenterPipelineMode(session) == 0)
        return false;
    for (struct command *command = commands; command != NULL; command = command->next)
        if (!send_command(work, command))
            return false;
    if (PQpipelineSync(session) == 0)
        return false;
    for (struct command *command = commands; command != NULL; command = command->next)
        take_command(work, command, failed, fault);
    return take_sync(work);
}

static void let_go(struct command *commands)
{
    for (struct command *command = commands; command != NULL; command = command->next)
        rows_clear(command->rows);
}

/* Whether the first trip of a work, which came to nothing, may be made again on a new connection: where the old one
 * died under it, or its prepared statements while the schema changed. Not after silence: the server may still be at it.
 * Not where a commit may have arrived. */
static bool may_go_again(const struct work *work, bool whole, bool failed, bool commits)
{
    if (work->is_open || work->connection->is_single || work->connection->presence == SILENT)
        return false;
    if (whole)
        return failed && work->is_stale;
    return !commits || work->kind == WORK_READ;
}

static void put_behind(struct work *work, struct command *commands)
{
    struct command **end = &work->answered;
    while (*end != NULL)
        end = &(*end)->next;
    *end = commands;
}

static bool trip(struct work *work, bool commits, struct fault *fault)
{
    struct command *commands = work->first;
    bool failed = false;
    work->first = work->last = NULL;
    put_behind(work, commands);
    if (!work->is_open && !connection_open(work->connection, fault))
        return false;
    bool whole = exchange(work, commands, &failed, fault);
    if (may_go_again(work, whole, failed, commits)) {
        let_go(commands);
        connection_close(work->connection);
        work->is_stale = false;
        if (!connection_open(work->connection, fault))
            return false;
        whole = exchange(work, commands, &failed, fault);
    }
    if (whole) {
        work->is_open = failed || !commits;
        return !failed;
    }
    connection_close(work->connection);
    work->is_open = false;
    if (failed && fault->kind != FAULT_LOST)
        return false;
    if (!commits || work->kind == WORK_READ)
        return connection_lost(fault);
    return fault_set(fault, FAULT_UNSURE, NULL,
                     "The database was lost while this was being saved, and it may have been saved. Please look "
                     "before you try again.");
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
