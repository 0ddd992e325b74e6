/* laureate clock, config check, version. */
#include "clock/clock.h"
#include "commands/command.h"

#include <stdio.h>

int run_clock(struct call *call)
{
    struct text word = call->count > 1 ? text_of(call->arguments[1]) : text_empty;
    struct connection *connection = call_connection(call, DATABASE_APP);
    struct text now = text_empty;
    struct fault fault = {0};
    bool done = false, known = true;
    if (text_is(word, "set") && call->count == 3)
        done = clock_set_to(call->arena, connection, text_of(call->arguments[2]), &now, &fault);
    else if (text_is(word, "freeze") && call->count == 2)
        done = clock_set_still(call->arena, connection, &now, &fault);
    else if (text_is(word, "reset") && call->count == 2)
        done = clock_set_right(call->arena, connection, &now, &fault);
    else
        known = false;
    connection_free(connection);
    if (!known)
        return called_wrongly("The clock takes: set INSTANT, freeze or reset.");
    if (!done)
        return not_done(&fault);
    printf("The clock shows %.*s\n", TEXT_ARGUMENTS(now));
    return DONE;
}

int run_config_check(struct call *call)
{
    struct faults faults = {0};
    bool good = settings_read(call->arena, &call->settings, &faults);
    struct text explained = settings_explained(call->arena, &call->settings);
    fwrite(explained.bytes, 1, explained.length, stdout);
    return good ? DONE : not_done_all(NULL, &faults);
}

int run_version(struct call *call)
{
    (void)call;
    printf("laureate %s\n", LAUREATE_VERSION);
    return DONE;
}
