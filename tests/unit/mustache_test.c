/* The template engine: escaping, sections, lines, inheritance, refusals, limits, threads. The specification's
 * own cases are in mustache_specification_test.c. */
#include "base/arena.h"
#include "base/buffer.h"
#include "format/json.h"
#include "format/mustache.h"

#include "test.h"

#include <pthread.h>

/* ---- a page, templates it uses, data as JSON, and what comes out ---- */

struct sample {
    const char *page;
    const char *data;
    const char *expected;
    const char *others[6]; /* name, source, name, source … */
};

static void expect_samples(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct sample *sample = &samples[i];
        struct arena *arena = arena_new();
        struct mustache *set = mustache_new();
        struct buffer out = {0};
        struct fault fault = {0};
        for (size_t j = 0; j + 1 < 6 && sample->others[j] != NULL; j += 2)
            assert_true(mustache_add(set, text_of(sample->others[j]), text_of(sample->others[j + 1]), &fault));
        json_t *data = json_loads(sample->data, JSON_DECODE_ANY, NULL);
        assert_non_null(data);
        if (!mustache_add(set, text_of("page"), text_of(sample->page), &fault) ||
            !mustache_render(set, text_of("page"), json_value(arena, data), &out, &fault))
            fail_msg("%s: %s", sample->page, fault.sentence);
        assert_text(buffer_text(&out), sample->expected);
        json_decref(data);
        buffer_free(&out);
        mustache_free(set);
        arena_free(arena);
    }
}

#define EXPECT(samples) expect_samples((samples), sizeof(samples) / sizeof *(samples))

static void escapes_what_html_reads(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"<p title=\"{{a}}\">", "{\"a\": \"<&>\\\"'\"}", "<p title=\"&lt;&amp;&gt;&quot;&#39;\">", {0}},
        {"{{{a}}}{{&a}}", "{\"a\": \"<b>\"}", "<b><b>", {0}},
        {"{{a}}", "{\"a\": \"plain, Zoë — and 'quoted'\"}", "plain, Zoë — and &#39;quoted&#39;", {0}},
        {"{{a}}", "{\"a\": \"{{b}}\", \"b\": \"no\"}", "{{b}}", {0}},
    };
    EXPECT(samples);
}

static void escapes_at_any_place(void **state)
{
    (void)state;
    char text[50], expected[60];
    for (size_t length = 1; length < sizeof text; length++)
        for (size_t place = 0; place < length; place++) {
            memset(text, 'x', length);
            text[place] = '<';
            memset(expected, 'x', length + 3);
            memcpy(expected + place, "&lt;", 4);
            expected[length + 3] = '\0';
            struct buffer out = {0};
            mustache_escape(&out, text_from(text, length));
            assert_text(buffer_text(&out), expected);
            buffer_free(&out);
        }
}

static void shows_and_hides_sections(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"{{#note}}[{{.}}]{{/note}}{{^note}}none{{/note}}", "{\"note\": \"late\"}", "[late]", {0}},
        {"{{#note}}[{{.}}]{{/note}}{{^note}}none{{/note}}", "{\"note\": \"\"}", "none", {0}},
        {"{{#note}}[{{.}}]{{/note}}{{^note}}none{{/note}}", "{\"note\": []}", "none", {0}},
        {"{{#n}}[{{.}}]{{/n}}", "{\"n\": 0}", "[0]", {0}},
        {"{{#on}}{{a}}{{/on}}{{on}}{{list}}{{record}}",
         "{\"on\": true, \"a\": \"x\", \"list\": [1], \"record\": {\"a\": 1}}",
         "x",
         {0}},
        /* a part that is null hides the outer part of the same name; one that is missing does not */
        {"{{#rows}}({{a}}{{b}}){{/rows}}",
         "{\"a\": 1, \"b\": 2, \"rows\": [{\"a\": null}, {\"a\": 3}]}",
         "(2)(32)",
         {0}},
        {"{{#a.b}}{{c.d}}{{/a.b}}",
         "{\"a\": {\"b\": [{\"c\": {\"d\": 1}}, {\"c\": {}}]}, \"c\": {\"d\": 9}}",
         "1",
         {0}},
    };
    EXPECT(samples);
}

static void leaves_no_trace_of_lines_of_tags(void **state)
{
    (void)state;
    static const struct sample samples[] = {
        {"<ul>\n  {{#l}}\n  <li>{{.}}</li>\n  {{/l}}\n</ul>\n",
         "{\"l\": [1, 2]}",
         "<ul>\n  <li>1</li>\n  <li>2</li>\n</ul>\n",
         {0}},
        {"a\n{{#x}}{{#y}}\nb\n  {{/y}}{{/x}}  \nc", "{\"x\": true, \"y\": true}", "a\nb\nc", {0}},
        {"a\n{{#x}} {{/x}}\nb", "{\"x\": true}", "a\n \nb", {0}},
        {"a\r\n{{! one\r\n two }}\r\nb", "{}", "a\r\nb", {0}},
        {"{{>p}} {{>p}}\n", "{}", "1 1\n", {"p", "1"}},
        {"{{#x}}{{/x}}{{#x}}{{/x}}\n{{#x}}{{/x}}\n-", "{\"x\": true}", "\n-", {0}},
        {"  {{>p}}\n-", "{\"v\": \"x\\ny\"}", "  {\n\n  x\ny}\n-", {"p", "{\n\n{{v}}}\n"}},
        {" {{>p}}\n", "{\"v\": [1, 2]}", " a\n  1\n  2\n", {"p", "a\n {{>q}}\n", "q", "{{#v}}\n{{.}}\n{{/v}}\n"}},
    };
    EXPECT(samples);
}

static void inherits(void **state)
{
    (void)state;
    static const char *const layout = "<title>{{$title}}Laureate{{/title}}</title>\n"
                                      "<main>\n"
                                      "  {{$main}}\n"
                                      "  {{/main}}\n"
                                      "</main>\n";
    const struct sample samples[] = {
        {"{{<layout}}{{/layout}}\n", "{}", "<title>Laureate</title>\n<main>\n</main>\n", {"layout", layout}},
        {"{{<layout}}\n{{$title}}Awards of {{year}}{{/title}}\nignored\n"
         "{{$main}}\n<h1>\n  {{year}}\n</h1>\n{{/main}}\n{{/layout}}\n",
         "{\"year\": 2026}",
         "<title>Awards of 2026</title>\n<main>\n  <h1>\n    2026\n  </h1>\n</main>\n",
         {"layout", layout}},
        {"{{<layout}}{{$main}}one{{/main}}{{/layout}}",
         "{}",
         "<title>Laureate</title>\n<main>\n  one\n</main>\n",
         {"layout", layout}},
        /* a partial passes replacements on; data never replaces */
        {"{{<p}}{{$a}}new{{/a}}{{/p}}", "{\"a\": \"data\"}", "[new]", {"p", "[{{>q}}]", "q", "{{$a}}old{{/a}}"}},
        {"{{>q}} {{<q}}{{/q}}", "{\"a\": \"data\"}", "old old", {"q", "{{$a}}old{{/a}}"}},
        /* the outermost wins, also over levels */
        {"{{<p}}{{$a}}1{{/a}}{{/p}}",
         "{}",
         "1-3",
         {"p", "{{<q}}{{$a}}2{{/a}}{{$b}}3{{/b}}{{/q}}", "q", "{{$a}}4{{/a}}-{{$b}}5{{/b}}"}},
        /* a replacement may hold the block it replaces: it is then what it says there */
        {"{{<p}}{{$a}}<{{$a}}x{{/a}}>{{/a}}{{/p}}", "{}", "<x>", {"p", "{{$a}}y{{/a}}"}},
        /* it is rendered where the block stands */
        {"{{<p}}{{$a}}{{n}}{{/a}}{{/p}}",
         "{\"n\": 1, \"l\": [{\"n\": 2}, {\"n\": 3}]}",
         "231",
         {"p", "{{#l}}{{$a}}{{/a}}{{/l}}{{$a}}{{/a}}"}},
        /* indentation goes where the words are written and comes where they are shown */
        {"{{<p}}{{$a}}\n    one\n      two\n    {{/a}}{{/p}}\n",
         "{}",
         "x\n\tone\n\t  two\ny\n",
         {"p", "x\n{{$a}}\n\tdefault\n{{/a}}\ny\n"}},
        {"  {{<p}}{{/p}}\n.", "{}", "  x\n    1\n    2\n.", {"p", "x\n  {{$a}}\n  1\n  2\n  {{/a}}\n"}},
        {"{{<p}}{{$a}}1\n2{{/a}}{{/p}}", "{}", "  1\n  2\n.", {"p", "  {{$a}}{{/a}}\n."}},
        {"{{<p}}{{$a}}1\n2\n{{/a}}{{/p}}", "{}", "  1\n  2\n.", {"p", "  {{$a}}{{/a}}\n."}},
        {"{{<p}}{{$a}}{{/a}}{{/p}}", "{}", "-\n.", {"p", "-\n  {{$a}}{{/a}}\n."}},
    };
    EXPECT(samples);
}

/* ---- refusals ---- */

static void refuses_wrong_templates_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *source;
        unsigned line;
        const char *words;
    } wrong[] = {
        {"a\n{{b", 2, "add }} behind"},
        {"\n\n{{{b}}", 3, "add }}} behind"},
        {"{{! never", 1, "not closed"},
        {"{{}}", 1, "no name"},
        {"{{# }}", 1, "no name"},
        {"\n{{a b}}", 2, "white space"},
        {"{{a..b}}", 1, "a dot too many"},
        {"{{#.a}}{{/.a}}", 1, "a dot too many"},
        {"{{>*name}}", 1, "dynamic name"},
        {"x\n{{#a}}\n{{#b}}\n{{/b}}\n", 2, "{{#a}} is never closed; add {{/a}}"},
        {"{{#a}}\n{{^b}}\n{{/a}}\n{{/b}}", 3, "{{^b}} of line 2"},
        {"{{/a}}", 1, "never opened"},
        {"{{<p}}\n{{name}}{{/p}}", 2, "takes only blocks"},
        {"{{<p}}\n\n{{#name}}{{/name}}{{/p}}", 3, "takes only blocks"},
        {"{{=<% =}}", 1, "delimiters are two"},
        {"{{=a b c=}}", 1, "delimiters are two"},
        {"\n{{=<%= %>=}}", 2, "delimiters are two"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct mustache *set = mustache_new();
        struct fault fault = {0};
        if (mustache_add(set, text_of("awards/list"), text_of(wrong[i].source), &fault))
            fail_msg("not refused: %s", wrong[i].source);
        if (fault.kind != FAULT_INVALID || fault.line != wrong[i].line ||
            strstr(fault.sentence, "awards/list") == NULL || strstr(fault.sentence, wrong[i].words) == NULL)
            fail_msg("%s: line %u: %s", wrong[i].source, fault.line, fault.sentence);
        assert_false(mustache_has(set, text_of("awards/list")));
        mustache_free(set);
    }
}

static void finds_missing_and_doubled_templates(void **state)
{
    (void)state;
    struct mustache *set = mustache_new();
    struct buffer out = {0};
    struct fault fault = {0};
    assert_true(mustache_add(set, text_of("page"), text_of("a\n{{>b}}{{<c}}{{/c}}d"), &fault));
    assert_false(mustache_check(set, &fault));
    assert_string_equal(fault.sentence, "Template page, line 2: there is no template b; add it or correct the name.");
    assert_int_equal(fault.line, 2);

    assert_true(mustache_render(set, text_of("page"), value_flag(true), &out, &fault));
    assert_text(buffer_text(&out), "a\nd");
    assert_false(mustache_render(set, text_of("b"), value_flag(true), &out, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    assert_text(buffer_text(&out), "a\nd");

    assert_true(mustache_add(set, text_of("b"), text_of("B"), &fault));
    assert_true(mustache_add(set, text_of("c"), text_of(""), &fault));
    assert_true(mustache_check(set, &fault));
    assert_true(mustache_has(set, text_of("b")));
    assert_true(mustache_render(set, text_of("page"), value_flag(true), &out, &fault));
    assert_text(buffer_text(&out), "a\nda\nBd");
    assert_false(mustache_add(set, text_of("b"), text_of("again"), &fault));
    assert_non_null(strstr(fault.sentence, "there are two of this name"));
    buffer_free(&out);
    mustache_free(set);
}

static void limits_nesting(void **state)
{
    (void)state;
    for (int depth = 64; depth <= 65; depth++) {
        struct mustache *set = mustache_new();
        struct buffer source = {0}, out = {0};
        struct fault fault = {0};
        for (int i = 0; i < depth; i++)
            buffer_add_string(&source, "{{#.}}");
        buffer_add_string(&source, "x");
        for (int i = 0; i < depth; i++)
            buffer_add_string(&source, "{{/.}}");
        bool added = mustache_add(set, text_of("deep"), buffer_text(&source), &fault);
        assert_int_equal(added, depth == 64);
        if (added) {
            assert_true(mustache_render(set, text_of("deep"), value_flag(true), &out, &fault));
            assert_text(buffer_text(&out), "x");
        } else {
            assert_non_null(strstr(fault.sentence, "nested more than 64 deep"));
        }
        buffer_free(&source);
        buffer_free(&out);
        mustache_free(set);
    }
}

static void limits_recursion(void **state)
{
    (void)state;
    static const char *const endless[] = {
        "x{{>page}}",
        "x{{<page}}{{/page}}",
        "x\n  {{>page}}\n",
        "{{$a}}{{<page}}{{$b}}{{>page}}{{/b}}{{/page}}{{/a}}",
    };
    for (size_t i = 0; i < sizeof endless / sizeof *endless; i++) {
        struct mustache *set = mustache_new();
        struct buffer out = {0};
        struct fault fault = {0};
        buffer_add_string(&out, "before");
        assert_true(mustache_add(set, text_of("page"), text_of(endless[i]), &fault));
        assert_false(mustache_render(set, text_of("page"), value_flag(true), &out, &fault));
        assert_int_equal(fault.kind, FAULT_BROKEN);
        assert_non_null(strstr(fault.sentence, "Template page"));
        assert_text(buffer_text(&out), "before");
        buffer_free(&out);
        mustache_free(set);
    }
}

static void renders_a_tree_of_a_hundred_levels(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct value tree = value_flag(false);
    for (int i = 0; i < 100; i++) {
        struct names *node = names_new(arena);
        names_set(node, "child", tree);
        tree = value_record(names_record(node));
    }
    struct mustache *set = mustache_new();
    struct buffer out = {0};
    struct fault fault = {0};
    assert_true(mustache_add(set, text_of("node"), text_of("({{#child}}{{>node}}{{/child}})"), &fault));
    assert_true(mustache_render(set, text_of("node"), tree, &out, &fault));
    assert_int_equal(out.length, 200);
    assert_true(out.bytes[99] == '(' && out.bytes[100] == ')');
    buffer_free(&out);
    mustache_free(set);
    arena_free(arena);
}

/* ---- many threads, one set ---- */

static void *render_often(void *argument)
{
    const struct mustache *set = argument;
    struct arena *arena = arena_new();
    struct names *names = names_new(arena);
    names_set(names, "name", value_text(text_of("<Ada>")));
    struct buffer out = {0};
    struct fault fault = {0};
    bool same = true;
    for (int i = 0; i < 500; i++) {
        out.length = 0;
        same = mustache_render(set, text_of("page"), value_record(names_record(names)), &out, &fault) &&
               text_is(buffer_text(&out), "[\n  Dear &lt;Ada&gt;\n]\n") && same;
    }
    buffer_free(&out);
    arena_free(arena);
    return same ? argument : NULL;
}

static void renders_in_many_threads(void **state)
{
    (void)state;
    struct mustache *set = mustache_new();
    struct fault fault = {0};
    assert_true(mustache_add(set, text_of("layout"), text_of("[\n  {{$main}}\n  {{/main}}\n]\n"), &fault));
    assert_true(mustache_add(
        set, text_of("page"),
        text_of("{{<layout}}\n{{$main}}\n{{#name}}Dear {{name}}{{/name}}\n{{/main}}\n{{/layout}}\n"), &fault));
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, render_often, set), 0);
    for (size_t i = 0; i < 4; i++) {
        void *outcome;
        assert_int_equal(pthread_join(threads[i], &outcome), 0);
        assert_ptr_equal(outcome, set);
    }
    mustache_free(set);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(escapes_what_html_reads),
        cmocka_unit_test(escapes_at_any_place),
        cmocka_unit_test(shows_and_hides_sections),
        cmocka_unit_test(leaves_no_trace_of_lines_of_tags),
        cmocka_unit_test(inherits),
        cmocka_unit_test(refuses_wrong_templates_with_their_line),
        cmocka_unit_test(finds_missing_and_doubled_templates),
        cmocka_unit_test(limits_nesting),
        cmocka_unit_test(limits_recursion),
        cmocka_unit_test(renders_a_tree_of_a_hundred_levels),
        cmocka_unit_test(renders_in_many_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
