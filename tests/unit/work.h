/* What the tests of work and of its connections share: a connection of the app's, new for each test, a table
 * to write into, and statements of the tests' own. */
#ifndef LAUREATE_TEST_WORK_H
#define LAUREATE_TEST_WORK_H

#include "db/work.h"

#include "database.h"

static struct connection *connection; /* the app's, a new one for each test */
static int last_number;               /* of the statements that stand in for those of tests */

/* A statement of the test's own. It takes the number of one that is not used here, and so its place among
 * those that a session has prepared. */
static inline struct query own(const char *sql, int parameter_count)
{
    do
        last_number++;
    while ((size_t)last_number < statement_count && strcmp(statements[last_number]->role, "any") == 0);
    assert_true((size_t)last_number < statement_count);
    struct statement *statement = arena_new_of(arena, struct statement);
    *statement = (struct statement){
        .name = arena_print(arena, "own_%d", last_number).bytes,
        .sql = sql,
        .parameter_count = parameter_count,
        .number = last_number,
        .role = "app",
    };
    return (struct query){.statement = statement};
}

static inline struct query with_text(struct query query, struct text text)
{
    query.parameters[0] = (struct parameter){.kind = PARAMETER_TEXT, .text = text};
    return query;
}

static struct query inserts, asks_process; /* made anew for each test */

static inline struct query insert(const char *word)
{
    return with_text(inserts, text_of(word));
}

static inline void must_finish(struct work *work)
{
    struct fault fault;
    if (!work_finish(work, &fault))
        fail_msg("%s", fault.sentence);
}

static inline void must_trip(struct work *work)
{
    struct fault fault;
    if (!work_trip(work, &fault))
        fail_msg("%s", fault.sentence);
}

/* The process of PostgreSQL that answers the connection: another one when it was opened again. */
static inline int64_t process(void)
{
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *rows = work_ask(work, asks_process);
    must_finish(work);
    int64_t pid = rows_number(rows, 0, "pid");
    work_end(work);
    return pid;
}

static inline int64_t count_kept(void)
{
    return database_number("select count(*) from kept");
}

static inline int connect_anew(void **state)
{
    (void)state;
    last_number = -1;
    inserts = own("insert into kept (word) values ($1)", 1);
    asks_process = own("select pg_backend_pid() as pid", 0);
    database_do("truncate kept");
    connection = connection_new(database.connections[DATABASE_APP]);
    return 0;
}

static inline int disconnect(void **state)
{
    (void)state;
    connection_free(connection);
    return 0;
}

static inline int work_begin(const char *name)
{
    if (!database_make_whole(name))
        return -1;
    database_do("create table kept (word text, unique (word) deferrable initially deferred);"
                "create sequence tries;"
                "grant select, insert, update on kept to laureate_app;"
                "grant usage on tries to laureate_app;"
                "create function refuse(code text) returns void language plpgsql as $$ begin"
                " raise exception using errcode = code, column = 'title',"
                " message = 'The title is taken. Choose another.'; end $$");
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, connect_anew, disconnect)

#endif
