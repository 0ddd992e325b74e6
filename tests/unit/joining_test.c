/* What staff say of two names: one person or two, said again the other way, and when nobody or several are
 * meant. */
#include "people/joining.h"

#include "base/unicode.h"
#include "people/names.h"

#include "database.h"

static struct connection *connection; /* the app's */

static void add_person(const char *name)
{
    struct text text = text_of(name);
    database_do(arena_print(arena, "insert into person (name, folded, sort_name) values ('%s', '%s', '%s')", name,
                            unicode_fold(arena, text).bytes, name_for_sorting(arena, text).bytes)
                    .bytes);
}

/* Whose page the person's honors are on. */
static struct text page_of(const char *name)
{
    return database_do(arena_print(arena,
                                   "select q.name from person p join person q on q.id = coalesce(p.same_as, p.id)"
                                   " where p.name = '%s'",
                                   name)
                           .bytes);
}

static bool same(const char *kept, const char *other, struct fault *fault)
{
    return people_are_same(arena, connection, text_of(kept), text_of(other), fault);
}

static void must_be_same(const char *kept, const char *other)
{
    struct fault fault;
    if (!same(kept, other, &fault))
        fail_msg("%s", fault.sentence);
}

static void must_be_different(const char *one, const char *other)
{
    struct fault fault;
    if (!people_are_different(arena, connection, text_of(one), text_of(other), &fault))
        fail_msg("%s", fault.sentence);
}

static void two_become_one_and_two_again(void **state)
{
    (void)state;
    must_be_same("Ziv Haskal", "ziv j. HASKAL"); /* as they are searched */
    assert_text(page_of("Ziv J Haskal"), "Ziv Haskal");
    assert_text(page_of("Ziv Haskal"), "Ziv Haskal");
    assert_text(database_do("select answer from likeness"), "same");
    must_be_different("Ziv J Haskal", "Ziv Haskal");
    assert_text(page_of("Ziv J Haskal"), "Ziv J Haskal");
    assert_text(database_do("select answer from likeness"), "different");
    must_be_same("Ziv J Haskal", "Ziv Haskal");
    assert_text(page_of("Ziv Haskal"), "Ziv J Haskal");
    assert_text(database_do("select string_agg(act, ' ' order by happened_at) from event where act like 'person.%'"),
                "person.joined person.parted person.joined");
}

static void people_are_given_by_id_too(void **state)
{
    (void)state;
    struct text id = database_do("select id from person where name = 'Ziv J Haskal'");
    must_be_same("Ziv Haskal", id.bytes);
    assert_text(page_of("Ziv J Haskal"), "Ziv Haskal");
}

/* Whoever leads to the other leads to the one that is kept: no page leads to a page that leads on. */
static void three_are_one(void **state)
{
    (void)state;
    must_be_same("Ziv Haskal", "Ziv J Haskal");
    must_be_same("Ann Lee", "Ziv Haskal");
    assert_text(page_of("Ziv J Haskal"), "Ann Lee");
    assert_text(page_of("Ziv Haskal"), "Ann Lee");
    assert_text(page_of("Ann Lee"), "Ann Lee");
}

/* The same question the other way round turns the pages round, and leaves nobody leading to themselves. */
static void the_kept_one_can_be_changed(void **state)
{
    (void)state;
    must_be_same("Ziv Haskal", "Ziv J Haskal");
    must_be_same("Ziv J Haskal", "Ziv Haskal");
    assert_text(page_of("Ziv Haskal"), "Ziv J Haskal");
    assert_text(page_of("Ziv J Haskal"), "Ziv J Haskal");
}

static void nobody_or_several_or_the_same_are_refused(void **state)
{
    (void)state;
    struct fault fault;
    add_person("Ann LEE");
    assert_false(same("Nobody Known", "Ziv Haskal", &fault));
    assert_int_equal(fault.kind, FAULT_NOT_FOUND);
    assert_non_null(strstr(fault.sentence, "Nobody Known"));
    assert_false(same("Ziv Haskal", "", &fault));
    assert_int_equal(fault.kind, FAULT_NOT_FOUND);
    assert_false(same("Ziv Haskal", "Ann Lee", &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_non_null(strstr(fault.sentence, "2 people"));
    assert_false(same("Ziv Haskal", "ZIV HASKAL", &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_int_equal(database_number("select count(*) from likeness"), 0);
    assert_int_equal(database_number("select count(*) from person where same_as is not null"), 0);
}

/* Who asks while another is at it waits, and not for ever; nothing is half said. */
static void one_says_it_at_a_time(void **state)
{
    (void)state;
    struct fault fault;
    struct text address = arena_print(arena, "%s options='-c lock_timeout=50ms'",
                                      database_address(database.name, database.roles[DATABASE_OWNER]).bytes);
    struct connection *hasty = connection_new(address.bytes);
    struct text one = text_of("Ziv Haskal"), other = text_of("Ziv J Haskal");
    database_do("begin; select pg_advisory_xact_lock(hashtext('laureate people'))");
    bool is_said = people_are_same(arena, hasty, one, other, &fault);
    database_do("rollback");
    assert_false(is_said);
    assert_int_equal(fault.kind, FAULT_BUSY);
    assert_text(page_of("Ziv J Haskal"), "Ziv J Haskal");
    assert_int_equal(database_number("select count(*) from likeness"), 0);
    is_said = people_are_same(arena, hasty, one, other, &fault);
    connection_free(hasty);
    assert_true(is_said);
    assert_text(page_of("Ziv J Haskal"), "Ziv Haskal");
}

static int three_people(void **state)
{
    (void)state;
    database_do("truncate honor, likeness, person cascade;"
                "alter table event disable trigger event_stands; delete from ledger_waiting; delete from event;"
                "alter table event enable trigger event_stands");
    add_person("Ziv Haskal");
    add_person("Ziv J Haskal");
    add_person("Ann Lee");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    if (!database_make_whole("joining_test"))
        return -1;
    connection = connection_new(database.connections[DATABASE_OWNER]);
    return 0;
}

static int end(void **state)
{
    connection_free(connection);
    return database_drop(state);
}

#define TEST(function) cmocka_unit_test_setup(function, three_people)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_become_one_and_two_again),
        TEST(people_are_given_by_id_too),
        TEST(three_are_one),
        TEST(the_kept_one_can_be_changed),
        TEST(nobody_or_several_or_the_same_are_refused),
        TEST(one_says_it_at_a_time),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
