/* A mail as bytes: exact ones for plain mails, and hostile or difficult text read back by a reader of its own. */
#include "mail/message.h"

#include "base/unicode.h"
#include "mail_reading.h"

#include "test.h"

#include "arena.h"

static const struct mail_message plain = {
    .from = {TEXT("Awards office"), TEXT("awards@demo.test")},
    .to = {TEXT("Ann Referee"), TEXT("ann@demo.test")},
    .subject = TEXT("A letter is asked of you"),
    .body = TEXT("Dear Ann,\n\nplease write.\n"),
    .message_id = TEXT("<0196c1.7@laureate.demo.test>"),
    .date = TEXT("2026-12-05T22:00:00Z"),
};

static struct text write_mail(struct mail_message message)
{
    struct fault fault = {0};
    out.length = 0;
    if (!mail_write(&message, &out, &fault))
        fail_msg("%s: %s", fault.field, fault.sentence);
    assert_true(mail_has_sound_lines(buffer_text(&out)));
    return buffer_text(&out);
}

static void assert_refused(struct mail_message message, const char *field)
{
    struct fault fault = {0};
    out.length = 0;
    if (mail_write(&message, &out, &fault))
        fail_msg("%s was taken", field);
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_string_equal(fault.field, field);
    assert_int_equal(out.length, 0);
}

static void writes_a_plain_mail(void **state)
{
    (void)state;
    assert_text(write_mail(plain), "Date: Sat, 05 Dec 2026 22:00:00 +0000\r\n"
                                   "From: \"Awards office\" <awards@demo.test>\r\n"
                                   "To: \"Ann Referee\" <ann@demo.test>\r\n"
                                   "Subject: A letter is asked of you\r\n"
                                   "Message-ID: <0196c1.7@laureate.demo.test>\r\n"
                                   "MIME-Version: 1.0\r\n"
                                   "Content-Type: text/plain; charset=utf-8\r\n"
                                   "Auto-Submitted: auto-generated\r\n"
                                   "Content-Transfer-Encoding: 7bit\r\n"
                                   "\r\n"
                                   "Dear Ann,\r\n"
                                   "\r\n"
                                   "please write.\r\n");
}

static void writes_a_mail_in_all_letters(void **state)
{
    (void)state;
    struct mail_message message = plain;
    message.from.name = text_absent;
    message.to.name = text_of("Zoë Ångström");
    message.reply_to = text_of("chair@demo.test");
    message.subject = text_of("Ihr Gutachten für die Röntgen-Medaille wird bis zum 5. Dezember erbeten");
    message.body = text_of("Grüße!\n.\nFrom here: https://demo.test/l?t=abc \n\tund = so weiter");
    assert_text(write_mail(message), "Date: Sat, 05 Dec 2026 22:00:00 +0000\r\n"
                                     "From: <awards@demo.test>\r\n"
                                     "To: =?utf-8?Q?Zo=C3=AB_=C3=85ngstr=C3=B6m?= <ann@demo.test>\r\n"
                                     "Reply-To: <chair@demo.test>\r\n"
                                     "Subject: =?utf-8?Q?Ihr_Gutachten_f=C3=BCr_die_R=C3=B6ntgen=2DMedaille_wird?=\r\n"
                                     " =?utf-8?Q?_bis_zum_5=2E_Dezember_erbeten?=\r\n"
                                     "Message-ID: <0196c1.7@laureate.demo.test>\r\n"
                                     "MIME-Version: 1.0\r\n"
                                     "Content-Type: text/plain; charset=utf-8\r\n"
                                     "Auto-Submitted: auto-generated\r\n"
                                     "Content-Transfer-Encoding: quoted-printable\r\n"
                                     "\r\n"
                                     "Gr=C3=BC=C3=9Fe!\r\n"
                                     "=2E\r\n"
                                     "=46rom here: https://demo.test/l?t=3Dabc=20\r\n"
                                     "\tund =3D so weiter\r\n");
}

static void knows_the_day(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"2026-01-01T00:00:00Z", "Thu, 01 Jan 2026 00:00:00 +0000"},
        {"2028-02-29T23:59:59Z", "Tue, 29 Feb 2028 23:59:59 +0000"},
        {"2000-03-01T12:30:05Z", "Wed, 01 Mar 2000 12:30:05 +0000"},
        {"1969-12-31T01:02:03Z", "Wed, 31 Dec 1969 01:02:03 +0000"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct mail_message message = plain;
        message.date = text_of(pairs[i][0]);
        assert_text(mail_header(arena, write_mail(message), "date"), pairs[i][1]);
    }
}

/* The subject comes back as unicode_tidy() leaves it, from lines of at most 76. */
static void check_subject(struct text subject)
{
    struct mail_message message = plain;
    message.subject = subject;
    struct text mail = write_mail(message), value = mail_header(arena, mail, "subject");
    assert_false(text_is_absent(value));
    assert_true(text_equal(read_subject(arena, value), unicode_tidy(arena, subject)));
    assert_text(read_body(arena, mail), plain.body.bytes);
    while (!text_is_empty(mail))
        assert_true(text_cut(&mail, '\n').length <= 77); /* with CR */
}

static void carries_any_subject(void **state)
{
    (void)state;
    static const char *const subjects[] = {
        "Medaille",
        "  spaces   within  ",
        "=?utf-8?Q?Bcc=3A?=",
        "1 =? 2",
        "ends in =",
        "\"quoted\" <tags> (comments), commas; \\ and _underscores_?",
        "王小明 médaille "
        "🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅🏅"
        "🏅🏅🏅",
        "👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️👩🏽‍⚕️",
        "A\r\nBcc: everybody@demo.test",
        "A\nBcc: everybody@demo.test\n\nAnd this is the body",
        "A\rBcc: everybody@demo.test",
        "A\r\n Bcc: everybody@demo.test",
        "A\xC2\x85 B\u2028C",
        "\x1B[31mred\x07",
        "not \xFF UTF-8 \xC3",
    };
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
        check_subject(text_of(subjects[i]));
        assert_null(memmem(out.bytes, out.length, "\nBcc:", 5));
    }
    check_subject(text_from("zero\0byte", 9));
    for (size_t length = 1; length < 300; length++) { /* every place at which a line can be full */
        char letters[300], accents[600];
        memset(letters, 'a', length);
        for (size_t i = 0; i < length; i++)
            memcpy(accents + 2 * i, i % 3 == 0 ? "ab" : "\xC3\xA9", 2);
        check_subject(text_from(letters, length));
        check_subject(text_from(accents, 2 * length));
    }
}

/* The name and the address come back. */
static void check_name(struct text person)
{
    struct mail_message message = plain;
    message.from.name = message.to.name = person;
    struct text mail = write_mail(message), name, address;
    assert_true(read_mailbox(arena, mail_header(arena, mail, "from"), &name, &address));
    assert_true(text_equal(name, unicode_tidy(arena, person)));
    assert_text(address, "awards@demo.test");
    assert_true(read_mailbox(arena, mail_header(arena, mail, "to"), &name, &address));
    assert_true(text_equal(name, unicode_tidy(arena, person)));
    assert_text(address, "ann@demo.test");
    while (!text_is_empty(mail))
        assert_true(text_cut(&mail, '\n').length <= 77);
}

static void carries_any_name(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",
        "Dr. Ann O'Neill, FACR",
        "Ezequiel \"Zeke\" Silva III",
        "back\\slash\\",
        "\"",
        "chair@demo.test",
        "Ann <chair@demo.test>",
        "Łukasz Żółć",
        "王小明",
        "=?utf-8?Q?Ann?=",
        "Ann\r\nBcc: everybody@demo.test",
        "Ann\nBcc: everybody@demo.test",
        "Ann\rBcc: everybody@demo.test",
        "\u202Ebackwards",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        check_name(text_of(names[i]));
        assert_null(memmem(out.bytes, out.length, "\nBcc:", 5));
    }
    check_name(text_absent);
    for (size_t length = 1; length <= 200; length++) {
        char letters[200], quotes[200], signs[800];
        memset(letters, 'n', length);
        memset(quotes, '"', length);
        for (size_t i = 0; i < length; i++)
            memcpy(signs + 4 * i, "🏅", 4);
        check_name(text_from(letters, length));
        check_name(text_from(quotes, length));
        check_name(text_from(signs, 4 * length));
    }
}

/* The body comes back, as unicode_tidy_lines() leaves it and with a line break at its end; in lines of at most 76. */
static void check_body(struct text body, const char *encoding)
{
    struct mail_message message = plain;
    message.body = body;
    struct text mail = write_mail(message), tidy = unicode_tidy_lines(arena, body);
    assert_text(mail_header(arena, mail, "content-transfer-encoding"), encoding);
    if (!text_is_empty(tidy) && !text_ends(tidy, text_of("\n")))
        tidy = arena_print(arena, "%.*s\n", TEXT_ARGUMENTS(tidy));
    assert_true(text_equal(read_body(arena, mail), tidy));
    while (!text_is_empty(mail)) {
        struct text line = text_cut(&mail, '\n');
        assert_true(line.length <= 77);
        assert_false(text_starts(line, text_of(".")));
        assert_false(text_starts(line, text_of("From ")));
    }
}

static void carries_any_body(void **state)
{
    (void)state;
    static const char *const safe[] = {"", "\n", "\n\n\n", "a", "a\n", "a\n\n b\n", "a = b", "a.\nFrom\n", "a\r\nb\rc"};
    for (size_t i = 0; i < sizeof safe / sizeof *safe; i++)
        check_body(text_of(safe[i]), "7bit");
    static const char *const other[] = {
        ".",    "\n.\n", "..\n.a",     "From me",          "a\nFrom me",       "a ", "a \n", " ", "\t", "a\t\nb",
        "a\tb", "é",     "🏅 = 王", "Gr\xFC\xDF and é", "\x1B[31mred\x07 é"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        check_body(text_of(other[i]), "quoted-printable");
    check_body(text_absent, "7bit");
}

static void carries_lines_of_any_length(void **state)
{
    (void)state;
    for (size_t length = 1; length < 250; length++) {
        char line[1000];
        memset(line, 'a', length);
        check_body(text_from(line, length), length <= 76 ? "7bit" : "quoted-printable");
        memset(line, '.', length);
        check_body(text_from(line, length), "quoted-printable");
        memset(line, ' ', length);
        check_body(text_from(line, length), "quoted-printable");
        memset(line, '=', length);
        check_body(text_from(line, length), length <= 76 ? "7bit" : "quoted-printable");
        for (size_t i = 0; i < length; i++)
            memcpy(line + 4 * i, "🏅", 4);
        check_body(text_from(line, 4 * length), "quoted-printable");
        memset(line, 'a', length); /* "From " and a dot may come to stand behind a soft line break */
        memcpy(line + length, "From .From .", 12);
        check_body(text_from(line, length + 12), length + 12 <= 76 ? "7bit" : "quoted-printable");
    }
}

static void carries_long_links(void **state)
{
    (void)state;
    struct buffer link = {0};
    buffer_add_string(&link, "Open this page:\n\nhttps://awards.demo.test/letters?token=");
    for (int i = 0; i < 3000; i++)
        buffer_add_byte(&link, "abcXYZ019-_=%&.~"[i % 16]);
    buffer_add_string(&link, "\n\nThank you.\n");
    check_body(buffer_text(&link), "quoted-printable");
    buffer_free(&link);
}

static void refuses_what_cannot_be_mended(void **state)
{
    (void)state;
    static const char *const addresses[] = {"",
                                            "ann",
                                            "ann@demo.test\r\nBcc: b@demo.test",
                                            "ann@demo.test>, <b@demo.test",
                                            "ann@demo.test, b@demo.test",
                                            "Ann <ann@demo.test>"};
    static const char *const ids[] = {"",         "a@b",         "<>",      "<a>",       "<@b>",          "<a@>",
                                      "<a@b",     "<a@b@c>",     "<a b@c>", "<a@b>\r\n", "<a@b\r\nX: y>", "<a@b><c@d>",
                                      "<a@b..c>", "<\xC3\xA9@b>"};
    static const char *const dates[] = {"", "2026-12-05", "2026-02-29T00:00:00Z", "2026-12-05T22:00:00Z\r\nX: y"};
    struct mail_message message;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        message = plain;
        message.from.address = text_of(addresses[i]);
        assert_refused(message, "from");
        message = plain;
        message.to.address = text_of(addresses[i]);
        assert_refused(message, "to");
        message = plain;
        message.reply_to = text_of(addresses[i]);
        assert_refused(message, "reply_to");
    }
    message = plain;
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        message.message_id = text_of(ids[i]);
        assert_refused(message, "message_id");
    }
    message = plain;
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        message.date = text_of(dates[i]);
        assert_refused(message, "date");
    }
    message = plain;
    message.subject = text_of("\r\n \x01\xFF");
    assert_refused(message, "subject");
    message.subject = text_absent;
    assert_refused(message, "subject");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, arena_begin, arena_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(writes_a_plain_mail),
        TEST(writes_a_mail_in_all_letters),
        TEST(knows_the_day),
        TEST(carries_any_subject),
        TEST(carries_any_name),
        TEST(carries_any_body),
        TEST(carries_lines_of_any_length),
        TEST(carries_long_links),
        TEST(refuses_what_cannot_be_mended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
