/* laureate clock: the time of a demo or test database. */
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
