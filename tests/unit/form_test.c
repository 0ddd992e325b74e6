/* Forms: fields read as browsers send them, refused when they are malformed, and written again. */
#include "http/form.h"

#include "arena.h"
#include "test.h"

static void fields_are_read(void **state)
{
    (void)state;
    struct form *form = form_new(arena);
    assert_true(form_read(form, text_of("name=Ann+Lee&note=one%0D%0Atwo&%C3%A9=%26%3D%25%2B&plain&empty=&name=other")));
    assert_int_equal(form_count(form), 6);
    assert_text(form_field(form, "name"), "Ann Lee"); /* the first */
    assert_text(form_field(form, "note"), "one\r\ntwo");
    assert_text(form_field(form, "é"), "&=%+");
    assert_text(form_field(form, "plain"), "");
    assert_text(form_field(form, "empty"), "");
    assert_false(text_is_absent(form_field(form, "plain")));
    assert_true(text_is_absent(form_field(form, "missing")));
    assert_true(text_is_absent(form_field(form, "Name")));
    assert_text(form_name_at(form, 5), "name");
    assert_text(form_value_at(form, 5), "other");
    struct text value = form_field(form, "name");
    assert_int_equal(value.bytes[value.length], '\0');
}

static void nothing_between_ampersands_is_no_field(void **state)
{
    (void)state;
    static const struct {
        const char *body;
        size_t count;
    } cases[] = {{"", 0}, {"&", 0}, {"&&a=1&&b=2&", 2}, {"=", 1}, {"=a", 1}, {"a", 1}, {"a==b", 1}, {"+", 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form *form = form_new(arena);
        assert_true(form_read(form, text_of(cases[i].body)));
        assert_int_equal(form_count(form), cases[i].count);
    }
    struct form *form = form_new(arena);
    assert_true(form_read(form, text_absent));
    assert_true(form_read(form, text_of("a==b&=c")));
    assert_text(form_field(form, "a"), "=b");
    assert_text(form_field(form, ""), "c");
}

static void malformed_bodies_are_refused(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "a=%",   "a=%4",        "a=%zz",       "%=a",      "a=1&b=%", "a=%00",     "%00=a",
        "a=%C3", "a=%C3&b=%A9", "a=%ED%A0%80", "a=%C0%80", "a=\xFF",  "\xC3=\xA9",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (form_read(form_new(arena), text_of(bodies[i])))
            fail_msg("“%s” was read", bodies[i]);
    assert_false(form_read(form_new(arena), text_from("a=\0", 3)));
    assert_false(form_read(form_new(arena), text_from("a=%41", 4))); /* the rest lies outside */
}

static void fields_are_added_as_copies(void **state)
{
    (void)state;
    struct form *form = form_new(arena);
    char name[] = "name", value[] = "value";
    assert_true(form_add(form, text_of(name), text_of(value)));
    assert_true(form_add(form, text_of("none"), text_absent));
    name[0] = value[0] = 'X';
    assert_text(form_field(form, "name"), "value");
    assert_text(form_field(form, "none"), "");
    assert_false(text_is_absent(form_field(form, "none")));
    assert_false(form_add(form, text_of("\xFF"), text_of("value")));
    assert_false(form_add(form, text_of("name"), text_of("\xFF")));
    assert_false(form_add(form, text_of("name"), text_from("a\0b", 3)));
    assert_int_equal(form_count(form), 2);
}

static void a_form_can_be_full(void **state)
{
    (void)state;
    struct form *form = form_new(arena);
    for (int i = 0; i < FORM_FIELDS_MOST; i++) {
        struct text name = arena_print(arena, "field-%d", i);
        assert_true(form_add(form, name, name));
    }
    assert_false(form_add(form, text_of("more"), text_of("")));
    assert_false(form_read(form, text_of("more=")));
    assert_true(form_read(form, text_of("&")));
    assert_int_equal(form_count(form), FORM_FIELDS_MOST);
    assert_text(form_field(form, "field-0"), "field-0");
    assert_text(form_value_at(form, FORM_FIELDS_MOST - 1), "field-4095");
    struct form *again = form_new(arena);
    assert_true(form_read(again, form_write(arena, form)));
    assert_int_equal(form_count(again), FORM_FIELDS_MOST);
}

static void templates_see_the_fields(void **state)
{
    (void)state;
    struct form *form = form_new(arena);
    assert_true(form_read(form, text_of("a=1&b=&a=2")));
    const struct record *record = form_record(form);
    struct value a = record->find(record, text_of("a")), b = record->find(record, text_of("b"));
    assert_int_equal(a.kind, VALUE_TEXT);
    assert_text(a.text, "1");
    assert_int_equal(b.kind, VALUE_TEXT);
    assert_text(b.text, "");
    assert_int_equal(record->find(record, text_of("c")).kind, VALUE_NONE);
}

static void forms_are_written(void **state)
{
    (void)state;
    struct form *form = form_new(arena);
    assert_text(form_write(arena, form), "");
    assert_true(form_add(form, text_of(""), text_of("")));
    assert_true(form_add(form, text_of("a b"), text_of("é&=+%*-._~\r\n")));
    struct text body = form_write(arena, form);
    assert_text(body, "=&a+b=%C3%A9%26%3D%2B%25*-._%7E%0D%0A");
    struct form *again = form_new(arena);
    assert_true(form_read(again, body));
    assert_int_equal(form_count(again), 2);
    assert_text(form_field(again, "a b"), "é&=+%*-._~\r\n");
    assert_text(form_value_at(again, 0), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_read),
        cmocka_unit_test(nothing_between_ampersands_is_no_field),
        cmocka_unit_test(malformed_bodies_are_refused),
        cmocka_unit_test(fields_are_added_as_copies),
        cmocka_unit_test(a_form_can_be_full),
        cmocka_unit_test(templates_see_the_fields),
        cmocka_unit_test(forms_are_written),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
