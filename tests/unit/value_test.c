/* Values: what a name in a template means, and records that are put together name by name. */
#include "base/arena.h"
#include "base/value.h"
#include "format/json.h"

#include "test.h"

static struct value find(const struct record *record, const char *name)
{
    return record->find(record, text_of(name));
}

static void values_have_kinds(void **state)
{
    (void)state;
    assert_int_equal(value_text(text_absent).kind, VALUE_NONE);
    assert_int_equal(value_text(text_empty).kind, VALUE_TEXT);
    assert_text(value_text(text_of("medal")).text, "medal");
    assert_int_equal(value_flag(true).kind, VALUE_TRUE);
    assert_int_equal(value_flag(false).kind, VALUE_FALSE);
    struct list list = {.count = 3};
    assert_int_equal(value_list(&list).kind, VALUE_LIST);
    assert_ptr_equal(value_list(&list).list, &list);
    struct record record = {0};
    assert_int_equal(value_record(&record).kind, VALUE_RECORD);
    assert_ptr_equal(value_record(&record).record, &record);
}

static void names_hide_older_ones(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct names *names = names_new(arena);
    const struct record *record = names_record(names);
    assert_int_equal(find(record, "title").kind, VALUE_NONE);
    names_set(names, "title", value_text(text_of("old")));
    names_set(names, "is_open", value_flag(true));
    names_set(names, "title", value_text(text_of("new")));
    names_set(names, "title ", value_text(text_of("another name")));
    assert_text(find(record, "title").text, "new");
    assert_int_equal(find(record, "is_open").kind, VALUE_TRUE);
    assert_int_equal(find(record, "titl").kind, VALUE_NONE);
    assert_int_equal(find(record, "Title").kind, VALUE_NONE);
    assert_int_equal(find(record, "").kind, VALUE_NONE);
    names_set(names, "title", value_flag(false));
    assert_int_equal(find(record, "title").kind, VALUE_FALSE);
    assert_text(record->find(record, text_from("title is longer", 6)).text, "another name");
    arena_free(arena);
}

static void json_is_values(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    json_t *document =
        json_loads("{\"name\": \"Zo\\u00eb\", \"year\": 2026, \"mean\": 1.21, \"third\": 0.1, \"tiny\": 1e-7,"
                   " \"open\": true, \"closed\": false, \"nothing\": null, \"list\": [\"a\", {\"b\": 1}, []]}",
                   0, NULL);
    assert_non_null(document);
    struct value value = json_value(arena, document);
    assert_int_equal(value.kind, VALUE_RECORD);
    assert_text(find(value.record, "name").text, "Zoë");
    assert_text(find(value.record, "year").text, "2026");
    assert_text(find(value.record, "mean").text, "1.21");
    assert_text(find(value.record, "third").text, "0.1");
    assert_text(find(value.record, "tiny").text, "1e-07");
    assert_int_equal(find(value.record, "open").kind, VALUE_TRUE);
    assert_int_equal(find(value.record, "closed").kind, VALUE_FALSE);
    assert_int_equal(find(value.record, "nothing").kind, VALUE_FALSE);
    assert_int_equal(find(value.record, "absent").kind, VALUE_NONE);
    struct value list = find(value.record, "list");
    assert_int_equal(list.kind, VALUE_LIST);
    assert_int_equal(list.list->count, 3);
    assert_text(list.list->at(list.list, 0).text, "a");
    assert_text(find(list.list->at(list.list, 1).record, "b").text, "1");
    assert_int_equal(list.list->at(list.list, 2).list->count, 0);
    json_decref(document);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_have_kinds),
        cmocka_unit_test(names_hide_older_ones),
        cmocka_unit_test(json_is_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
