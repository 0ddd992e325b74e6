/* Every statement of the .sql files against the schema that the migrations make, as the role that runs it:
 * PostgreSQL finds as many parameters as the file names, and the role may read and write what the statement
 * does. */
#include "db/statement.h"

#include "database.h"

static const char *const role_names[DATABASE_ROLES] = {
    [DATABASE_OWNER] = "owner",
    [DATABASE_APP] = "app",
    [DATABASE_VISITOR] = "visitor",
    [DATABASE_JOBS] = "jobs",
};

static bool runs_as(const struct statement *statement, enum database_role role)
{
    return strcmp(statement->role, "any") == 0 || strcmp(statement->role, role_names[role]) == 0;
}

/* Whether PostgreSQL can plan it: select, with, insert or update. */
static bool has_plan(const struct statement *statement)
{
    static const char *const begins[] = {"select ", "with ", "insert ", "update "};
    struct text sql = text_trim(text_of(statement->sql));
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (text_starts(sql, text_of(begins[i])))
            return true;
    return false;
}

/* Takes the result. Whether it is as wanted; else says what PostgreSQL said. */
static bool is_good(PGresult *result, ExecStatusType wanted, const struct statement *statement, enum database_role role)
{
    bool good = PQresultStatus(result) == wanted;
    if (!good)
        print_error("%s as %s: %s", statement->name, role_names[role], PQresultErrorMessage(result));
    PQclear(result);
    return good;
}

static bool takes_its_parameters(PGconn *session, const struct statement *statement)
{
    PGresult *result = PQdescribePrepared(session, statement->name);
    int found = PQnparams(result);
    PQclear(result);
    if (found != statement->parameter_count)
        print_error("%s has %d parameters, PostgreSQL finds %d\n", statement->name, statement->parameter_count, found);
    return found == statement->parameter_count;
}

/* Planning checks privileges, of tables, views and functions, and runs nothing. */
static bool may_run(PGconn *session, const struct statement *statement, enum database_role role)
{
    struct text nulls = text_of("");
    for (int i = 0; i < statement->parameter_count; i++)
        nulls = arena_print(arena, "%s%snull", nulls.bytes, i == 0 ? "" : ", ");
    struct text sql =
        arena_print(arena, statement->parameter_count == 0 ? "explain execute %s" : "explain execute %s(%s)",
                    statement->name, nulls.bytes);
    return is_good(PQexec(session, sql.bytes), PGRES_TUPLES_OK, statement, role);
}

static bool holds(PGconn *session, const struct statement *statement, enum database_role role)
{
    return is_good(PQprepare(session, statement->name, statement->sql, 0, NULL), PGRES_COMMAND_OK, statement, role) &&
           takes_its_parameters(session, statement) && (!has_plan(statement) || may_run(session, statement, role));
}

static void check_role(enum database_role role)
{
    PGconn *session = database_connect(database.connections[role]);
    size_t tried = 0, wrong = 0;
    for (size_t i = 0; i < statement_count; i++) {
        if (!runs_as(statements[i], role))
            continue;
        tried++;
        wrong += !holds(session, statements[i], role);
    }
    PQfinish(session);
    assert_true(tried > 0);
    assert_int_equal(wrong, 0);
}

static void the_owner_may_run_its_statements(void **state)
{
    (void)state;
    check_role(DATABASE_OWNER);
}

static void the_app_may_run_its_statements(void **state)
{
    (void)state;
    check_role(DATABASE_APP);
}

static void the_visitor_may_run_its_statements(void **state)
{
    (void)state;
    check_role(DATABASE_VISITOR);
}

static void jobs_may_run_their_statements(void **state)
{
    (void)state;
    check_role(DATABASE_JOBS);
}

/* So that no statement is left out by a misspelt role. */
static void every_statement_has_a_role(void **state)
{
    (void)state;
    for (size_t i = 0; i < statement_count; i++) {
        bool has_role = false;
        for (int role = 0; role < DATABASE_ROLES; role++)
            has_role = has_role || runs_as(statements[i], (enum database_role)role);
        if (!has_role)
            fail_msg("%s is run by %s, which is no role", statements[i]->name, statements[i]->role);
    }
}

/* That privileges are what is checked: what a visitor must not read is refused in the same way. */
static void a_forbidden_statement_is_found(void **state)
{
    (void)state;
    static const struct statement forbidden[] = {
        {.name = "reads_people", .sql = "select name from person where name = $1", .parameter_count = 1},
        {.name = "sets_the_clock", .sql = "select clock_set(interval '0', null)"},
        {.name = "writes_events", .sql = "insert into event (act) values ('test.done')"},
    };
    PGconn *session = database_connect(database.connections[DATABASE_VISITOR]);
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        PQclear(PQprepare(session, forbidden[i].name, forbidden[i].sql, 0, NULL));
        struct text sql = arena_print(arena, "explain execute %s%s", forbidden[i].name,
                                      forbidden[i].parameter_count == 0 ? "" : "(null)");
        PGresult *result = PQexec(session, sql.bytes);
        assert_int_equal(PQresultStatus(result), PGRES_FATAL_ERROR);
        assert_string_equal(PQresultErrorField(result, PG_DIAG_SQLSTATE), "42501"); /* insufficient_privilege */
        PQclear(result);
    }
    PQfinish(session);
}

static int begin(void **state)
{
    (void)state;
    return database_make_whole("statements_test") ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_statement_has_a_role),     cmocka_unit_test(the_owner_may_run_its_statements),
        cmocka_unit_test(the_app_may_run_its_statements), cmocka_unit_test(the_visitor_may_run_its_statements),
        cmocka_unit_test(jobs_may_run_their_statements),  cmocka_unit_test(a_forbidden_statement_is_found),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
