/* The clock of a demo or test database. */
#include "clock/clock.h"

#include "base/arena.h"
#include "clock/clock.sql.h"
#include "db/work.h"
#include "format/instant.h"

static bool set(struct arena *arena, struct connection *connection, struct query query, struct text *now,
                struct fault *fault)
{
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    struct rows *rows = work_ask(work, query);
    bool done = work_finish(work, fault);
    if (done)
        *now = arena_copy(arena, rows_text(rows, 0, "now"));
    work_end(work);
    return done;
}

bool clock_set_to(struct arena *arena, struct connection *connection, struct text instant, struct text *now,
                  struct fault *fault)
{
    struct instant read;
    if (!instant_read(instant, &read))
        return fault_set(fault, FAULT_INVALID, "instant",
                         "“%.*s” is not an instant; one reads like 2026-12-05T22:00:00Z.", TEXT_ARGUMENTS(instant));
    return set(arena, connection, clock_move(instant), now, fault);
}

bool clock_set_still(struct arena *arena, struct connection *connection, struct text *now, struct fault *fault)
{
    return set(arena, connection, clock_freeze(), now, fault);
}

bool clock_set_right(struct arena *arena, struct connection *connection, struct text *now, struct fault *fault)
{
    return set(arena, connection, clock_reset(), now, fault);
}
