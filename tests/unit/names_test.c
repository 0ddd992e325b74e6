/* A name in the form in which it is sorted: the real honorees, and names that are hard to take apart. */
#include "people/names.h"

#include "base/baked.h"
#include "format/csv.h"

#include "arena.h"
#include "test.h"

struct sorted {
    const char *name, *sorted;
};

static const struct sorted honorees[] = {
    {"Matthew A. Mauro", "mauro matthew a"},
    {"Michael C. Soulen", "soulen michael c"},
    {"Jeanne M. LaBerge", "laberge jeanne m"},
    {"John A. Kaufman", "kaufman john a"},
    {"Daniel Picus", "picus daniel"},
    {"James F. Benenati", "benenati james f"},
    {"Robert K. Kerlan, Jr.", "kerlan robert k jr"},
    {"Scott O. Trerotola", "trerotola scott o"},
    {"Michael D. Darcy", "darcy michael d"},
    {"Timothy P. Murphy", "murphy timothy p"},
    {"Alan H. Matsumoto", "matsumoto alan h"},
    {"Karim Valji", "valji karim"},
    {"Ziv Haskal", "haskal ziv"},
    {"Riad Salem", "salem riad"},
    {"William S. Rilling", "rilling william s"},
    {"Ezequiel \"Zeke\" Silva III", "silva ezequiel iii"},
    {"Lindsay Machan", "machan lindsay"},
    {"Thomas A. Sos", "sos thomas a"},
    {"Michael D. Dake", "dake michael d"},
    {"Lenny K. Tan", "tan lenny k"},
    {"Ernest Ferris", "ferris ernest"},
    {"Ho-Young Song", "song ho young"},
    {"Robert L. Vogelzang", "vogelzang robert l"},
    {"James B. Spies", "spies james b"},
    {"David Sacks", "sacks david"},
    {"Richard Towbin", "towbin richard"},
    {"Janette Durham", "durham janette"},
    {"M. Victoria Marx", "marx m victoria"},
    {"Curtis W. Bakal", "bakal curtis w"},
    {"James G. Caridi", "caridi james g"},
    {"Ziv J Haskal", "haskal ziv j"},
    {"Resmi Ann Charalel", "charalel resmi ann"},
};

static const char *sorted_honoree(struct text name)
{
    for (size_t i = 0; i < sizeof honorees / sizeof *honorees; i++)
        if (text_is(name, honorees[i].name))
            return honorees[i].sorted;
    return NULL;
}

static void honorees_are_sorted_by_family_name(void **state)
{
    (void)state;
    static const struct csv_column columns[] = {
        {"name", true}, {"year", true}, {"award", true}, {"postnominals", true}, {"citation", true}};
    struct csv_table table;
    struct faults faults = {0};
    assert_true(csv_read(arena, baked_find(baked_programme, text_of("honorees.csv")), columns, 5, &table, &faults));
    assert_true(table.row_count >= 43);
    for (size_t row = 0; row < table.row_count; row++) {
        struct text name = csv_cell(&table, row, 0);
        const char *sorted = sorted_honoree(name);
        if (sorted == NULL)
            fail_msg("how %.*s is sorted does not stand in this file", TEXT_ARGUMENTS(name));
        assert_text(name_for_sorting(arena, name), sorted);
    }
}

static void hard_names_are_sorted(void **state)
{
    (void)state;
    static const struct sorted names[] = {
        {"Haskal", "haskal"},
        {"haskal, ziv j", "haskal ziv j"},
        {"HASKAL, ZIV J., MD, FSIR", "haskal ziv j"},
        {"Prof. Dr. Ziv Haskal", "haskal ziv"},
        {"Dr. Haskal", "haskal"},
        {"MD", "md"},
        {"Dr.", "dr"},
        {"Jr.", "jr"},
        {"Minh Do", "do minh"},
        {"Minh Do, DO", "do minh"},
        {"Kerlan Jr., Robert K.", "kerlan robert k jr"},
        {"Kerlan, Robert K., Jr.", "kerlan robert k jr"},
        {"Ezequiel Silva, III, MD", "silva ezequiel iii"},
        {"Jan van der Berg", "vanderberg jan"},
        {"Berg, Jan van der", "vanderberg jan"},
        {"van der Berg, Jan", "vanderberg jan"},
        {"Jeanne M. La Berge", "laberge jeanne m"},
        {"Van Morrison", "morrison van"},
        {"Al Gore", "gore al"},
        {"Ann St. Clair", "stclair ann"},
        {"Pat O'Brien", "obrien pat"},
        {"Pat O’Brien", "obrien pat"},
        {"Ana García-López", "garcia lopez ana"},
        {"García López, Ana", "garcia lopez ana"},
        {"Ana García López", "lopez ana garcia"},
        {"Jean-Luc Picard-Dubois", "picard dubois jean luc"},
        {"Ho‐Young Song", "song ho young"},
        {"Zoë Ångström", "angstrom zoe"},
        {"Łukasz Żółć", "zolc lukasz"},
        {"(Zeke) Silva", "silva"},
        {"\"Zeke\"", "zeke"},
        {"Riad al-Haddad", "alhaddad riad"},
        {"王小明", "王小明"},
        {"  Ziv \t Haskal  ", "haskal ziv"},
        {"Louis XIV 2", "2 louis xiv"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct text sorted = name_for_sorting(arena, text_of(names[i].name));
        if (!text_is(sorted, names[i].sorted))
            fail_msg("“%s” is sorted as “%.*s”, not “%s”", names[i].name, TEXT_ARGUMENTS(sorted), names[i].sorted);
    }
}

static void a_name_without_a_letter_has_no_place(void **state)
{
    (void)state;
    static const char *const names[] = {"", " ", "—", "-", ",", ", ,", "\"\"", "()", "...", "\xFF\xFE", "'"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_text(name_for_sorting(arena, text_of(names[i])), "");
    assert_text(name_for_sorting(arena, text_absent), "");
}

/* Whatever stands around it. */
static void a_name_with_a_letter_has_a_place(void **state)
{
    (void)state;
    static const char *const pieces[] = {"a", "Dr.", "Jr.", "MD", "DO", ",", "-", "\"", "(", ")", "van", "é", "III"};
    enum { COUNT = sizeof pieces / sizeof *pieces };
    for (size_t i = 0; i < (size_t)COUNT * COUNT * COUNT; i++) {
        const char *one = pieces[i % COUNT], *two = pieces[i / COUNT % COUNT], *three = pieces[i / COUNT / COUNT];
        struct text name = arena_print(arena, "%s %s %s", one, two, three);
        bool has_letter = strlen(one) > 1 || strlen(two) > 1 || strlen(three) > 1 || strchr(name.bytes, 'a') != NULL;
        struct text sorted = name_for_sorting(arena, name);
        if (text_is_empty(sorted) == has_letter)
            fail_msg("“%s” is sorted as “%.*s”", name.bytes, TEXT_ARGUMENTS(sorted));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(honorees_are_sorted_by_family_name),
        cmocka_unit_test(hard_names_are_sorted),
        cmocka_unit_test(a_name_without_a_letter_has_no_place),
        cmocka_unit_test(a_name_with_a_letter_has_a_place),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
