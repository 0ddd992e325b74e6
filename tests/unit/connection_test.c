/* Connections that are lost at each of the moments at which they can be, and connections that listen. */
#include "db/db.sql.h"
#include "db/session.h"

#include "work.h"

static void terminate(const char *role)
{
    struct text sql = arena_print(arena,
                                  "select count(*) filter (where pg_terminate_backend(pid, 5000)) from pg_stat_activity"
                                  " where datname = current_database() and usename = '%s'",
                                  role);
    assert_int_equal(database_number(sql.bytes), 1);
}

/* ---- lost connections ---- */

static void reading_does_not_notice_a_connection_lost_while_idle(void **state)
{
    (void)state;
    struct query echo = own("select $1::text as echo", 1);
    for (int i = 0; i < 3; i++) {
        struct fault fault = {.kind = FAULT_BROKEN};
        struct work *work = work_new(arena, connection, WORK_READ);
        struct rows *rows = work_ask(work, with_text(echo, text_of("here")));
        struct rows *again = work_ask(work, with_text(echo, text_of("again")));
        assert_true(work_finish(work, &fault));
        assert_int_equal(fault.kind, FAULT_NONE); /* nothing is left of the first attempt */
        assert_text(rows_text(rows, 0, "echo"), "here");
        assert_text(rows_text(again, 0, "echo"), "again");
        work_end(work);
        terminate("laureate_app");
    }
}

static void nor_does_the_first_look_of_an_act(void **state)
{
    (void)state;
    struct fault fault = {.kind = FAULT_BROKEN};
    struct query look = own("select count(*) as count from kept", 0);
    int64_t session = process();
    terminate("laureate_app");
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    struct rows *rows = work_ask(work, look);
    work_ask(work, insert("one"));
    assert_true(work_trip(work, &fault));
    assert_int_equal(fault.kind, FAULT_NONE);
    assert_int_equal(rows_number(rows, 0, "count"), 0);
    must_finish(work);
    work_end(work);
    assert_int_equal(count_kept(), 1);
    assert_int_not_equal(process(), session);
}

static void nor_does_an_act_that_finishes_at_once(void **state)
{
    (void)state;
    int64_t session = process();
    terminate("laureate_app");
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("one"));
    must_finish(work);
    work_end(work);
    assert_int_equal(count_kept(), 1);
    assert_int_not_equal(process(), session);
}

static int64_t tries(void)
{
    return database_number("select case when is_called then last_value else 0 end from tries");
}

/* A sequence goes on whatever becomes of the transaction, so it counts how often the statements were sent. Nobody can tell
 * a connection that was lost before the commit arrived from one lost behind it, so that is not sent twice. */
static void what_kills_its_connection_is_sent_as_often_as_it_may(void **state)
{
    (void)state;
    static const struct {
        bool finishes;
        int tries;
        enum fault_kind kind;
    } cases[] = {{true, 1, FAULT_UNSURE}, {false, 2, FAULT_LOST}};
    struct query next = own("select nextval('tries')", 0);
    struct query end = own("select pg_terminate_backend(pg_backend_pid())", 0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct fault fault;
        database_do("select setval('tries', 1, false)");
        struct work *work = work_new(arena, connection, WORK_CHANGE);
        work_ask(work, next);
        work_ask(work, insert("never"));
        work_ask(work, end);
        assert_false(cases[i].finishes ? work_finish(work, &fault) : work_trip(work, &fault));
        assert_int_equal(fault.kind, cases[i].kind);
        assert_true(!cases[i].finishes || strstr(fault.sentence, "look before you try again") != NULL);
        work_end(work);
        assert_int_equal(tries(), cases[i].tries);
        assert_int_equal(count_kept(), 0);
    }
    process();
}

static void lost_between_trips_is_lost(void **state)
{
    (void)state;
    for (int kind = WORK_READ; kind <= WORK_CHANGE; kind++) {
        struct fault fault;
        struct query look = own("select count(*) as count from kept", 0);
        struct work *work = work_new(arena, connection, (enum work_kind)kind);
        struct rows *rows = work_ask(work, look);
        if (kind == WORK_CHANGE)
            work_ask(work, insert("never"));
        must_trip(work);
        terminate("laureate_app");
        assert_int_equal(rows_number(rows, 0, "count"), 0);
        work_ask(work, look);
        assert_false(work_finish(work, &fault));
        assert_int_equal(fault.kind, kind == WORK_READ ? FAULT_LOST : FAULT_UNSURE);
        work_end(work);
        assert_int_equal(count_kept(), 0);
        process();
    }
}

/* A trip that was not to keep anything has kept nothing, and says so. */
static void lost_before_the_commit_is_lost(void **state)
{
    (void)state;
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("never"));
    must_trip(work);
    terminate("laureate_app");
    work_ask(work, insert("neither"));
    assert_false(work_trip(work, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    work_end(work);
    assert_int_equal(count_kept(), 0);
}

/* With a single connection a lock goes: it is not opened again unseen. */
static void the_loss_of_a_single_connection_is_told(void **state)
{
    (void)state;
    struct fault fault;
    process();
    connection->is_single = true;
    terminate("laureate_app");
    struct work *work = work_new(arena, connection, WORK_READ);
    work_ask(work, database_answers());
    bool is_done = work_finish(work, &fault);
    work_end(work);
    assert_false(is_done);
    assert_int_equal(fault.kind, FAULT_LOST);
}

static void lost_before_the_end_is_undone(void **state)
{
    (void)state;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("never"));
    must_trip(work);
    terminate("laureate_app");
    work_end(work);
    assert_int_equal(count_kept(), 0);
    process();
}

static void without_a_database_it_is_lost(void **state)
{
    (void)state;
    struct fault fault;
    struct connection *nowhere = connection_new("host=/nowhere");
    assert_false(connection_open(nowhere, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    for (int kind = WORK_READ; kind <= WORK_CHANGE; kind++) {
        fault.kind = FAULT_NONE;
        struct work *work = work_new(arena, nowhere, (enum work_kind)kind);
        struct rows *rows = work_ask(work, database_answers());
        assert_false(work_finish(work, &fault));
        assert_int_equal(fault.kind, FAULT_LOST);
        assert_int_equal(rows_count(rows), 0);
        work_end(work);
    }
    connection_free(nowhere);
    connection_free(NULL);
}

/* ---- listening ---- */

static bool hears(struct connection *listener, int milliseconds)
{
    struct fault fault;
    bool told = false;
    if (!connection_listen(listener, listen_public().statement, milliseconds, &told, &fault))
        fail_msg("%s", fault.sentence);
    return told;
}

/* Whether the loss of the connection is said: PostgreSQL's last words may be heard first. */
static bool finds_out(struct connection *listener)
{
    struct fault fault;
    for (int i = 0; i < 3; i++) {
        bool told = true;
        bool is_heard = connection_listen(listener, listen_public().statement, 5000, &told, &fault);
        if (!is_heard)
            return !told && fault.kind == FAULT_LOST;
        assert_false(told);
    }
    return false;
}

static void a_listener_hears_and_comes_back(void **state)
{
    (void)state;
    enum { LONG_ENOUGH = 5000 };
    struct connection *listener = connection_new(database.connections[DATABASE_JOBS]);
    assert_false(hears(listener, 0));
    assert_false(hears(listener, 20));
    database_do("notify laureate_public");
    assert_true(hears(listener, LONG_ENOUGH));
    assert_false(hears(listener, 20));
    database_do("notify laureate_other");
    assert_false(hears(listener, 20));
    database_do("notify laureate_public, 'one'; notify laureate_public, 'two'");
    assert_true(hears(listener, LONG_ENOUGH)); /* both at once */
    assert_false(hears(listener, 20));
    terminate("laureate_jobs");
    assert_true(finds_out(listener));
    assert_false(hears(listener, 0)); /* open again, and listening before it comes back */
    database_do("notify laureate_public");
    assert_true(hears(listener, LONG_ENOUGH));
    connection_free(listener);
}

static void a_listener_asks_whether_anybody_is_there(void **state)
{
    (void)state;
    struct fault fault;
    struct connection *listener = connection_new(database.connections[DATABASE_JOBS]);
    assert_false(hears(listener, 0));
    assert_true(connection_answers(listener, &fault));
    database_do("notify laureate_public");
    assert_true(connection_answers(listener, &fault)); /* the news comes along with the answer */
    assert_true(hears(listener, 0));
    assert_false(hears(listener, 20));
    connection_free(listener);
    struct connection *nowhere = connection_new("host=/nowhere");
    assert_false(connection_answers(nowhere, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    connection_free(nowhere);
}

/* Whichever of the two finds out, it must not pass unsaid: what was told meanwhile is not known. */
static void a_listener_that_asks_hears_of_the_loss(void **state)
{
    (void)state;
    for (int listens = 0; listens < 2; listens++) {
        struct fault fault;
        struct connection *listener = connection_new(database.connections[DATABASE_JOBS]);
        assert_false(hears(listener, 0));
        terminate("laureate_jobs");
        bool told, is_heard = listens == 0 || connection_listen(listener, listen_public().statement, 0, &told, &fault);
        database_do("notify laureate_public");
        is_heard = is_heard && connection_answers(listener, &fault);
        is_heard = is_heard && connection_listen(listener, listen_public().statement, 0, &told, &fault) && !told;
        is_heard = is_heard && connection_answers(listener, &fault);
        connection_free(listener);
        assert_false(is_heard);
    }
}

static void a_change_of_what_is_public_is_told(void **state)
{
    (void)state;
    struct connection *listener = connection_new(database.connections[DATABASE_JOBS]);
    assert_false(hears(listener, 0));
    struct connection *owner = connection_new(database.connections[DATABASE_OWNER]);
    struct work *work = work_new(arena, owner, WORK_CHANGE);
    work_ask(work, own("insert into organization (slug, name, short_name, zone, zone_name)"
                       " values ('house', 'House', 'House', 'UTC', 'UTC')",
                       0));
    must_trip(work);
    assert_false(hears(listener, 20)); /* not before it is true */
    must_finish(work);
    work_end(work);
    assert_true(hears(listener, 5000));
    connection_free(listener);
    connection_free(owner);
}

static int begin(void **state)
{
    (void)state;
    return work_begin("connection_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(reading_does_not_notice_a_connection_lost_while_idle),
        TEST(nor_does_the_first_look_of_an_act),
        TEST(nor_does_an_act_that_finishes_at_once),
        TEST(what_kills_its_connection_is_sent_as_often_as_it_may),
        TEST(lost_between_trips_is_lost),
        TEST(lost_before_the_commit_is_lost),
        TEST(the_loss_of_a_single_connection_is_told),
        TEST(lost_before_the_end_is_undone),
        TEST(without_a_database_it_is_lost),
        TEST(a_listener_hears_and_comes_back),
        TEST(a_listener_asks_whether_anybody_is_there),
        TEST(a_listener_that_asks_hears_of_the_loss),
        TEST(a_change_of_what_is_public_is_told),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
