/* Workers: a queue of requests and the threads that answer them. */
#include "http/workers.h"

#include "base/log.h"
#include "base/time.h"
#include "db/connection.h"
#include "http/refusal.h"
#include "metrics.h"

#include <poll.h>
#include <pthread.h>
#include <stdlib.h>

/* Who has waited for so long in the queue has given up; answering would keep others waiting. In microseconds. */
enum { PATIENCE = 10 * 1000000 };

struct worker {
    pthread_t thread;
    struct workers *workers;
    struct doors doors;
};

struct workers {
    const struct house *house;
    pthread_mutex_t lock;
    pthread_cond_t news;
    struct request *first, *last;
    int waiting, waiting_most;
    bool is_over;
    int count;
    struct worker list[];
};

bool workers_take(struct workers *workers, struct request *request)
{
    pthread_mutex_lock(&workers->lock);
    bool taken = workers->waiting < workers->waiting_most && !workers->is_over;
    if (taken) {
        request->was_queued = true;
        request->waits_since = time_passed();
        MHD_suspend_connection(request->connection); /* before a worker can see it */
        request->next = NULL;
        *(workers->first == NULL ? &workers->first : &workers->last->next) = request;
        workers->last = request;
        metrics_queue(++workers->waiting);
        pthread_cond_signal(&workers->news);
    }
    pthread_mutex_unlock(&workers->lock);
    if (!taken)
        metrics_refused();
    return taken;
}

/* The next request; NULL when there is none and never will be. */
static struct request *next_request(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    while (workers->first == NULL && !workers->is_over)
        pthread_cond_wait(&workers->news, &workers->lock);
    struct request *request = workers->first;
    if (request != NULL) {
        workers->first = request->next;
        metrics_queue(--workers->waiting);
    }
    pthread_mutex_unlock(&workers->lock);
    return request;
}

/* A suspended connection is not watched by the listener: a client that has left is only seen here. One that only will
 * send no more looks the same, and is taken for one that has left. */
static bool client_has_left(const struct request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct pollfd client = {.fd = info->connect_fd, .events = POLLRDHUP};
    return poll(&client, 1, 0) > 0 && (client.revents & (POLLRDHUP | POLLERR | POLLHUP)) != 0;
}

static struct answer *answer(const struct house *house, struct request *request, const struct doors *doors,
                             struct arena *arena)
{
    if (time_passed() - request->waits_since > PATIENCE)
        return house_refusal(house, request, 503, NULL, arena);
    return request->is_admission ? house_admit(house, request, doors, arena)
                                 : house_answer(house, request, doors, arena);
}

static void *work(void *context)
{
    struct worker *worker = context;
    struct arena *arena = arena_new();
    const struct house *house = worker->workers->house;
    for (struct request *request; (request = next_request(worker->workers)) != NULL; arena_reset(arena)) {
        metrics_busy(1);
        if (!client_has_left(request))
            request->answer = answer(house, request, &worker->doors, arena);
        metrics_busy(-1);
        MHD_resume_connection(request->connection); /* from here on the request is the listener's again */
    }
    arena_free(arena);
    return NULL;
}

struct workers *workers_start(const struct house *house, int count, int queue_most)
{
    struct workers *workers = calloc(1, sizeof *workers + (size_t)count * sizeof *workers->list);
    if (workers == NULL)
        log_abort("out of memory");
    workers->house = house;
    workers->waiting_most = queue_most;
    workers->count = count;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_cond_init(&workers->news, NULL);
    for (int i = 0; i < count; i++) {
        struct worker *worker = &workers->list[i];
        worker->workers = workers;
        worker->doors.visitor = connection_new(house->settings->database.connections[DATABASE_VISITOR]);
        worker->doors.app = connection_new(house->settings->database.connections[DATABASE_APP]);
        if (pthread_create(&worker->thread, NULL, work, worker) != 0)
            log_abort("no thread for a worker");
    }
    return workers;
}

void workers_stop(struct workers *workers)
{
    pthread_mutex_lock(&workers->lock);
    workers->is_over = true;
    pthread_cond_broadcast(&workers->news);
    pthread_mutex_unlock(&workers->lock);
    for (int i = 0; i < workers->count; i++)
        pthread_join(workers->list[i].thread, NULL);
}

void workers_free(struct workers *workers)
{
    for (int i = 0; i < workers->count; i++) {
        connection_free(workers->list[i].doors.visitor);
        connection_free(workers->list[i].doors.app);
    }
    pthread_mutex_destroy(&workers->lock);
    pthread_cond_destroy(&workers->news);
    free(workers);
}
