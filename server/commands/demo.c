/* laureate demo: the real programme, with calls around today. */
#include "awards/demo.sql.h"
#include "awards/programme.h"
#include "base/baked.h"
#include "commands/command.h"
#include "db/migrate.h"
#include "honors/import.h"

#include <stdio.h>

/* Calls in every phase: when they open and close, in days from now. */
static const struct {
    const char *award;
    int opens_in, closes_in;
} calls[] = {
    {"gold-medal", -40, 12},          {"fellowship", -120, 36},           {"allied-scientist", -30, 52},
    {"cope-student-research", 9, 75}, {"student-development", 20, 96},    {"becker-young-investigator", 34, 120},
    {"pilot-research", -110, -20},    {"leaders-in-innovation", -90, -6},
};

static bool load_programme(struct call *call, struct connection *connection, struct faults *faults)
{
    struct fault fault;
    struct work *work = work_new(call->arena, connection, WORK_CHANGE);
    bool done = programme_save(work, call->arena, baked_find(baked_programme, text_of("organizations.csv")),
                               baked_find(baked_programme, text_of("awards.csv")), faults);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        work_ask(work, demo_cycle(text_of(calls[i].award), calls[i].opens_in, calls[i].closes_in));
    if (done && !work_finish(work, &fault)) {
        faults_add(faults, call->arena, fault);
        done = false;
    }
    work_end(work);
    return done;
}

static bool is_loaded(struct call *call, struct connection *connection, bool *loaded, struct fault *fault)
{
    struct work *work = work_new(call->arena, connection, WORK_READ);
    struct rows *rows = work_ask(work, demo_is_there());
    bool done = work_finish(work, fault);
    *loaded = done && rows_flag(rows, 0, "is_there");
    work_end(work);
    return done;
}

/* Last, so that a load that was interrupted is done again; each part of it can be. */
static bool finish(struct call *call, struct connection *connection, struct fault *fault)
{
    struct work *work = work_new(call->arena, connection, WORK_CHANGE);
    work_ask(work, demo_finish());
    bool done = work_finish(work, fault);
    work_end(work);
    return done;
}

static int load(struct call *call, struct connection *connection)
{
    struct faults faults = {0};
    struct fault fault;
    struct honors_imported imported;
    struct text kind;
    bool loaded;
    if (!installation_is(call->arena, connection, &kind, &fault) || !is_loaded(call, connection, &loaded, &fault))
        return not_done(&fault);
    if (!text_is(kind, "demo") && !text_is(kind, "test"))
        return called_wrongly("This database was not made as a demo (`laureate migrate --as demo`).");
    if (loaded)
        return DONE;
    if (!load_programme(call, connection, &faults) ||
        !honors_import(call->arena, connection, baked_find(baked_programme, text_of("honorees.csv")), true, NULL,
                       &imported, &faults))
        return not_done_all(NULL, &faults);
    if (!finish(call, connection, &fault))
        return not_done(&fault);
    printf("Loaded the programme, %zu calls and %zu honors of %zu people\n", sizeof calls / sizeof *calls,
           imported.added, imported.people);
    return DONE;
}

int run_demo(struct call *call)
{
    bool asks_people = call->count == 2 && text_is(text_of(call->arguments[1]), "--people");
    if (asks_people)
        return DONE; /* there are no accounts yet: nobody can sign in */
    if (call->count != 1)
        return called_wrongly("demo takes no argument but --people.");
    struct connection *connection = call_connection(call, DATABASE_APP);
    int status = load(call, connection);
    connection_free(connection);
    return status;
}
