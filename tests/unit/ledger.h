/* What the tests of the ledger share: a database with an empty ledger for each test, and a sealer of it. */
#ifndef LAUREATE_TEST_LEDGER_H
#define LAUREATE_TEST_LEDGER_H

#include "ledger/export.h"
#include "ledger/seal.h"
#include "ledger/verify.h"

#include "database.h"

static struct connection *jobs;
static struct keys keys;

static inline size_t seal(size_t most)
{
    struct fault fault;
    size_t sealed = 99;
    if (!ledger_seal(arena, jobs, &keys, most, &sealed, &fault))
        fail_msg("%s", fault.sentence);
    return sealed;
}

/* A transaction elsewhere in the cluster, such as one that gathers statistics, may hold events back for a moment. */
static inline void must_seal(size_t most, size_t count)
{
    size_t sealed = 0;
    for (int tries = 0; tries < 500 && (sealed = seal(most)) == 0; tries++)
        database_do("select pg_sleep(0.01)");
    assert_int_equal(sealed, count);
}

static inline void add(const char *act)
{
    database_do(arena_print(arena, "insert into event (act) values ('test.%s')", act).bytes);
}

/* The acts in the order of their places: "one two three". */
static inline struct text order(void)
{
    return database_do("select coalesce(string_agg(substr(e.act, 6), ' ' order by p.position), '')"
                       "  from ledger_place p join event e on e.id = p.event");
}

static inline void must_have_no_gap(int64_t count)
{
    assert_int_equal(database_number("select count(*) from ledger_place"), count);
    assert_int_equal(database_number("select coalesce(max(position), 0) from ledger_place"), count);
    assert_int_equal(database_number("select coalesce(sum(events), 0) from ledger_head"), count);
    assert_int_equal(database_number("select coalesce(max(position), 0) from ledger_head"), count);
}

static inline struct text exported(void)
{
    struct fault fault;
    struct ledger_exported about;
    char *bytes = NULL;
    size_t length = 0;
    FILE *output = open_memstream(&bytes, &length);
    assert_non_null(output);
    if (!ledger_export(jobs, output, &about, &fault))
        fail_msg("%s", fault.sentence);
    fclose(output);
    struct text text = arena_copy(arena, text_from(bytes, length));
    free(bytes);
    return text;
}

/* The line of an export that does not hold; 0 when all do. */
static inline unsigned verify(struct ledger_verified *verified)
{
    struct fault fault = {0};
    struct text text = exported();
    FILE *input = fmemopen((void *)(uintptr_t)text.bytes, text.length, "rb");
    assert_non_null(input);
    bool holds = ledger_verify(input, NULL, 0, verified, &fault);
    fclose(input);
    return holds ? 0 : fault.line;
}

static inline void must_hold(int64_t events)
{
    struct ledger_verified verified;
    assert_int_equal(verify(&verified), 0);
    assert_int_equal(verified.events, events);
}

/* Triggers do not fire for a replica: so the ledger is emptied for each test. */
static inline int ledger_empty(void **state)
{
    (void)state;
    database_do("set session_replication_role = replica;"
                "delete from ledger_head; delete from ledger_place; delete from ledger_waiting; delete from event;"
                "set session_replication_role = origin; update clock set frozen_at = null");
    return 0;
}

static inline int ledger_begin(const char *name)
{
    for (unsigned i = 0; i < sizeof keys.ledger; i++)
        keys.ledger[i] = (unsigned char)i;
    if (!database_make_whole(name))
        return -1;
    jobs = connection_new(database.connections[DATABASE_JOBS]);
    return 0;
}

static inline int ledger_end_all(void **state)
{
    connection_free(jobs);
    return database_drop(state);
}

#define TEST(function) cmocka_unit_test_setup(function, ledger_empty)

#endif
