/* A mail's text, read back from the bytes that were written. */
#include "mail/body.h"
#include "mail/message.h"

#include "arena.h"
#include "test.h"

/* Whether a body is the same after it was written. */
static void comes_back(const char *body)
{
    struct fault fault;
    const struct mail_message message = {
        .from = {text_of("Awards"), text_of("awards@demo.test")},
        .to = {text_of("Zoë Content-Transfer-Encoding: quoted-printable, of a name that goes over several lines"),
               text_of("ann@demo.test")},
        .subject = text_of("A word"),
        .body = text_of(body),
        .message_id = text_of("<1@demo.test>"),
        .date = text_of("2026-12-05T22:00:00Z"),
    };
    out.length = 0;
    assert_true(mail_write(&message, &out, &fault));
    assert_text(mail_body(arena, buffer_text(&out)), body);
}

static void what_was_written_comes_back(void **state)
{
    (void)state;
    comes_back("");
    comes_back("Plain.\n");
    comes_back("One = two, =3D is =\n\nDer Dank gilt Zoë.\n");
    comes_back("Trailing space \n.dot\nFrom here\n\n");
    comes_back(
        "https://awards.example.org/password/0123456789012345678901234567890123456789012 and far behind it more\n");
    comes_back("日本語の手紙、日本語の手紙、日本語の手紙、日本語の手紙、日本語の手紙\n");
}

static void what_is_no_mail_is_read_as_far_as_it_goes(void **state)
{
    (void)state;
    static const char head[] = "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
    static const char *const bodies[][2] = {{"=", ""}, {"=4", "=4\n"}, {"=zz=3d", "=zz=3d\n"}, {"a=41=", "aA"}};
    assert_text(mail_body(arena, text_of("")), "");
    assert_text(mail_body(arena, text_of("Subject: only")), "");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_text(mail_body(arena, arena_print(arena, "%s%s\r\n", head, bodies[i][0])), bodies[i][1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_written_comes_back),
        cmocka_unit_test(what_is_no_mail_is_read_as_far_as_it_goes),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
