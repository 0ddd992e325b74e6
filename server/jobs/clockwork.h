/* The clockwork: a thread that does what has its time, beside all requests. It sends mail, seals the ledger, tells the
 * database which sessions were used, counts what /metrics says, and forgets what is old. Any number of instances may run
 * it on one database; while the database is away it waits. */
#ifndef LAUREATE_JOBS_CLOCKWORK_H
#define LAUREATE_JOBS_CLOCKWORK_H

#include "http/house.h"

struct clockwork;

/* NULL with a fault when the settings of mail are wrong. */
struct clockwork *clockwork_start(const struct house *house, struct fault *fault);

/* Ends the thread when what it is at is done: at most the time that one mail may take. NULL is fine. */
void clockwork_stop(struct clockwork *clockwork);

#endif
