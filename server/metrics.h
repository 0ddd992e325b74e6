/* Metrics: what the house counts of itself, in Prometheus's text format at /metrics. */
#ifndef LAUREATE_SERVER_METRICS_H
#define LAUREATE_SERVER_METRICS_H

#include "base/buffer.h"

#include <stdint.h>

/* An answer has been queued: its status, whether it came from the page cache, how long it took. */
void metrics_answered(unsigned status, bool was_kept, uint64_t microseconds);
void metrics_refused(void);       /* the queue was full */
void metrics_queue(int waiting);  /* how many requests wait for a worker */
void metrics_busy(int change);    /* workers at work: +1, -1 */
void metrics_database_lost(void); /* a worker found no database */

/* What the clockwork counts now and then: mail by its state, and sessions that may still be used. */
struct house_counts {
    int64_t outbox_waiting, outbox_sending, outbox_refused, outbox_unsure, outbox_held;
    int64_t sessions_alive;
};
void metrics_house(const struct house_counts *counts);

/* All of it, with what the page cache holds now. */
void metrics_write(struct buffer *buffer, size_t pages, size_t page_bytes);

#endif
