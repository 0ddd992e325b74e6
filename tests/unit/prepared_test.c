/* Prepared statements: prepared once a session, and again when they are no longer what the server has. */
#include "work.h"

static void a_statement_is_prepared_once_a_session(void **state)
{
    (void)state;
    struct query echo = own("select $1::text as echo", 1);
    struct query prepared =
        own("select count(*) as count, max(statement) as sql from pg_prepared_statements where statement like $1", 1);
    for (int i = 0; i < 3; i++) {
        struct work *work = work_new(arena, connection, WORK_READ);
        struct rows *one = work_ask(work, with_text(echo, text_of("one")));
        struct rows *other = work_ask(work, with_text(echo, text_of("other"))); /* behind its own preparation */
        struct rows *count = work_ask(work, with_text(prepared, text_of("select $1::text as echo")));
        must_finish(work);
        assert_text(rows_text(one, 0, "echo"), "one");
        assert_text(rows_text(other, 0, "echo"), "other");
        assert_int_equal(rows_number(count, 0, "count"), 1);
        work_end(work);
    }
}

static void what_was_not_prepared_is_prepared_later(void **state)
{
    (void)state;
    struct query later = own("select word from later", 0);
    struct query behind = own("select 'behind' as word", 0);
    for (int i = 0; i < 2; i++) {
        struct fault fault;
        struct work *work = work_new(arena, connection, WORK_READ);
        work_ask(work, later);
        work_ask(work, later);
        work_ask(work, behind);
        assert_false(work_finish(work, &fault));
        assert_int_equal(fault.kind, FAULT_BROKEN);
        work_end(work);
    }
    database_do("create table later (word text); grant select on later to laureate_app;"
                "insert into later values ('now')");
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *one = work_ask(work, later);
    struct rows *other = work_ask(work, later);
    struct rows *last = work_ask(work, behind);
    must_finish(work);
    assert_text(rows_text(one, 0, "word"), "now");
    assert_text(rows_text(other, 0, "word"), "now");
    assert_text(rows_text(last, 0, "word"), "behind");
    work_end(work);
    database_do("drop table later");
}

/* The schema has changed under what was prepared: "cached plan must not change result type". */
static void a_change_of_the_schema_goes_unnoticed(void **state)
{
    (void)state;
    struct query all = own("select * from shape", 0);
    database_do(
        "create table shape (one text); grant select on shape to laureate_app; insert into shape values ('one')");
    int64_t session = process();
    for (int i = 0; i < 4; i++) {
        struct fault fault = {.kind = FAULT_BROKEN};
        bool changes = i % 2 == 1, finishes = i < 2;
        struct work *work = work_new(arena, connection, changes ? WORK_CHANGE : WORK_READ);
        if (changes)
            work_ask(work, insert(finishes ? "finished" : "made a trip")); /* nothing of the first attempt is kept */
        struct rows *rows = work_ask(work, all);
        bool is_done = finishes ? work_finish(work, &fault) : work_trip(work, &fault) && work_finish(work, &fault);
        if (!is_done)
            fail_msg("%d: %s", i, fault.sentence);
        assert_int_equal(fault.kind, FAULT_NONE);
        assert_int_equal(rows_count(rows), 1);
        assert_text(rows_text(rows, 0, "one"), "one");
        if (i > 0)
            assert_int_equal(rows_number(rows, 0, arena_print(arena, "column_%d", i - 1).bytes), i - 1);
        work_end(work);
        database_do(arena_print(arena, "alter table shape add column column_%d integer default %d", i, i).bytes);
    }
    assert_int_equal(count_kept(), 2);
    assert_int_not_equal(process(), session); /* all was prepared anew, on a new connection */
    database_do("drop table shape");
}

/* Behind the first trip there is no going back: the fault is told, and the next time all is well. */
static void a_change_of_the_schema_between_trips_is_a_fault_once(void **state)
{
    (void)state;
    struct fault fault;
    struct query all = own("select * from shape", 0);
    database_do("create table shape (one text); grant select on shape to laureate_app");
    struct work *work = work_new(arena, connection, WORK_READ);
    work_ask(work, all);
    must_finish(work);
    work_end(work);
    work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("never"));
    must_trip(work);
    database_do("alter table shape add column other text");
    work_ask(work, all);
    assert_false(work_finish(work, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    work_end(work);
    assert_int_equal(count_kept(), 0);
    work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("again"));
    must_trip(work);
    struct rows *rows = work_ask(work, all);
    must_finish(work);
    assert_int_equal(rows_count(rows), 0);
    work_end(work);
    assert_int_equal(count_kept(), 1);
    database_do("drop table shape");
}

/* A pooler between us and the server may have lost them: "prepared statement does not exist". */
static void what_the_server_forgot_is_prepared_again(void **state)
{
    (void)state;
    struct fault fault = {.kind = FAULT_BROKEN};
    struct query echo = own("select $1::text as echo", 1);
    struct query forget = own("deallocate all", 0);
    for (int i = 0; i < 2; i++) {
        struct work *work = work_new(arena, connection, WORK_READ);
        struct rows *rows = work_ask(work, with_text(echo, text_of("here")));
        work_ask(work, forget);
        bool is_done = work_trip(work, &fault); /* without a commit, which is forgotten too */
        if (!is_done)
            fail_msg("%s", fault.sentence);
        assert_int_equal(fault.kind, FAULT_NONE);
        assert_text(rows_text(rows, 0, "echo"), "here");
        work_end(work);
    }
}

static int begin(void **state)
{
    (void)state;
    return work_begin("prepared_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_statement_is_prepared_once_a_session),   TEST(what_was_not_prepared_is_prepared_later),
        TEST(a_change_of_the_schema_goes_unnoticed),    TEST(a_change_of_the_schema_between_trips_is_a_fault_once),
        TEST(what_the_server_forgot_is_prepared_again),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
