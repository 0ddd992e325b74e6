/* Markdown: what it makes, and what of it never reaches a page. */
#include "format/markdown.h"

#include "arena.h"
#include "test.h"

static void markdown_becomes_html(void **state)
{
    (void)state;
    static const struct {
        const char *markdown, *html;
    } cases[] = {
        {"For a lifetime.", "<p>For a lifetime.</p>\n"},
        {"One\n\nTwo", "<p>One</p>\n<p>Two</p>\n"},
        {"- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"},
        {"*a* **b**", "<p><em>a</em> <strong>b</strong></p>\n"},
        {"[rules](/awards)", "<p><a href=\"/awards\">rules</a></p>\n"},
        {"<https://example.org/?a=1&b=2>",
         "<p><a href=\"https://example.org/?a=1&amp;b=2\">https://example.org/?a=1&amp;b=2</a></p>\n"},
        {"5 < 6 & \"so\"", "<p>5 &lt; 6 &amp; &quot;so&quot;</p>\n"},
        {"Zoë 王", "<p>Zoë 王</p>\n"},
        {"a\r\nb", "<p>a\nb</p>\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text html = markdown_html(arena, text_of(cases[i].markdown));
        assert_text(html, cases[i].html);
        assert_int_equal(html.bytes[html.length], 0);
    }
}

static void nothing_stays_nothing(void **state)
{
    (void)state;
    assert_true(text_is_absent(markdown_html(arena, text_absent)));
    assert_true(text_is_absent(markdown_html(arena, text_empty)));
}

static void only_the_view_is_read(void **state)
{
    (void)state;
    assert_text(markdown_html(arena, text_from("medals", 5)), "<p>medal</p>\n");
}

/* None of these words may stand in what becomes of them. */
static void what_is_unsafe_is_left_out(void **state)
{
    (void)state;
    static const struct {
        const char *markdown, *never;
    } cases[] = {
        {"<script>alert(1)</script>", "<script"},
        {"a <b onclick=\"x()\">b</b>", "onclick"},
        {"<img src=x onerror=y>", "<img"},
        {"<!-- note -->", "note"},
        {"[a](javascript:alert(1))", "javascript:"},
        {"[a](JaVaScRiPt:alert(1))", "alert"},
        {"[a](vbscript:x)", "vbscript:"},
        {"[a](file:///etc/passwd)", "file:"},
        {"[a](data:text/html;base64,PHNjcmlwdD4=)", "data:"},
        {"<javascript:alert(1)>", "href=\"javascript"},
        {"![a](javascript:alert(1))", "javascript:"},
        {"[a](/x \"t\\\" onclick=\\\"y\")", "\" onclick"},
        {"`<script>`", "<script"},
        {"```\n<script>\n```", "<script"},
        {"``` \"onclick=x\n```", "\"onclick"},
        {"[a]: javascript:x\n\n[a]", "javascript:"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text html = markdown_html(arena, text_of(cases[i].markdown));
        if (strstr(html.bytes, cases[i].never) != NULL)
            fail_msg("“%s” became “%s”", cases[i].markdown, html.bytes);
    }
}

static void what_is_not_utf8_is_replaced(void **state)
{
    (void)state;
    static const struct text wrong[] = {TEXT("a \xFF b"), TEXT("\xC3"), TEXT("\xED\xA0\x80"), TEXT("a\0b")};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct text html = markdown_html(arena, wrong[i]);
        assert_true(text_is_utf8(html));
        assert_non_null(strstr(html.bytes, "\uFFFD"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(markdown_becomes_html),        cmocka_unit_test(nothing_stays_nothing),
        cmocka_unit_test(only_the_view_is_read),        cmocka_unit_test(what_is_unsafe_is_left_out),
        cmocka_unit_test(what_is_not_utf8_is_replaced),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
