/* Who judges what: small cases by hand, and random ones held against all that is possible. */
#include "matching/balance.h"

#include "arena.h"
#include "test.h"

enum { SIDE = 4, PAIRS = 9, RANDOM_CASES = 3000 };

struct example {
    size_t nominations, reviewers;
    bool is_allowed[SIDE * SIDE], is_kept[SIDE * SIDE];
    size_t wanted[SIDE];
};

static struct balance_proposal propose(const struct example *example)
{
    struct balance balance = {example->nominations, example->reviewers, example->is_allowed, example->is_kept,
                              example->wanted};
    return balance_propose(arena, &balance);
}

/* The seats filled and the sum of squared loads of pairs; false when they break a rule. */
static bool measure(const struct example *example, const bool *is_assigned, size_t *filled, size_t *squares)
{
    size_t loads[SIDE] = {0};
    *filled = *squares = 0;
    for (size_t n = 0; n < example->nominations; n++) {
        size_t kept = 0, added = 0;
        for (size_t r = 0; r < example->reviewers; r++) {
            size_t pair = n * example->reviewers + r;
            if (example->is_kept[pair] ? !is_assigned[pair] : is_assigned[pair] && !example->is_allowed[pair])
                return false;
            kept += example->is_kept[pair];
            added += is_assigned[pair] && !example->is_kept[pair];
            loads[r] += is_assigned[pair];
        }
        if (added > 0 && kept + added > example->wanted[n])
            return false;
        *filled += added;
    }
    for (size_t r = 0; r < example->reviewers; r++)
        *squares += loads[r] * loads[r];
    return true;
}

/* The best of all sets of pairs: the most seats, then the smallest sum of squares. */
static void try_all(const struct example *example, size_t *filled, size_t *squares)
{
    size_t pairs = example->nominations * example->reviewers, some_filled, some_squares;
    *filled = *squares = 0;
    bool is_found = false;
    for (unsigned set = 0; set < 1U << pairs; set++) {
        bool is_assigned[SIDE * SIDE] = {0};
        for (size_t pair = 0; pair < pairs; pair++)
            is_assigned[pair] = (set >> pair & 1) != 0;
        if (!measure(example, is_assigned, &some_filled, &some_squares))
            continue;
        if (!is_found || some_filled > *filled || (some_filled == *filled && some_squares < *squares)) {
            *filled = some_filled;
            *squares = some_squares;
        }
        is_found = true;
    }
    assert_true(is_found);
}

/* What is said beside the pairs fits them. */
static void check_sums(const struct example *example, const struct balance_proposal *proposal)
{
    size_t loads[SIDE] = {0};
    for (size_t n = 0; n < example->nominations; n++) {
        size_t has = 0;
        for (size_t r = 0; r < example->reviewers; r++) {
            has += proposal->is_assigned[n * example->reviewers + r];
            loads[r] += proposal->is_assigned[n * example->reviewers + r];
        }
        assert_int_equal(proposal->missing[n], has < example->wanted[n] ? example->wanted[n] - has : 0);
    }
    for (size_t r = 0; r < example->reviewers; r++)
        assert_int_equal(proposal->loads[r], loads[r]);
}

static unsigned long long seed = 20260610;

static unsigned below(unsigned bound)
{
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (unsigned)(seed >> 33) % bound;
}

static void no_other_way_is_better(void **state)
{
    (void)state;
    size_t short_ones = 0;
    for (int i = 0; i < RANDOM_CASES; i++) {
        struct example example = {.nominations = 1 + below(SIDE), .reviewers = 1 + below(SIDE)};
        while (example.nominations * example.reviewers > PAIRS)
            example.nominations--;
        unsigned allowed = 1 + below(4);
        for (size_t pair = 0; pair < example.nominations * example.reviewers; pair++) {
            example.is_allowed[pair] = below(4) < allowed;
            example.is_kept[pair] = below(6) == 0; /* also where it is not allowed */
        }
        for (size_t n = 0; n < example.nominations; n++)
            example.wanted[n] = below(4);
        struct balance_proposal proposal = propose(&example);
        size_t filled, squares, most, least;
        assert_true(measure(&example, proposal.is_assigned, &filled, &squares));
        try_all(&example, &most, &least);
        assert_int_equal(filled, most);
        assert_int_equal(squares, least);
        check_sums(&example, &proposal);
        for (size_t n = 0; n < example.nominations; n++)
            short_ones += proposal.missing[n] > 0;
        arena_reset(arena);
    }
    assert_true(short_ones > 0);
}

/* The second nomination can have only the first reviewer, whom the first nomination would have by order. */
static void somebody_is_moved_to_make_room(void **state)
{
    (void)state;
    struct example example = {
        2,
        2,
        .is_allowed = {true, true, true, false},
        .wanted = {1, 1},
    };
    struct balance_proposal proposal = propose(&example);
    assert_memory_equal(proposal.is_assigned, ((bool[]){false, true, true, false}), 4);
    assert_int_equal(proposal.missing[0] + proposal.missing[1], 0);
}

static void what_is_kept_stays_and_counts(void **state)
{
    (void)state;
    struct example example = {
        3,
        2,
        .is_allowed = {true, true, true, true, true, true},
        .is_kept = {true, false, true, false, false, false},
        .wanted = {1, 1, 1},
    };
    struct balance_proposal proposal = propose(&example);
    assert_memory_equal(proposal.is_assigned, ((bool[]){true, false, true, false, false, true}), 6);
    assert_int_equal(proposal.loads[0], 2);
    assert_int_equal(proposal.loads[1], 1);
}

static void who_cannot_have_enough_is_named(void **state)
{
    (void)state;
    struct example example = {2, 3, .is_allowed = {true, true, true, false, true, false}, .wanted = {3, 3}};
    struct balance_proposal proposal = propose(&example);
    assert_int_equal(proposal.missing[0], 0);
    assert_int_equal(proposal.missing[1], 2);
}

static void nobody_and_nothing(void **state)
{
    (void)state;
    struct example nobody = {2, 0, .wanted = {1, 2}}, nothing = {0, 2, .wanted = {0}};
    assert_int_equal(propose(&nobody).missing[1], 2);
    assert_int_equal(propose(&nothing).loads[1], 0);
}

static void a_large_committee_is_even(void **state)
{
    (void)state;
    enum { NOMINATIONS = 301, REVIEWERS = 20, WANTED = 3 };
    bool *is_allowed = arena_new_array(arena, bool, NOMINATIONS *REVIEWERS);
    bool *is_kept = arena_new_array(arena, bool, NOMINATIONS *REVIEWERS);
    size_t *wanted = arena_new_array(arena, size_t, NOMINATIONS);
    for (size_t pair = 0; pair < NOMINATIONS * REVIEWERS; pair++)
        is_allowed[pair] = pair % 7 != 0;
    for (size_t n = 0; n < NOMINATIONS; n++)
        wanted[n] = WANTED;
    struct balance balance = {NOMINATIONS, REVIEWERS, is_allowed, is_kept, wanted};
    struct balance_proposal one = balance_propose(arena, &balance), again = balance_propose(arena, &balance);
    for (size_t r = 0; r < REVIEWERS; r++) /* 903 seats for 20 */
        assert_true(one.loads[r] == 45 || one.loads[r] == 46);
    assert_memory_equal(one.is_assigned, again.is_assigned, NOMINATIONS * REVIEWERS);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, arena_begin, arena_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(no_other_way_is_better),
        TEST(somebody_is_moved_to_make_room),
        TEST(what_is_kept_stays_and_counts),
        TEST(who_cannot_have_enough_is_named),
        TEST(nobody_and_nothing),
        TEST(a_large_committee_is_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
