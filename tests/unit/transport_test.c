/* The transport: what the server gets, and what is known of a mail when the server refuses it, is slow or goes away. */
#include "mail/transport.h"

#include "base/time.h"
#include "smtp_server.h"

#include "arena.h"

static struct smtp_server server;
static struct transport *transport;
static struct text said;
static unsigned seconds; /* that a mail may take */

static int begin(void **state)
{
    server = (struct smtp_server){0};
    transport = NULL;
    seconds = 20;
    return arena_begin(state);
}

static int end(void **state)
{
    server_free(&server);
    return arena_end(state);
}

static struct transport *open_transport(struct text url, const char *user)
{
    struct fault fault = {0};
    struct transport_settings settings = {.url = url,
                                          .user = text_of(user),
                                          .password = text_of("wax tablet"),
                                          .connect_seconds = seconds,
                                          .whole_seconds = seconds};
    struct transport *made = transport_new(&settings, &fault);
    if (made == NULL)
        fail_msg("%s", fault.sentence);
    return made;
}

static void start(void)
{
    server_start(&server);
    transport = open_transport(text_of(server.url), NULL);
}

static void stop(void)
{
    transport_free(transport);
    transport = NULL;
    server_stop(&server);
}

static enum delivery send_bytes(struct text bytes)
{
    return transport_send(transport, arena, text_of("awards@demo.test"), text_of("ann@demo.test"), bytes, &said);
}

/* A mail far bigger than what the two sockets can hold between them, in lines that begin with dots. */
static struct text big_mail(void)
{
    while (out.length < (32U << 20))
        buffer_add_string(&out, ".. a line of a long, long mail that begins with dots\r\n");
    return buffer_text(&out);
}

static const struct text mail = TEXT("Subject: A letter\r\n\r\nDear Ann\r\n");

/* Sends one mail to the server as it was told to be. */
static enum delivery send_one(void)
{
    start();
    enum delivery delivery = send_bytes(mail);
    stop();
    return delivery;
}

static void delivers_the_bytes(void **state)
{
    (void)state;
    static const char *const mails[] = {"Subject: A\r\n\r\nText\r\n", "Subject: A\r\n\r\n.\r\n..\r\n...\r\n.dots\r\n",
                                        ".Begins: with a dot\r\n\r\n\r\n.\r\n", "Subject: A\r\n\r\n\r\n\r\n\r\n",
                                        "\r\n"};
    for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
        server = (struct smtp_server){0};
        start();
        assert_int_equal(send_bytes(text_of(mails[i])), DELIVERED);
        assert_text(said, "250 taken over");
        stop();
        assert_text(buffer_text(&server.body), mails[i]);
        assert_non_null(strstr(server.commands.bytes, "MAIL FROM:<awards@demo.test>\n"));
        assert_non_null(strstr(server.commands.bytes, "RCPT TO:<ann@demo.test>\n"));
        server_free(&server);
    }
}

static void delivers_a_big_mail(void **state)
{
    (void)state;
    while (out.length < 300000)
        buffer_print(&out, "%.*s\r\n", (int)(out.length % 7), "......");
    start();
    assert_int_equal(send_bytes(buffer_text(&out)), DELIVERED);
    stop();
    assert_true(text_equal(buffer_text(&server.body), buffer_text(&out)));
}

static void keeps_the_connection(void **state)
{
    (void)state;
    start();
    for (int i = 0; i < 3; i++)
        assert_int_equal(send_bytes(mail), DELIVERED);
    stop();
    assert_int_equal(server.mails, 3);
    assert_int_equal(server.connections, 1);
}

/* A connection that the server closed between two mails costs nothing; nor does its "too long idle", nor that it is
 * found out only when the next mail begins. */
static void outlives_an_idle_connection(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++) {
        server = (struct smtp_server){
            .mails_a_connection = 1, .late = i / 2, .last_words = i % 2 ? "421 idle for too long" : NULL};
        start();
        for (int j = 0; j < 3; j++) {
            assert_int_equal(send_bytes(mail), DELIVERED);
            usleep(50000); /* until the server's end is here */
        }
        stop();
        assert_int_equal(server.mails, 3);
        assert_int_equal(server.connections, 3);
        server_free(&server);
    }
}

static void sorts_refusals(void **state)
{
    (void)state;
    static const struct {
        enum step step;
        const char *answer;
        enum delivery delivery;
        const char *said; /* where it is not the answer */
    } cases[] = {
        {GREETING, "421 not now", REFUSED_FOR_NOW, NULL},
        {GREETING, "554 nobody is here", REFUSED_FOR_NOW, NULL},
        {MAIL, "451 later", REFUSED_FOR_NOW, NULL},
        {MAIL, "550 no such sender", REFUSED_FOR_NOW, NULL}, /* the sender is ours to mend */
        {MAIL, "530 sign in first", REFUSED_FOR_NOW, NULL},
        {RCPT, "450 4.2.0 come back", REFUSED_FOR_NOW, NULL},
        {RCPT, "550 5.1.1 nobody of that name", REFUSED_FOR_GOOD, NULL},
        {RCPT, "550-5.1.1 nobody\r\n550 5.1.1 of that name", REFUSED_FOR_GOOD, "550 5.1.1 of that name"},
        {RCPT, "535 sign in again", REFUSED_FOR_NOW, NULL},
        {DATA, "451 disk is full", REFUSED_FOR_NOW, NULL},
        {DATA, "554 no valid recipients", REFUSED_FOR_GOOD, NULL},
        {DOT, "451 scanner is away", REFUSED_FOR_NOW, NULL},
        {DOT, "554 this is spam", REFUSED_FOR_GOOD, NULL},
        {DOT, "552", REFUSED_FOR_GOOD, NULL},
        {DOT, "251 taken over, elsewhere", DELIVERED, NULL}, /* RFC 5321 section 4.2.1: any 2 is a yes */
        {DOT, "550 \x1B[31m\xFF\tred", REFUSED_FOR_GOOD, "550 [31m red"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        server = (struct smtp_server){0};
        server.answers[cases[i].step] = cases[i].answer;
        enum delivery delivery = send_one();
        if (delivery != cases[i].delivery)
            fail_msg("“%s” at step %d gave %d", cases[i].answer, cases[i].step, delivery);
        assert_text(said, cases[i].said == NULL ? cases[i].answer : cases[i].said);
        assert_int_equal(server.mails, cases[i].step == DOT);
        server_free(&server);
    }
}

static void a_refusal_leaves_the_next_mail_alone(void **state)
{
    (void)state;
    server.answers[RCPT] = "550 nobody of that name";
    server.once = true;
    start();
    assert_int_equal(send_bytes(mail), REFUSED_FOR_GOOD);
    assert_int_equal(send_bytes(mail), DELIVERED);
    stop();
    assert_text(buffer_text(&server.body), mail.bytes);
}

static void nothing_is_lost_before_the_last_byte(void **state)
{
    (void)state;
    static const enum step steps[] = {EHLO, MAIL, RCPT, DATA};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        server = (struct smtp_server){.hang_up = steps[i]};
        assert_int_equal(send_one(), REFUSED_FOR_NOW);
        assert_false(text_is_empty(said));
        assert_int_equal(server.mails, 0);
        server_free(&server);
    }
    server = (struct smtp_server){.hang_up = BYTES};
    start();
    assert_int_equal(send_bytes(big_mail()), REFUSED_FOR_NOW);
    stop();
    assert_int_equal(server.mails, 0);
}

static void is_unsure_after_the_last_byte(void **state)
{
    (void)state;
    static const char *const answers[] = {NULL, "250-taken", "999 what", "354 more"};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        server = (struct smtp_server){.answers = {[DOT] = answers[i]}};
        if (answers[i] == NULL)
            server.hang_up = DOT;
        server.mails_a_connection = 1; /* so that the answer is followed by the end */
        assert_int_equal(send_one(), UNSURE);
        assert_false(text_is_empty(said));
        assert_false(text_starts(said, text_of("354 go ahead")));
        assert_int_equal(server.mails, 1);
        server_free(&server);
    }
}

static void waits_no_longer_than_told(void **state)
{
    (void)state;
    static const struct {
        enum step step;
        enum delivery delivery;
    } cases[] = {{GREETING, REFUSED_FOR_NOW}, {RCPT, REFUSED_FOR_NOW}, {DATA, REFUSED_FOR_NOW}, {DOT, UNSURE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        server = (struct smtp_server){0};
        server.answers[cases[i].step] = "";
        seconds = 1;
        start();
        uint64_t before = time_passed();
        assert_int_equal(send_bytes(mail), cases[i].delivery);
        transport_free(transport);
        transport = NULL;
        assert_in_range(time_passed() - before, 900000, 3000000); /* with the tidying up */
        server_stop(&server);
        server_free(&server);
    }
}

/* An answer that may still come is not taken for the answer to the next mail. */
static void leaves_a_slow_connection(void **state)
{
    (void)state;
    server.answers[DOT] = "";
    server.once = true;
    seconds = 1;
    start();
    assert_int_equal(send_bytes(mail), UNSURE);
    assert_int_equal(send_bytes(mail), DELIVERED);
    stop();
    assert_int_equal(server.connections, 2);
    assert_int_equal(server.mails, 2);
}

/* A server that has gone silent does not hold up the end of a transport either. */
static void is_freed_at_once(void **state)
{
    (void)state;
    server.silent_at_the_end = true;
    start();
    assert_int_equal(send_bytes(mail), DELIVERED);
    uint64_t before = time_passed();
    stop();
    assert_in_range(time_passed() - before, 0, 1000000);
}

static void signs_in(void **state)
{
    (void)state;
    server_start(&server);
    transport = open_transport(text_of(server.url), "laureate");
    assert_int_equal(send_bytes(mail), DELIVERED);
    stop();
    assert_non_null(strstr(server.commands.bytes, /* base64 of "\0laureate\0wax tablet" */
                           "AUTH PLAIN\nAGxhdXJlYXRlAHdheCB0YWJsZXQ=\nMAIL"));
}

static void a_wrong_password_is_no_fault_of_the_mail(void **state)
{
    (void)state;
    server.answers[AUTH] = "535 5.7.8 wrong password";
    server_start(&server);
    transport = open_transport(text_of(server.url), "laureate");
    assert_int_equal(send_bytes(mail), REFUSED_FOR_NOW);
    stop();
    assert_text(said, "535 5.7.8 wrong password");
}

/* To any but this machine nothing is said in the clear. 0.0.0.0 leads here too, but is no loopback address. */
static void wants_encryption(void **state)
{
    (void)state;
    server_start(&server);
    transport = open_transport(arena_print(arena, "smtp://0.0.0.0:%s", strrchr(server.url, ':') + 1), "laureate");
    assert_int_equal(send_bytes(mail), REFUSED_FOR_NOW);
    transport_free(transport);
    transport = open_transport(arena_print(arena, "smtps://127.0.0.1:%s", strrchr(server.url, ':') + 1), "laureate");
    assert_int_equal(send_bytes(mail), REFUSED_FOR_NOW);
    stop();
    assert_int_equal(server.connections, 2);
    assert_int_equal(server.mails, 0);
    const char *commands = server.commands.bytes;
    assert_null(strstr(commands, "AUTH"));
    assert_null(strstr(commands, "MAIL"));
}

static void nobody_is_listening(void **state)
{
    (void)state;
    start();
    stop();
    transport = open_transport(text_of(server.url), NULL);
    assert_int_equal(send_bytes(mail), REFUSED_FOR_NOW);
    assert_false(text_is_empty(said));
    transport_free(transport);
}

static void refuses_addresses_that_are_commands(void **state)
{
    (void)state;
    start();
    static const char *const addresses[] = {"", "ann", "ann@demo.test>\r\nDATA", "ann@demo.test\r\nRSET",
                                            "<ann@demo.test>"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        struct text good = text_of("ann@demo.test"), bad = text_of(addresses[i]);
        assert_int_equal(transport_send(transport, arena, good, bad, mail, &said), REFUSED_FOR_GOOD);
        assert_int_equal(transport_send(transport, arena, bad, good, mail, &said), REFUSED_FOR_GOOD);
        assert_false(text_is_empty(said));
    }
    stop();
    assert_int_equal(server.connections, 0);
}

static void refuses_other_urls(void **state)
{
    (void)state;
    static const char *const urls[] = {NULL,
                                       "",
                                       "mail.demo.test",
                                       "mail.demo.test:25",
                                       "http://mail.demo.test",
                                       "file:///etc/passwd",
                                       "smtp://",
                                       "smtp://mail.demo.test:port",
                                       "smtp://ann@mail.demo.test",
                                       "smtps://ann:secret@mail.demo.test"};
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct fault fault = {0};
        struct transport_settings settings = {.url = text_of(urls[i])};
        if (transport_new(&settings, &fault) != NULL)
            fail_msg("“%s” was taken", urls[i]);
        assert_int_equal(fault.kind, FAULT_INVALID);
        assert_string_equal(fault.field, "url");
        assert_null(strstr(fault.sentence, "secret"));
    }
    transport_free(open_transport(text_of("smtps://mail.demo.test"), NULL));
    transport_free(open_transport(text_of("smtp://[::1]:25/awards.demo.test"), NULL));
    transport_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(delivers_the_bytes),
        TEST(delivers_a_big_mail),
        TEST(keeps_the_connection),
        TEST(outlives_an_idle_connection),
        TEST(sorts_refusals),
        TEST(a_refusal_leaves_the_next_mail_alone),
        TEST(nothing_is_lost_before_the_last_byte),
        TEST(is_unsure_after_the_last_byte),
        TEST(waits_no_longer_than_told),
        TEST(leaves_a_slow_connection),
        TEST(is_freed_at_once),
        TEST(signs_in),
        TEST(a_wrong_password_is_no_fault_of_the_mail),
        TEST(wants_encryption),
        TEST(nobody_is_listening),
        TEST(refuses_addresses_that_are_commands),
        TEST(refuses_other_urls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
