/* Names that are made from labels, and the lines of what staff type. */
#include "awards/labels.h"

#include "arena.h"
#include "test.h"

static void names_are_made(void **state)
{
    (void)state;
    static const struct {
        const char *label, *name;
    } cases[] = {
        {"Years in practice", "years_in_practice"},
        {"  What it changed — and for whom?", "what_it_changed_and_for_whom"},
        {"Résumé of the Fellow’s œuvre", "resume_of_the_fellows_oeuvre"},
        {"2 letters, 3 papers", "letters_3_papers"},
        {"The nominee knows of this nomination and agrees to it.", "the_nominee_knows_of_this_nomination_and"},
        {"Pneumonoultramicroscopicsilicovolcanoconiosis", "pneumonoultramicroscopicsilicovolcanocon"},
        {"Λόγος", "question"},
        {"Λόγος and Ἔργον", "and"},
        {"42", "question"},
        {"", "question"},
        {"Letters", "letters_2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(label_name(arena, text_of(cases[i].label), "question", NULL, 0), cases[i].name);
}

static void names_stay_apart(void **state)
{
    (void)state;
    const struct text taken[] = {TEXT("field"), TEXT("field_2"), TEXT("question")};
    assert_text(label_name(arena, text_of("Field"), "question", taken, 3), "field_3");
    assert_text(label_name(arena, text_of("Fields"), "question", taken, 3), "fields");
    assert_text(label_name(arena, text_of("?"), "question", taken, 3), "question_2");
}

static void empty_lines_are_left_out(void **state)
{
    (void)state;
    assert_text(label_lines(arena, text_of("\n One\t line \n\n  \nTwo")), "One line\nTwo");
    assert_text(label_lines(arena, text_of("\n \n")), "");
    assert_text(label_lines(arena, text_empty), "");
}

static void labels_are_checked(void **state)
{
    (void)state;
    struct faults faults = {0};
    label_check(&faults, arena, text_of("A question"), text_empty, "Write the question.");
    assert_int_equal(faults.count, 0);
    label_check(&faults, arena, text_empty, arena_print(arena, "%1001s", "x"), "Write the question.");
    assert_int_equal(faults.count, 2);
    assert_string_equal(faults.items[0].field, "label");
    assert_string_equal(faults.items[0].sentence, "Write the question.");
    assert_string_equal(faults.items[1].field, "hint");
    assert_string_equal(faults.items[1].sentence, "Give a hint of at most 1000 characters; this has 1001.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_made),
        cmocka_unit_test(names_stay_apart),
        cmocka_unit_test(empty_lines_are_left_out),
        cmocka_unit_test(labels_are_checked),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
