/* Dates: which are days of the calendar, and how they read. */
#include "format/date.h"

#include "arena.h"
#include "test.h"

static void days_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        struct date date;
        const char *words;
    } cases[] = {
        {"2026-12-05", {2026, 12, 5}, "5 December 2026"},   {"0001-01-01", {1, 1, 1}, "1 January 1"},
        {"9999-12-31", {9999, 12, 31}, "31 December 9999"}, {"2024-02-29", {2024, 2, 29}, "29 February 2024"},
        {"2000-02-29", {2000, 2, 29}, "29 February 2000"},  {"1600-02-29", {1600, 2, 29}, "29 February 1600"},
        {"1582-10-10", {1582, 10, 10}, "10 October 1582"}, /* the days that were left out then count, too */
        {"2026-04-30", {2026, 4, 30}, "30 April 2026"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct date date;
        assert_true(date_read(text_of(cases[i].text), &date));
        assert_int_equal(date.year, cases[i].date.year);
        assert_int_equal(date.month, cases[i].date.month);
        assert_int_equal(date.day, cases[i].date.day);
        assert_text(date_words(arena, date), cases[i].words);
    }
}

static void all_else_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "2026",
        "2026-12",
        "2026-12-5",
        "2026-2-05",
        "26-12-05",
        "02026-12-05",
        "2026-12-05 ",
        " 2026-12-05",
        "2026/12/05",
        "2026-12/05",
        "20261205",
        "05-12-2026",
        "2026-00-05",
        "2026-13-05",
        "2026-12-00",
        "2026-12-32",
        "2026-04-31",
        "2026-02-29",
        "1900-02-29",
        "2100-02-29",
        "0000-01-01",
        "-001-01-01",
        "+026-12-05",
        "2026-1a-05",
        "2026-12-0x",
        "2026-12-05Z",
        "2026-12-05T00:00:00Z",
        "2026--1-05",
        "2026-12- 5",
        "２026-12-05",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct date date = {1, 2, 3};
        if (date_read(text_of(wrong[i]), &date))
            fail_msg("“%s” was read", wrong[i]);
        assert_true(date.year == 1 && date.month == 2 && date.day == 3);
    }
    struct date date;
    assert_false(date_read(text_absent, &date));
    assert_false(date_read(text_from("2026-12-05", 9), &date)); /* the rest lies outside */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read),
        cmocka_unit_test(all_else_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
