/* Work: one transaction, as few round trips as it can be.
 *
 * A reading page asks everything and finishes, which is one round trip:
 *     struct work *work = work_new(arena, connection, WORK_READ);
 *     struct rows *award = work_ask(work, award_page(slug));
 *     if (work_finish(work, &fault)) … rows_text(award, 0, "name") …
 *     work_end(work);
 * An act that must look before it writes makes a trip, asks more, and then finishes. Nothing is kept unless work_finish
 * returned true, or could not tell (FAULT_UNSURE). */
#ifndef LAUREATE_DB_WORK_H
#define LAUREATE_DB_WORK_H

#include "base/fault.h"
#include "db/connection.h"
#include "db/rows.h"

enum work_kind {
    WORK_READ,   /* one unchanging view of the data; nothing can be written */
    WORK_CHANGE, /* may write */
};

struct work;

struct work *work_new(struct arena *arena, struct connection *connection, enum work_kind kind);

/* Queues a query. The rows are empty until the next trip; the query's texts must last until then. */
struct rows *work_ask(struct work *work, struct query query);

/* Sends what is queued and waits for all its answers. Faults: FAULT_LOST and FAULT_BUSY; what the database itself
 * refuses with a code of ours (LR401 signed out, LR403 refused, LR404
 * not found, LR409 clash, LR422 invalid, LR429 too many), with its own sentence;
 * anything else is FAULT_BROKEN, and in the log. After a fault the work can only end. */
bool work_trip(struct work *work, struct fault *fault);

/* The last trip: with what is queued goes the commit. Of a change whose answer was lost it is FAULT_UNSURE whether it
 * was kept. */
bool work_finish(struct work *work, struct fault *fault);

/* Undoes what was not finished and lets go of all rows. */
void work_end(struct work *work);

#endif
