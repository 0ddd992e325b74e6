/* The clockwork: what has its time. */
#include "jobs/clockwork.h"

#include "base/log.h"
#include "base/time.h"
#include "db/connection.h"
#include "db/migrate.h"
#include "db/work.h"
#include "decisions/announcements.sql.h"
#include "http/seen.h"
#include "ledger/seal.h"
#include "mail/outbox.h"
#include "mail/outbox.sql.h"
#include "metrics.h"
#include "people/sign_in.sql.h"
#include "people/tidying.sql.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

enum { SECOND = 1000000 };                                  /* in microseconds */
enum { MAILS_A_TURN = 20, EVENTS_A_BATCH = 1000 };          /* so that every task gets its turn */
enum { MAIL_CONNECT_SECONDS = 5, MAIL_WHOLE_SECONDS = 20 }; /* stopping waits for the mail that is leaving */

enum { TASKS = 7 };

struct clockwork {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t end;
    bool is_over;
    const struct house *house;
    struct arena *arena; /* for one task */
    struct connection *jobs;
    struct transport *transport;
    struct outbox *outbox;
    bool sends_mail; /* there is somewhere for it to go */
    bool is_known;   /* whether it does */
    bool is_lost;    /* the database was away just now */
    uint64_t due[TASKS];
};

/* ---- Tasks. One returns true when there is more to do at once. ---- */

/* Without a mail server, a demo's or test's mail goes into the mailbox; in a real installation it waits. */
static bool know_way(struct clockwork *clockwork, struct fault *fault)
{
    struct text kind;
    if (clockwork->is_known)
        return true;
    if (!installation_is(clockwork->arena, clockwork->jobs, &kind, fault))
        return false;
    clockwork->is_known = true;
    clockwork->sends_mail = clockwork->transport != NULL || !text_is(kind, "real");
    if (!clockwork->sends_mail)
        log_note("mail waits: LAUREATE_SMTP_URL names no mail server");
    return true;
}

static bool send_mail(struct clockwork *clockwork, struct fault *fault)
{
    bool found = know_way(clockwork, fault) && clockwork->sends_mail;
    for (int i = 0; found && i < MAILS_A_TURN; i++)
        if (!outbox_send(clockwork->outbox, clockwork->arena, &found, fault))
            return false;
    return found;
}

static bool find_left_mail(struct clockwork *clockwork, struct fault *fault)
{
    outbox_find_left(clockwork->outbox, clockwork->arena, fault);
    return false;
}

static bool announce(struct clockwork *clockwork, struct fault *fault)
{
    struct work *work = work_new(clockwork->arena, clockwork->jobs, WORK_CHANGE);
    work_ask(work, announcements_due());
    work_finish(work, fault);
    work_end(work);
    return false;
}

static bool seal_ledger(struct clockwork *clockwork, struct fault *fault)
{
    size_t sealed;
    return ledger_seal(clockwork->arena, clockwork->jobs, &clockwork->house->keys, EVENTS_A_BATCH, &sealed, fault) &&
           sealed == EVENTS_A_BATCH;
}

static bool tell_sessions(struct clockwork *clockwork, struct fault *fault)
{
    struct text hashes = seen_take(clockwork->house->seen, clockwork->arena);
    if (text_is_empty(hashes))
        return false;
    struct work *work = work_new(clockwork->arena, clockwork->jobs, WORK_CHANGE);
    work_ask(work, sessions_seen(hashes));
    work_finish(work, fault);
    work_end(work);
    return false;
}

static bool count_all(struct clockwork *clockwork, struct fault *fault)
{
    struct work *work = work_new(clockwork->arena, clockwork->jobs, WORK_READ);
    struct rows *mail = work_ask(work, outbox_counted()), *sessions = work_ask(work, sessions_counted());
    if (work_finish(work, fault))
        metrics_house(&(struct house_counts){
            .outbox_waiting = rows_number(mail, 0, "waiting"),
            .outbox_sending = rows_number(mail, 0, "sending"),
            .outbox_refused = rows_number(mail, 0, "refused"),
            .outbox_unsure = rows_number(mail, 0, "unsure"),
            .outbox_held = rows_number(mail, 0, "held"),
            .sessions_alive = rows_number(sessions, 0, "alive"),
        });
    work_end(work);
    return false;
}

static bool tidy_up(struct clockwork *clockwork, struct fault *fault)
{
    store_sweep(&clockwork->house->store);
    struct work *work = work_new(clockwork->arena, clockwork->jobs, WORK_CHANGE);
    struct rows *lock = work_ask(work, tidying_lock());
    if (work_trip(work, fault) && rows_flag(lock, 0, "is_ours")) {
        work_ask(work, attempts_forgotten());
        work_ask(work, sessions_forgotten());
        work_finish(work, fault);
    }
    work_end(work);
    return false;
}

static const struct task {
    const char *name;
    bool (*run)(struct clockwork *clockwork, struct fault *fault);
    uint64_t every; /* microseconds */
} tasks[TASKS] = {
    {"finding mail that was left", find_left_mail, 10 * SECOND},
    {"sending mail", send_mail, SECOND},
    {"announcing", announce, SECOND},
    {"sealing the ledger", seal_ledger, 10 * SECOND},
    {"noting sessions", tell_sessions, 60 * SECOND},
    {"counting", count_all, 60 * SECOND},
    {"tidying up", tidy_up, 3600ULL * SECOND},
};

/* ---- The thread ---- */

/* What fails is tried again soon. */
static void run_task(struct clockwork *clockwork, int number, uint64_t now)
{
    static struct log_pace pace;
    struct fault fault = {0};
    const struct task *task = &tasks[number];
    bool again = task->run(clockwork, &fault);
    bool failed = fault.kind != FAULT_NONE;
    if (failed && log_is_due(&pace))
        log_fault("%s: %s", task->name, fault.sentence);
    clockwork->is_lost = fault.kind == FAULT_LOST || fault.kind == FAULT_UNSURE;
    clockwork->due[number] = failed ? now + SECOND : again ? now : now + task->every;
    arena_reset(clockwork->arena);
}

static uint64_t next_due(const struct clockwork *clockwork)
{
    uint64_t next = UINT64_MAX;
    for (int i = 0; i < TASKS; i++)
        next = clockwork->due[i] < next ? clockwork->due[i] : next;
    return next;
}

/* Until that time, or until the end. Whether it is the end. */
static bool wait_until(struct clockwork *clockwork, uint64_t time)
{
    uint64_t now = time_passed(), pause = time > now ? time - now : 0;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (time_t)(pause / SECOND);
    until.tv_nsec += (long)(pause % SECOND) * 1000;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&clockwork->lock);
    while (!clockwork->is_over && pause > 0 && pthread_cond_timedwait(&clockwork->end, &clockwork->lock, &until) == 0)
        continue;
    bool is_over = clockwork->is_over;
    pthread_mutex_unlock(&clockwork->lock);
    return is_over;
}

static void *go(void *context)
{
    struct clockwork *clockwork = context;
    while (!wait_until(clockwork, next_due(clockwork))) {
        uint64_t now = time_passed();
        for (int i = 0; i < TASKS && !wait_until(clockwork, 0); i++)
            if (clockwork->due[i] <= now)
                run_task(clockwork, i, now);
    }
    struct fault unheard;
    if (!clockwork->is_lost)
        tell_sessions(clockwork, &unheard);
    return NULL;
}

/* ---- Start and stop ---- */

/* The mail server of the settings, NULL when there is none. False with a fault when they are wrong. */
static bool find_transport(const struct settings *settings, struct transport **transport, struct fault *fault)
{
    const struct text *values = settings->values;
    *transport = NULL;
    if (text_is_empty(values[SETTING_SMTP_URL]))
        return true;
    struct transport_settings wanted = {
        .url = values[SETTING_SMTP_URL],
        .user = text_is_empty(values[SETTING_SMTP_USER]) ? text_absent : values[SETTING_SMTP_USER],
        .password = values[SETTING_SMTP_PASSWORD],
        .connect_seconds = MAIL_CONNECT_SECONDS,
        .whole_seconds = MAIL_WHOLE_SECONDS,
    };
    struct fault wrong;
    *transport = transport_new(&wanted, &wrong);
    return *transport != NULL || fault_set(fault, FAULT_INVALID, "LAUREATE_SMTP_URL", "%s", wrong.sentence);
}

static void make_signals(struct clockwork *clockwork)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&clockwork->end, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_init(&clockwork->lock, NULL);
}

struct clockwork *clockwork_start(const struct house *house, struct fault *fault)
{
    struct transport *transport;
    if (!find_transport(house->settings, &transport, fault))
        return NULL;
    struct clockwork *clockwork = calloc(1, sizeof *clockwork);
    if (clockwork == NULL)
        log_abort("out of memory");
    clockwork->house = house;
    clockwork->arena = arena_new();
    clockwork->jobs = connection_new(house->settings->database.connections[DATABASE_JOBS]);
    clockwork->transport = transport;
    struct outbox_way way = {house->templates, house->origin, house->settings->values[SETTING_MAIL_FROM], transport};
    clockwork->outbox = outbox_new(&way, clockwork->jobs);
    make_signals(clockwork);
    if (pthread_create(&clockwork->thread, NULL, go, clockwork) != 0)
        log_abort("no thread for the clockwork");
    return clockwork;
}

void clockwork_stop(struct clockwork *clockwork)
{
    if (clockwork == NULL)
        return;
    pthread_mutex_lock(&clockwork->lock);
    clockwork->is_over = true;
    pthread_cond_signal(&clockwork->end);
    pthread_mutex_unlock(&clockwork->lock);
    pthread_join(clockwork->thread, NULL);
    outbox_free(clockwork->outbox);
    transport_free(clockwork->transport);
    connection_free(clockwork->jobs);
    pthread_cond_destroy(&clockwork->end);
    pthread_mutex_destroy(&clockwork->lock);
    arena_free(clockwork->arena);
    free(clockwork);
}
