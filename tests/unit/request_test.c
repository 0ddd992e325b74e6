/* A request's target, query and headers, of which nothing is believed. The headers come from this file: it
 * stands in for the two functions of libmicrohttpd that know them. */
#include "http/request.h"
#include "http/route.h"

#include "arena.h"
#include "test.h"

struct header {
    const char *name, *value;
};
static const struct header *headers; /* of the request at hand, ended by one without a name */

const char *MHD_lookup_connection_value(struct MHD_Connection *connection, enum MHD_ValueKind kind, const char *key)
{
    (void)connection;
    assert_int_equal(kind, MHD_HEADER_KIND);
    for (const struct header *header = headers; header != NULL && header->name != NULL; header++)
        if (text_equal_ascii_case(text_of(header->name), text_of(key)))
            return header->value;
    return NULL;
}

int MHD_get_connection_values(struct MHD_Connection *connection, enum MHD_ValueKind kind, MHD_KeyValueIterator iterator,
                              void *context)
{
    int count = 0;
    (void)connection;
    for (const struct header *header = headers; header->name != NULL; header++, count++)
        if (iterator(context, kind, header->name, header->value) != MHD_YES)
            break;
    return count;
}

/* ---- the path ---- */

static void paths_are_decoded(void **state)
{
    (void)state;
    static const struct {
        const char *target, *path;
    } cases[] = {
        {"/", "/"},           {"/awards?x=1", "/awards"}, {"/awards/gold%2Dmedal", "/awards/gold-medal"},
        {"/a+b", "/a+b"},     {"/zo%C3%AB", "/zoë"},      {"/zoë", "/zoë"},
        {"/a%3Fb?c", "/a?b"}, {"/../etc", "/../etc"},     {"//", "//"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request *request = request_new(cases[i].target);
        assert_false(text_is_absent(request->path));
        assert_text(request->path, cases[i].path);
        request_free(request);
    }
}

/* As a proxy is asked; a server must understand it too (RFC 9112, section 3.2.2). */
static void a_target_may_be_a_whole_address(void **state)
{
    (void)state;
    static const struct {
        const char *target, *path, *query;
    } cases[] = {
        {"http://example.org/", "/", NULL},
        {"http://example.org", "/", NULL},
        {"http://example.org:8080/awards", "/awards", NULL},
        {"https://example.org/awards/gold%2Dmedal?q=a%20b", "/awards/gold-medal", "q=a%20b"},
        {"http://[::1]/awards?next=http://example.org/", "/awards", "next=http://example.org/"},
        {"http://example.org/http://example.org/x", "/http://example.org/x", NULL},
        {"/http://example.org/x", "/http://example.org/x", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request *request = request_new(cases[i].target);
        assert_false(text_is_absent(request->path));
        assert_text(request->path, cases[i].path);
        assert_int_equal(text_is_absent(request->query), cases[i].query == NULL);
        if (cases[i].query != NULL)
            assert_text(request->query, cases[i].query);
        request_free(request);
    }
}

static void targets_that_we_do_not_answer_have_no_path(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "?",
        "?q=/",
        "awards",
        "%2Fawards",
        "*",
        "http:/awards",
        "ftp://example.org/",
        "http://example.org/%zz",
        "http://example.org/\x7F",
        "/%",
        "/%4",
        "/%zz",
        "/%00",
        "/a\nb",
        "/a%0Ab",
        "/a%0D",
        "/\x7F",
        "/%7f",
        "/%1B",
        "/\xFF",
        "/%FF",
        "/%C0%AF",
        "/%ED%A0%80",
        "/%C3",
        "%C3%A9",
        "/%F5%80%80%80",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct request *request = request_new(wrong[i]);
        if (!text_is_absent(request->path))
            fail_msg("“%s” has the path “%.*s”", wrong[i], TEXT_ARGUMENTS(request->path));
        assert_false(request_wants_json(request));
        request_free(request);
    }
}

static void the_query_stays_as_sent(void **state)
{
    (void)state;
    static const struct {
        const char *target, *query;
    } cases[] = {
        {"/a?b=%20&c", "b=%20&c"}, {"/a?", ""}, {"/a?b?c", "b?c"}, {"/%41%42?%43", "%43"}, {"/%zz?q=1", "q=1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request *request = request_new(cases[i].target);
        assert_false(text_is_absent(request->query));
        assert_text(request->query, cases[i].query);
        request_free(request);
    }
    struct request *request = request_new("/a");
    assert_true(text_is_absent(request->query));
    request_free(request);
}

static void the_target_is_the_requests_own(void **state)
{
    (void)state;
    char target[] = "/awards?q=1";
    struct request *request = request_new(target);
    memset(target, 'x', sizeof target - 1);
    assert_text(request->path, "/awards");
    assert_text(request->query, "q=1");
    request_free(request);
}

/* ---- fields of the query ---- */

static struct text field(const char *target, const char *name)
{
    struct request *request = request_new(target);
    struct text value = arena_copy(arena, request_query(request, arena, name));
    request_free(request);
    return value;
}

static void fields_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *target, *value; /* of the field q */
    } cases[] = {
        {"/?q=haskal", "haskal"},
        {"/?a=1&q=2&b=3", "2"},
        {"/?q=1&q=2", "1"}, /* the first of several */
        {"/?q=", ""},
        {"/?q=&q=2", ""},
        {"/?q=a=b", "a=b"},
        {"/?q=a+b%2Bc%26d", "a b+c&d"},
        {"/?q=zo%C3%AB", "zoë"},
        {"/?&&q=1&&", "1"},
        {"/?qq=1&q=2", "2"},
        {"/?Q=1&q=2", "2"},
        {"/?a=q&q=2", "2"},
        {"/?q=a%0D%0Ab%09c%7F%01", "a  b c  "},
        {"/?q=a\x01", "a "},
        {"/?q=%C3%28", " ("}, /* not UTF-8: the high bytes go */
        {"/?q=good%FF%C3%A9", "good   "},
        {"/?q=\xFF", " "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text value = field(cases[i].target, "q");
        assert_false(text_is_absent(value));
        assert_text(value, cases[i].value);
        assert_true(text_is_utf8(value));
    }
}

static void fields_that_are_not_there_are_absent(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/",    "/?",        "/?q",   "/?&",    "/?=1",    "/?Q=1",     "/?qq=1",    "/?a=q", "/?q&a=1",
        "/q=1", "/?a=1#q=2", "/?q=%", "/?q=%4", "/?q=%zz", "/?q=a%00b", "/?q=%&q=1", /* a bad escape in the
                                                                                        first of several */
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct text value = field(targets[i], "q");
        if (!text_is_absent(value))
            fail_msg("“%s” has q “%.*s”", targets[i], TEXT_ARGUMENTS(value));
    }
}

static void a_request_is_plain_when_its_query_does_not_matter(void **state)
{
    (void)state;
    static const struct {
        const char *target;
        bool reads_query, is_plain;
    } cases[] = {
        {"/awards", false, true},       {"/awards", true, true},        {"/awards?", false, true},
        {"/awards?utm=1", false, true}, {"/honorees?q=1", true, false}, {"/honorees?", true, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct route route = {.path = "/", .reads_query = cases[i].reads_query};
        struct request *request = request_new(cases[i].target);
        request->route = &route;
        if (request_is_plain(request) != cases[i].is_plain)
            fail_msg("%s, of a route that reads it %d", cases[i].target, cases[i].reads_query);
        request_free(request);
    }
}

static void captures_are_found_by_name(void **state)
{
    (void)state;
    struct request *request = request_new("/");
    request->captures[0] = (struct capture){TEXT("slug"), TEXT("gold-medal")};
    request->captures[1] = (struct capture){TEXT("year"), TEXT("2026")};
    assert_text(request_capture(request, "slug"), "gold-medal");
    assert_text(request_capture(request, "year"), "2026");
    request_free(request);
}

/* ---- headers ---- */

static void json_is_asked_for_by_path_or_header(void **state)
{
    (void)state;
    static const struct {
        const char *target, *accept;
        bool wants;
    } cases[] = {
        {"/honorees.json", NULL, true},
        {"/honorees.json?q=1", "text/html", true},
        {"/honorees", NULL, false},
        {"/honorees", "application/json", true},
        {"/honorees", "application/problem+json", true},
        {"/honorees", "application/xml, application/json;q=0.5", true},
        {"/honorees", "text/html,application/xhtml+xml,*/*;q=0.8", false},
        {"/honorees", "text/html, application/json", false},
        {"/honorees", "*/*", false},
        {"/honorees", "", false},
        {"/json", NULL, false},
        {"/honorees?f=.json", NULL, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct header accept[] = {{cases[i].accept == NULL ? NULL : "Accept", cases[i].accept}, {0}};
        headers = accept;
        struct request *request = request_new(cases[i].target);
        if (request_wants_json(request) != cases[i].wants)
            fail_msg("%s with “%s”", cases[i].target, cases[i].accept);
        request_free(request);
        headers = NULL;
    }
}

static void headers_are_looked_up(void **state)
{
    (void)state;
    static const struct header some[] = {{"Host", "localhost"}, {"X-Empty", ""}, {0}};
    headers = some;
    struct request *request = request_new("/");
    assert_text(request_header(request, "host"), "localhost");
    assert_false(text_is_absent(request_header(request, "X-Empty")));
    assert_true(text_is_absent(request_header(request, "Accept")));
    request_free(request);
    headers = NULL;
}

static void where_a_request_ends_must_be_plain(void **state)
{
    (void)state;
    static const struct {
        struct header headers[4];
        bool is_ambiguous;
    } cases[] = {
        {{{0}}, false},
        {{{"Host", "localhost"}}, false},
        {{{"Host", "localhost"}, {"Content-Length", "5"}}, false},
        {{{"Transfer-Encoding", "chunked"}}, false},
        {{{"Transfer-Encoding", "Chunked"}}, false},
        {{{"X-!#$%&'*+-.^_`|~9", "every sign that a name may have"}}, false},
        {{{"Accept", "a"}, {"Accept", "b"}}, false},
        {{{"Content-Length", "5"}, {"Transfer-Encoding", "chunked"}}, true},
        {{{"content-length", "5"}, {"Host", "h"}, {"CONTENT-LENGTH", "5"}}, true},
        {{{"Transfer-Encoding", "chunked"}, {"transfer-encoding", "identity"}}, true},
        {{{"Transfer-Encoding", "identity"}}, true},
        {{{"Transfer-Encoding", "gzip, chunked"}}, true},
        {{{"Transfer-Encoding", "chunked, chunked"}}, true},
        {{{"Transfer-Encoding", "xchunked"}}, true},
        {{{"Transfer-Encoding", ""}}, true},
        {{{"Host", "localhost"}, {"HOST", "localhost"}}, true},
        {{{"Host", "a"}, {"Accept", "b"}, {"Host", "c"}}, true},
        {{{"Content-Length ", "5"}}, true},
        {{{" Content-Length", "5"}}, true},
        {{{"Content\tLength", "5"}}, true},
        {{{"", "5"}}, true},
        {{{"Content:Length", "5"}}, true},
        {{{"Na(me", ""}}, true},
        {{{"N\xC3\xA4me", ""}}, true},
        {{{"Name\x7F", ""}}, true},
        {{{"Host", "h"}, {"a\"b", ""}}, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        headers = cases[i].headers;
        struct request *request = request_new("/");
        if (request_is_ambiguous(request) != cases[i].is_ambiguous)
            fail_msg("number %zu, which begins with “%s”", i, headers->name);
        request_free(request);
        headers = NULL;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_decoded),
        cmocka_unit_test(a_target_may_be_a_whole_address),
        cmocka_unit_test(targets_that_we_do_not_answer_have_no_path),
        cmocka_unit_test(the_query_stays_as_sent),
        cmocka_unit_test(the_target_is_the_requests_own),
        cmocka_unit_test(fields_are_read),
        cmocka_unit_test(fields_that_are_not_there_are_absent),
        cmocka_unit_test(a_request_is_plain_when_its_query_does_not_matter),
        cmocka_unit_test(captures_are_found_by_name),
        cmocka_unit_test(json_is_asked_for_by_path_or_header),
        cmocka_unit_test(headers_are_looked_up),
        cmocka_unit_test(where_a_request_ends_must_be_plain),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
