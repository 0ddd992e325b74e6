/* The way of a mail out of the house: SMTP through libcurl, and what became of it. */
#include "mail/transport.h"

#include "base/log.h"
#include "base/unicode.h"
#include "mail/address.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { CONNECT_SECONDS = 10, WHOLE_SECONDS = 60, LINE_SIZE = 512 };

/* What is seen of one mail on its way. */
struct exchange {
    struct text bytes;
    size_t given;         /* how many of the bytes libcurl has asked for */
    bool recipient_named; /* the server was told whom it is for */
    bool over;            /* we have said QUIT: what is answered from here on is no answer to the mail */
    unsigned code;        /* of the server's last answer; 0 before the first */
    bool answered;        /* that answer came when all the bytes had been given */
    char line[LINE_SIZE]; /* that answer's last line, as much as fits */
    size_t line_length;
    char reason[CURL_ERROR_SIZE]; /* libcurl's own words; may be empty */
};

struct transport {
    char *url;
    char *user; /* NULL when there is none */
    char *password;
    bool encrypted; /* or nothing is sent */
    long connect_seconds;
    long whole_seconds;
    CURL *easy; /* holds the connection; NULL before the first mail, and after one that failed */
    struct exchange exchange;
};

/* ---- Settings ---- */

static char *claimed(char *string)
{
    if (string == NULL)
        log_abort("out of memory");
    return string;
}

static char *copy(struct text text)
{
    return text_is_absent(text) ? NULL : claimed(strndup(text.bytes, text.length));
}

static bool is_this_machine(const char *host)
{
    struct in_addr address;
    if (inet_pton(AF_INET, host, &address) == 1)
        return ntohl(address.s_addr) >> 24 == 127;
    return strcmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0;
}

static bool has_part(CURLU *url, CURLUPart part)
{
    char *value = NULL;
    bool found = curl_url_get(url, part, &value, 0) == CURLUE_OK;
    curl_free(value);
    return found;
}

/* Whether the address is one of the two forms, and whether it asks for encryption. */
static bool read_url(const char *address, bool *encrypted, struct fault *fault)
{
    CURLU *url = curl_url();
    char *scheme = NULL, *host = NULL;
    if (url == NULL)
        log_abort("out of memory");
    bool sound = curl_url_set(url, CURLUPART_URL, address, 0) == CURLUE_OK &&
                 curl_url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
                 curl_url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK &&
                 (strcmp(scheme, "smtp") == 0 || strcmp(scheme, "smtps") == 0);
    if (!sound)
        fault_set(fault, FAULT_INVALID, "url",
                  "The mail server’s address must look like smtp://mail.example.org:587 or smtps://mail.example.org.");
    else if (has_part(url, CURLUPART_USER) || has_part(url, CURLUPART_PASSWORD))
        sound = fault_set(fault, FAULT_INVALID, "url",
                          "The mail server’s address must not hold the user and password: they are settings of their "
                          "own.");
    else
        *encrypted = strcmp(scheme, "smtps") == 0 || !is_this_machine(host);
    curl_free(scheme);
    curl_free(host);
    curl_url_cleanup(url);
    return sound;
}

struct transport *transport_new(const struct transport_settings *settings, struct fault *fault)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        log_abort("libcurl could not be started");
    struct transport *transport = calloc(1, sizeof *transport);
    if (transport == NULL)
        log_abort("out of memory");
    transport->url = copy(text_is_absent(settings->url) ? text_empty : settings->url);
    transport->user = copy(settings->user);
    transport->password = copy(settings->password);
    transport->connect_seconds = settings->connect_seconds == 0 ? CONNECT_SECONDS : (long)settings->connect_seconds;
    transport->whole_seconds = settings->whole_seconds == 0 ? WHOLE_SECONDS : (long)settings->whole_seconds;
    if (!read_url(transport->url, &transport->encrypted, fault)) {
        transport_free(transport);
        return NULL;
    }
    return transport;
}

/* libcurl says QUIT and would wait two minutes for a server that does not answer: there is nothing more to read. */
static void hang_up(struct transport *transport)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    if (transport->easy == NULL)
        return;
    if (curl_easy_getinfo(transport->easy, CURLINFO_ACTIVESOCKET, &socket) == CURLE_OK && socket != CURL_SOCKET_BAD)
        shutdown(socket, SHUT_RD);
    curl_easy_cleanup(transport->easy);
    transport->easy = NULL;
}

void transport_free(struct transport *transport)
{
    if (transport == NULL)
        return;
    hang_up(transport);
    free(transport->url);
    free(transport->user);
    free(transport->password);
    free(transport);
    curl_global_cleanup();
}

/* ---- What libcurl calls while it sends ---- */

static size_t give_bytes(char *room, size_t size, size_t count, void *context)
{
    struct exchange *exchange = context;
    struct text part = text_part(exchange->bytes, exchange->given, size * count);
    memcpy(room, part.bytes, part.length);
    exchange->given += part.length;
    return part.length;
}

/* The last line of an answer is three digits and a space, or the digits alone (RFC 5321 section 4.2.1). */
static void note_answer(struct exchange *exchange, struct text line)
{
    line = text_trim(line);
    int64_t code;
    if (exchange->over || !text_number(text_part(line, 0, 3), &code) || code < 100 ||
        (line.length > 3 && line.bytes[3] != ' '))
        return;
    exchange->code = (unsigned)code;
    exchange->answered = exchange->given == exchange->bytes.length;
    exchange->line_length = line.length < LINE_SIZE ? line.length : LINE_SIZE;
    memcpy(exchange->line, line.bytes, exchange->line_length);
}

/* libcurl shows here the lines that go out and come in. Passwords are among them; nothing is kept but the answers. */
static int watch(CURL *easy, curl_infotype kind, char *bytes, size_t length, void *context)
{
    (void)easy;
    struct exchange *exchange = context;
    struct text line = text_from(bytes, length);
    if (kind == CURLINFO_HEADER_OUT && text_starts(line, text_of("RCPT TO:")))
        exchange->recipient_named = true;
    else if (kind == CURLINFO_HEADER_OUT && text_starts(line, text_of("QUIT")))
        exchange->over = true;
    else if (kind == CURLINFO_HEADER_IN)
        note_answer(exchange, line);
    return 0;
}

/* ---- One mail ---- */

static void set_option(CURLcode result)
{
    if (result != CURLE_OK)
        log_abort("libcurl does not take a setting: %s", curl_easy_strerror(result));
}

static CURL *make_easy(struct transport *transport)
{
    CURL *easy = curl_easy_init();
    if (easy == NULL)
        log_abort("out of memory");
    set_option(curl_easy_setopt(easy, CURLOPT_URL, transport->url));
    set_option(curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps"));
    set_option(curl_easy_setopt(easy, CURLOPT_PROXY, "")); /* none, whatever the environment says */
    set_option(
        curl_easy_setopt(easy, CURLOPT_USE_SSL, (long)(transport->encrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE)));
    set_option(curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2));
    if (transport->user != NULL) {
        set_option(curl_easy_setopt(easy, CURLOPT_USERNAME, transport->user));
        set_option(curl_easy_setopt(easy, CURLOPT_PASSWORD, transport->password == NULL ? "" : transport->password));
    }
    set_option(curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, transport->connect_seconds));
    set_option(curl_easy_setopt(easy, CURLOPT_TIMEOUT, transport->whole_seconds));
    set_option(curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L)); /* there are other threads */
    set_option(curl_easy_setopt(easy, CURLOPT_UPLOAD, 1L));
    set_option(curl_easy_setopt(easy, CURLOPT_READFUNCTION, give_bytes));
    set_option(curl_easy_setopt(easy, CURLOPT_READDATA, &transport->exchange));
    set_option(curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transport->exchange.reason));
    set_option(curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L)); /* so that watch() is called */
    set_option(curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, watch));
    set_option(curl_easy_setopt(easy, CURLOPT_DEBUGDATA, &transport->exchange));
    return easy;
}

/* Answers that blame our signing in or the missing encryption, not the mail (RFC 4954 section 6, RFC 3207). */
static bool is_about_us(unsigned code)
{
    return code == 530 || code == 534 || code == 535 || code == 538;
}

/* libcurl sends the dot that ends a mail after it was given the last byte, never before. So as long as it was not, the
 * server cannot have taken the mail; from then on only an answer tells. Before that only an answer to the recipient's
 * name or to what follows it is about this mail. */
static enum delivery judge(const struct exchange *exchange, bool done)
{
    unsigned class = exchange->code / 100;
    if (done)
        return DELIVERED;
    if (exchange->given == exchange->bytes.length) {
        if (!exchange->answered || class < 2 || class == 3 || class > 5)
            return UNSURE;
        return class == 2 ? DELIVERED : class == 4 ? REFUSED_FOR_NOW : REFUSED_FOR_GOOD;
    }
    return class == 5 && exchange->recipient_named && !is_about_us(exchange->code) ? REFUSED_FOR_GOOD : REFUSED_FOR_NOW;
}

/* The server's line where it decided, else libcurl's. */
static struct text tell(struct arena *arena, const struct exchange *exchange, CURLcode result, enum delivery delivery)
{
    if (delivery != UNSURE && (result == CURLE_OK || exchange->code >= 400 || delivery == DELIVERED))
        return unicode_tidy(arena, text_from(exchange->line, exchange->line_length));
    return unicode_tidy(arena, text_of(exchange->reason[0] != '\0' ? exchange->reason : curl_easy_strerror(result)));
}

/* Tries once. What failed leaves no connection behind: an answer that is still to come on it would be taken for the
 * answer to the next mail. */
static CURLcode send_once(struct transport *transport, const char *from, struct curl_slist *to, struct text bytes)
{
    struct exchange *exchange = &transport->exchange;
    memset(exchange, 0, sizeof *exchange);
    exchange->bytes = bytes;
    if (transport->easy == NULL)
        transport->easy = make_easy(transport);
    set_option(curl_easy_setopt(transport->easy, CURLOPT_MAIL_FROM, from));
    set_option(curl_easy_setopt(transport->easy, CURLOPT_MAIL_RCPT, to));
    CURLcode result = curl_easy_perform(transport->easy);
    set_option(curl_easy_setopt(transport->easy, CURLOPT_MAIL_RCPT, NULL)); /* the list is the caller's */
    if (result != CURLE_OK)
        hang_up(transport);
    return result;
}

/* Servers close a connection that was idle for long, and the next mail finds that out: it gets a new one, once. */
static CURLcode send_mail(struct transport *transport, const char *from, const char *to, struct text bytes)
{
    const struct exchange *exchange = &transport->exchange;
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    if (recipients == NULL)
        log_abort("out of memory");
    bool kept = transport->easy != NULL;
    CURLcode result = send_once(transport, from, recipients, bytes);
    bool lost = exchange->given == 0 && (exchange->code == 0 || exchange->code == 421);
    if (kept && lost && result != CURLE_OK && result != CURLE_OPERATION_TIMEDOUT)
        result = send_once(transport, from, recipients, bytes);
    curl_slist_free_all(recipients);
    return result;
}

enum delivery transport_send(struct transport *transport, struct arena *arena, struct text from, struct text to,
                             struct text bytes, struct text *said)
{
    if (!mail_address_is_valid(from) || !mail_address_is_valid(to)) { /* it would stand in a line to the server */
        *said = text_of("No mail can be sent from or to such an address.");
        return REFUSED_FOR_GOOD;
    }
    if (text_is_empty(bytes))
        log_abort("a mail of no bytes");
    CURLcode result = send_mail(transport, arena_copy(arena, from).bytes, arena_copy(arena, to).bytes, bytes);
    enum delivery delivery = judge(&transport->exchange, result == CURLE_OK);
    *said = tell(arena, &transport->exchange, result, delivery);
    return delivery;
}
