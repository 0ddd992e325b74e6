/* The clock of a demo or test database: moved, stopped, set right; and of a real one, which refuses. */
#include "clock/clock.h"

#include "database.h"

static struct connection *connection; /* the app's */

static struct text must_show(bool done, struct text now, const struct fault *fault)
{
    if (!done)
        fail_msg("%s", fault->sentence);
    assert_int_equal(now.length, sizeof "2026-12-05T22:00:00Z" - 1);
    return now;
}

static struct text set_to(const char *instant)
{
    struct text now;
    struct fault fault;
    return must_show(clock_set_to(arena, connection, text_of(instant), &now, &fault), now, &fault);
}

static struct text set_still(void)
{
    struct text now;
    struct fault fault;
    return must_show(clock_set_still(arena, connection, &now, &fault), now, &fault);
}

static struct text set_right(void)
{
    struct text now;
    struct fault fault;
    return must_show(clock_set_right(arena, connection, &now, &fault), now, &fault);
}

static int64_t seconds_off(const char *instant)
{
    return database_number(
        arena_print(arena, "select abs(extract(epoch from clock_now() - '%s'))::bigint", instant).bytes);
}

static void it_goes_on_from_where_it_is_set(void **state)
{
    (void)state;
    assert_text(set_to("2026-12-05T22:00:00Z"), "2026-12-05T22:00:00Z");
    assert_in_range(seconds_off("2026-12-05T22:00:00Z"), 0, 60);
    assert_text(database_do("select frozen_at is null from clock"), "t");
    static const char *const instants[] = {"1999-01-01T00:00:00Z", "1000-01-01T00:00:00Z", "9999-12-31T23:00:00Z"};
    for (size_t i = 0; i < sizeof instants / sizeof *instants; i++) { /* from wherever it stood before */
        set_to(instants[i]);
        assert_in_range(seconds_off(instants[i]), 0, 60);
    }
}

static void it_stands_still_and_is_moved_standing(void **state)
{
    (void)state;
    set_to("2026-12-05T22:00:00Z");
    set_still();
    struct text shown = database_do("select clock_now()");
    database_do("select pg_sleep(0.01)");
    struct text later = database_do("select clock_now()");
    assert_text(later, shown.bytes);
    assert_text(set_to("2027-02-28T23:59:59Z"), "2027-02-28T23:59:59Z");
    assert_text(database_do("select clock_now() = '2027-02-28T23:59:59Z'"), "t");
    assert_text(database_do("select clock_now() = '2027-02-28T23:59:59Z'"), "t");
}

static void it_is_set_right(void **state)
{
    (void)state;
    set_to("2026-12-05T22:00:00Z");
    set_still();
    set_right();
    assert_text(database_do("select clock_now() = now()"), "t");
}

static void what_is_no_instant_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "tomorrow",
                                        "2026-12-05",
                                        "2026-12-05 22:00:00",
                                        "2026-02-29T00:00:00Z",
                                        "2026-12-05T22:00:00+01:00",
                                        "infinity",
                                        "now"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct text now;
        struct fault fault;
        assert_false(clock_set_to(arena, connection, text_of(wrong[i]), &now, &fault));
        assert_int_equal(fault.kind, FAULT_INVALID);
        assert_string_equal(fault.field, "instant");
    }
    assert_text(database_do("select clock_now() = now()"), "t");
}

static void a_real_installation_refuses(void **state)
{
    (void)state;
    struct text now;
    struct fault fault;
    database_do("update installation set kind = 'real'");
    bool moved = clock_set_to(arena, connection, text_of("2026-12-05T22:00:00Z"), &now, &fault) ||
                 clock_set_still(arena, connection, &now, &fault) || clock_set_right(arena, connection, &now, &fault);
    database_do("update installation set kind = 'test'");
    assert_false(moved);
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_text(database_do("select clock_now() = now()"), "t");
}

static int right(void **state)
{
    (void)state;
    database_do("update clock set shift_microseconds = 0, frozen_at = null");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    if (!database_make_whole("clock_test"))
        return -1;
    connection = connection_new(database.connections[DATABASE_APP]);
    return 0;
}

static int end(void **state)
{
    connection_free(connection);
    return database_drop(state);
}

#define TEST(function) cmocka_unit_test_setup(function, right)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(it_goes_on_from_where_it_is_set), TEST(it_stands_still_and_is_moved_standing), TEST(it_is_set_right),
        TEST(what_is_no_instant_is_refused),   TEST(a_real_installation_refuses),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
