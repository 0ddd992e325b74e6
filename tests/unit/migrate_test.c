/* Migrations: from an empty database, again, by the wrong program, and when one of them fails. */
#include "db/migrate.h"

#include "database.h"

#include <pthread.h>
#include <stdatomic.h>

/* Lists of migrations made up for these tests: what each list's name says. The first makes the table in which all are
 * on record. */
#define FILE_OF(name, sql)                                                                                             \
    {                                                                                                                  \
        TEXT(name), TEXT(sql)                                                                                          \
    }
#define RECORD                                                                                                         \
    "create table migration (number integer primary key, name text not null, checksum text not null,"                  \
    " applied_at timestamptz not null default now()); grant select on migration to {app}, {visitor}, {jobs};"
#define FIRST  FILE_OF("0001_first.sql", RECORD "create table first ();")
#define SECOND FILE_OF("0002_second.sql", "create table second ();")
#define THIRD  FILE_OF("0003_third.sql", "create table third ();")

static const struct baked_file one[] = {FILE_OF("0000_setup.sql", "this is for psql"), FIRST, {{0}, {0}}};
static const struct baked_file two[] = {FIRST, SECOND, {{0}, {0}}};
static const struct baked_file three[] = {FIRST, SECOND, THIRD, {{0}, {0}}};

static atomic_int told;
static char told_last[64];

static void tell(struct text name)
{
    told++;
    memcpy(told_last, name.bytes, name.length + 1);
}

static bool bring_up(const struct baked_file *migrations, struct fault *fault)
{
    told = 0;
    return migrate(arena, &database, migrations, text_of("test"), tell, fault);
}

static void must_bring_up(const struct baked_file *migrations, int count)
{
    struct fault fault;
    if (!bring_up(migrations, &fault))
        fail_msg("%s", fault.sentence);
    assert_int_equal(told, count);
}

static bool hold(const struct baked_file *migrations, struct fault *fault)
{
    struct connection *connection = connection_new(database.connections[DATABASE_APP]);
    bool all = migrations_hold(arena, connection, migrations, fault);
    connection_free(connection);
    return all;
}

static bool table_is_there(const char *name)
{
    return text_is(database_do(arena_print(arena, "select to_regclass('public.%s') is not null", name).bytes), "t");
}

/* Before each test: nothing is in the database. */
static int empty(void **state)
{
    (void)state;
    database_do("drop schema public cascade; create schema public authorization pg_database_owner;"
                "grant usage on schema public to public");
    return 0;
}

static void an_empty_database_gets_the_schema(void **state)
{
    (void)state;
    struct fault fault;
    int count = 0;
    for (const struct baked_file *file = baked_migrations; !text_is_absent(file->name); file++)
        count += !text_starts(file->name, text_of("0000"));
    assert_false(hold(baked_migrations, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_non_null(strstr(fault.sentence, "is empty"));
    must_bring_up(baked_migrations, count);
    assert_true(hold(baked_migrations, &fault));
    must_bring_up(baked_migrations, 0);
    assert_int_equal(database_number("select count(*) from migration"), count);
    assert_true(table_is_there("honor"));
}

static void it_goes_on_where_it_stands(void **state)
{
    (void)state;
    must_bring_up(one, 1);
    assert_string_equal(told_last, "0001_first.sql");
    must_bring_up(one, 0);
    must_bring_up(three, 2);
    assert_string_equal(told_last, "0003_third.sql");
    must_bring_up(three, 0);
    assert_text(database_do("select string_agg(number || ' ' || name, ', ' order by number) from migration"),
                "1 0001_first.sql, 2 0002_second.sql, 3 0003_third.sql");
    struct fault fault;
    assert_true(migrate(arena, &database, three, text_of("test"), NULL, &fault));
}

static void the_kind_is_that_of_the_first_time(void **state)
{
    (void)state;
    struct fault fault;
    struct text kind;
    assert_true(migrate(arena, &database, baked_migrations, text_of("demo"), NULL, &fault));
    assert_true(migrate(arena, &database, baked_migrations, text_of("real"), NULL, &fault));
    for (int role = 0; role < DATABASE_ROLES; role++) {
        struct connection *connection = connection_new(database.connections[role]);
        assert_true(installation_is(arena, connection, &kind, &fault));
        assert_text(kind, "demo");
        connection_free(connection);
    }
}

static void a_kind_that_is_none_makes_nothing(void **state)
{
    (void)state;
    struct fault fault;
    assert_false(migrate(arena, &database, baked_migrations, text_of("toy"), NULL, &fault));
    assert_false(table_is_there("installation"));
    assert_false(table_is_there("migration"));
    assert_true(migrate(arena, &database, baked_migrations, text_of("test"), NULL, &fault));
    assert_true(table_is_there("installation"));
}

static void another_checksum_is_refused(void **state)
{
    (void)state;
    static const struct baked_file changed[] = {
        FIRST, FILE_OF("0002_second.sql", "create table second (); -- really"), THIRD, {{0}, {0}}};
    struct fault fault;
    must_bring_up(two, 2);
    assert_false(bring_up(changed, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_non_null(strstr(fault.sentence, "0002_second.sql"));
    assert_int_equal(told, 0);
    assert_false(table_is_there("third"));
    assert_false(hold(changed, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_true(hold(two, &fault));
}

static void another_number_is_refused(void **state)
{
    (void)state;
    static const struct baked_file moved[] = {FIRST, FILE_OF("0003_second.sql", "create table second ();"), {{0}, {0}}};
    struct fault fault;
    must_bring_up(two, 2);
    assert_false(bring_up(moved, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
}

static void a_newer_schema_is_refused(void **state)
{
    (void)state;
    struct fault fault;
    must_bring_up(three, 3);
    assert_false(bring_up(two, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_non_null(strstr(fault.sentence, "newer"));
    assert_non_null(strstr(fault.sentence, "0003_third.sql"));
    assert_false(hold(two, &fault));
    assert_non_null(strstr(fault.sentence, "newer"));
}

static void an_older_schema_does_not_hold(void **state)
{
    (void)state;
    struct fault fault;
    must_bring_up(two, 2);
    assert_true(hold(two, &fault));
    assert_false(hold(three, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_non_null(strstr(fault.sentence, "older"));
}

static void a_failing_migration_leaves_nothing(void **state)
{
    (void)state;
    static const struct baked_file failing[][4] = {
        {FIRST, FILE_OF("0002_fails.sql", "create table half (); select 1 / 0;"), THIRD, {{0}, {0}}},
        {FIRST, FILE_OF("0002_fails.sql", "create table half (); create tabel other ();"), THIRD, {{0}, {0}}},
        {FIRST, FILE_OF("0002_fails.sql", "create table half (); insert into half values (1);"), THIRD, {{0}, {0}}},
    };
    static const char *const said[] = {"division by zero", "syntax error", "more expressions than target columns"};
    must_bring_up(one, 1);
    for (size_t i = 0; i < sizeof failing / sizeof *failing; i++) {
        struct fault fault;
        assert_false(bring_up(failing[i], &fault));
        assert_int_equal(fault.kind, FAULT_BROKEN);
        assert_non_null(strstr(fault.sentence, "0002_fails.sql"));
        assert_non_null(strstr(fault.sentence, said[i]));
        assert_int_equal(told, 0);
        assert_false(table_is_there("half"));
        assert_false(table_is_there("third"));
        assert_int_equal(database_number("select count(*) from migration"), 1);
    }
    must_bring_up(three, 2); /* and nothing stands in the way of the right one */
}

/* One that keeps no record of itself would be applied again and again. */
static void a_first_one_without_the_record_is_refused(void **state)
{
    (void)state;
    static const struct baked_file bare[] = {FILE_OF("0001_bare.sql", "create table bare ();"), {{0}, {0}}};
    struct fault fault;
    assert_false(bring_up(bare, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    assert_int_equal(told, 0);
    assert_false(table_is_there("bare"));
}

static void what_came_before_the_failure_stays(void **state)
{
    (void)state;
    static const struct baked_file failing[] = {FIRST, SECOND, FILE_OF("0003_fails.sql", "select 1 / 0;"), {{0}, {0}}};
    struct fault fault;
    assert_false(bring_up(failing, &fault));
    assert_int_equal(told, 2);
    assert_true(table_is_there("second"));
    assert_int_equal(database_number("select count(*) from migration"), 2);
}

static void names_are_put_in(void **state)
{
    (void)state;
    static const struct baked_file named[] = {
        FILE_OF("0001_names.sql",
                RECORD "create table granted (); grant select on granted to {app}, {visitor}; grant insert on "
                       "granted to {jobs};"
                       "create table said (owner text default '{owner}', database text default '{database}',"
                       " other text default '{other} {app {} {\"a\": 1}');"
                       "insert into said default values;"),
        {{0}, {0}}};
    must_bring_up(named, 1);
    assert_text(database_do("select owner || database from said"), "\"laureate_owner\"\"migrate_test\"");
    assert_text(database_do("select other from said"), "{other} {app {} {\"a\": 1}");
    assert_text(database_do("select has_table_privilege('laureate_app', 'granted', 'select')"
                            " and has_table_privilege('laureate_visitor', 'granted', 'select')"
                            " and has_table_privilege('laureate_jobs', 'granted', 'insert')"
                            " and not has_table_privilege('laureate_jobs', 'granted', 'select')"),
                "t");
    assert_text(database_do("select tableowner from pg_tables where tablename = 'granted'"), "laureate_owner");
}

static void names_are_quoted(void **state)
{
    (void)state;
    struct database odd;
    static const struct text own[DATABASE_ROLES];
    struct fault fault;
    assert_true(
        database_describe(arena, text_of("host=/tmp dbname='an \"odd\" one'"), own, text_of("O\"dd"), &odd, &fault));
    struct text sql = database_setup_sql(arena, &odd);
    assert_non_null(strstr(sql.bytes, "create role \"O\"\"dd_owner\" login"));
    assert_non_null(strstr(sql.bytes, "create database \"an \"\"odd\"\" one\" owner \"O\"\"dd_owner\""));
    assert_null(strstr(sql.bytes, "{owner}"));
    assert_int_equal(sql.bytes[sql.length], 0);
}

static void *bring_up_beside_another(void *done)
{
    struct arena *own = arena_new();
    struct fault fault;
    *(bool *)done = migrate(own, &database, three, text_of("test"), tell, &fault);
    if (!*(bool *)done)
        print_error("%s\n", fault.sentence);
    arena_free(own);
    return NULL;
}

static void one_migrates_at_a_time(void **state)
{
    (void)state;
    enum { COUNT = 4 };
    pthread_t threads[COUNT];
    bool done[COUNT];
    told = 0;
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, bring_up_beside_another, &done[i]), 0);
    for (int i = 0; i < COUNT; i++)
        pthread_join(threads[i], NULL);
    for (int i = 0; i < COUNT; i++)
        assert_true(done[i]);
    assert_int_equal(told, 3);
}

static void without_a_database_it_is_lost(void **state)
{
    (void)state;
    static const struct text own[DATABASE_ROLES];
    struct database nowhere;
    struct fault fault;
    assert_true(
        database_describe(arena, text_of("host=/nowhere dbname=none"), own, text_of("laureate"), &nowhere, &fault));
    assert_false(migrate(arena, &nowhere, one, text_of("test"), NULL, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    struct connection *connection = connection_new(nowhere.connections[DATABASE_APP]);
    assert_false(migrations_hold(arena, connection, one, &fault));
    assert_int_equal(fault.kind, FAULT_LOST);
    connection_free(connection);
}

static int begin(void **state)
{
    (void)state;
    return database_make("migrate_test") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_empty_database_gets_the_schema, empty),
        cmocka_unit_test_setup(it_goes_on_where_it_stands, empty),
        cmocka_unit_test_setup(the_kind_is_that_of_the_first_time, empty),
        cmocka_unit_test_setup(a_kind_that_is_none_makes_nothing, empty),
        cmocka_unit_test_setup(another_checksum_is_refused, empty),
        cmocka_unit_test_setup(another_number_is_refused, empty),
        cmocka_unit_test_setup(a_newer_schema_is_refused, empty),
        cmocka_unit_test_setup(an_older_schema_does_not_hold, empty),
        cmocka_unit_test_setup(a_failing_migration_leaves_nothing, empty),
        cmocka_unit_test_setup(a_first_one_without_the_record_is_refused, empty),
        cmocka_unit_test_setup(what_came_before_the_failure_stays, empty),
        cmocka_unit_test_setup(names_are_put_in, empty),
        cmocka_unit_test_setup(names_are_quoted, empty),
        cmocka_unit_test_setup(one_migrates_at_a_time, empty),
        cmocka_unit_test_setup(without_a_database_it_is_lost, empty),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
