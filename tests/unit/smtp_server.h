/* A mail server for tests, in a thread on loopback: it takes mails, refuses them, hangs up or is slow, as it is told,
 * and keeps what it heard. */
#ifndef LAUREATE_TEST_SMTP_SERVER_H
#define LAUREATE_TEST_SMTP_SERVER_H

#include "base/buffer.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "test.h"

enum step { GREETING, EHLO, HELO, AUTH, MAIL, RCPT, DATA, BYTES /* the mail, up to its dot */, DOT, STEPS };

struct smtp_server {
    /* What it does at a step, from the first connection on. It answers `answers` where that is not NULL, else that all
     * is well; an empty answer is none: it waits until the other side goes. At `hang_up` it closes instead, if that is
     * not GREETING; at BYTES after the first 1,000 of them. */
    const char *answers[STEPS];
    enum step hang_up;
    bool once;                   /* it does all this with the first mail only */
    unsigned mails_a_connection; /* after so many it closes without a word; 0 is no limit */
    bool late;                   /* it closes not at once, but when it hears of the next one */
    const char *last_words;      /* what it says before that, if not NULL */
    bool silent_at_the_end;      /* does not answer to QUIT */

    /* What it heard. To be read after server_stop(). */
    unsigned connections;
    unsigned envelopes;     /* that were begun */
    unsigned mails;         /* whose dot came */
    struct buffer commands; /* a line each; ends in a zero byte */
    struct buffer body;     /* the last mail's, dots undone */

    int listener;
    int connection;
    char bytes[4096]; /* read and not yet used: from `at` to `end` */
    size_t at, end;
    pthread_t thread;
    char url[64];
};

static inline bool server_hears_byte(struct smtp_server *server, char *byte)
{
    if (server->at == server->end) {
        ssize_t got = recv(server->connection, server->bytes, sizeof server->bytes, 0);
        if (got <= 0)
            return false;
        server->at = 0;
        server->end = (size_t)got;
    }
    *byte = server->bytes[server->at++];
    return true;
}

/* One line without its CRLF; false when the other side has gone. */
static inline bool server_hears(struct smtp_server *server, struct buffer *line)
{
    char byte;
    line->length = 0;
    while (server_hears_byte(server, &byte)) {
        buffer_add_byte(line, byte);
        if (text_ends(buffer_text(line), text_of("\r\n"))) {
            line->length -= 2;
            return true;
        }
    }
    return false;
}

static inline void server_says(struct smtp_server *server, const char *answer)
{
    send(server->connection, answer, strlen(answer), MSG_NOSIGNAL);
    send(server->connection, "\r\n", 2, MSG_NOSIGNAL);
}

/* Says nothing until the other side goes. */
static inline bool server_waits(struct smtp_server *server)
{
    char byte;
    while (server_hears_byte(server, &byte))
        continue;
    return false;
}

/* Answers at a step; false when the connection is over. */
static inline bool server_answers(struct smtp_server *server, enum step step)
{
    static const char *const well[STEPS] = {
        [GREETING] = "220 mail.demo.test", [EHLO] = "250-mail.demo.test\r\n250 AUTH PLAIN",
        [HELO] = "250 mail.demo.test",     [AUTH] = "235 welcome",
        [MAIL] = "250 sender is well",     [RCPT] = "250 recipient is well",
        [DATA] = "354 go ahead",           [DOT] = "250 taken over",
    };
    server->envelopes += step == MAIL;
    bool as_told = !server->once || server->envelopes <= 1;
    if (as_told && server->hang_up == step && step != GREETING)
        return false;
    const char *answer = as_told && server->answers[step] != NULL ? server->answers[step] : well[step];
    if (*answer == '\0')
        return server_waits(server);
    server_says(server, answer);
    return true;
}

/* The mail itself, to its dot. */
static inline bool server_takes(struct smtp_server *server, struct buffer *line)
{
    server->body.length = 0;
    while (server_hears(server, line)) {
        if (text_is(buffer_text(line), ".")) {
            server->mails++;
            return server_answers(server, DOT);
        }
        buffer_add(&server->body, text_part(buffer_text(line), text_starts(buffer_text(line), text_of(".")), SIZE_MAX));
        buffer_add_string(&server->body, "\r\n");
        if (server->hang_up == BYTES && server->body.length >= 1000)
            return false;
    }
    return false;
}

static inline void server_notes(struct smtp_server *server, const struct buffer *line)
{
    buffer_add(&server->commands, buffer_text(line));
    buffer_add_byte(&server->commands, '\n');
}

/* Whether this connection, before which there were so many mails, has had its share. */
static inline bool server_is_tired(struct smtp_server *server, unsigned before)
{
    bool tired = server->mails_a_connection > 0 && server->mails - before == server->mails_a_connection;
    if (tired && server->last_words != NULL)
        server_says(server, server->last_words);
    return tired;
}

static inline void server_talks(struct smtp_server *server)
{
    static const char *const verbs[STEPS] = {
        [EHLO] = "EHLO", [HELO] = "HELO", [AUTH] = "AUTH", [MAIL] = "MAIL", [RCPT] = "RCPT TO:", [DATA] = "DATA"};
    struct buffer line = {0};
    unsigned before = server->mails;
    bool goes_on = server_answers(server, GREETING);
    while (goes_on && server_hears(server, &line)) {
        server_notes(server, &line);
        enum step step = STEPS;
        for (enum step each = EHLO; each <= DATA; each++)
            if (text_starts(buffer_text(&line), text_of(verbs[each])))
                step = each;
        if (server->late && step == MAIL && server_is_tired(server, before))
            break;
        if (step == AUTH) {
            server_says(server, "334 ");
            server_hears(server, &line);
            server_notes(server, &line);
        }
        goes_on = step != STEPS && server_answers(server, step);
        if (step == STEPS && server->silent_at_the_end)
            server_waits(server);
        else if (step == STEPS)
            server_says(server, "221 good bye");
        if (step == DATA && goes_on && server->answers[DATA] == NULL)
            goes_on = server_takes(server, &line) && (server->late || !server_is_tired(server, before));
    }
    buffer_free(&line);
}

static inline void *server_runs(void *context)
{
    struct smtp_server *server = context;
    while ((server->connection = accept(server->listener, NULL, NULL)) >= 0) {
        server->connections++;
        server->at = server->end = 0;
        server_talks(server);
        close(server->connection);
    }
    return NULL;
}

static inline void server_start(struct smtp_server *server)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t size = sizeof address;
    server->listener = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&address, size), 0);
    assert_int_equal(listen(server->listener, 8), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&address, &size), 0);
    snprintf(server->url, sizeof server->url, "smtp://127.0.0.1:%d", ntohs(address.sin_port));
    assert_int_equal(pthread_create(&server->thread, NULL, server_runs, server), 0);
}

/* Ends it. Transports have to be free before, or it would wait for them. */
static inline void server_stop(struct smtp_server *server)
{
    shutdown(server->listener, SHUT_RDWR);
    pthread_join(server->thread, NULL);
    close(server->listener);
    buffer_add_byte(&server->commands, '\0');
}

static inline void server_free(struct smtp_server *server)
{
    buffer_free(&server->commands);
    buffer_free(&server->body);
}

#endif
