/* Text: views of bytes, with absent and empty text, the limits of numbers, and what is well-formed UTF-8. */
#include "base/text.h"

#include "test.h"

static void tells_absent_from_empty(void **state)
{
    (void)state;
    assert_true(text_is_absent(text_absent));
    assert_true(text_is_absent(text_of(NULL)));
    assert_false(text_is_absent(text_empty));
    assert_false(text_is_absent(text_of("")));
    assert_true(text_is_empty(text_absent));
    assert_true(text_is_empty(text_of("")));
    assert_false(text_is_empty(text_of(" ")));
    assert_int_equal(text_of("three").length, 5);
    assert_int_equal(text_from("a\0b", 3).length, 3);
    static const struct text literal = TEXT("a\0b");
    assert_true(text_equal(literal, text_from("a\0b", 3)));
}

static void compares(void **state)
{
    (void)state;
    assert_true(text_equal(text_absent, text_empty)); /* neither has a byte */
    assert_true(text_is(text_from("medals", 5), "medal"));
    assert_false(text_is(text_of("medal"), "Medal"));
    assert_false(text_is(text_of("medal"), "medals"));
    assert_false(text_equal(text_from("a\0b", 3), text_from("a\0c", 3)));
    assert_true(text_equal_ascii_case(text_of("Content-LENGTH"), text_of("content-length")));
    assert_true(text_equal_ascii_case(text_absent, text_empty));
    assert_false(text_equal_ascii_case(text_of("@"), text_of("`"))); /* 32 apart, and no letters */
    assert_false(text_equal_ascii_case(text_of("É"), text_of("é")));
    assert_false(text_equal_ascii_case(text_of("a"), text_of("ab")));
}

static void orders_by_bytes(void **state)
{
    (void)state;
    static const char *const ordered[] = {"", "a", "a ", "aa", "ab", "b", "\x7F", "\xC3\xA9", "\xFF"};
    enum { COUNT = sizeof ordered / sizeof *ordered };
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < COUNT; j++) {
            int order = text_compare(text_of(ordered[i]), text_of(ordered[j]));
            if ((i < j) != (order < 0) || (i > j) != (order > 0))
                fail_msg("“%s” against “%s” gave %d", ordered[i], ordered[j], order);
        }
    assert_int_equal(text_compare(text_absent, text_empty), 0);
    assert_true(text_compare(text_absent, text_of("a")) < 0);
    assert_true(text_compare(text_from("\0", 1), text_empty) > 0);
}

static void finds_starts_and_ends(void **state)
{
    (void)state;
    struct text path = text_of("/honorees.json");
    assert_true(text_starts(path, text_of("/hon")));
    assert_true(text_starts(path, path));
    assert_true(text_starts(path, text_empty));
    assert_true(text_starts(text_absent, text_empty));
    assert_true(text_starts(text_absent, text_absent));
    assert_false(text_starts(path, text_of("/honorees.json ")));
    assert_false(text_starts(text_absent, text_of("/")));
    assert_true(text_ends(path, text_of(".json")));
    assert_true(text_ends(path, path));
    assert_true(text_ends(path, text_empty));
    assert_false(text_ends(path, text_of(".jso")));
    assert_false(text_ends(text_of("json"), text_of(".json")));
    assert_false(text_ends(text_absent, text_of("n")));
}

static void takes_parts(void **state)
{
    (void)state;
    struct text text = text_of("nominee");
    assert_text(text_part(text, 0, 3), "nom");
    assert_text(text_part(text, 3, 100), "inee");
    assert_text(text_part(text, 3, SIZE_MAX), "inee");
    assert_text(text_part(text, 7, 1), "");
    assert_text(text_part(text, 8, 1), "");
    assert_text(text_part(text, SIZE_MAX, SIZE_MAX), "");
    assert_text(text_part(text, 2, 0), "");
    assert_false(text_is_absent(text_part(text, 100, 1)));
    assert_true(text_is_absent(text_part(text_absent, 0, 1)));
}

static void trims_ascii_white_space(void **state)
{
    (void)state;
    assert_text(text_trim(text_of(" \t\r\n\v\f a b \t\r\n\v\f ")), "a b");
    assert_text(text_trim(text_of("a")), "a");
    assert_text(text_trim(text_of(" \n ")), "");
    assert_text(text_trim(text_empty), "");
    assert_text(text_trim(text_of("\xC2\xA0")), "\xC2\xA0"); /* a no-break space is not ASCII */
    assert_int_equal(text_trim(text_from("\0 ", 2)).length, 1);
    assert_true(text_is_absent(text_trim(text_absent)));
}

static void cuts_at_a_separator(void **state)
{
    (void)state;
    static const struct {
        const char *whole;
        const char *parts[4];
        int count;
    } cases[] = {
        {"a&bc&d", {"a", "bc", "d"}, 3},
        {"a", {"a"}, 1},
        {"", {""}, 1},
        {"a&", {"a", ""}, 2},
        {"&a", {"", "a"}, 2},
        {"&", {"", ""}, 2},
        {"a&&b", {"a", "", "b"}, 3},
        {"&&&", {"", "", "", ""}, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text rest = text_of(cases[i].whole);
        int count = 0;
        while (!text_is_absent(rest)) {
            struct text part = text_cut(&rest, '&');
            assert_false(text_is_absent(part));
            assert_true(count < cases[i].count);
            assert_text(part, cases[i].parts[count++]);
        }
        assert_int_equal(count, cases[i].count);
    }
    struct text absent = text_absent;
    assert_true(text_is_absent(text_cut(&absent, '&')));
    assert_true(text_is_absent(absent));
}

static void reads_whole_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t number;
    } numbers[] = {
        {"0", 0},
        {"-0", 0},
        {"7", 7},
        {"007", 7},
        {"-12", -12},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"-9223372036854775807", -INT64_MAX},
        {"00000000000000000000000000000000000000001", 1},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t number = 99;
        if (!text_number(text_of(numbers[i].text), &number) || number != numbers[i].number)
            fail_msg("“%s” was read as %lld", numbers[i].text, (long long)number);
    }
}

static void refuses_what_is_no_whole_number(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "-",
        "--1",
        "+1",
        " 1",
        "1 ",
        "1-",
        "1.0",
        "1e3",
        "0x1",
        "a",
        "1a",
        "\xD9\xA2",
        "\n1",
        "1\n",
        "−1",
        "1,0",
        "- 1",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551617",
        "99999999999999999999999999999999999999999999",
    };
    int64_t number;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (text_number(text_of(wrong[i]), &number))
            fail_msg("“%s” was read as %lld", wrong[i], (long long)number);
    assert_false(text_number(text_absent, &number));
    assert_false(text_number(text_from("1\0", 2), &number));
    assert_true(text_number(text_from("12", 1), &number)); /* a view need not end in a zero byte */
    assert_int_equal(number, 1);
}

static void knows_utf8(void **state)
{
    (void)state;
    static const char *const right[] = {
        "",
        "ASCII \x01\x7F",
        "\xC2\x80",
        "\xDF\xBF",
        "\xE0\xA0\x80",
        "\xED\x9F\xBF",
        "\xEE\x80\x80",
        "\xEF\xBF\xBF",
        "\xF0\x90\x80\x80",
        "\xF4\x8F\xBF\xBF",
        "Ho-Young Song 宋虎永 🏅",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        if (!text_is_utf8(text_of(right[i])))
            fail_msg("“%s” (%zu) is UTF-8", right[i], i);
    assert_true(text_is_utf8(text_absent));
}

/* The rows of Unicode's table 3-7, each one step outside of it. */
static void knows_what_is_not_utf8(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\x80", /* a continuation by itself */
        "\xBF",
        "\xC0\x80", /* overlong: zero in two bytes */
        "\xC1\xBF",
        "\xC2", /* cut short */
        "\xC2\x7F",
        "\xC2\xC0",
        "\xE0\x9F\xBF", /* overlong */
        "\xE0\xA0",
        "\xE2\x28\xA1",
        "\xE2\x82\x28",
        "\xED\xA0\x80", /* a surrogate */
        "\xED\xBF\xBF",
        "\xF0\x8F\xBF\xBF", /* overlong */
        "\xF0\x90\x80",
        "\xF0\x90\x28\x80",
        "\xF4\x90\x80\x80", /* past U+10FFFF */
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",
        "\xFE",
        "\xFF",
        "good, then \xE9t\xE9",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (text_is_utf8(text_of(wrong[i])))
            fail_msg("number %zu is not UTF-8", i);
    assert_false(text_is_utf8(text_from("a\0b", 3)));
    assert_false(text_is_utf8(text_from("\xE2\x82\xAC", 2))); /* the rest lies outside the view */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_absent_from_empty),
        cmocka_unit_test(compares),
        cmocka_unit_test(orders_by_bytes),
        cmocka_unit_test(finds_starts_and_ends),
        cmocka_unit_test(takes_parts),
        cmocka_unit_test(trims_ascii_white_space),
        cmocka_unit_test(cuts_at_a_separator),
        cmocka_unit_test(reads_whole_numbers),
        cmocka_unit_test(refuses_what_is_no_whole_number),
        cmocka_unit_test(knows_utf8),
        cmocka_unit_test(knows_what_is_not_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
