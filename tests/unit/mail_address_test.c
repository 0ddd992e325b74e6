/* E-mail addresses: which ones are accepted, and when two are the same. */
#include "mail/address.h"

#include "test.h"

#include "arena.h"

static void accept(struct text address)
{
    if (!mail_address_is_valid(address))
        fail_msg("“%.*s” was refused", TEXT_ARGUMENTS(address));
}

static void refuse(struct text address)
{
    if (mail_address_is_valid(address))
        fail_msg("“%.*s” was taken", TEXT_ARGUMENTS(address));
}

static void accepts_what_people_have(void **state)
{
    (void)state;
    static const char *const addresses[] = {"ann@demo.test",
                                            "Ann.Referee@Demo.Test",
                                            "ann+awards@mail.demo.test",
                                            "o'neill@demo.test",
                                            "!#$%&'*+-/?=^_`{|}~@demo.test",
                                            "1@2.demo",
                                            "a@b.c",
                                            "ann@xn--mnchen-3ya.test",
                                            "ann@demo.xn--p1ai",
                                            "ann@d-e-m--o.test"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        accept(text_of(addresses[i]));
}

static void refuses_the_rest(void **state)
{
    (void)state;
    static const char *const addresses[] = {"",
                                            "@",
                                            "ann",
                                            "ann@",
                                            "@demo.test",
                                            "ann@demo",
                                            "ann@localhost",
                                            "ann@@demo.test",
                                            "ann@b@demo.test",
                                            " ann@demo.test",
                                            "ann@demo.test ",
                                            "ann @demo.test",
                                            "ann@demo.test\n",
                                            "ann@demo.test\r\nBcc: b@demo.test",
                                            "ann\r@demo.test",
                                            "ann\x7F@demo.test",
                                            ".ann@demo.test",
                                            "ann.@demo.test",
                                            "an..n@demo.test",
                                            "ann@.demo.test",
                                            "ann@demo..test",
                                            "ann@demo.test.",
                                            "ann@-demo.test",
                                            "ann@demo-.test",
                                            "ann@de_mo.test",
                                            "ann@127.0.0.1",
                                            "ann@[127.0.0.1]",
                                            "\"ann\"@demo.test",
                                            "ann(x)@demo.test",
                                            "ann,b@demo.test",
                                            "ann;b@demo.test",
                                            "<ann@demo.test>",
                                            "ann\\@demo.test",
                                            "zo\xC3\xAB@demo.test",
                                            "ann@m\xC3\xBCnchen.test",
                                            "=?x?q?ann=40demo.test=3e=00?=@demo.test",
                                            "mailto:ann@demo.test"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        refuse(text_of(addresses[i]));
    refuse(text_absent);
    refuse(text_from("an\0n@demo.test", 14));
    refuse(text_from("ann@demo.test\0", 14));
    refuse(text_from("ann@de\0mo.test", 14));
}

/* An address whose parts have these lengths: local@label.label.label.label.test. */
static struct text address_of(int local, int label, int last)
{
    static const char letters[] = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    return arena_print(arena, "%.*s@%.*s.%.*s.%.*s.test", local, letters, label, letters, label, letters, last,
                       letters);
}

static void knows_the_limits(void **state)
{
    (void)state;
    accept(address_of(64, 1, 1));
    refuse(address_of(65, 1, 1));
    accept(address_of(1, 63, 1));
    refuse(address_of(1, 64, 1));
    assert_int_equal(address_of(64, 63, 56).length, 254);
    accept(address_of(64, 63, 56));
    refuse(address_of(64, 63, 57));
}

static void folds(void **state)
{
    (void)state;
    assert_text(mail_address_fold(arena, text_of(" Ann.REFEREE@Demo.Test\r\n")), "ann.referee@demo.test");
    assert_text(mail_address_fold(arena, text_of("a[@Z`{z")), "a[@z`{z");
    assert_text(mail_address_fold(arena, text_of("\xC3\x84@demo.test")), "\xC3\x84@demo.test");
    assert_text(mail_address_fold(arena, text_of("  ")), "");
    assert_true(text_is_absent(mail_address_fold(arena, text_absent)));
    assert_int_equal(strlen(mail_address_fold(arena, text_from("ABC", 2)).bytes), 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_begin, arena_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accepts_what_people_have),
        TEST(refuses_the_rest),
        TEST(knows_the_limits),
        TEST(folds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
