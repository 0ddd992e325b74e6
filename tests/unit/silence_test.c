/* A database that is silent: how long it is waited for, and what is said then. Time is this file's own, so that the
 * limit comes at once; it stands in for time_passed. */
#include "base/time.h"
#include "db/db.sql.h"
#include "db/session.h"

#include "work.h"

#include <signal.h>
#include <sys/types.h>

enum { SECOND = 1000000 };

static uint64_t now = 1000 * (uint64_t)SECOND;
static uint64_t step; /* how much later it is each time that somebody looks */

uint64_t time_passed(void)
{
    return now += step;
}

/* From here on all but the last moment of the limit, 20 seconds, goes by between asking and waiting. */
static void let_time_fly(void)
{
    step = 20 * SECOND - 100 * 1000;
}

static bool finish_in_silence(struct work *work, struct fault *fault)
{
    let_time_fly();
    bool done = work_finish(work, fault);
    step = 0;
    return done;
}

static bool trip_in_silence(struct work *work, struct fault *fault)
{
    let_time_fly();
    bool done = work_trip(work, fault);
    step = 0;
    return done;
}

/* How many statements of the role's the server is at. */
static int64_t count_active(void)
{
    return database_number("select count(*) from pg_stat_activity where datname = current_database()"
                           " and usename = 'laureate_app' and state = 'active'");
}

static void end_sessions(void)
{
    database_do("select pg_terminate_backend(pid, 5000) from pg_stat_activity"
                " where datname = current_database() and usename in ('laureate_app', 'laureate_jobs')");
}

/* The server may still be at it: asking again would double its work when it has most. */
static void it_is_not_asked_again(void **state)
{
    (void)state;
    struct query sleep = own("select pg_sleep(30)", 0);
    for (int kind = WORK_READ; kind <= WORK_CHANGE; kind++) {
        for (int finishes = 0; finishes < 2; finishes++) {
            struct fault fault;
            struct work *work = work_new(arena, connection, (enum work_kind)kind);
            work_ask(work, sleep);
            bool is_done = finishes == 1 ? finish_in_silence(work, &fault) : trip_in_silence(work, &fault);
            int64_t active = count_active();
            work_end(work);
            end_sessions();
            assert_false(is_done);
            assert_int_equal(fault.kind, finishes == 1 && kind == WORK_CHANGE ? FAULT_UNSURE : FAULT_LOST);
            assert_int_equal(active, 1);
        }
    }
    process(); /* the next one is on a new connection */
}

/* It was said that it may have been saved: so it can be. */
static void what_is_unsure_may_be_kept(void **state)
{
    (void)state;
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("kept"));
    work_ask(work, own("select pg_sleep(1)", 0));
    bool is_done = finish_in_silence(work, &fault);
    work_end(work);
    assert_false(is_done);
    assert_int_equal(fault.kind, FAULT_UNSURE);
    for (int i = 0; i < 200 && count_kept() == 0; i++)
        database_do("select pg_sleep(0.05)");
    assert_int_equal(count_kept(), 1);
}

static void silence_behind_the_first_trip_keeps_nothing(void **state)
{
    (void)state;
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("never"));
    must_trip(work);
    work_ask(work, own("select pg_sleep(30)", 0));
    bool is_done = trip_in_silence(work, &fault);
    work_end(work);
    end_sessions();
    assert_false(is_done);
    assert_int_equal(fault.kind, FAULT_LOST);
    assert_int_equal(count_kept(), 0);
}

/* The limit is that of the whole trip: a trickle does not make it longer. */
static void a_trickle_is_not_enough(void **state)
{
    (void)state;
    struct fault fault;
    struct query trickle =
        own("select pg_sleep(0.01)::text as nothing, repeat('x', 20000) as much from generate_series(1, 1000)", 0);
    process();
    struct work *work = work_new(arena, connection, WORK_READ);
    work_ask(work, trickle);
    step = SECOND;
    bool is_done = work_finish(work, &fault);
    step = 0;
    enum presence presence = connection->presence;
    work_end(work);
    end_sessions();
    assert_false(is_done);
    assert_int_equal(fault.kind, FAULT_LOST);
    assert_int_equal(presence, SILENT);
}

/* Each trip has its own limit, however late in a long work it comes. */
static void every_trip_has_its_own_limit(void **state)
{
    (void)state;
    struct query sleep = own("select pg_sleep(0.01)", 0);
    struct work *work = work_new(arena, connection, WORK_READ);
    for (int i = 0; i < 5; i++) {
        work_ask(work, sleep);
        must_trip(work);
        now += 60 * (uint64_t)SECOND;
    }
    must_finish(work);
    work_end(work);
}

/* A migration takes as long as it takes. */
static void some_wait_for_ever(void **state)
{
    (void)state;
    struct fault fault;
    connection->waits_for_ever = true;
    struct work *work = work_new(arena, connection, WORK_READ);
    work_ask(work, own("select pg_sleep(0.2)", 0));
    step = 60 * (uint64_t)SECOND;
    bool is_done = work_finish(work, &fault);
    step = 0;
    work_end(work);
    assert_true(is_done);
}

static void one_that_is_gone_is_not_called_silent(void **state)
{
    (void)state;
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_READ);
    work_ask(work, own("select pg_terminate_backend(pg_backend_pid())", 0));
    assert_false(work_finish(work, &fault));
    work_end(work);
    assert_int_equal(fault.kind, FAULT_LOST);
    assert_int_not_equal(connection->presence, SILENT);
}

/* A server whose machine has stopped closes nothing: only silence tells. */
static void a_listener_finds_out(void **state)
{
    (void)state;
    struct fault fault;
    bool told;
    struct connection *listener = connection_new(database.connections[DATABASE_JOBS]);
    assert_true(connection_listen(listener, listen_public().statement, 0, &told, &fault));
    assert_true(connection_answers(listener, &fault));
    pid_t server = (pid_t)database_number("select pid from pg_stat_activity where usename = 'laureate_jobs'"
                                          " and datname = current_database()");
    bool is_stopped = kill(server, SIGSTOP) == 0;
    let_time_fly();
    bool answers = connection_answers(listener, &fault);
    step = 0;
    bool goes_on = kill(server, SIGCONT) == 0;
    assert_true(is_stopped && goes_on);
    assert_false(answers);
    assert_int_equal(fault.kind, FAULT_LOST);
    assert_false(connection_answers(listener, &fault)); /* until it listens again */
    assert_true(connection_listen(listener, listen_public().statement, 0, &told, &fault));
    assert_true(connection_answers(listener, &fault));
    connection_free(listener);
}

static int begin(void **state)
{
    (void)state;
    return work_begin("silence_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_is_not_asked_again),
        TEST(what_is_unsure_may_be_kept),
        TEST(silence_behind_the_first_trip_keeps_nothing),
        TEST(a_trickle_is_not_enough),
        TEST(every_trip_has_its_own_limit),
        TEST(some_wait_for_ever),
        TEST(one_that_is_gone_is_not_called_silent),
        TEST(a_listener_finds_out),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
