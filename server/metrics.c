/* Metrics: counted without locks, written as Prometheus reads them. */
#include "metrics.h"

#include <stdatomic.h>

enum { CLASSES = 6, STEPS = 12 };

/* Upper bounds of the histogram's steps, in microseconds. */
static const uint64_t steps[STEPS] = {100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 500000, 1000000, 5000000};

static atomic_uint_fast64_t answered[CLASSES];
static atomic_uint_fast64_t kept;
static atomic_uint_fast64_t took[STEPS + 1];
static atomic_uint_fast64_t took_all;
static atomic_uint_fast64_t refused;
static atomic_uint_fast64_t lost;
static atomic_int waiting_now;
static atomic_int busy_now;

/* What the clockwork counted last, in the order of house_counts. */
enum { COUNTS = 6 };
static atomic_int_fast64_t counts_now[COUNTS];
static const struct {
    const char *name, *help;
} count_names[COUNTS] = {
    {"outbox_waiting", "Mails that wait to be sent."},
    {"outbox_sending", "Mails that are being sent."},
    {"outbox_refused", "Mails that could not be sent, and that nobody has decided on."},
    {"outbox_unsure", "Mails that may have been sent or not, and that nobody has decided on."},
    {"outbox_held", "Mails that are held until staff release them."},
    {"sessions_alive", "Sessions that may still be used."},
};

void metrics_answered(unsigned status, bool was_kept, uint64_t microseconds)
{
    int step = 0;
    while (step < STEPS && microseconds > steps[step])
        step++;
    atomic_fetch_add_explicit(&answered[status / 100 % CLASSES], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&took[step], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&took_all, microseconds, memory_order_relaxed);
    if (was_kept)
        atomic_fetch_add_explicit(&kept, 1, memory_order_relaxed);
}

void metrics_refused(void)
{
    atomic_fetch_add_explicit(&refused, 1, memory_order_relaxed);
}

void metrics_queue(int waiting)
{
    atomic_store_explicit(&waiting_now, waiting, memory_order_relaxed);
}

void metrics_busy(int change)
{
    atomic_fetch_add_explicit(&busy_now, change, memory_order_relaxed);
}

void metrics_database_lost(void)
{
    atomic_fetch_add_explicit(&lost, 1, memory_order_relaxed);
}

void metrics_house(const struct house_counts *counts)
{
    const int64_t values[COUNTS] = {counts->outbox_waiting, counts->outbox_sending, counts->outbox_refused,
                                    counts->outbox_unsure,  counts->outbox_held,    counts->sessions_alive};
    for (int i = 0; i < COUNTS; i++)
        atomic_store_explicit(&counts_now[i], values[i], memory_order_relaxed);
}

static void write_head(struct buffer *buffer, const char *name, const char *type, const char *help)
{
    buffer_print(buffer, "# HELP laureate_%s %s\n# TYPE laureate_%s %s\n", name, help, name, type);
}

static void write_one(struct buffer *buffer, const char *name, const char *type, const char *help, uint64_t value)
{
    write_head(buffer, name, type, help);
    buffer_print(buffer, "laureate_%s %llu\n", name, (unsigned long long)value);
}

static void write_latencies(struct buffer *buffer)
{
    write_head(buffer, "request_seconds", "histogram", "How long requests took, from the request line to the answer.");
    uint64_t so_far = 0;
    for (int step = 0; step < STEPS; step++) {
        so_far += atomic_load(&took[step]);
        buffer_print(buffer, "laureate_request_seconds_bucket{le=\"%g\"} %llu\n", (double)steps[step] / 1e6,
                     (unsigned long long)so_far);
    }
    so_far += atomic_load(&took[STEPS]);
    buffer_print(buffer, "laureate_request_seconds_bucket{le=\"+Inf\"} %llu\n", (unsigned long long)so_far);
    buffer_print(buffer, "laureate_request_seconds_sum %.6f\nlaureate_request_seconds_count %llu\n",
                 (double)atomic_load(&took_all) / 1e6, (unsigned long long)so_far);
}

void metrics_write(struct buffer *buffer, size_t pages, size_t page_bytes)
{
    write_head(buffer, "requests_total", "counter", "Requests answered, by class of status.");
    for (int class = 2; class < CLASSES; class ++)
        buffer_print(buffer, "laureate_requests_total{status=\"%dxx\"} %llu\n", class,
                     (unsigned long long)atomic_load(&answered[class]));
    write_latencies(buffer);
    write_one(buffer, "kept_answers_total", "counter", "Answers from the page cache.", atomic_load(&kept));
    write_one(buffer, "pages_kept", "gauge", "Pages in the page cache.", pages);
    write_one(buffer, "pages_kept_bytes", "gauge", "Bytes in the page cache.", page_bytes);
    write_one(buffer, "queue_waiting", "gauge", "Requests that wait for a worker.",
              (uint64_t)atomic_load(&waiting_now));
    write_one(buffer, "queue_refused_total", "counter", "Requests refused because the queue was full.",
              atomic_load(&refused));
    write_one(buffer, "workers_busy", "gauge", "Workers that are making an answer.", (uint64_t)atomic_load(&busy_now));
    write_one(buffer, "database_lost_total", "counter", "Answers that could not be made for want of the database.",
              atomic_load(&lost));
    for (int i = 0; i < COUNTS; i++)
        write_one(buffer, count_names[i].name, "gauge", count_names[i].help, (uint64_t)atomic_load(&counts_now[i]));
}
