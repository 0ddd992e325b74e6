/* laureate person same, laureate person different: what staff say of names that look alike. */
#include "commands/command.h"
#include "people/joining.h"

static int say(struct call *call,
               bool (*says)(struct arena *, struct connection *, struct text, struct text, struct fault *))
{
    struct fault fault;
    if (call->count != 3)
        return called_wrongly("Which two? Give each by name, in quotation marks, or by id.");
    struct connection *connection = call_connection(call, DATABASE_OWNER);
    bool done = says(call->arena, connection, text_of(call->arguments[1]), text_of(call->arguments[2]), &fault);
    connection_free(connection);
    return done ? DONE : not_done(&fault);
}

int run_person_same(struct call *call)
{
    return say(call, people_are_same);
}

int run_person_different(struct call *call)
{
    return say(call, people_are_different);
}
