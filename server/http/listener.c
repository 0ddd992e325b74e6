/* The listener: requests come in, answers go out. */
#include "http/listener.h"

#include "base/log.h"
#include "base/time.h"
#include "http/refusal.h"
#include "http/route.h"
#include "http/upload.h"
#include "http/workers.h"
#include "metrics.h"

#include <arpa/inet.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    CONNECTION_MEMORY = 16 * 1024, /* the headers must fit into it */
    IDLE_SECONDS = 60,
    SENDING_MOST_MS = 5000,
    DRAIN_MOST = 64 * 1024,                     /* of a body that nobody asked for */
    FORM_MOST = 1024 * 1024,                    /* of a form without a file */
    UPLOAD_MOST = FILE_MOST_BYTES + 512 * 1024, /* of one with a file */
    FILES_OF_OUR_OWN = 128,                     /* beside connections of clients */
};

struct listener {
    struct house *house;
    atomic_int with_workers; /* requests that workers have or had, whose answer has not been sent whole */
    struct MHD_Daemon *daemon;
    MHD_socket door; /* our end of the listening socket, once the door is closed */
};

/* The request line has come; here, not later, its target is still as it was sent. */
static void *begin_request(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)context;
    struct request *request = request_new(target);
    request->connection = connection;
    return request;
}

static void end_request(void *context, struct MHD_Connection *connection, void **state,
                        enum MHD_RequestTerminationCode how)
{
    struct listener *listener = context;
    struct request *request = *state;
    (void)connection;
    (void)how;
    if (request == NULL)
        return;
    if (request->was_queued)
        atomic_fetch_sub(&listener->with_workers, 1);
    request_free(request);
    *state = NULL;
}

/* We take targets apart ourselves: libmicrohttpd is to leave them alone. */
static size_t leave_escapes(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static enum MHD_Result send_answer(struct request *request, struct answer *answer, bool was_kept)
{
    unsigned status;
    request->answer = answer;
    enum MHD_Result result = answer_queue(answer, request->connection, &status);
    metrics_answered(status, was_kept, time_passed() - request->began);
    return result;
}

static enum MHD_Result refuse(const struct house *house, struct request *request, unsigned status, const char *allow)
{
    struct arena *arena = arena_new();
    struct answer *answer = house_refusal(house, request, status, allow, arena);
    arena_free(arena);
    return send_answer(request, answer, false);
}

static enum method method_of(const char *method)
{
    if (strcmp(method, MHD_HTTP_METHOD_GET) == 0 || strcmp(method, MHD_HTTP_METHOD_HEAD) == 0)
        return GET;
    return strcmp(method, MHD_HTTP_METHOD_POST) == 0 ? POST : METHOD_OTHER;
}

/* Only what has a route with an act reads a body. */
static bool takes_form(const struct request *request)
{
    return request->method == POST && request->route != NULL;
}

static size_t body_most(const struct request *request)
{
    return !takes_form(request) ? DRAIN_MOST : request->route->takes_file ? UPLOAD_MOST : FORM_MOST;
}

/* Whether the body is a form of the kind that the route takes; more is known of one with a file when it comes. */
static bool is_form(const struct request *request)
{
    struct text type = request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE);
    type = text_trim(text_cut(&type, ';'));
    return text_equal_ascii_case(
        type, text_of(request->route->takes_file ? "multipart/form-data" : "application/x-www-form-urlencoded"));
}

static enum MHD_Result hand_over(struct listener *listener, struct request *request)
{
    const struct house *house = listener->house;
    bool was_queued = request->was_queued;
    if (!was_queued)
        atomic_fetch_add(&listener->with_workers, 1);
    if (workers_take(request->route->lane == LANE_SLOW ? house->slow : house->workers, request))
        return MHD_YES;
    if (!was_queued)
        atomic_fetch_sub(&listener->with_workers, 1);
    return refuse(house, request, 503, NULL);
}

/* The headers are there. What cannot be a request is refused, and what is too large, and the connection is closed; an
 * answer to anything else would close it too at this point, so it waits for the next call. A file is let in by a
 * worker first. */
static enum MHD_Result meet(struct listener *listener, struct request *request, const char *method)
{
    const struct house *house = listener->house;
    const char *allow;
    request->stage = STAGE_BODY;
    request->method = method_of(method);
    if (text_is_absent(request->path) || request_is_ambiguous(request))
        return refuse(house, request, 400, NULL);
    if (request->method == POST)
        request->route = route_find(request, &allow);
    int64_t length;
    if (text_number(request_header(request, MHD_HTTP_HEADER_CONTENT_LENGTH), &length) &&
        (uint64_t)length > body_most(request))
        return refuse(house, request, 413, NULL);
    if (!takes_form(request))
        return MHD_YES;
    if (!is_form(request))
        return refuse(house, request, 415, NULL);
    if (!request->route->takes_file)
        return MHD_YES;
    request->stage = STAGE_ADMITTING;
    request->is_admission = true;
    return hand_over(listener, request);
}

/* A worker has said whether the file may come. */
static enum MHD_Result admit(struct request *request)
{
    request->is_admission = false;
    request->stage = STAGE_BODY;
    if (request->answer != NULL)
        return send_answer(request, request->answer, false);
    return request->upload != NULL ? MHD_YES : MHD_NO; /* no answer: the client has left */
}

static enum MHD_Result answer_here(const struct house *house, struct request *request)
{
    struct arena *arena = arena_new();
    struct answer *answer = house_answer(house, request, NULL, arena);
    arena_free(arena);
    return send_answer(request, answer, false);
}

/* What is on a shelf, if it is; with that the request needs no route, unless there is a query that the route may read. */
static struct answer *find_kept(const struct house *house, struct request *request, const char **allow)
{
    bool is_get = request->method == GET, has_query = !text_is_absent(request->query);
    struct answer *kept = is_get ? shelf_find(house->assets, request->path) : NULL;
    if (kept == NULL && is_get && !has_query)
        kept = shelf_find(house->pages, request->path);
    if (kept == NULL && request->route == NULL)
        request->route = route_find(request, allow);
    if (kept == NULL && is_get && has_query && request->route != NULL && request->route->audience == FOR_EVERYBODY &&
        request_is_plain(request))
        kept = shelf_find(house->pages, request->path);
    return kept;
}

/* The request is whole. */
static enum MHD_Result serve(struct listener *listener, struct request *request)
{
    const struct house *house = listener->house;
    const char *allow = NULL;
    if (request->is_too_large)
        return refuse(house, request, 413, NULL);
    struct answer *kept = find_kept(house, request, &allow);
    if (kept != NULL)
        return send_answer(request, kept, true);
    if (request->route == NULL)
        return refuse(house, request, allow == NULL ? 404 : 405, allow);
    if (request->route->ask == NULL && request->route->audience == FOR_EVERYBODY && request->route->act == NULL)
        return answer_here(house, request);
    request->stage = STAGE_ANSWERING;
    return hand_over(listener, request);
}

/* The next bytes of the body. What is too much is passed over, and past a limit the connection is cut. */
static enum MHD_Result receive(struct request *request, struct text bytes)
{
    request->drained += bytes.length;
    if (request->drained > body_most(request)) {
        request->is_too_large = takes_form(request);
        return request->drained > body_most(request) + DRAIN_MOST ? MHD_NO : MHD_YES;
    }
    if (request->upload != NULL)
        upload_feed(request->upload, bytes);
    else if (takes_form(request))
        buffer_add(&request->body, bytes);
    return MHD_YES;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                              const char *version, const char *upload, size_t *upload_size, void **state)
{
    struct listener *listener = context;
    struct request *request = *state;
    (void)connection;
    (void)url;
    (void)version;
    struct text bytes = text_from(upload, *upload_size);
    *upload_size = 0;
    switch (request->stage) {
    case STAGE_HEADERS:
        return meet(listener, request, method);
    case STAGE_ADMITTING:
        return admit(request);
    case STAGE_BODY:
        return bytes.length > 0 ? receive(request, bytes) : serve(listener, request);
    case STAGE_ANSWERING: /* no answer: the client has left */
        return request->answer != NULL ? send_answer(request, request->answer, false) : MHD_NO;
    }
    return MHD_NO;
}

static void note(void *context, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

static void note(void *context, const char *format, va_list arguments)
{
    static struct log_pace pace;
    char line[256];
    (void)context;
    vsnprintf(line, sizeof line, format, arguments);
    if (log_is_due(&pace))
        log_note("http: %s", line);
}

/* How many connections there may be: as many as wished, as far as the system lets us open files. */
static unsigned connection_limit(unsigned wished)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return wished;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    if (limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= wished + FILES_OF_OUR_OWN)
        return wished;
    return limit.rlim_cur > 2 * FILES_OF_OUR_OWN ? (unsigned)limit.rlim_cur - FILES_OF_OUR_OWN : FILES_OF_OUR_OWN;
}

static struct MHD_Daemon *start_daemon(struct listener *listener, const struct settings *settings,
                                       const struct sockaddr_in *address)
{
    const unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    const unsigned connections = connection_limit((unsigned)settings_number(settings, SETTING_CONNECTIONS));
    /* clang-format off */
    return MHD_start_daemon(flags, 0, NULL, NULL, handle, listener,
                            MHD_OPTION_EXTERNAL_LOGGER, note, NULL,
                            MHD_OPTION_SOCK_ADDR, address,
                            MHD_OPTION_THREAD_POOL_SIZE, (unsigned)settings_number(settings, SETTING_LISTENERS),
                            MHD_OPTION_CONNECTION_LIMIT, connections,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_URI_LOG_CALLBACK, begin_request, NULL,
                            MHD_OPTION_UNESCAPE_CALLBACK, leave_escapes, NULL,
                            MHD_OPTION_NOTIFY_COMPLETED, end_request, listener,
                            MHD_OPTION_END);
    /* clang-format on */
}

struct listener *listener_start(struct house *house, struct fault *fault)
{
    const struct settings *settings = house->settings;
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)settings_number(settings, SETTING_PORT))};
    struct listener *listener = calloc(1, sizeof *listener);
    if (listener == NULL)
        log_abort("out of memory");
    *listener = (struct listener){.house = house, .door = MHD_INVALID_SOCKET};
    if (inet_pton(AF_INET, settings->values[SETTING_ADDRESS].bytes, &address.sin_addr) != 1)
        fault_set(fault, FAULT_INVALID, "LAUREATE_ADDRESS", "This is not an IPv4 address.");
    else if ((listener->daemon = start_daemon(listener, settings, &address)) == NULL)
        fault_set(fault, FAULT_REFUSED, "LAUREATE_PORT", "Port %d cannot be had; is something else using it?",
                  settings_number(settings, SETTING_PORT));
    if (listener->daemon != NULL)
        return listener;
    free(listener);
    return NULL;
}

void listener_close_door(struct listener *listener)
{
    listener->door = MHD_quiesce_daemon(listener->daemon);
    if (listener->door != MHD_INVALID_SOCKET)
        shutdown(listener->door, SHUT_RDWR); /* who comes now is refused at once and goes elsewhere */
}

void listener_stop(struct listener *listener)
{
    /* What the workers have answered last may still be on its way out. */
    for (int waited = 0; atomic_load(&listener->with_workers) > 0 && waited < SENDING_MOST_MS; waited++)
        usleep(1000);
    MHD_stop_daemon(listener->daemon);
    if (listener->door != MHD_INVALID_SOCKET)
        close(listener->door);
    free(listener);
}
