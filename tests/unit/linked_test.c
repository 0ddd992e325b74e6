/* Plain text as HTML: addresses of the site become links, and nothing else becomes markup. */
#include "format/linked.h"

#include "arena.h"
#include "test.h"

static const struct text site = TEXT("https://awards.example.org");

static void is_shown(const char *text, const char *html)
{
    out.length = 0;
    linked_escape(&out, text_of(text), site);
    assert_text(buffer_text(&out), html);
}

static void text_is_escaped(void **state)
{
    (void)state;
    is_shown("", "");
    is_shown("a < b & \"c\"", "a &lt; b &amp; &quot;c&quot;");
    is_shown("<a href=\"https://awards.example.org\">", "&lt;a href=&quot;https://awards.example.org&quot;&gt;");
}

static void addresses_of_the_site_are_links(void **state)
{
    (void)state;
    is_shown("Go to https://awards.example.org/desk?a=1&b=2, please.",
             "Go to <a href=\"https://awards.example.org/desk?a=1&amp;b=2\">https://awards.example.org/desk?a=1&amp;b=2"
             "</a>, please.");
    is_shown("https://awards.example.org/a\nhttps://awards.example.org/b.",
             "<a href=\"https://awards.example.org/a\">https://awards.example.org/a</a>\n"
             "<a href=\"https://awards.example.org/b\">https://awards.example.org/b</a>.");
    is_shown("(https://awards.example.org/)",
             "(<a href=\"https://awards.example.org/\">https://awards.example.org/</a>)");
}

static void others_are_not(void **state)
{
    (void)state;
    is_shown("https://awards.example.org", "https://awards.example.org");
    is_shown("https://awards.example.org.elsewhere.example/", "https://awards.example.org.elsewhere.example/");
    is_shown("javascript:alert(1) https://elsewhere.example/", "javascript:alert(1) https://elsewhere.example/");
    is_shown("https://awards.example.org/password/••••", "https://awards.example.org/password/••••");
}

static void a_link_ends_before_markup(void **state)
{
    (void)state;
    is_shown("https://awards.example.org/x\"onclick=1",
             "<a href=\"https://awards.example.org/x\">https://awards.example.org/x</a>&quot;onclick=1");
    is_shown("https://awards.example.org/x<b>",
             "<a href=\"https://awards.example.org/x\">https://awards.example.org/x</a>&lt;b&gt;");
    is_shown("https://awards.example.org/o'x", "<a href=\"https://awards.example.org/o&#39;x\">"
                                               "https://awards.example.org/o&#39;x</a>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped),
        cmocka_unit_test(addresses_of_the_site_are_links),
        cmocka_unit_test(others_are_not),
        cmocka_unit_test(a_link_ends_before_markup),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
