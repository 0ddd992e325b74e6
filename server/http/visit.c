/* A visit: cookies, the token of forms, the address. */
#include "http/visit.h"

#include "crypto/tokens.h"
#include "http/cookies.h"

#include <arpa/inet.h>
#include <string.h>

enum { SESSION_SECONDS = 14 * 24 * 3600 };

static const char session_cookie[] = "__Host-session", visit_cookie[] = "__Host-visit";

struct visit visit_read(const struct house *house, const struct request *request, struct arena *arena)
{
    struct visit visit = {0};
    struct text cookies = request_header(request, MHD_HTTP_HEADER_COOKIE);
    struct text secret = cookie_find(cookies, session_cookie);
    visit.session_hash = token_hash(arena, secret);
    if (text_is_absent(visit.session_hash))
        secret = cookie_find(cookies, visit_cookie);
    if (text_is_absent(token_hash(arena, secret))) {
        secret = token_new(arena);
        visit.cookie = cookie_set(arena, visit_cookie, secret, 0).bytes;
    }
    visit.csrf = visit_csrf(house, arena, secret);
    return visit;
}

struct text visit_csrf(const struct house *house, struct arena *arena, struct text token)
{
    return keyed_hash(arena, &house->keys, "form", token);
}

bool visit_is_ours(const struct house *house, const struct request *request)
{
    struct text origin = request_header(request, "Origin");
    struct text host = request_header(request, MHD_HTTP_HEADER_HOST);
    if (text_is_absent(origin) || text_equal(origin, house->origin))
        return true;
    for (int secure = 0; secure < 2; secure++) {
        struct text scheme = text_of(secure ? "https://" : "http://");
        if (text_starts(origin, scheme) && text_equal(text_part(origin, scheme.length, origin.length), host))
            return true;
    }
    return false;
}

const char *visit_begin_session(struct arena *arena, struct text token)
{
    return cookie_set(arena, session_cookie, token, SESSION_SECONDS).bytes;
}

const char *visit_end_session(struct arena *arena)
{
    return cookie_set(arena, session_cookie, text_empty, -1).bytes;
}

/* The first mark that is found counts: most browsers name others too, for the sake of old pages. */
struct mark {
    const char *mark, *name;
};

static const char *name_of(struct text agent, const struct mark *marks)
{
    while (marks->mark != NULL && memmem(agent.bytes, agent.length, marks->mark, strlen(marks->mark)) == NULL)
        marks++;
    return marks->name;
}

struct text visit_browser(const struct request *request, struct arena *arena)
{
    static const struct mark browsers[] = {
        {"Firefox/", "Firefox"}, {"Edg/", "Edge"},      {"OPR/", "Opera"},
        {"Chrome/", "Chrome"},   {"Safari/", "Safari"}, {NULL, "Another browser"},
    };
    static const struct mark systems[] = {
        {"Android", "Android"}, {"iPhone", "an iPhone"}, {"iPad", "an iPad"}, {"Windows", "Windows"},
        {"Mac OS", "a Mac"},    {"CrOS", "ChromeOS"},    {"Linux", "Linux"},  {NULL, "another system"},
    };
    struct text agent = request_header(request, MHD_HTTP_HEADER_USER_AGENT);
    if (text_is_absent(agent))
        agent = text_empty;
    return arena_print(arena, "%s on %s", name_of(agent, browsers), name_of(agent, systems));
}

static bool is_trusted(struct text proxies, struct text address)
{
    while (!text_is_absent(proxies))
        if (text_equal(text_cut(&proxies, ' '), address))
            return true;
    return false;
}

struct text visit_address(const struct house *house, const struct request *request, struct arena *arena)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr_in *peer = (const struct sockaddr_in *)(const void *)info->client_addr;
    char spelled[INET_ADDRSTRLEN] = "";
    inet_ntop(AF_INET, &peer->sin_addr, spelled, sizeof spelled);
    struct text proxies = house->settings->values[SETTING_PROXIES];
    struct text address = arena_copy(arena, text_of(spelled));
    struct text passed = request_header(request, "X-Forwarded-For");
    /* Each proxy adds at the end whom it heard it from; the last one that is no proxy of ours is the client. */
    while (is_trusted(proxies, address) && !text_is_absent(passed)) {
        size_t comma = passed.length;
        while (comma > 0 && passed.bytes[comma - 1] != ',')
            comma--;
        address = text_trim(text_part(passed, comma, passed.length));
        passed = comma == 0 ? text_absent : text_part(passed, 0, comma - 1);
    }
    return address;
}
