/* The headers of a part: names and file names as browsers send them, and what is refused. */
#include "http/part.h"

#include "arena.h"
#include "test.h"

#define DISPOSITION "Content-Disposition: form-data; name=\"f\"; "

static bool read_headers(const char *headers, struct part *part)
{
    return part_read(arena, arena_print(arena, "%s\r\n", headers), part);
}

static void names_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *parameter, *name;
    } cases[] = {
        {"name=a", "a"},
        {"name=\"a\"", "a"},
        {"name = \"a\"", NULL},
        {"name=\"\"", ""},
        {"name=\"a;b=c\"", "a;b=c"},
        {"name=\"a%22b%0d%0Ac%41\"", "a\"b\r\nc%41"}, /* these three escapes alone */
        {"name=\"a\\\"b\"", "a\"b"},
        {"name=\"a\\\\\"", "a\\"},
        {"name=\"\\a\"", "\\a"},
        {"name=\"é\"", "é"},
        {"name=\"a\\\"; filename=\\\"b\"", "a\"; filename=\"b"}, /* quotes in quotes begin no parameter */
        {"other=1; name=a; ", "a"},
        {"name=\"%2\"", "%2"},
        {"name=\"a\\\"", NULL}, /* the quote that looks last does not end it */
        {"name=\"a", NULL},
        {"name=\"a\"b", NULL},
        {"name=\"a\"\"b\"", NULL},
        {"name=a\"b\"", NULL},
        {"name=", NULL},
        {"name", NULL},
        {"", NULL},
        {"name=a; name=a", NULL},
        {"name=a; NAME=b", NULL},
        {"other=1", NULL},
        {"name=\"\xFF\"", NULL},
        {"name=\"\x01\"", NULL},
        {"name=\"\x7F\"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct part part;
        const char *headers = arena_print(arena, "Content-Disposition: form-data; %s", cases[i].parameter).bytes;
        if (read_headers(headers, &part) != (cases[i].name != NULL))
            fail_msg("“%s” was %s", cases[i].parameter, cases[i].name == NULL ? "read" : "refused");
        if (cases[i].name == NULL)
            continue;
        assert_text(part.name, cases[i].name);
        assert_false(part.is_file);
    }
}

static void file_names_are_tidied(void **state)
{
    (void)state;
    static const struct {
        const char *parameter, *filename;
    } cases[] = {
        {"filename=\"x.pdf\"", "x.pdf"},
        {"filename=x.pdf", "x.pdf"},
        {"filename=\"\"", ""},
        {"filename=\"C:\\Users\\me\\x.pdf\"", "x.pdf"},
        {"filename=\"../../etc/passwd\"", "passwd"},
        {"filename=\"/a\\b/c\"", "c"},
        {"filename=\"folder/\"", ""},
        {"filename=\"a%22b%0D%0A.pdf\"", "a\"b .pdf"},
        {"filename=\"a\\\"b.pdf\"", "a\"b.pdf"},
        {"filename=\"a\tb.pdf\"", "a b.pdf"},
        {"filename=\"a\xC2\x85\xC2\x9B\xE2\x80\xAE.pdf\"", "a .pdf"}, /* no controls, nothing that turns the text */
        {"filename=\"résumé.pdf\"", "résumé.pdf"},
        {"filename=\"re\xCC\x81sume\xCC\x81.pdf\"", "résumé.pdf"},
        {"filename=\"50%25.pdf\"", "50%25.pdf"},
        {"filename*=UTF-8''r%C3%A9sum%C3%A9.pdf", "résumé.pdf"},
        {"filename*=utf-8'en'a%2Fb%0A.pdf", "b .pdf"},
        {"filename=\"plain.pdf\"; filename*=UTF-8''better.pdf", "better.pdf"},
        {"filename*=UTF-8''better.pdf; filename=\"plain.pdf\"", "better.pdf"},
        {"filename*=UTF-8''", ""},
        {"filename*=ISO-8859-1''a.pdf", NULL},
        {"filename*=UTF-8''%ff", NULL},
        {"filename*=UTF-8''%00", NULL},
        {"filename*=UTF-8''%4", NULL},
        {"filename*=UTF-8'a.pdf", NULL},
        {"filename*=a.pdf", NULL},
        {"filename=a; filename=b", NULL},
        {"filename*=UTF-8''a; filename*=UTF-8''b", NULL},
        {"filename=", NULL},
        {"filename=\"\xC3\"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct part part;
        const char *headers = arena_print(arena, DISPOSITION "%s", cases[i].parameter).bytes;
        if (read_headers(headers, &part) != (cases[i].filename != NULL))
            fail_msg("“%s” was %s", cases[i].parameter, cases[i].filename == NULL ? "read" : "refused");
        if (cases[i].filename == NULL)
            continue;
        assert_true(part.is_file);
        assert_text(part.name, "f");
        assert_text(part.filename, cases[i].filename);
    }
}

static void long_file_names_are_cut_between_characters(void **state)
{
    (void)state;
    char filling[PART_FILENAME_MOST + 1];
    for (int before = PART_FILENAME_MOST - 5; before <= PART_FILENAME_MOST; before++) {
        memset(filling, 'x', sizeof filling);
        filling[before] = '\0';
        struct part part;
        assert_true(read_headers(arena_print(arena, DISPOSITION "filename=\"%s😀yyyyyyyy\"", filling).bytes, &part));
        assert_true(text_is_utf8(part.filename));
        assert_true(text_starts(part.filename, text_of(filling)));
        assert_int_equal(part.filename.length, before + 4 > PART_FILENAME_MOST ? before : PART_FILENAME_MOST);
    }
    memset(filling, 'x', sizeof filling);
    strcpy(filling + PART_FILENAME_MOST - 1, " ");
    struct part part;
    assert_true(read_headers(arena_print(arena, DISPOSITION "filename=\"%syyy\"", filling).bytes, &part));
    assert_int_equal(part.filename.length, PART_FILENAME_MOST - 1); /* no space is left at the end */
}

static void other_headers_matter_little(void **state)
{
    (void)state;
    struct part part;
    assert_true(
        read_headers("X-First: a:b\r\nCONTENT-TYPE:  text/plain; charset=x \r\n" DISPOSITION "filename=a", &part));
    assert_text(part.type, "text/plain; charset=x");
    assert_true(read_headers(DISPOSITION "filename=a", &part));
    assert_true(text_is_absent(part.type));
    assert_true(read_headers(DISPOSITION "filename=a\r\nContent-Type:", &part));
    assert_text(part.type, "");
}

static void malformed_headers_are_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "Content-Type: text/plain",
        "Content-Disposition: attachment; name=f",
        "Content-Disposition: form-data",
        "Content-Disposition: form-data, name=f",
        "Content-Disposition:",
        "Content-Disposition",
        "Content-Disposition : form-data; name=f",
        DISPOSITION "\r\n" DISPOSITION,
        DISPOSITION "\r\nContent-Type: a\r\nContent-type: b",
        DISPOSITION "\r\n filename=a",
        DISPOSITION "\r\n\tX: a",
        DISPOSITION "\r\nno colon",
        DISPOSITION "\r\n: no name",
        DISPOSITION "\r\n",
        DISPOSITION "\nX: a",
        DISPOSITION "\rX: a",
        DISPOSITION "\r\nX: \x1B[1m",
        DISPOSITION "\r\nX: \xFF",
        ("\r\n" DISPOSITION),
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct part part;
        if (read_headers(wrong[i], &part))
            fail_msg("“%s” was read", wrong[i]);
    }
    struct part part;
    assert_false(part_read(arena, text_of(DISPOSITION), &part)); /* no line break */
    assert_false(part_read(arena, text_absent, &part));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_read),
        cmocka_unit_test(file_names_are_tidied),
        cmocka_unit_test(long_file_names_are_cut_between_characters),
        cmocka_unit_test(other_headers_matter_little),
        cmocka_unit_test(malformed_headers_are_refused),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
