/* The router, with the routes of the whole house: which route an address has, its captures, and what is
 * allowed. */
#include "http/route.h"

#include "test.h"

static const struct route *find(enum method method, const char *target, struct request **request, const char **allow)
{
    *request = request_new(target);
    (*request)->method = method;
    *allow = NULL;
    return route_find(*request, allow);
}

static void addresses_have_routes(void **state)
{
    (void)state;
    static const struct {
        const char *target, *path;
        const char *name, *value; /* of the capture, where there is one */
    } cases[] = {
        {"/", "/", NULL, NULL},
        {"/?q=1", "/", NULL, NULL},
        {"/awards", "/awards", NULL, NULL},
        {"/awards/gold-medal", "/awards/{slug}", "slug", "gold-medal"},
        {"/awards/zo%C3%AB%20%3F", "/awards/{slug}", "slug", "zoë ?"},
        {"/honorees", "/honorees", NULL, NULL},
        {"/honorees/2019", "/honorees/{year}", "year", "2019"},
        {"/honorees/people", "/honorees/{year}", "year", "people"},
        {"/honorees/people/x", "/honorees/people/{person}", "person", "x"},
        {"/honorees.json", "/honorees.json", NULL, NULL},
        {"/deadlines.ics", "/deadlines.ics", NULL, NULL},
        {"/health", "/health", NULL, NULL},
        {"http://localhost/awards/gold-medal?q=1", "/awards/{slug}", "slug", "gold-medal"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct request *request;
        const char *allow;
        const struct route *route = find(GET, cases[i].target, &request, &allow);
        if (route == NULL)
            fail_msg("%s has no route", cases[i].target);
        assert_string_equal(route->path, cases[i].path);
        if (cases[i].name != NULL)
            assert_text(request_capture(request, cases[i].name), cases[i].value);
        request_free(request);
    }
}

static void other_addresses_have_none(void **state)
{
    (void)state;
    static const char *const targets[] = {
        "/nowhere", "/awards/",   "/awards/a/b", "//", "/Awards",    "/honorees/people/", "/honorees/people/x/y",
        "/%zz",     "/awards%2F", "awards",      "*",  "/honorees/", "/{slug}",           "/%00",
    };
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        struct request *request;
        const char *allow;
        const struct route *route = find(GET, targets[i], &request, &allow);
        if (route != NULL || allow != NULL)
            fail_msg("%s has the route %s", targets[i], route == NULL ? allow : route->path);
        request_free(request);
    }
}

static void other_methods_hear_which_are_allowed(void **state)
{
    (void)state;
    static const enum method methods[] = {POST, METHOD_OTHER};
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct request *request;
        const char *allow;
        assert_null(find(methods[i], "/awards/gold-medal", &request, &allow));
        assert_string_equal(allow, "GET, HEAD");
        assert_true(text_is_absent(request->captures[0].name));
        request_free(request);
        assert_null(find(methods[i], "/nowhere", &request, &allow));
        assert_null(allow);
        request_free(request);
    }
}

/* An address that the pattern stands for: its braces are filled. */
static struct text example_of(struct arena *arena, struct text pattern)
{
    struct text example = text_empty;
    struct text rest = text_part(pattern, 1, pattern.length);
    while (!text_is_absent(rest)) {
        struct text part = text_cut(&rest, '/');
        if (text_starts(part, text_of("{")))
            part = text_of("something");
        example = arena_print(arena, "%.*s/%.*s", TEXT_ARGUMENTS(example), TEXT_ARGUMENTS(part));
    }
    return example;
}

/* A route that an earlier one hides would never be reached; one without a page would have nothing to say. */
static void every_route_can_be_reached(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    size_t count = 0;
    for (const struct route *const *table = route_tables; *table != NULL; table++) {
        for (const struct route *route = *table; route->path != NULL; route++, count++) {
            struct text target = example_of(arena, text_of(route->path));
            struct request *request;
            const char *allow;
            if (find(route->method, target.bytes, &request, &allow) != route)
                fail_msg("%s is hidden by another route", route->path);
            if (route->method == GET)
                assert_true((route->show == NULL) != (route->write == NULL));
            request_free(request);
        }
    }
    assert_true(count > 0);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_have_routes),
        cmocka_unit_test(other_addresses_have_none),
        cmocka_unit_test(other_methods_hear_which_are_allowed),
        cmocka_unit_test(every_route_can_be_reached),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
