/* Names as they are printed, and as they are searched and sorted. */
#include "decisions/announcements.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "decisions/announcements.sql.h"
#include "people/names.h"

enum { NAME_MOST = 200, POSTNOMINALS_MOST = 100 };

static bool wrong(struct arena *arena, const struct honoree *honoree, const char *field, const char *sentence,
                  struct fault *fault)
{
    return fault_set(fault, FAULT_INVALID, arena_print(arena, "%s.%s", field, honoree->nomination.characters).bytes,
                     "%s", sentence);
}

bool honoree_is_fit(struct arena *arena, const struct honoree *honoree, struct fault *fault)
{
    if (text_is_empty(name_for_sorting(arena, honoree->name)))
        return wrong(arena, honoree, "name", "Give the name as it is to be printed.", fault);
    if (unicode_length(honoree->name) > NAME_MOST)
        return wrong(arena, honoree, "name", "This name is too long: give at most 200 characters.", fault);
    if (unicode_length(honoree->postnominals) > POSTNOMINALS_MOST)
        return wrong(arena, honoree, "postnominals", "Give at most 100 characters.", fault);
    return true;
}

void honoree_print(struct work *work, struct arena *arena, const struct honoree *honoree)
{
    struct text words =
        arena_print(arena, "%.*s %.*s %.*s %.*s", TEXT_ARGUMENTS(honoree->name), TEXT_ARGUMENTS(honoree->postnominals),
                    TEXT_ARGUMENTS(honoree->citation), TEXT_ARGUMENTS(honoree->year));
    work_ask(work, proposal_printed(honoree->nomination, honoree->name, honoree->postnominals,
                                    unicode_fold(arena, honoree->name), name_for_sorting(arena, honoree->name),
                                    unicode_fold(arena, words)));
}
