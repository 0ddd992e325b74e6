/* Escapes in a request's target: what they stand for, and which are none. */
#include "http/request.h"

#include "test.h"

static void decodes(void **state)
{
    (void)state;
    static const struct {
        const char *encoded, *decoded, *as_form;
    } cases[] = {
        {"", "", ""},
        {"plain", "plain", "plain"},
        {"%41%62", "Ab", "Ab"},
        {"%c3%A9", "é", "é"},
        {"a+b", "a+b", "a b"},
        {"a%2Bb", "a+b", "a+b"},
        {"%25", "%", "%"},
        {"%2541", "%41", "%41"}, /* once, not until nothing is left */
        {"%01%1f%7F", "\x01\x1F\x7F", "\x01\x1F\x7F"},
        {"%ff", "\xFF", "\xFF"},
        {"%20%0a%10", " \n\x10", " \n\x10"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char decoded[64];
        size_t length;
        assert_true(request_decode(text_of(cases[i].encoded), false, decoded, &length));
        assert_text(text_from(decoded, length), cases[i].decoded);
        assert_true(request_decode(text_of(cases[i].encoded), true, decoded, &length));
        assert_text(text_from(decoded, length), cases[i].as_form);
    }
}

static void bad_escapes_are_not_decoded(void **state)
{
    (void)state;
    static const char *const wrong[] = {"%",   "a%",        "%4",  "%4 ", "%g0",  "%0g", "%%41",
                                        "%-1", "%+1",       "% 1", "%00", "a%00", "%0",  "%0x",
                                        "%G1", "%\xC3\xA9", "%@0", "%`0", "%:0",  "%/0", "%u0041"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char decoded[64];
        size_t length;
        if (request_decode(text_of(wrong[i]), i % 2 == 0, decoded, &length))
            fail_msg("“%s” was decoded", wrong[i]);
    }
    char decoded[8];
    size_t length;
    assert_false(request_decode(text_from("%41", 2), false, decoded, &length)); /* the rest lies outside */
    assert_true(request_decode(text_absent, false, decoded, &length));
    assert_int_equal(length, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes),
        cmocka_unit_test(bad_escapes_are_not_decoded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
