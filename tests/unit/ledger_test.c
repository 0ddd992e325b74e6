/* Sealing the ledger: places without a gap, one sealer at a time, open transactions, restored events. */
#include "ledger.h"

#include <pthread.h>
#include <stdatomic.h>

#define FAR "9000000000000000000" /* a transaction's number that this cluster will never come to */

static void events_get_their_places(void **state)
{
    (void)state;
    static const char *const acts[] = {"one", "two", "three", "four", "five"};
    for (size_t i = 0; i < 5; i++)
        add(acts[i]);
    assert_int_equal(database_number("select count(*) from ledger_waiting"), 5);
    must_seal(2, 2);
    assert_text(order(), "one two");
    must_seal(2, 2);
    must_seal(2, 1);
    assert_int_equal(seal(2), 0);
    assert_text(order(), "one two three four five");
    assert_text(database_do("select string_agg(events::text, ' ' order by position) from ledger_head"), "2 2 1");
    assert_int_equal(database_number("select count(*) from ledger_waiting"), 0);
    must_have_no_gap(5);
    must_hold(5);
}

static void one_transaction_keeps_its_order(void **state)
{
    (void)state;
    database_do("insert into event (act) select 'test.' || chr(96 + n) from generate_series(1, 20) as n;"
                "insert into event (act) values ('test.last')");
    must_seal(100, 21);
    assert_text(order(), "a b c d e f g h i j k l m n o p q r s t last");
}

static void an_open_transaction_holds_back(void **state)
{
    (void)state;
    PGconn *other = database_connect(database_address("ledger_test", "postgres").bytes);
    add("before");
    PQclear(PQexec(other, "begin; insert into event (act) values ('test.held')"));
    add("after");
    must_seal(100, 1);
    assert_text(order(), "before");
    assert_int_equal(seal(100), 0);
    PQclear(PQexec(other, "commit"));
    must_seal(100, 2);
    assert_text(order(), "before held after");
    PQclear(PQexec(other, "begin; insert into event (act) values ('test.undone')"));
    add("later");
    assert_int_equal(seal(100), 0);
    PQclear(PQexec(other, "rollback"));
    must_seal(100, 1);
    PQclear(PQexec(other, "begin isolation level repeatable read; select count(*) from event"));
    add("last"); /* who only reads holds nothing back */
    must_seal(100, 1);
    PQfinish(other);
    assert_text(order(), "before held after later last");
    must_have_no_gap(5);
    must_hold(5);
}

/* A transaction that began first and whose event came last is not lost behind those sealed before. */
static void nothing_that_comes_late_is_lost(void **state)
{
    (void)state;
    PGconn *early = database_connect(database_address("ledger_test", "postgres").bytes);
    PGconn *late = database_connect(database_address("ledger_test", "postgres").bytes);
    PQclear(PQexec(early, "begin; select pg_current_xact_id()"));
    PQclear(PQexec(late, "begin; insert into event (act) values ('test.late'); commit"));
    assert_int_equal(seal(100), 0);
    PQclear(PQexec(early, "insert into event (act) values ('test.early'); commit"));
    must_seal(1, 1);
    must_seal(100, 1);
    PQclear(PQexec(late, "begin; insert into event (act) values ('test.slow')"));
    PQclear(PQexec(early, "begin; insert into event (act) values ('test.quick'); commit"));
    PQclear(PQexec(late, "insert into event (act) values ('test.slower'); commit"));
    must_seal(100, 3);
    PQfinish(early);
    PQfinish(late);
    assert_text(order(), "late early slow quick slower");
    must_hold(5);
}

static void one_seals_at_a_time(void **state)
{
    (void)state;
    add("one");
    PGconn *other = database_connect(database_address("ledger_test", "postgres").bytes);
    PQclear(PQexec(other, "begin; select pg_advisory_xact_lock(hashtext('laureate ledger'))"));
    assert_int_equal(seal(100), 0);
    PQclear(PQexec(other, "commit"));
    PQfinish(other);
    must_seal(100, 1);
}

struct sealer {
    pthread_t thread;
    size_t sealed;
    bool failed;
};

static atomic_bool is_over;

static void *seal_on(void *context)
{
    struct sealer *sealer = context;
    struct connection *connection = connection_new(database.connections[DATABASE_JOBS]);
    struct arena *own = arena_new();
    while (!atomic_load(&is_over) && !sealer->failed) {
        struct fault fault;
        size_t sealed;
        sealer->failed = !ledger_seal(own, connection, &keys, 7, &sealed, &fault);
        sealer->sealed += sealed;
        arena_reset(own);
    }
    arena_free(own);
    connection_free(connection);
    return NULL;
}

static void many_sealers_leave_no_gap(void **state)
{
    (void)state;
    struct sealer sealers[4] = {{0}};
    atomic_store(&is_over, false);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&sealers[i].thread, NULL, seal_on, &sealers[i]), 0);
    for (int i = 0; i < 150; i++)
        database_do("insert into event (act) select 'test.done' from generate_series(1, 3)");
    for (int tries = 0; tries < 500 && database_number("select count(*) from ledger_waiting") > 0; tries++)
        database_do("select pg_sleep(0.01)");
    atomic_store(&is_over, true);
    size_t sealed = 0;
    for (int i = 0; i < 4; i++) {
        pthread_join(sealers[i].thread, NULL);
        assert_false(sealers[i].failed);
        sealed += sealers[i].sealed;
    }
    assert_int_equal(sealed, 450);
    must_have_no_gap(450);
    must_hold(450);
}

/* Their transactions have numbers of another cluster's, which may lie ahead of all that this one has begun. */
static void restored_events_are_old(void **state)
{
    (void)state;
    add("own");
    database_do("insert into event (act, transaction) values ('test.restored', '" FAR "'), ('test.first', '3')");
    must_seal(100, 3);
    add("new");
    must_seal(100, 1);
    assert_text(order(), "own restored first new");
    /* One with the number of a transaction that is open here waits for it, and is not lost. */
    PGconn *other = database_connect(database_address("ledger_test", "postgres").bytes);
    PGresult *open = PQexec(other, "begin; select pg_current_xact_id()");
    database_do(
        arena_print(arena, "insert into event (act, transaction) values ('test.same', '%s')", PQgetvalue(open, 0, 0))
            .bytes);
    PQclear(open);
    assert_int_equal(seal(100), 0);
    PQfinish(other);
    must_seal(100, 1);
    must_have_no_gap(5);
    must_hold(5);
}

static void seals_are_only_added_to(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "update ledger_place set chain = repeat('0', 64)",
        "delete from ledger_place",
        "truncate ledger_place cascade",
        "update ledger_head set signature = repeat('0', 128)",
        "delete from ledger_head",
        "truncate ledger_head",
    };
    add("one");
    must_seal(100, 1);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        PGresult *result = PQexec(administrator, changes[i]);
        const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        bool is_refused = sentence != NULL && strcmp(sentence, "The ledger is only added to.") == 0;
        PQclear(result);
        if (!is_refused)
            fail_msg("%s was not refused", changes[i]);
    }
    must_hold(1);
}

static void facts_have_exact_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {"{\"a\": 1.5}", "{\"a\": 9007199254740992}", "{\"a\": [{\"b\": -1e300}]}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        PGresult *result =
            PQexec(administrator,
                   arena_print(arena, "insert into event (act, facts) values ('test.done', '%s')", wrong[i]).bytes);
        const char *name = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
        bool is_refused = name != NULL && strcmp(name, "event_facts_are_exact") == 0;
        PQclear(result);
        if (!is_refused)
            fail_msg("%s was not refused", wrong[i]);
    }
    database_do("insert into event (act, facts) values ('test.done', '{\"a\": [1, {\"b\": 9007199254740991}], "
                "\"c\": \"1.5\", \"d\": 2.00}')");
    must_seal(100, 1);
    must_hold(1);
}

static int begin(void **state)
{
    (void)state;
    return ledger_begin("ledger_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(events_get_their_places),
        TEST(one_transaction_keeps_its_order),
        TEST(an_open_transaction_holds_back),
        TEST(nothing_that_comes_late_is_lost),
        TEST(one_seals_at_a_time),
        TEST(many_sealers_leave_no_gap),
        TEST(restored_events_are_old),
        TEST(seals_are_only_added_to),
        TEST(facts_have_exact_numbers),
    };
    return cmocka_run_group_tests(tests, begin, ledger_end_all);
}
