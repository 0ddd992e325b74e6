/* Workers: threads that make the answers which need the database. Requests wait for them in a queue of
 * bounded length, their connections suspended, so that the listener threads never wait. Each worker has a
 * connection of its own to the database and an arena. */
#ifndef LAUREATE_HTTP_WORKERS_H
#define LAUREATE_HTTP_WORKERS_H

#include "http/house.h"
#include "http/request.h"

struct workers *workers_start(const struct house *house, int count, int queue_most);

/* Suspends the request's connection and queues it; when the answer is there the connection is resumed. False
 * when the queue is full: then nothing was done. */
bool workers_take(struct workers *workers, struct request *request);

/* Lets them finish what is queued, then ends them. What comes later is not taken. They are freed when the
 * listener has stopped, whose threads ask for them until then. */
void workers_stop(struct workers *workers);
void workers_free(struct workers *workers);

#endif
