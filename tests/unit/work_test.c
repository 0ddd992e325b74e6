/* Work: transactions in pipelines, what they answer, what is kept of them, and what is refused. */
#include "work.h"

/* ---- what is answered ---- */

static void a_page_is_one_view_of_the_data(void **state)
{
    (void)state;
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *settings = work_ask(work, own("select current_setting('transaction_isolation') as isolation,"
                                               " current_setting('transaction_read_only') as read_only",
                                               0));
    struct rows *none = work_ask(work, own("select 1 as one where false", 0));
    assert_int_equal(rows_count(settings), 0); /* until the trip */
    must_finish(work);
    assert_int_equal(rows_count(settings), 1);
    assert_text(rows_text(settings, 0, "isolation"), "repeatable read");
    assert_text(rows_text(settings, 0, "read_only"), "on");
    assert_int_equal(rows_count(none), 0);
    assert_int_equal(rows_list(none).list->count, 0);
    assert_int_equal(rows_record(none, 0).kind, VALUE_NONE);
    work_end(work);
}

static struct rows *ask_kinds(struct work *work, struct query query, struct text text, struct uuid uuid, int64_t number,
                              bool flag)
{
    query.parameters[0] = (struct parameter){.kind = PARAMETER_TEXT, .text = text};
    query.parameters[1] = (struct parameter){.kind = PARAMETER_UUID, .uuid = uuid};
    query.parameters[2] = (struct parameter){.kind = PARAMETER_NUMBER, .number = number};
    query.parameters[3] = (struct parameter){.kind = PARAMETER_FLAG, .flag = flag};
    return work_ask(work, query);
}

static void values_of_every_kind_come_back(void **state)
{
    (void)state;
    static const char id[] = "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7e";
    struct uuid uuid;
    assert_true(uuid_read(text_of(id), &uuid));
    struct query kinds = own("select $1::text as text, $2::uuid as uuid, $3::bigint as number, $4::boolean as flag,"
                             " $1 is null as no_text, $2 is null as no_uuid",
                             4);
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *one = ask_kinds(work, kinds, text_of("Zoë's \"§\" \\ 王 🏅"), uuid, INT64_MAX, true);
    struct rows *other = ask_kinds(work, kinds, text_absent, (struct uuid){0}, INT64_MIN, false);
    struct rows *third = ask_kinds(work, kinds, text_from("medals", 5), uuid, -1, false);
    struct rows *fourth = ask_kinds(work, kinds, text_empty, uuid, 0, true);
    must_finish(work);
    assert_text(rows_text(one, 0, "text"), "Zoë's \"§\" \\ 王 🏅");
    uuid = rows_uuid(one, 0, "uuid");
    assert_text(uuid_text(&uuid), id);
    assert_true(rows_number(one, 0, "number") == INT64_MAX);
    assert_true(rows_flag(one, 0, "flag"));
    assert_false(rows_flag(one, 0, "no_text"));
    assert_true(text_is_absent(rows_text(other, 0, "text")));
    assert_true(rows_flag(other, 0, "no_text"));
    assert_true(rows_flag(other, 0, "no_uuid"));
    uuid = rows_uuid(other, 0, "uuid");
    assert_true(text_is_absent(uuid_text(&uuid)));
    assert_true(rows_number(other, 0, "number") == INT64_MIN);
    assert_false(rows_flag(other, 0, "flag"));
    assert_text(rows_text(third, 0, "text"), "medal");
    assert_int_equal(rows_number(third, 0, "number"), -1);
    assert_false(text_is_absent(rows_text(fourth, 0, "text")));
    assert_false(rows_flag(fourth, 0, "no_text"));
    work_end(work);
}

static struct value find(struct value row, const char *name)
{
    assert_int_equal(row.kind, VALUE_RECORD);
    return row.record->find(row.record, text_of(name));
}

static void rows_are_seen_by_templates(void **state)
{
    (void)state;
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *rows =
        work_ask(work, own("select 'Gold' as name, 't' as letter, true as is_open, 1996 as since, null::bigint as most"
                           " union all select 'Fellow', '', false, null, 3"
                           " union all select null, 'f', null, 2, 4",
                           0));
    must_finish(work);
    const struct list *list = rows_list(rows).list;
    assert_int_equal(list->count, 3);
    struct value gold = list->at(list, 0), fellow = list->at(list, 1), last = rows_record(rows, 2);
    assert_text(find(gold, "name").text, "Gold");
    assert_int_equal(find(gold, "letter").kind, VALUE_TEXT); /* only booleans are flags */
    assert_int_equal(find(gold, "is_open").kind, VALUE_TRUE);
    assert_text(find(gold, "since").text, "1996");
    assert_int_equal(find(gold, "most").kind, VALUE_FALSE); /* null */
    assert_int_equal(find(gold, "nothing").kind, VALUE_NONE);
    assert_int_equal(find(gold, "Name").kind, VALUE_NONE);
    assert_text(find(fellow, "letter").text, "");
    assert_int_equal(find(fellow, "is_open").kind, VALUE_FALSE);
    assert_int_equal(find(last, "is_open").kind, VALUE_FALSE);
    assert_int_equal(rows_record(rows, 3).kind, VALUE_NONE);
    assert_int_equal(rows_number(rows, 1, "since"), 0); /* null */
    assert_false(rows_flag(rows, 2, "is_open"));
    rows_keep(rows, 5);
    assert_int_equal(rows_count(rows), 3);
    rows_keep(rows, 2);
    assert_int_equal(rows_count(rows), 2);
    assert_int_equal(rows_list(rows).list->count, 2);
    assert_int_equal(rows_record(rows, 2).kind, VALUE_NONE);
    work_end(work);
}

static void many_statements_go_in_one_trip(void **state)
{
    (void)state;
    enum { COUNT = 500, SIZE = 20000 };
    char large[SIZE];
    memset(large, 'x', SIZE);
    struct query echo = own("select $1::text as echo", 1);
    struct query number = own("select $1::text::bigint as number", 1);
    struct rows *echoes[COUNT], *numbers[COUNT];
    struct work *work = work_new(arena, connection, WORK_READ);
    for (int i = 0; i < COUNT; i++) {
        echoes[i] = work_ask(work, with_text(echo, text_from(large, SIZE)));
        numbers[i] = work_ask(work, with_text(number, arena_print(arena, "%d", i)));
    }
    must_finish(work);
    for (int i = 0; i < COUNT; i++) {
        assert_int_equal(rows_text(echoes[i], 0, "echo").length, SIZE);
        assert_int_equal(rows_number(numbers[i], 0, "number"), i);
    }
    work_end(work);
}

/* ---- what is kept ---- */

static void only_what_is_finished_is_kept(void **state)
{
    (void)state;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("first"));
    work_end(work); /* nothing was ever sent */
    assert_int_equal(count_kept(), 0);
    work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("second"));
    must_trip(work);
    assert_int_equal(count_kept(), 0);
    work_end(work);
    assert_int_equal(count_kept(), 0);
    work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("third"));
    must_finish(work);
    assert_int_equal(count_kept(), 1);
    work_end(work);
    assert_text(database_do("select word from kept"), "third");
}

static void an_act_looks_before_it_writes(void **state)
{
    (void)state;
    database_do("insert into kept (word) values ('before')");
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    struct rows *before = work_ask(work, own("select word from kept for update", 0));
    must_trip(work);
    assert_text(rows_text(before, 0, "word"), "before");
    work_ask(work, insert("after"));
    must_finish(work);
    assert_text(rows_text(before, 0, "word"), "before"); /* rows live until the end */
    work_end(work);
    assert_int_equal(count_kept(), 2);
}

static void reading_writes_nothing(void **state)
{
    (void)state;
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_READ);
    work_ask(work, insert("never"));
    assert_false(work_finish(work, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    work_end(work);
    assert_int_equal(count_kept(), 0);
}

static void an_error_undoes_everything(void **state)
{
    (void)state;
    int64_t session = process();
    struct query divide = own("select 1 / 0 as quotient", 0);
    struct query last = own("select 'last' as word", 0);
    for (int trips = 1; trips <= 2; trips++) {
        struct fault fault;
        struct work *work = work_new(arena, connection, WORK_CHANGE);
        work_ask(work, insert("before"));
        if (trips == 2)
            must_trip(work);
        work_ask(work, divide);
        work_ask(work, insert("behind"));
        struct rows *behind = work_ask(work, last);
        assert_false(work_finish(work, &fault));
        assert_int_equal(fault.kind, FAULT_BROKEN);
        assert_null(strstr(fault.sentence, "zero")); /* what PostgreSQL says is for the log */
        assert_int_equal(rows_count(behind), 0);
        work_end(work);
        assert_int_equal(count_kept(), 0);
    }
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("again"));
    struct rows *again = work_ask(work, last);
    must_finish(work);
    assert_text(rows_text(again, 0, "word"), "last");
    work_end(work);
    assert_int_equal(count_kept(), 1);
    assert_int_equal(process(), session); /* the connection did not need to be opened again */
}

static void a_commit_can_fail(void **state)
{
    (void)state;
    struct fault fault;
    int64_t session = process();
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("late")); /* a deferred constraint stands against it */
    work_ask(work, insert("late"));
    assert_false(work_finish(work, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    work_end(work);
    assert_int_equal(count_kept(), 0);
    assert_int_equal(process(), session);
}

/* ---- what is refused ---- */

static void codes_become_faults(void **state)
{
    (void)state;
    static const struct {
        const char *code;
        enum fault_kind kind;
        bool is_ours; /* then the sentence and the field are passed on */
    } codes[] = {
        {"LR404", FAULT_NOT_FOUND, true}, {"LR403", FAULT_REFUSED, true}, {"LR409", FAULT_CLASH, true},
        {"LR422", FAULT_INVALID, true},   {"40001", FAULT_BUSY, false},   {"40P01", FAULT_BUSY, false},
        {"53300", FAULT_BUSY, false},     {"55P03", FAULT_BUSY, false},   {"57014", FAULT_BUSY, false},
        {"57P01", FAULT_LOST, false},     {"57P03", FAULT_LOST, false},   {"25P02", FAULT_BROKEN, false},
        {"08006", FAULT_LOST, false},     {"25P03", FAULT_LOST, false},   {"23505", FAULT_BROKEN, false},
        {"42P01", FAULT_BROKEN, false},   {"P0001", FAULT_BROKEN, false}, {"XX000", FAULT_BROKEN, false},
        {"55000", FAULT_BROKEN, false},   {"25006", FAULT_BROKEN, false},
    };
    struct query refuse = own("select refuse($1)", 1);
    int64_t session = process();
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        struct fault fault;
        struct work *work = work_new(arena, connection, WORK_CHANGE);
        work_ask(work, insert("before"));
        work_ask(work, with_text(refuse, text_of(codes[i].code)));
        assert_false(work_finish(work, &fault));
        if (fault.kind != codes[i].kind)
            fail_msg("%s became %s", codes[i].code, fault_code(fault.kind));
        if (codes[i].is_ours) {
            assert_string_equal(fault.sentence, "The title is taken. Choose another.");
            assert_string_equal(fault.field, "title");
        } else {
            assert_null(strstr(fault.sentence, "taken"));
            assert_string_equal(fault.field, "");
        }
        work_end(work);
    }
    assert_int_equal(count_kept(), 0);
    assert_int_equal(process(), session);
}

static void a_refusal_comes_at_once_in_a_trip(void **state)
{
    (void)state;
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("before"));
    work_ask(work, with_text(own("select refuse($1)", 1), text_of("LR409")));
    assert_false(work_trip(work, &fault));
    assert_int_equal(fault.kind, FAULT_CLASH);
    work_end(work);
    assert_int_equal(count_kept(), 0);
}

static void the_first_refusal_counts(void **state)
{
    (void)state;
    struct fault fault;
    struct query refuse = own("select refuse($1)", 1);
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, with_text(refuse, text_of("LR404")));
    work_ask(work, with_text(refuse, text_of("LR422")));
    assert_false(work_finish(work, &fault));
    assert_int_equal(fault.kind, FAULT_NOT_FOUND);
    work_end(work);
}

static void must_be_busy(struct query limit, struct query query)
{
    struct fault fault;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, insert("never"));
    work_ask(work, limit);
    work_ask(work, query);
    bool is_done = work_finish(work, &fault);
    work_end(work);
    assert_false(is_done);
    assert_int_equal(fault.kind, FAULT_BUSY);
    assert_non_null(strstr(fault.sentence, "This took too long"));
}

static void what_takes_too_long_can_be_tried_again(void **state)
{
    (void)state;
    int64_t session = process();
    must_be_busy(own("set local statement_timeout = '20ms'", 0), own("select pg_sleep(10)", 0));
    PGconn *other = database_connect(database_address(database.name, "postgres").bytes);
    PQclear(PQexec(other, "begin; select pg_advisory_xact_lock(7)"));
    struct query waits = own("set local lock_timeout = '20ms'", 0);
    struct query locks = own("select pg_advisory_xact_lock(7)", 0);
    must_be_busy(waits, locks);
    PQfinish(other);
    assert_int_equal(count_kept(), 0);
    assert_int_equal(process(), session); /* the connection is as good as before */
}

static int begin(void **state)
{
    (void)state;
    return work_begin("work_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_page_is_one_view_of_the_data),
        TEST(values_of_every_kind_come_back),
        TEST(rows_are_seen_by_templates),
        TEST(many_statements_go_in_one_trip),
        TEST(only_what_is_finished_is_kept),
        TEST(an_act_looks_before_it_writes),
        TEST(reading_writes_nothing),
        TEST(an_error_undoes_everything),
        TEST(a_commit_can_fail),
        TEST(codes_become_faults),
        TEST(a_refusal_comes_at_once_in_a_trip),
        TEST(the_first_refusal_counts),
        TEST(what_takes_too_long_can_be_tried_again),
    };
    return cmocka_run_group_tests(tests, begin, database_drop);
}
