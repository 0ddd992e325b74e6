/* What does not fit together in a cycle. */
#include "awards/cycles.h"

#include "arena.h"
#include "test.h"

static struct cycle_plan good(void)
{
    return (struct cycle_plan){
        .opens_at = TEXT("2026-09-01T16:00:00.000000Z"),
        .closes_at = TEXT("2026-12-01T22:00:00.000000Z"),
        .letters_until = TEXT("2026-12-15T22:00:00.000000Z"),
        .round_opens_at = TEXT("2026-12-15T22:00:00.000000Z"),
        .round_closes_at = TEXT("2027-01-12T22:00:00.000000Z"),
        .year = 2027,
        .letters_needed = 2,
        .most_names = 1,
        .has_round = true,
    };
}

/* The fields that are wrong, each with a blank behind it. */
static const char *wrong_fields(struct cycle_plan plan)
{
    struct faults wrong = {0};
    const char *fields = "";
    cycle_find_wrong(&plan, arena, &wrong);
    for (size_t i = 0; i < wrong.count; i++) {
        assert_int_equal(wrong.items[i].kind, FAULT_INVALID);
        fields = arena_print(arena, "%s%s ", fields, wrong.items[i].field).bytes;
    }
    return fields;
}

static void accepts_what_fits(void **state)
{
    (void)state;
    struct cycle_plan plan = good();
    assert_string_equal(wrong_fields(plan), "");
    plan.letters_until = plan.closes_at;
    plan.round_opens_at = plan.closes_at;
    plan.most_names = 0;
    assert_string_equal(wrong_fields(plan), "");
    plan.letters_needed = 0;
    plan.letters_until = text_empty;
    assert_string_equal(wrong_fields(plan), "");
    plan.has_round = false;
    plan.round_opens_at = plan.round_closes_at = text_empty;
    assert_string_equal(wrong_fields(plan), "");
}

static void names_what_is_missing(void **state)
{
    (void)state;
    struct cycle_plan plan = {
        .opens_at = TEXT(""),
        .closes_at = TEXT(""),
        .letters_until = TEXT(""),
        .round_opens_at = TEXT(""),
        .round_closes_at = TEXT(""),
        .year = 2027,
        .letters_needed = 1,
        .has_round = true,
    };
    assert_string_equal(wrong_fields(plan),
                        "opens_at.date closes_at.date letters_until.date round_opens_at.date round_closes_at.date ");
}

static void names_what_is_out_of_order(void **state)
{
    (void)state;
    struct cycle_plan plan = good();
    plan.closes_at = plan.opens_at;
    assert_string_equal(wrong_fields(plan), "closes_at.date ");
    plan = good();
    plan.closes_at = plan.round_closes_at;
    assert_string_equal(wrong_fields(plan), "letters_until.date round_opens_at.date ");
    plan = good();
    plan.round_closes_at = plan.round_opens_at;
    assert_string_equal(wrong_fields(plan), "round_closes_at.date ");
}

static void names_numbers_that_cannot_be(void **state)
{
    (void)state;
    struct cycle_plan plan = good();
    plan.year = 27;
    plan.letters_needed = LETTERS_MOST + 1;
    plan.most_names = NAMES_MOST + 1;
    assert_string_equal(wrong_fields(plan), "year letters_needed most_names ");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, arena_begin, arena_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(accepts_what_fits),
        TEST(names_what_is_missing),
        TEST(names_what_is_out_of_order),
        TEST(names_numbers_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
