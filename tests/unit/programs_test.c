/* PostgreSQL's own programs: found for a server's version, and run on a database. */
#include "db/programs.h"

#include "database.h"

static void finds_one_that_knows_the_server(void **state)
{
    (void)state;
    struct fault fault;
    int64_t server = PQserverVersion(administrator) / 10000;
    const char *program = program_find(arena, "pg_dump", server, &fault);
    assert_non_null(program);
    assert_true(text_ends(text_of(program), text_of("pg_dump")));
    assert_string_equal(program_find(arena, "pg_dump", server, &fault), program);
}

static void says_what_is_missing(void **state)
{
    (void)state;
    struct fault fault;
    assert_null(program_find(arena, "pg_dump", 99, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_non_null(strstr(fault.sentence, "The server is PostgreSQL 99, and the newest pg_dump here is of "));
    assert_non_null(strstr(fault.sentence, "postgresql-client-99"));
    assert_null(program_find(arena, "pg_dance", 15, &fault));
    assert_string_equal(fault.sentence, "PostgreSQL's pg_dance is not installed here (Debian: postgresql-client-15).");
}

static void runs_one_on_the_database(void **state)
{
    (void)state;
    struct fault fault;
    const char *address = database.connections[DATABASE_OWNER];
    const char *good[] = {"--no-psqlrc", "--quiet", "--command=create table was_here ()", NULL};
    const char *wrong[] = {"--no-psqlrc", "--set=ON_ERROR_STOP=1", "--command=select from nowhere", NULL};
    assert_true(program_run(arena, "psql", good, address, &fault));
    assert_true(text_is(database_do("select tableowner from pg_tables where tablename = 'was_here'"),
                        database.roles[DATABASE_OWNER]));
    assert_false(program_run(arena, "psql", wrong, address, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    assert_false(program_run(arena, "/nowhere/psql", good, address, &fault));
}

static int begin(void **state)
{
    (void)state;
    return database_make("programs_test") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_one_that_knows_the_server),
        cmocka_unit_test(says_what_is_missing),
        cmocka_unit_test(runs_one_on_the_database),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
