/* Multipart bodies: what they hold, however they are split, and which are refused. */
#include "telling.h"
#include "test.h"

#define TYPE  "multipart/form-data; boundary=bound"
#define FIELD "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
#define FILE  "Content-Disposition: form-data; name=\"f\"; filename=\"x.pdf\"\r\nContent-Type: application/pdf\r\n\r\n"

/* However the body is split: in two at every place, and in pieces of every size. */
static void assert_told(const char *body, enum outcome outcome, const char *told)
{
    struct text whole = text_of(body);
    for (size_t first = 0; first <= whole.length; first++) {
        assert_int_equal(read_body(TYPE, whole, first, whole.length + 1), outcome);
        if (told != NULL)
            assert_text(buffer_text(&out), told);
    }
    for (size_t size = 1; size < 8; size++) {
        assert_int_equal(read_body(TYPE, whole, 0, size), outcome);
        if (told != NULL)
            assert_text(buffer_text(&out), told);
    }
}

static void fields_and_files_are_told(void **state)
{
    (void)state;
    assert_told("--bound\r\n" FIELD "one\r\ntwo\r\n--bound\r\n" FILE "%PDF\r\n\r\n-\r\n--bound--\r\n", WHOLE,
                "a=one\r\ntwo|f:x.pdf:application/pdf{%PDF\r\n\r\n-}|");
    assert_told("--bound\r\n" FIELD "\r\n--bound\r\n" FIELD "2\r\n--bound--", WHOLE, "a=|a=2|");
    assert_told("--bound--", WHOLE, "");
    assert_told("--bound\r\ncontent-disposition:FORM-DATA;NAME=a\r\nX-Other: 1\r\n\r\n1\r\n--bound--", WHOLE, "a=1|");
    assert_told("--bound\r\nContent-Disposition: form-data; name=f; filename=\"\"\r\n\r\n\r\n--bound--", WHOLE,
                "f::none{}|");
}

static void an_empty_body_of_a_part_needs_no_line_break(void **state)
{
    (void)state;
    assert_told("--bound\r\n" FIELD "--bound\r\n" FILE "--bound--", WHOLE, "a=|f:x.pdf:application/pdf{}|");
}

static void look_alikes_of_the_boundary_are_content(void **state)
{
    (void)state;
    static const char *const contents[] = {
        "\r\n--boun",
        "\r\n--boun\r\n--boun",
        "\r\r\n",
        "\r\n",
        "\r\n\r\n--",
        "bound--x",
        "x--bound",
        "\n--bound",
        "\r--bound--",
        "\r\n-bound",
        "\r\n --bound",
        "\r\n--Bound",
        "\r\n--\r\n--b",
        "-",
        "--",
        "--boun",
        "\r",
        "bound",
        "\r\n--\r\n--boun\r",
        "\r\n-\r\n--boun-",
    };
    for (size_t i = 0; i < sizeof contents / sizeof *contents; i++) {
        struct text body = arena_print(arena, "--bound\r\n" FILE "%s\r\n--bound--", contents[i]);
        struct text told = arena_print(arena, "f:x.pdf:application/pdf{%s}|", contents[i]);
        assert_told(body.bytes, WHOLE, told.bytes);
        body = arena_print(arena, "--bound\r\n" FIELD "%s\r\n--bound--", contents[i]);
        told = arena_print(arena, "a=%s|", contents[i]);
        assert_told(body.bytes, WHOLE, told.bytes);
    }
}

/* RFC 2046, section 5.1.1: a line that begins with the boundary is one, whatever follows; and nothing may follow. */
static void a_boundary_with_more_behind_it_is_malformed(void **state)
{
    (void)state;
    static const char *const ends[] = {"a", "-", "-a", " -", " --", "-\r\n", "\n", "\r", "\rx", "\r\r\n", " x\r\n"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct text body = arena_print(arena, "--bound\r\n" FIELD "1\r\n--bound%s" FIELD "2\r\n--bound--", ends[i]);
        assert_told(body.bytes, REFUSED, "a=1|");
    }
}

static void what_stands_around_the_parts_is_let_pass(void **state)
{
    (void)state;
    assert_told("For old readers.\r\n--boun\r\n\r\n--bound \t \r\n" FIELD "1\r\n--bound-- \r\nMore.\r\n--bound\r\n",
                WHOLE, "a=1|");
    char *aside = arena_take(arena, MULTIPART_ASIDE_MOST + 2);
    memset(aside, 'x', MULTIPART_ASIDE_MOST);
    struct text before = arena_print(arena, "%s\r\n--bound--", aside);
    struct text behind = arena_print(arena, "--bound--%s", aside);
    assert_int_equal(read_body(TYPE, before, 5, 999), WHOLE);
    assert_int_equal(read_body(TYPE, behind, 5, 999), WHOLE);
    aside[MULTIPART_ASIDE_MOST] = 'x';
    before = arena_print(arena, "%s\r\n--bound--", aside);
    behind = arena_print(arena, "--bound--%s", aside);
    assert_int_equal(read_body(TYPE, before, 5, 999), REFUSED);
    assert_int_equal(read_body(TYPE, behind, 5, 999), REFUSED);
    memset(aside, ' ', MULTIPART_ASIDE_MOST + 1);
    assert_int_equal(read_body(TYPE, arena_print(arena, "--bound%s\r\n", aside), 5, 999), REFUSED);
}

static void a_body_that_ends_early_is_not_whole(void **state)
{
    (void)state;
    struct text body = text_of("--bound\r\n" FIELD "1\r\n--bound\r\n" FILE "bytes\r\n--bound--");
    for (size_t length = 0; length < body.length; length++)
        assert_int_equal(read_body(TYPE, text_part(body, 0, length), 0, 7), CUT_OFF);
    assert_int_equal(read_body(TYPE, body, 0, 7), WHOLE);
    assert_told("--bound\r\n" FILE "bytes", CUT_OFF, "f:x.pdf:application/pdf{bytes");
    assert_told("--bound\r\n" FIELD "1\r\n--boun", CUT_OFF, "");
}

static void lines_end_in_both(void **state)
{
    (void)state;
    assert_told("--bound\nContent-Disposition: form-data; name=a\n\n1\n--bound--\n", REFUSED, "");
    assert_told("--bound\r\nContent-Disposition: form-data; name=a\n\n1\r\n--bound--", REFUSED, "");
    assert_told("--bound\r\nContent-Disposition: form-data; name=a\r\n\n1\r\n--bound--", REFUSED, "");
    assert_told("--bound\r\nContent-Disposition: form-data; name=a\r\r\n\r\n1\r\n--bound--", REFUSED, "");
    assert_told("--bound\r\n" FIELD "1\n--bound--\n", CUT_OFF, "");
}

static void values_are_text(void **state)
{
    (void)state;
    assert_told("--bound\r\n" FIELD "\xC3\xA9\r\n--bound--", WHOLE, "a=é|");
    assert_told("--bound\r\n" FIELD "\xC3\r\n--bound--", REFUSED, "");
    assert_told("--bound\r\n\r\n1\r\n--bound--", REFUSED, "");
    static const char zero[] = "--bound\r\n" FIELD "a\0b\r\n--bound--";
    assert_int_equal(read_body(TYPE, text_from(zero, sizeof zero - 1), 0, 5), REFUSED);
    static const char bytes[] = "--bound\r\n" FILE "a\0\xFF\r\n--bound--";
    static const char told[] = "f:x.pdf:application/pdf{a\0\xFF}|";
    assert_int_equal(read_body(TYPE, text_from(bytes, sizeof bytes - 1), 0, 5), WHOLE);
    assert_true(text_equal(buffer_text(&out), text_from(told, sizeof told - 1)));
}

/* A body whose value or headers have `length` bytes. */
static struct text body_with(const char *before, size_t length, const char *behind)
{
    char *filling = arena_take(arena, length + 1);
    memset(filling, 'x', length);
    return arena_print(arena, "%s%s%s", before, filling, behind);
}

static void values_and_headers_have_limits(void **state)
{
    (void)state;
    const char *end = "\r\n--bound--", *headers = "Content-Disposition: form-data; name=a\r\nX: ";
    struct text body = body_with("--bound\r\n" FIELD, MULTIPART_VALUE_MOST, end);
    assert_int_equal(read_body(TYPE, body, 1, 65536), WHOLE);
    assert_int_equal(out.length, MULTIPART_VALUE_MOST + 3);
    body = body_with("--bound\r\n" FIELD, MULTIPART_VALUE_MOST + 1, end);
    assert_int_equal(read_body(TYPE, body, 1, 65536), REFUSED);
    assert_int_equal(read_body(TYPE, body, body.length, 1), REFUSED);
    body = body_with("--bound\r\n" FILE, MULTIPART_VALUE_MOST * 4, end);
    assert_int_equal(read_body(TYPE, body, 1, 4096), WHOLE);

    const char *begin = arena_print(arena, "--bound\r\n%s", headers).bytes;
    size_t most = MULTIPART_HEADERS_MOST - strlen(headers) - 4;
    assert_int_equal(read_body(TYPE, body_with(begin, most, "\r\n\r\n1\r\n--bound--"), 1, 999), WHOLE);
    assert_text(buffer_text(&out), "a=1|");
    assert_int_equal(read_body(TYPE, body_with(begin, most + 1, "\r\n\r\n1\r\n--bound--"), 1, 999), REFUSED);
    assert_int_equal(read_body(TYPE, body_with(begin, 1000000, ""), 1, 999), REFUSED);
}

static void parts_have_a_limit(void **state)
{
    (void)state;
    struct buffer body = {0};
    for (int i = 0; i < MULTIPART_PARTS_MOST; i++)
        buffer_add_string(&body, i % 2 == 0 ? "--bound\r\n" FIELD "1\r\n" : "--bound\r\n" FILE "1\r\n");
    size_t length = body.length;
    buffer_add_string(&body, "--bound--");
    assert_int_equal(read_body(TYPE, buffer_text(&body), 0, 999), WHOLE);
    body.length = length;
    buffer_add_string(&body, "--bound\r\n" FIELD "1\r\n--bound--");
    assert_int_equal(read_body(TYPE, buffer_text(&body), 0, 999), REFUSED);
    buffer_free(&body);
}

static void the_boundary_comes_from_the_content_type(void **state)
{
    (void)state;
    static const char *const good[] = {
        "multipart/form-data; boundary=bound",
        "Multipart/Form-Data;BOUNDARY=\"bound\"",
        "multipart/form-data ; charset=utf-8 ; boundary=bound ;",
        "multipart/form-data;; x=\"a;boundary=no\\\"\" ; boundary=bound",
    };
    static const char *const bad[] = {
        "",
        "multipart/form-data",
        "multipart/form-data; boundary",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary=\"\"",
        "multipart/form-data; boundary=\"bound",
        "multipart/form-data; boundary=\"bound\"x",
        "multipart/form-data; boundary=bound x",
        "multipart/form-data; boundary=\"bound \"",
        "multipart/form-data; boundary=bo\"und\"",
        "multipart/form-data; boundary=\"bo\\\"und\"",
        "multipart/form-data; boundary=b\xC3\xA9",
        "multipart/form-data; boundary=bound; boundary=bound",
        "multipart/form-data; boundary =bound",
        "multipart/form-data; =bound",
        "multipart/form-data boundary=bound",
        "multipart/form-datas; boundary=bound",
        "multipart/mixed; boundary=bound",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901",
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(read_body(good[i], text_of("--bound\r\n" FIELD "1\r\n--bound--"), 0, 3), WHOLE);
        assert_text(buffer_text(&out), "a=1|");
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (multipart_new(text_of(bad[i]), &teller) != NULL)
            fail_msg("“%s” was taken", bad[i]);
    assert_null(multipart_new(text_absent, &teller));
    assert_int_equal(read_body("multipart/form-data; boundary=\"a '()+_,-./:=?b\"",
                               text_of("--a '()+_,-./:=?b\r\n" FIELD "1\r\n--a '()+_,-./:=?b--"), 0, 3),
                     WHOLE);
    const char *longest = "1234567890123456789012345678901234567890123456789012345678901234567890";
    assert_int_equal(read_body(arena_print(arena, "multipart/form-data; boundary=%s", longest).bytes,
                               arena_print(arena, "--%s--", longest), 0, 3),
                     WHOLE);
}

static bool refuse_bytes(void *context, struct text bytes)
{
    (void)bytes;
    (*(int *)context)++;
    return false;
}

static void a_reader_can_refuse(void **state)
{
    (void)state;
    int asked = 0;
    struct multipart_reader reader = teller;
    reader.context = &asked;
    reader.file_bytes = refuse_bytes;
    struct multipart *multipart = multipart_new(text_of(TYPE), &reader);
    out.length = 0;
    assert_true(multipart_feed(multipart, text_of("--bound\r\n" FILE)));
    assert_true(multipart_feed(multipart, text_absent));
    assert_false(multipart_feed(multipart, text_of("bytes\r\nmore\r\n")));
    assert_false(multipart_feed(multipart, text_of("more")));
    assert_false(multipart_feed(multipart, text_of("\r\n--bound--")));
    assert_false(multipart_feed(multipart, text_absent));
    assert_false(multipart_is_whole(multipart));
    assert_int_equal(asked, 1);
    assert_text(buffer_text(&out), "f:x.pdf:application/pdf{");
    multipart_free(multipart);
    multipart_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_files_are_told),
        cmocka_unit_test(an_empty_body_of_a_part_needs_no_line_break),
        cmocka_unit_test(look_alikes_of_the_boundary_are_content),
        cmocka_unit_test(a_boundary_with_more_behind_it_is_malformed),
        cmocka_unit_test(what_stands_around_the_parts_is_let_pass),
        cmocka_unit_test(a_body_that_ends_early_is_not_whole),
        cmocka_unit_test(lines_end_in_both),
        cmocka_unit_test(values_are_text),
        cmocka_unit_test(values_and_headers_have_limits),
        cmocka_unit_test(parts_have_a_limit),
        cmocka_unit_test(the_boundary_comes_from_the_content_type),
        cmocka_unit_test(a_reader_can_refuse),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
