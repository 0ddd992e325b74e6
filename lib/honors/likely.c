/* Honorees who are probably one person. */
#include "honors/likely.h"

#include "base/arena.h"
#include "honors/honors.sql.h"
#include "people/likeness.h"

#include <stdlib.h>

enum { NEAR_MOST = 100, NOTES_A_TRIP = 200 };

/* An honoree under one of the keys by which likes are found. */
struct keyed {
    struct text key;
    size_t row;
};

struct finding {
    struct work *work;
    const struct rows *people; /* in the order of their names, the family name first */
    struct arena *scratch;     /* for one comparison */
    size_t noted;
};

static int by_key(const void *left, const void *right)
{
    const struct keyed *one = left, *other = right;
    int order = text_compare(one->key, other->key);
    return order != 0 ? order : one->row < other->row ? -1 : one->row > other->row;
}

static size_t key_all(struct arena *arena, const struct rows *people, struct keyed *keyed)
{
    size_t count = 0;
    for (size_t row = 0; row < rows_count(people); row++) {
        struct likeness_keys keys = likeness_keys(arena, rows_text(people, row, "name"));
        if (!text_is_absent(keys.family))
            keyed[count++] = (struct keyed){arena_print(arena, "family %.*s", TEXT_ARGUMENTS(keys.family)), row};
        if (!text_is_absent(keys.given))
            keyed[count++] = (struct keyed){arena_print(arena, "given %.*s", TEXT_ARGUMENTS(keys.given)), row};
    }
    qsort(keyed, count, sizeof *keyed, by_key);
    return count;
}

static void compare(struct finding *finding, size_t one, size_t other)
{
    const struct rows *people = finding->people;
    const char *reason;
    bool is_news = rows_flag(people, one, "is_new") || rows_flag(people, other, "is_new");
    if (!is_news || text_equal(rows_text(people, one, "page"), rows_text(people, other, "page")))
        return;
    enum likeness likeness =
        names_alike(finding->scratch, rows_text(people, one, "name"), rows_text(people, other, "name"), &reason);
    arena_reset(finding->scratch);
    if (likeness == LIKENESS_NONE)
        return;
    work_ask(finding->work, likeness_note(rows_uuid(people, one, "id"), rows_uuid(people, other, "id"),
                                          text_of(likeness == LIKENESS_SAME ? "the words are the same" : reason)));
    finding->noted++;
}

/* Each with those behind it under the same key, as far as near. */
static bool compare_all(struct finding *finding, const struct keyed *keyed, size_t count, struct fault *fault)
{
    for (size_t one = 0; one < count; one++) {
        for (size_t other = one + 1; other < count && other - one <= NEAR_MOST; other++) {
            if (!text_equal(keyed[one].key, keyed[other].key))
                break;
            compare(finding, keyed[one].row, keyed[other].row);
        }
        if (finding->noted >= NOTES_A_TRIP) {
            finding->noted = 0;
            if (!work_trip(finding->work, fault))
                return false;
        }
    }
    return work_trip(finding->work, fault);
}

bool likely_find(struct work *work, struct arena *arena, struct fault *fault)
{
    struct rows *people = work_ask(work, honorees_all());
    if (!work_trip(work, fault))
        return false;
    struct keyed *keyed = arena_new_array(arena, struct keyed, rows_count(people) * 2);
    size_t count = key_all(arena, people, keyed);
    struct finding finding = {.work = work, .people = people, .scratch = arena_new()};
    bool done = compare_all(&finding, keyed, count, fault);
    arena_free(finding.scratch);
    return done;
}

bool likely_list(struct work *work, struct arena *arena, struct honors_imported *imported, struct fault *fault)
{
    struct rows *open = work_ask(work, likenesses_open());
    if (!work_trip(work, fault))
        return false;
    imported->likely_count = rows_count(open);
    imported->likely = arena_new_array(arena, struct likely_pair, imported->likely_count);
    for (size_t row = 0; row < imported->likely_count; row++)
        imported->likely[row] = (struct likely_pair){
            .one = arena_copy(arena, rows_text(open, row, "one_name")),
            .one_honors = arena_copy(arena, rows_text(open, row, "one_honors")),
            .other = arena_copy(arena, rows_text(open, row, "other_name")),
            .other_honors = arena_copy(arena, rows_text(open, row, "other_honors")),
            .reason = arena_copy(arena, rows_text(open, row, "reason")),
        };
    return true;
}
