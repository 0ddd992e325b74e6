/* The watch on what is public. */
#include "jobs/public_watch.h"

#include "base/log.h"
#include "db/connection.h"
#include "db/db.sql.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

enum { LISTEN_MS = 250, QUIET_MOST = 20, LOST_MICROSECONDS = 500000 };

struct public_watch {
    pthread_t thread;
    struct shelf *pages;
    struct connection *connection;
    atomic_bool is_over;
};

/* Waits for news for a while; after a long quiet asks whether anybody is still there. */
static bool hear(struct public_watch *watch, bool was_heard, int *quiet, bool *told)
{
    struct fault fault;
    if (!connection_listen(watch->connection, &statement_listen_public, was_heard ? LISTEN_MS : 0, told, &fault))
        return false;
    *quiet = *told ? 0 : *quiet + 1;
    if (*quiet < QUIET_MOST)
        return true;
    *quiet = 0;
    return connection_answers(watch->connection, &fault);
}

static void *watch_public(void *context)
{
    struct public_watch *watch = context;
    bool was_heard = false;
    int quiet = 0;
    while (!atomic_load(&watch->is_over)) {
        bool told = false;
        bool is_heard = hear(watch, was_heard, &quiet, &told);
        if (is_heard && !was_heard) {
            shelf_open(watch->pages);
        } else if (!is_heard && was_heard) {
            log_note("no pages are kept while the database is away");
            shelf_close(watch->pages);
        } else if (told) {
            shelf_clear(watch->pages);
        }
        was_heard = is_heard;
        if (!is_heard)
            usleep(LOST_MICROSECONDS);
    }
    return NULL;
}

struct public_watch *public_watch_start(struct shelf *pages, const char *address)
{
    struct public_watch *watch = calloc(1, sizeof *watch);
    if (watch == NULL)
        log_abort("out of memory");
    watch->pages = pages;
    watch->connection = connection_new(address);
    shelf_close(pages);
    if (pthread_create(&watch->thread, NULL, watch_public, watch) != 0)
        log_abort("no thread for the watch");
    return watch;
}

void public_watch_stop(struct public_watch *watch)
{
    atomic_store(&watch->is_over, true);
    pthread_join(watch->thread, NULL);
    connection_free(watch->connection);
    free(watch);
}
