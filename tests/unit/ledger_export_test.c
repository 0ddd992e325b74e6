/* Exporting the ledger: all of it, in its format, and what the chain tells of changed tables. */
#include "base/disk.h"

#include "ledger.h"

#include <fcntl.h>
#include <unistd.h>

static void a_long_ledger_is_exported(void **state)
{
    (void)state;
    database_do("insert into event (act, facts) select 'test.done', jsonb_build_object('n', n)"
                "  from generate_series(1, 2000) as n");
    must_seal(1000, 1000); /* as long as a page of the export */
    must_hold(1000);
    must_seal(999, 999);
    must_seal(999, 1);
    must_hold(2000);
    assert_int_equal(database_number("select count(*) from ledger_place p join event e on e.id = p.event"
                                     " where e.facts ->> 'n' <> p.position::text"),
                     0);
}

/* The ledger that was written in Python, see ledger_verify_test.c. */
static void the_format_stands(void **state)
{
    (void)state;
    char room[10000];
    size_t length = 0;
    int file = open(LAUREATE_SOURCE "/tests/data/ledger.jsonl", O_RDONLY);
    assert_true(file >= 0 && disk_read(file, room, sizeof room, &length));
    close(file);
    database_do("update clock set frozen_at = '2026-12-06T00:00:00Z'");
    database_do("insert into event (id, act, subject, organization, happened_at, transaction) values"
                " ('00000000-0000-4000-8000-000000000001', 'award.changed', '7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7e',"
                "  '7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7e', '2026-12-05T17:00:00.000001-05', '1001')");
    database_do("insert into event (id, act, actor, happened_at, transaction, facts) values"
                " ('00000000-0000-4000-8000-000000000002', 'nomination.sent', '7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7e',"
                "  '2026-07-01', '1002', '{\"version\": 3, \"b\": {\"z\": \"\", \"y\": 1}, \"ab\": -9007199254740991,"
                " \"a\": [true, null, \"é\\n\\\"\\\\/\"]}')");
    must_seal(100, 2);
    database_do("insert into event (id, act, happened_at, transaction, facts) values"
                " ('00000000-0000-4000-8000-000000000003', 'award.changed', '2026-12-05T22:00:00.000001Z', '1003',"
                "  '{\"state\": \"open\"}')");
    must_seal(100, 1);
    assert_text(exported(), arena_copy(arena, text_from(room, length)).bytes);
}

static void an_empty_ledger_is_empty(void **state)
{
    (void)state;
    assert_int_equal(seal(100), 0);
    add("unsealed");
    assert_text(exported(), "");
}

/* Somebody who owns the machine can write into the tables, and the chain tells. */
static void a_changed_table_is_noticed(void **state)
{
    (void)state;
    struct ledger_verified verified;
    static const struct {
        const char *sql;
        unsigned line;
    } changes[] = {
        {"update event set act = 'test.other' where act = 'test.two'", 2},
        {"update event set happened_at = happened_at + interval '1 microsecond' where act = 'test.three'", 4},
        {"update event set facts = '{\"a\": 1}' where act = 'test.three'", 4},
        {"update ledger_head set sealed_at = sealed_at - interval '1 microsecond' where position = 2", 3},
        {"delete from ledger_head where position = 3", 4}, /* the end is missing */
        {"delete from ledger_place where position = 2", 2},
    };
    add("one");
    add("two");
    must_seal(100, 2);
    add("three");
    must_seal(100, 1);
    must_hold(3);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        PGconn *session = administrator;
        PQclear(PQexec(session, "create temporary table was as select * from event;"
                                "create temporary table places as select * from ledger_place;"
                                "create temporary table heads as select * from ledger_head"));
        database_do("set session_replication_role = replica");
        database_do(changes[i].sql);
        unsigned line = verify(&verified);
        database_do("delete from ledger_head; delete from ledger_place; delete from event;"
                    "insert into event select * from was; insert into ledger_place select * from places;"
                    "insert into ledger_head select * from heads; drop table was, places, heads;"
                    "set session_replication_role = origin");
        assert_int_equal(line, changes[i].line);
        must_hold(3);
    }
}

static void a_lost_database_is_told(void **state)
{
    (void)state;
    struct connection *nowhere = connection_new("host=/tmp/laureate-nowhere");
    struct fault fault;
    struct ledger_exported about;
    size_t sealed = 99;
    assert_false(ledger_seal(arena, nowhere, &keys, 100, &sealed, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    assert_int_equal(sealed, 0);
    assert_false(ledger_export(nowhere, stdout, &about, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    connection_free(nowhere);
    add("one");
    must_seal(100, 1);
    FILE *full = fopen("/dev/full", "wb");
    assert_non_null(full);
    assert_false(ledger_export(jobs, full, &about, &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    fclose(full);
}

static int begin(void **state)
{
    (void)state;
    return ledger_begin("ledger_export_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_long_ledger_is_exported),  TEST(the_format_stands),       TEST(an_empty_ledger_is_empty),
        TEST(a_changed_table_is_noticed), TEST(a_lost_database_is_told),
    };
    return cmocka_run_group_tests(tests, begin, ledger_end_all);
}
