/* Likeness of names: a table of pairs, the real honorees against each other, keys, and strange input. */
#include "base/arena.h"
#include "format/csv.h"
#include "people/likeness.h"
#include "people/name_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SPACED   "one writes the given names together and the other apart"
#define FAMILY   "one is written with the family name first"
#define MIDDLE   "one has a middle name that the other lacks"
#define LETTER_M "one has a middle initial that the other lacks"
#define LEADING  "one begins with an initial that the other lacks"
#define INITIAL  "one gives an initial where the other gives a name"
#define SHORT    "one gives a shorter form of the first name"
#define NICKNAME "a nickname is given in one and not in the other"
#define SLIP     "one letter of the family name differs"
#define SWAP     "two letters of the family name have changed places"
#define SUFFIX   "one has a suffix that the other lacks"
#define SAME     "same"
#define NONE     NULL

static const struct {
    const char *one, *other;
    const char *expected; /* SAME, NONE, or the reason */
} pairs[] = {
    /* what folding makes equal */
    {"Ziv Haskal", "ziv  HASKAL", SAME},
    {"Ho-Young Song", "Ho Young Song", SAME},
    {"Ho‐Young Song", "Ho-Young Song", SAME},
    {"José García", "Jose Garcia", SAME},
    {"Pat O'Brien", "Pat O’Brien", SAME},
    {"Pat O'Brien", "Pat OBrien", SAME},
    {"J. A. Kaufman", "J.A. Kaufman", SAME},
    {"Jeanne M. LaBerge", "Jeanne M. La Berge", SAME},
    {"Ana García-López", "Ana García López", SAME},
    {"Jan van der Berg", "Jan Van der Berg", SAME},
    {"Jan van der Berg", "Jan vanderBerg", SAME},
    {"Riad al-Haddad", "Riad Al Haddad", SAME},
    {"Ann St. Clair", "Ann StClair", SAME},
    {"Haskal", "HASKAL", SAME},
    {"王小明", "王小明", SAME},
    {"Ezequiel \"Zeke\" Silva III", "Ezequiel (Zeke) Silva, III", SAME},
    /* titles and postnominals do not count */
    {"Ziv Haskal, MD, FSIR", "Ziv Haskal", SAME},
    {"Dr. Ziv Haskal", "Ziv Haskal MD", SAME},
    {"Prof. Dr. Ziv Haskal", "Ziv Haskal, M.D., Ph.D.", SAME},
    {"Ziv Haskal M.D.", "Ziv Haskal", SAME},
    {"Robert K. Kerlan, Jr., MD", "Robert K. Kerlan Jr", SAME},
    {"Minh Do, DO", "Minh Do", SAME},
    {"Yo Ma", "Yo Ma, MS", SAME},
    {"Dr. Haskal", "Haskal", SAME},
    {"Minh Do", "Minh", NONE},
    {"Michael D. Darcy", "Darcy, M. D.", INITIAL},
    /* the family name first */
    {"Haskal, Ziv", "Ziv Haskal", FAMILY},
    {"Haskal, Ziv", "HASKAL, ZIV, MD", SAME},
    {"Kerlan, Robert K., Jr.", "Robert K. Kerlan, Jr.", FAMILY},
    {"Kerlan Jr., Robert K.", "Robert K. Kerlan, Jr.", FAMILY},
    {"Berg, Jan van der", "Jan van der Berg", FAMILY},
    {"van der Berg, Jan", "Jan van der Berg", FAMILY},
    {"García López, Ana", "Ana García López", FAMILY},
    {"García López, Ana", "Ana López", NONE},
    {"Thomas, James", "Thomas James", NONE},
    {"Song Ho-Young", "Ho-Young Song", NONE},
    /* middle names */
    {"Ziv Haskal", "Ziv J Haskal", LETTER_M},
    {"Resmi Charalel", "Resmi Ann Charalel", MIDDLE},
    {"Resmi A. Charalel", "Resmi Ann Charalel", INITIAL},
    {"Matthew A. Mauro", "Matthew B. Mauro", NONE},
    {"Matthew Alan Mauro", "Matthew Albert Mauro", NONE},
    {"Matthew Alan Mauro", "Matthew B. Mauro", NONE},
    {"Matthew A. B. Mauro", "Matthew B. Mauro", LETTER_M},
    {"Matthew A. B. Mauro", "Matthew B. A. Mauro", NONE},
    {"John Ann", "Ann", NONE},
    /* first names */
    {"J. Kaufman", "John Kaufman", INITIAL},
    {"J. Kaufman", "K. Kaufman", NONE},
    {"John A. Kaufman", "J. A. Kaufman", INITIAL},
    {"J. Kaufman", "John A. Kaufman", INITIAL},
    {"JA Kaufman", "J. A. Kaufman", SPACED},
    {"Maryann Kaufman", "Mary Ann Kaufman", SPACED},
    {"M. Victoria Marx", "Victoria Marx", LEADING},
    {"M. Victoria Marx", "Mary Victoria Marx", INITIAL},
    {"M. Victoria Marx", "Mary V. Marx", INITIAL},
    {"M. Victoria Marx", "Mary Marx", NONE},
    {"M. Victoria Marx", "M. Marx", NONE},
    {"M. Victoria Marx", "Vic Marx", NONE},
    {"Ho-Young Song", "Young Song", NONE},
    {"Ho-Young Song", "Ho Song", NONE},
    {"Ho-Young Song", "H. Y. Song", INITIAL},
    {"Rob Vogelzang", "Robert L. Vogelzang", SHORT},
    {"Ben Kahn", "Benjamin Kahn", SHORT},
    {"Bo Kahn", "Bowman Kahn", NONE},
    {"Paul Kahn", "Paula Kahn", NONE},
    {"Bill Rilling", "William Rilling", NONE},
    {"Sam Ben Kahn", "Sam Benjamin Kahn", NONE},
    {"Ziv Haskal", "Haskal", NONE},
    {"明 王", "明华 王", NONE},
    /* nicknames */
    {"Ezequiel \"Zeke\" Silva III", "Ezequiel Silva III", NICKNAME},
    {"Ezequiel “Zeke” Silva III", "Zeke Silva III", NICKNAME},
    {"Ezequiel A. (Zeke) Silva", "Zeke A. Silva", NICKNAME},
    {"Ezequiel \"Zeke\" Silva III", "Zeb Silva III", NONE},
    {"Ziv \"Haskal", "Ziv Haskal", SAME},
    /* suffixes */
    {"Robert K. Kerlan, Jr.", "Robert K. Kerlan", SUFFIX},
    {"Robert Kerlan Jr", "Robert Kerlan III", NONE},
    {"Robert Kerlan II", "Robert Kerlan Ⅱ", SAME},
    {"Ezequiel \"Zeke\" Silva III", "Ezequiel Silva", SUFFIX},
    /* family names */
    {"Scott O. Trerotola", "Scott O. Terotola", SLIP},
    {"Scott O. Trerotola", "Scott O. Trerotolla", SLIP},
    {"Scott O. Trerotola", "Scott O. Trerotula", SLIP},
    {"Scott O. Trerotola", "Scott O. Treortola", SWAP},
    {"Scott O. Trerotola", "Scott Terotola", NONE},
    {"Scott O. Trerotola, Jr.", "Scott O. Terotola", NONE},
    {"Scott O. Trerotola", "Scott O. Trerotol", SLIP},
    {"Scott O. Trerotola", "Scott O. Treotol", NONE},
    {"Scott O. Trerotola", "Scott O. Xrerotola", NONE},
    {"Jürgen Weißgerber", "Jürgen Weissgerbär", SLIP},
    {"Иван Петров", "Иван Петроф", SLIP},
    {"Иван Петров", "Иван Птеров", SWAP},
    {"S. Trerotola", "S. Terotola", NONE},
    {"Thomas A. Sos", "Thomas A. Sis", NONE},
    {"Michael D. Dake", "Michael D. Darcy", NONE},
    {"Ana Garcia-Lopez", "Ana Lopez", NONE},
    {"Ana M. Garcia-Lopez", "Ana Garcia Lopez", LETTER_M},
    {"Jan van der Berg", "Jan Berg", NONE},
    /* nothing to compare */
    {"", "", NONE},
    {"", "Ziv Haskal", NONE},
    {"., -- \"\" ()", "., -- \"\" ()", NONE},
    {"(Zeke)", "Zeke", SAME},
    {", Jr.", "Jr", SAME},
    {"Dr.", "Dr.", SAME},
    {"\xff\xfe", "\xff\xfe", NONE},
    {"Ziv\xffHaskal", "Ziv Haskal", SAME},
};

static int arena_setup(void **state)
{
    *state = arena_new();
    return 0;
}

static int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static bool keys_meet(struct arena *arena, struct text one, struct text other)
{
    struct likeness_keys keys = likeness_keys(arena, one), other_keys = likeness_keys(arena, other);
    return (!text_is_absent(keys.family) && text_equal(keys.family, other_keys.family)) ||
           (!text_is_absent(keys.given) && text_equal(keys.given, other_keys.given));
}

static void check_pair(struct arena *arena, const char *one, const char *other, const char *expected)
{
    const char *reason = "untouched";
    enum likeness likeness = names_alike(arena, text_of(one), text_of(other), &reason);
    const char *found = likeness == LIKENESS_NONE ? "none" : likeness == LIKENESS_SAME ? SAME : reason;
    expected = expected == NONE ? "none" : expected;
    if (found == NULL || strcmp(found, expected) != 0)
        fail_msg("%s / %s: %s, not %s", one, other, found, expected);
    if (likeness != LIKENESS_PROBABLE)
        assert_null(reason);
    if (likeness != LIKENESS_NONE && !keys_meet(arena, text_of(one), text_of(other)))
        fail_msg("%s / %s: alike, but no key in common", one, other);
}

static void pairs_are_judged_as_expected_both_ways(void **state)
{
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        check_pair(*state, pairs[i].one, pairs[i].other, pairs[i].expected);
        check_pair(*state, pairs[i].other, pairs[i].one, pairs[i].expected);
    }
}

static struct text read_file(struct arena *arena, const char *path)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *bytes = arena_take(arena, 64 * 1024);
    size_t length = fread(bytes, 1, 64 * 1024, file);
    fclose(file);
    return text_from(bytes, length);
}

static void of_the_real_honorees_only_one_is_written_two_ways(void **state)
{
    static const struct csv_column columns[] = {
        {"name", true}, {"year", true}, {"award", true}, {"postnominals", true}, {"citation", true}};
    struct csv_table table;
    struct faults faults = {0};
    struct text bytes = read_file(*state, LAUREATE_SOURCE "/programme/honorees.csv");
    assert_true(csv_read(*state, bytes, columns, 5, &table, &faults));
    assert_int_equal(table.row_count, 43);
    unsigned probable = 0;
    for (size_t i = 0; i < table.row_count; i++)
        for (size_t j = 0; j < table.row_count; j++) {
            struct text one = csv_cell(&table, i, 0), other = csv_cell(&table, j, 0);
            enum likeness likeness = names_alike(*state, one, other, NULL);
            assert_int_equal(likeness == LIKENESS_SAME, text_equal(one, other));
            if (likeness != LIKENESS_PROBABLE)
                continue;
            probable++;
            assert_true(text_is(one, "Ziv Haskal") || text_is(one, "Ziv J Haskal"));
        }
    assert_int_equal(probable, 2); /* once each way */
}

static void check_keys(struct arena *arena, const char *name, const char *family, const char *given)
{
    struct likeness_keys keys = likeness_keys(arena, text_of(name));
    assert_true(text_equal(keys.family, text_of(family)));
    assert_int_equal(text_is_absent(keys.family), family == NULL);
    assert_true(text_equal(keys.given, text_of(given)));
    assert_int_equal(text_is_absent(keys.given), given == NULL);
}

static void keys_are_the_family_name_and_the_given_names(void **state)
{
    check_keys(*state, "Dr. Scott O. Trerotola, MD", "trerotola", "scotto");
    check_keys(*state, "Berg, Jan van der", "vanderberg", "jan");
    check_keys(*state, "Thomas A. Sos", "sos", NULL); /* too short to be taken for misspelt */
    check_keys(*state, "J. Kaufman", "kaufman", NULL);
    check_keys(*state, "Ana García-López", "lopez", NULL);
    check_keys(*state, "Haskal", "haskal", NULL);
    check_keys(*state, " - ", NULL, NULL);
}

static void parts_are_told_apart(void **state)
{
    struct name_parts parts = name_take_apart(*state, text_of("Silva-Reyes III, Dr. Ezequiel \"Zeke\" A., MD"));
    static const char *const words[] = {"ezequiel", "a", "silva", "reyes"};
    assert_int_equal(parts.words.count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_true(text_is(parts.words.list[i].letters, words[i]));
    assert_int_equal(parts.family, 2);
    assert_true(parts.words.list[3].bound);
    assert_false(parts.words.list[2].bound);
    assert_true(parts.family_first);
    assert_true(text_is(parts.suffix, "iii"));
    assert_true(text_is(parts.nickname, "zeke"));

    parts = name_take_apart(*state, text_of("Jan van der Berg-Smith"));
    assert_int_equal(parts.words.count, 3);
    assert_int_equal(parts.family, 2);
    assert_true(text_is(parts.words.list[1].letters, "vanderberg"));
    assert_false(parts.family_first);
    assert_true(text_is_absent(parts.suffix) && text_is_absent(parts.nickname));
}

/* Thirty thousand bytes of marks and particles: memory or stack that grew with the square would not
 * suffice. */
static void long_names_are_read_to_their_end(void **state)
{
    static const char *const units[] = {"de ", "a,", "a-", "(", "\"a", "jr ", "m d ", "a\xff", "aaa", "dr "};
    enum { LENGTH = 30 * 1000 };
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct arena *arena = *state;
        char *name = arena_take(arena, LENGTH + 1);
        size_t length = strlen(units[i]);
        for (size_t at = 0; at + length <= LENGTH; at += length)
            memcpy(name + at, units[i], length);
        struct text whole = text_of(name);
        enum likeness itself = names_alike(arena, whole, whole, NULL);
        assert_int_equal(itself, text_is(text_of(units[i]), "(") ? LIKENESS_NONE : LIKENESS_SAME);
        struct text other = arena_print(arena, "x %s", name);
        names_alike(arena, whole, other, NULL);
        arena_reset(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(pairs_are_judged_as_expected_both_ways, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(of_the_real_honorees_only_one_is_written_two_ways, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(keys_are_the_family_name_and_the_given_names, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(parts_are_told_apart, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(long_names_are_read_to_their_end, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
