/* Two names, one person or two. */
#include "people/joining.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "people/people.sql.h"

static bool only_one(const struct rows *rows, struct text called, struct fault *fault)
{
    if (rows_count(rows) == 1)
        return true;
    if (rows_count(rows) == 0)
        return fault_set(fault, FAULT_NOT_FOUND, NULL, "Nobody is called %.*s.", TEXT_ARGUMENTS(called));
    return fault_set(fault, FAULT_INVALID, NULL, "%zu people are called %.*s: name the one you mean by its id.",
                     rows_count(rows), TEXT_ARGUMENTS(called));
}

static struct rows *ask_for(struct work *work, struct arena *arena, struct text called)
{
    struct uuid id = {0};
    uuid_read(called, &id);
    return work_ask(work, people_called(unicode_fold(arena, called), id));
}

bool people_say(struct work *work, struct arena *arena, struct text one, struct text other, bool is_same,
                struct fault *fault)
{
    work_ask(work, people_lock());
    struct rows *ones = ask_for(work, arena, one), *others = ask_for(work, arena, other);
    if (!work_trip(work, fault) || !only_one(ones, one, fault) || !only_one(others, other, fault))
        return false;
    if (text_equal(rows_text(ones, 0, "id"), rows_text(others, 0, "id")))
        return fault_set(fault, FAULT_INVALID, NULL, "Both are one and the same entry.");
    struct uuid first = rows_uuid(ones, 0, "id"), second = rows_uuid(others, 0, "id");
    work_ask(work, is_same ? person_joined(first, second) : person_parted(first, second));
    work_ask(work, likeness_answered(first, second, text_of(is_same ? "same" : "different")));
    return true;
}

static bool say(struct arena *arena, struct connection *connection, struct text one, struct text other, bool is_same,
                struct fault *fault)
{
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    bool done = people_say(work, arena, one, other, is_same, fault) && work_finish(work, fault);
    work_end(work);
    return done;
}

bool people_are_same(struct arena *arena, struct connection *connection, struct text kept, struct text other,
                     struct fault *fault)
{
    return say(arena, connection, kept, other, true, fault);
}

bool people_are_different(struct arena *arena, struct connection *connection, struct text one, struct text other,
                          struct fault *fault)
{
    return say(arena, connection, one, other, false, fault);
}
