/* The clock of a demo or test database: moved, stopped and set right again. Everything that asks for the time
 * asks the database, so this moves all of it. A real installation refuses (FAULT_REFUSED). */
#ifndef LAUREATE_CLOCK_CLOCK_H
#define LAUREATE_CLOCK_CLOCK_H

#include "base/fault.h"
#include "db/connection.h"

/* `now` becomes the instant that the clock shows, from the arena. */
bool clock_set_to(struct arena *arena, struct connection *connection, struct text instant, struct text *now,
                  struct fault *fault); /* the instant as 2026-12-05T22:00:00Z */
bool clock_set_still(struct arena *arena, struct connection *connection, struct text *now, struct fault *fault);
bool clock_set_right(struct arena *arena, struct connection *connection, struct text *now, struct fault *fault);

#endif
