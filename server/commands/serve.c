/* laureate serve: the house, open. */
#include "base/log.h"
#include "clock/clock.h"
#include "commands/command.h"
#include "db/migrate.h"
#include "http/listener.h"
#include "http/workers.h"
#include "jobs/clockwork.h"
#include "jobs/public_watch.h"

#include <getopt.h>
#include <signal.h>
#include <stdio.h>

enum { SLOW_QUEUE = 64 }; /* each waits for the hashing of a password */

static bool read_options(struct call *call)
{
    static const struct option options[] = {{"port", required_argument, NULL, 'p'}, {0}};
    for (int option; (option = getopt_long(call->count, call->arguments, "", options, NULL)) != -1;) {
        int64_t port;
        if (option != 'p')
            return false;
        if (!text_number(text_of(optarg), &port) || port < 1 || port > 65535)
            return called_wrongly("--port is a whole number from 1 to 65535."), false;
        struct text standard =
            arena_print(call->arena, "http://localhost:%.*s", TEXT_ARGUMENTS(call->settings.values[SETTING_PORT]));
        if (text_equal(call->settings.values[SETTING_URL], standard))
            call->settings.values[SETTING_URL] = arena_print(call->arena, "http://localhost:%s", optarg);
        call->settings.values[SETTING_PORT] = text_of(optarg);
    }
    return optind == call->count || (called_wrongly("serve takes no argument but --port."), false);
}

/* The schema must be ours; and a demo's clock may be set when the program starts. */
static bool look_at_database(struct call *call, struct fault *fault)
{
    struct connection *connection = call_connection(call, DATABASE_APP);
    struct text clock = call->settings.values[SETTING_CLOCK], now;
    bool good = migrations_hold(call->arena, connection, baked_migrations, fault) &&
                (text_is_empty(clock) || clock_set_to(call->arena, connection, clock, &now, fault));
    connection_free(connection);
    return good;
}

/* Signals that stop us are waited for, so that no thread is interrupted by them. What cannot be written, to a client or
 * into a file that may not grow, is told by the write. */
static sigset_t hold_signals(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    return signals;
}

static void wait_for_end(const sigset_t *signals)
{
    int number;
    while (sigwait(signals, &number) != 0)
        continue;
    log_note("stopping: requests that have come in are answered first");
}

static int open_house(struct call *call, struct house *house, const sigset_t *signals)
{
    struct fault fault;
    house->workers = workers_start(house, settings_number(&call->settings, SETTING_WORKERS),
                                   settings_number(&call->settings, SETTING_QUEUE));
    house->slow = workers_start(house, 1, SLOW_QUEUE);
    struct public_watch *watch = public_watch_start(house->pages, call->settings.database.connections[DATABASE_JOBS]);
    struct clockwork *clockwork = clockwork_start(house, &fault);
    struct listener *listener = clockwork == NULL ? NULL : listener_start(house, &fault);
    if (listener != NULL) {
        printf("Laureate is at %.*s\n", TEXT_ARGUMENTS(house->origin));
        fflush(stdout);
        wait_for_end(signals);
        listener_close_door(listener);
    }
    workers_stop(house->slow);
    workers_stop(house->workers);
    if (listener != NULL)
        listener_stop(listener);
    workers_free(house->slow);
    workers_free(house->workers);
    clockwork_stop(clockwork);
    public_watch_stop(watch);
    return listener == NULL ? not_done(&fault) : DONE;
}

int run_serve(struct call *call)
{
    struct fault fault;
    struct house house;
    if (!read_options(call))
        return CALLED_WRONGLY;
    sigset_t signals = hold_signals();
    if (!look_at_database(call, &fault))
        return not_done(&fault);
    int status = house_open(&house, &call->settings, call->arena, &fault) ? open_house(call, &house, &signals)
                                                                          : not_done(&fault);
    house_close(&house);
    return status;
}
