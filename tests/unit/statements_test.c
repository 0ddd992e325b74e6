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

/* That privileges are what is checked: what a role must not do is refused in the same way. */
static void a_forbidden_statement_is_found(void **state)
{
    (void)state;
    static const struct {
        enum database_role role;
        const char *sql;
    } forbidden[] = {
        {DATABASE_VISITOR, "select name from person where name = 'Ann Lee'"},
        {DATABASE_VISITOR, "select id from event"},
        {DATABASE_VISITOR, "select clock_set(0, null)"},
        {DATABASE_VISITOR, "insert into event (act) values ('test.done')"},
        {DATABASE_JOBS, "select clock_set(0, null)"},
        {DATABASE_JOBS, "select public_change_in()"},
        {DATABASE_JOBS, "update honor set citation = ''"},
        {DATABASE_APP, "select public_change_in()"},
        {DATABASE_APP, "delete from honor"},
        {DATABASE_APP, "update cycle set changed_at = now()"},
        {DATABASE_APP, "update decision set announces_at = now()"},
        {DATABASE_APP, "update exclusion set sentence = ''"},
        {DATABASE_APP, "update honor set published_at = now()"},
        {DATABASE_APP, "update person set name = ''"},
        {DATABASE_APP, "select email from account"},
        {DATABASE_APP, "select token_hash from session"},
        {DATABASE_APP, "select token_hash from link"},
        {DATABASE_APP, "update office set role = 'administrator'"},
        {DATABASE_APP, "update nomination set nominee = me()"},
        {DATABASE_APP, "update nomination set submitted_at = now()"},
        {DATABASE_APP, "insert into outbox (template, to_address, link_person) values ('a/b', 'c', null)"},
        {DATABASE_APP, "insert into event (act, actor) values ('test.done', null)"},
        {DATABASE_APP, "update clock set frozen_at = now()"},
        {DATABASE_APP, "update installation set kind = 'test'"},
        {DATABASE_APP, "insert into migration (number, name, checksum) values (9, '', '')"},
        {DATABASE_APP, "update event set act = 'test.done'"},
        {DATABASE_APP, "delete from event"},
        {DATABASE_APP, "insert into event (act, id) values ('test.done', gen_random_uuid())"},
        {DATABASE_APP, "insert into event (act, happened_at) values ('test.done', now())"},
        {DATABASE_JOBS, "insert into event (act, transaction) values ('test.done', '1')"},
    };
    for (size_t i = 0; i < sizeof forbidden / sizeof *forbidden; i++) {
        PGconn *session = database_connect(database.connections[forbidden[i].role]);
        PGresult *result = PQexec(session, arena_print(arena, "explain %s", forbidden[i].sql).bytes);
        const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
        bool is_refused = code != NULL && strcmp(code, "42501") == 0; /* insufficient_privilege */
        if (!is_refused)
            print_error("%s as %s: %s\n", forbidden[i].sql, role_names[forbidden[i].role],
                        code == NULL ? "done" : code);
        PQclear(result);
        PQfinish(session);
        assert_true(is_refused);
    }
}

/* What nobody was granted, nobody may call: the functions of migrations are not everybody's. */
static void no_function_is_everybodys(void **state)
{
    (void)state;
    struct text open = database_do("select coalesce(string_agg(p.proname, ', '), '') from pg_proc p"
                                   " where p.pronamespace = 'public'::regnamespace"
                                   " and has_function_privilege('public', p.oid, 'execute')");
    assert_text(open, "");
    assert_true(database_number("select count(*) from pg_proc where pronamespace = 'public'::regnamespace") > 0);
}

/* Not even the owner of the ledger changes what stands in it. */
static void the_ledger_is_only_added_to(void **state)
{
    (void)state;
    static const char *const changes[] = {"update event set act = 'test.undone'", "delete from event",
                                          "truncate event"};
    database_do("insert into event (act) values ('test.done')");
    PGconn *session = database_connect(database.connections[DATABASE_OWNER]);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        PGresult *result = PQexec(session, changes[i]);
        bool is_refused = PQresultStatus(result) == PGRES_FATAL_ERROR;
        PQclear(result);
        if (!is_refused)
            PQfinish(session);
        assert_true(is_refused);
    }
    PQfinish(session);
    assert_int_equal(database_number("select count(*) from event where act = 'test.done'"), 1);
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
        cmocka_unit_test(no_function_is_everybodys),      cmocka_unit_test(the_ledger_is_only_added_to),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
