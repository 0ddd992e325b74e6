/* Cookies: which value a header gives for a name, and what an answer sets. */
#include "http/cookies.h"

#include "arena.h"
#include "test.h"

static void the_first_of_a_name_counts(void **state)
{
    (void)state;
    static const struct {
        const char *header, *value;
    } cases[] = {
        {"s=abc", "abc"},
        {"a=1; s=abc; b=2", "abc"},
        {"a=1;s=abc;b=2", "abc"},
        {"  s=abc  ", "abc"},
        {"s=first; s=second", "first"},
        {"s=\"quoted\"", "quoted"},
        {"s=\"\"", ""},
        {"s=", ""},
        {"s=a=b==", "a=b=="},
        {"S=upper; s=lower", "lower"},
        {"xs=1; sx=2; s=3", "3"},
        {"s; s=1", "1"},
        {";;; s=1;", "1"},
        {"a=\"x; s=1", "1"}, /* quotes do not hide a semicolon */
        {"s = spaced", "spaced"},
        {"s=!#$%&'()*+-./:<=>?@[]^_`{|}~", "!#$%&'()*+-./:<=>?@[]^_`{|}~"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(cookie_find(text_of(cases[i].header), "s"), cases[i].value);
}

static void what_is_no_value_is_absent(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "",
        "s",
        "a=1",
        "S=1",
        "s=a b",
        "s=a,b",
        "s=a\\b",
        "s=a\"b",
        "s=\"",
        "s=\"a",
        "s=a\"",
        "s=\"a b\"",
        "s=a\tb",
        "s=a\x01"
        "b",
        "s=a\x7F"
        "b",
        "s=a\rb",
        "s=a\nb",
        "s=\xC3\xA9",
        "s=\xFF",
        "s=a b; s=c",
        "s=\"\"\"\"",
        "\"s\"=1",
        "s=\"\\\"\"",
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        if (!text_is_absent(cookie_find(text_of(headers[i]), "s")))
            fail_msg("a value was found in “%s”", headers[i]);
    assert_true(text_is_absent(cookie_find(text_absent, "s")));
    static const char zero[] = "s=a\0b";
    assert_true(text_is_absent(cookie_find(text_from(zero, sizeof zero - 1), "s")));
    assert_text(cookie_find(text_from("s=abc", 4), "s"), "ab"); /* the rest lies outside */
}

static void values_have_a_limit(void **state)
{
    (void)state;
    char header[2 + COOKIE_VALUE_MOST + 1];
    memset(header, 'x', sizeof header);
    memcpy(header, "s=", 2);
    assert_int_equal(cookie_find(text_from(header, sizeof header - 1), "s").length, COOKIE_VALUE_MOST);
    assert_true(text_is_absent(cookie_find(text_from(header, sizeof header), "s")));
    assert_true(text_is_absent(cookie_set(arena, "s", text_from(header + 2, COOKIE_VALUE_MOST + 1), 0)));
}

static void cookies_are_set(void **state)
{
    (void)state;
    assert_text(cookie_set(arena, "__Host-session", text_of("abc_-"), COOKIE_OF_SESSION),
                "__Host-session=abc_-; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_text(cookie_set(arena, "__Host-session", text_of("abc"), 3600),
                "__Host-session=abc; Max-Age=3600; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_text(cookie_set(arena, "__Host-session", text_of("abc"), COOKIE_FORGET),
                "__Host-session=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_text(cookie_set(arena, "s", text_absent, COOKIE_FORGET),
                "s=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Lax");
    struct text set = cookie_set(arena, "s", text_of("abc"), 1);
    assert_int_equal(set.bytes[set.length], '\0');
}

static void what_would_set_more_is_refused(void **state)
{
    (void)state;
    static const char *const values[] = {"a; Domain=x", "a\r\nSet-Cookie: b=c", "a b", "a,b", "\"a\"", "\\", "é"};
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        if (!text_is_absent(cookie_set(arena, "s", text_of(values[i]), COOKIE_OF_SESSION)))
            fail_msg("“%s” was set", values[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_of_a_name_counts),
        cmocka_unit_test(what_is_no_value_is_absent),
        cmocka_unit_test(values_have_a_limit),
        cmocka_unit_test(cookies_are_set),
        cmocka_unit_test(what_would_set_more_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
