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

/* All headers of that name as one list, in their order. */
struct header_list {
    const char *name;
    struct buffer list;
};

static enum MHD_Result add_to_list(void *context, enum MHD_ValueKind kind, const char *name, const char *value)
{
    struct header_list *headers = context;
    (void)kind;
    if (text_equal_ascii_case(text_of(name), text_of(headers->name)))
        buffer_print(&headers->list, "%s%s", headers->list.length > 0 ? "," : "", value);
    return MHD_YES;
}

static struct text list_of(const struct request *request, const char *name, struct arena *arena)
{
    struct header_list headers = {.name = name};
    MHD_get_connection_values(request->connection, MHD_HEADER_KIND, add_to_list, &headers);
    struct text list = headers.list.length == 0 ? text_absent : arena_copy(arena, buffer_text(&headers.list));
    buffer_free(&headers.list);
    return list;
}

/* An address as it counts: of IPv6 the network, for one household has 2^64. Absent when it is none. */
static struct text counted_address(struct text spelled, struct arena *arena)
{
    const char *address = arena_copy(arena, spelled).bytes;
    struct in_addr four;
    struct in6_addr six;
    if (inet_pton(AF_INET, address, &four) == 1)
        return text_of(address);
    if (inet_pton(AF_INET6, address, &six) != 1)
        return text_absent;
    memset(six.s6_addr + 8, 0, 8);
    char network[INET6_ADDRSTRLEN] = "";
    inet_ntop(AF_INET6, &six, network, sizeof network);
    return arena_copy(arena, text_of(network));
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
    struct text passed = list_of(request, "X-Forwarded-For", arena);
    /* Each proxy adds at the end whom it heard it from; the last one that is no proxy of ours is the client. */
    while (is_trusted(proxies, address) && !text_is_absent(passed)) {
        size_t comma = passed.length;
        while (comma > 0 && passed.bytes[comma - 1] != ',')
            comma--;
        struct text named = counted_address(text_trim(text_part(passed, comma, passed.length)), arena);
        if (text_is_absent(named))
            break;
        address = named;
        passed = comma == 0 ? text_absent : text_part(passed, 0, comma - 1);
    }
    return address;
}
