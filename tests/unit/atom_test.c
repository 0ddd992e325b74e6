/* Atom: what libxml2 reads in what was written. */
#include "format/atom.h"

#include "arena.h"
#include "test.h"

#include <libxml/parser.h>
#include <libxml/xmlreader.h>

static const struct atom_head head = {
    .id = TEXT("https://demo.test/honorees"),
    .title = TEXT("Honorees & <friends>"),
    .self = TEXT("https://demo.test/honorees.atom?a=1&b=\"2\""),
    .alternate = TEXT("https://demo.test/honorees"),
    .updated = TEXT("2026-03-01T17:00:00Z"),
    .author = TEXT("Awards office"),
};

static const struct atom_entry silva = {
    .id = TEXT("https://demo.test/honorees/1"),
    .title = TEXT("Ezequiel \"Zeke\" Silva III"),
    .link = TEXT("https://demo.test/honorees/1"),
    .updated = TEXT("2026-03-01T17:00:00Z"),
    .published = TEXT("2026-02-28T09:00:00Z"),
    .summary = TEXT("For <b>work</b> & more,\r\nin 中文 and عربى\x0B.\x01\xFF\xEF\xBF\xBF ]]>"),
    .category = TEXT("Gold <medal>"),
};

/* The feed as a namespace-aware reader sees it: a line for each element, with depth, attributes and text. */
static const char *outline(void)
{
    static const xmlChar *const atom = BAD_CAST "http://www.w3.org/2005/Atom";
    struct buffer lines = {0};
    xmlTextReader *reader = xmlReaderForMemory(out.bytes, (int)out.length, NULL, NULL, XML_PARSE_NONET);
    assert_non_null(reader);
    int more;
    while ((more = xmlTextReaderRead(reader)) == 1) {
        if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_ELEMENT) {
            assert_true(xmlStrEqual(xmlTextReaderConstNamespaceUri(reader), atom));
            buffer_print(&lines, "\n%d %s", xmlTextReaderDepth(reader),
                         (const char *)xmlTextReaderConstLocalName(reader));
            while (xmlTextReaderMoveToNextAttribute(reader) == 1)
                if (xmlTextReaderIsNamespaceDecl(reader) != 1)
                    buffer_print(&lines, " %s=%s", (const char *)xmlTextReaderConstName(reader),
                                 (const char *)xmlTextReaderConstValue(reader));
        } else if (xmlTextReaderNodeType(reader) == XML_READER_TYPE_TEXT) {
            buffer_print(&lines, ": %s", (const char *)xmlTextReaderConstValue(reader));
        }
    }
    assert_int_equal(more, 0); /* well-formed to the end */
    xmlFreeTextReader(reader);
    const char *copy = arena_copy(arena, buffer_text(&lines)).bytes;
    buffer_free(&lines);
    return copy;
}

static void writes_what_readers_read(void **state)
{
    (void)state;
    struct atom_feed *feed = atom_begin(arena, &head);
    assert_non_null(feed);
    assert_true(atom_add(feed, &silva));
    assert_true(atom_add(feed, &(struct atom_entry){
                                   .id = TEXT("urn:2"),
                                   .title = TEXT("Ho-Young Song, Zoë Ångström, Łukasz, İstanbul"),
                                   .link = TEXT("https://demo.test/2"),
                                   .updated = TEXT("2025-03-01T17:00:00Z"),
                               }));
    atom_end(feed, &out);
    assert_true(text_starts(buffer_text(&out), text_of("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed ")));
    assert_string_equal(outline(),
                        "\n0 feed"
                        "\n1 id: https://demo.test/honorees"
                        "\n1 title: Honorees & <friends>"
                        "\n1 link rel=self type=application/atom+xml href=https://demo.test/honorees.atom?a=1&b=\"2\""
                        "\n1 link rel=alternate type=text/html href=https://demo.test/honorees"
                        "\n1 updated: 2026-03-01T17:00:00Z"
                        "\n1 author"
                        "\n2 name: Awards office"
                        "\n1 entry"
                        "\n2 id: https://demo.test/honorees/1"
                        "\n2 title: Ezequiel \"Zeke\" Silva III"
                        "\n2 link rel=alternate type=text/html href=https://demo.test/honorees/1"
                        "\n2 updated: 2026-03-01T17:00:00Z"
                        "\n2 published: 2026-02-28T09:00:00Z"
                        "\n2 category term=Gold <medal>"
                        "\n2 summary: For <b>work</b> & more,\nin 中文 and عربى\n. ]]>"
                        "\n1 entry"
                        "\n2 id: urn:2"
                        "\n2 title: Ho-Young Song, Zoë Ångström, Łukasz, İstanbul"
                        "\n2 link rel=alternate type=text/html href=https://demo.test/2"
                        "\n2 updated: 2025-03-01T17:00:00Z");
}

static void a_feed_may_be_empty(void **state)
{
    (void)state;
    struct atom_head short_head = head;
    short_head.self = short_head.alternate = text_absent;
    atom_end(atom_begin(arena, &short_head), &out);
    assert_string_equal(outline(), "\n0 feed\n1 id: https://demo.test/honorees\n1 title: Honorees & <friends>"
                                   "\n1 updated: 2026-03-01T17:00:00Z\n1 author\n2 name: Awards office");
}

static void refuses_what_the_standard_does(void **state)
{
    (void)state;
    struct atom_head wrong = head;
    wrong.author = text_empty;
    assert_null(atom_begin(arena, &wrong));
    wrong = head;
    wrong.updated = text_of("2026-03-01");
    assert_null(atom_begin(arena, &wrong));
    wrong = head;
    wrong.title = text_of("\x01 ");
    assert_null(atom_begin(arena, &wrong));

    struct atom_feed *feed = atom_begin(arena, &head);
    struct atom_entry entry = silva;
    entry.id = text_absent;
    assert_false(atom_add(feed, &entry));
    entry = silva;
    entry.link = text_empty;
    assert_false(atom_add(feed, &entry));
    entry = silva;
    entry.published = text_of("soon");
    assert_false(atom_add(feed, &entry));
    entry = silva;
    entry.updated = text_absent;
    assert_false(atom_add(feed, &entry));
    atom_end(feed, &out);
    assert_null(strstr(outline(), "entry"));
}

static void the_same_entries_give_the_same_bytes(void **state)
{
    (void)state;
    for (int round = 0; round < 2; round++) {
        struct atom_feed *feed = atom_begin(arena, &head);
        for (int i = 0; i < 500; i++)
            assert_true(atom_add(feed, &silva));
        atom_end(feed, &out); /* appends */
    }
    size_t half = out.length / 2;
    assert_int_equal(out.length, half * 2);
    assert_memory_equal(out.bytes, out.bytes + half, half);
    out.length = half;
    assert_non_null(strstr(outline(), "entry"));
}

int main(void)
{
    xmlInitParser();
#define TEST(function) cmocka_unit_test_setup_teardown(function, arena_begin, arena_end)
    const struct CMUnitTest tests[] = {
        TEST(writes_what_readers_read),
        TEST(a_feed_may_be_empty),
        TEST(refuses_what_the_standard_does),
        TEST(the_same_entries_give_the_same_bytes),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
