/* laureate demo: the real programme, with calls around today, and invented people. */
#include "awards/demo.sql.h"
#include "awards/programme.h"
#include "base/baked.h"
#include "commands/demo_nominations.h"
#include "commands/demo_people.h"
#include "db/migrate.h"
#include "honors/import.h"

#include <stdio.h>

/* Calls in every phase: when they open and close, in days from now; how many letters a nomination needs, and for how
 * many days after the close they are taken. Those whose award has no form take no nominations. */
static const struct {
    const char *award;
    int opens_in, closes_in;
    int letters_needed, letters_days;
} calls[] = {
    {"gold-medal", -40, 12, 2, 14},        {"fellowship", -120, 36, 0, 0},
    {"allied-scientist", -30, 52, 0, 0},   {"cope-student-research", 9, 75, 1, 14},
    {"student-development", 20, 96, 0, 0}, {"becker-young-investigator", 34, 120, 1, 14},
    {"pilot-research", -110, -20, 0, 0},   {"leaders-in-innovation", -90, -6, 0, 14},
};

enum { CALLS = sizeof calls / sizeof *calls };

/* What is there already: of an older demo only a part. */
struct loaded {
    bool whole, forms, rounds, people, nominations;
};

static bool load_programme(struct call *call, struct connection *connection, const struct loaded *loaded,
                           struct faults *faults)
{
    struct fault fault;
    struct work *work = work_new(call->arena, connection, WORK_CHANGE);
    bool done = programme_save(work, call->arena, baked_programme, faults);
    for (size_t i = 0; i < CALLS; i++) {
        if (!loaded->whole)
            work_ask(work, demo_cycle(text_of(calls[i].award), calls[i].opens_in, calls[i].closes_in));
        work_ask(work, demo_cycle_form(text_of(calls[i].award), calls[i].letters_needed, calls[i].letters_days));
        work_ask(work, demo_cycle_round(text_of(calls[i].award)));
    }
    if (done && !work_finish(work, &fault)) {
        faults_add(faults, call->arena, fault);
        done = false;
    }
    work_end(work);
    return done;
}

static bool is_loaded(struct call *call, struct connection *connection, struct loaded *loaded, struct fault *fault)
{
    struct work *work = work_new(call->arena, connection, WORK_READ);
    struct rows *rows = work_ask(work, demo_is_there());
    bool done = work_finish(work, fault);
    if (done)
        *loaded = (struct loaded){.whole = rows_flag(rows, 0, "is_there"),
                                  .forms = rows_flag(rows, 0, "has_forms"),
                                  .rounds = rows_flag(rows, 0, "has_rounds"),
                                  .people = rows_flag(rows, 0, "has_people"),
                                  .nominations = rows_flag(rows, 0, "has_nominations")};
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

static bool load_honors(struct call *call, struct connection *connection, struct faults *faults)
{
    struct fault fault;
    struct honors_imported imported;
    if (!honors_import(call->arena, connection, baked_find(baked_programme, text_of("honorees.csv")), true, NULL,
                       &imported, faults))
        return false;
    if (!finish(call, connection, &fault)) {
        faults_add(faults, call->arena, fault);
        return false;
    }
    printf("Loaded the programme, %d calls and %zu honors of %zu people\n", CALLS, imported.added, imported.people);
    return true;
}

static int load(struct call *call, struct connection *connection, bool with_nominations)
{
    struct faults faults = {0};
    struct fault fault;
    struct text kind;
    struct loaded loaded;
    if (!installation_is(call->arena, connection, &kind, &fault) || !is_loaded(call, connection, &loaded, &fault))
        return not_done(&fault);
    if (!text_is(kind, "demo") && !text_is(kind, "test"))
        return called_wrongly("This database was not made as a demo (`laureate migrate --as demo`).");
    bool done = (loaded.whole && loaded.forms && loaded.rounds) || load_programme(call, connection, &loaded, &faults);
    done = done && (loaded.whole || load_honors(call, connection, &faults));
    done = done && (loaded.people || demo_people_load(call, &faults)) && demo_passwords_follow(call, &faults);
    done = done && (loaded.nominations || !with_nominations || demo_nominations_load(call, &faults));
    return done ? DONE : not_done_all(NULL, &faults);
}

int run_demo(struct call *call)
{
    struct text option = text_of(call->count == 2 ? call->arguments[1] : "");
    bool leaves_nominations = text_is(option, "--no-nominations");
    if (text_is(option, "--people"))
        return demo_people_show(call), DONE;
    if (call->count != 1 && !leaves_nominations)
        return called_wrongly("demo takes no argument but --people or --no-nominations.");
    struct connection *connection = call_connection(call, DATABASE_OWNER);
    int status = load(call, connection, !leaves_nominations);
    connection_free(connection);
    return status;
}
