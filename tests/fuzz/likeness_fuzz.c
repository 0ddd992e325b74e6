/* Fuzz: two names, split at the first zero byte, are alike both ways or neither; a name is the same as
 * itself; names that are alike have a key in common. */
#include "base/arena.h"
#include "base/unicode.h"
#include "people/likeness.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_itself(struct arena *arena, struct text name)
{
    bool has_letters = !text_is_empty(unicode_fold(arena, name));
    require(names_alike(arena, name, name, NULL) == (has_letters ? LIKENESS_SAME : LIKENESS_NONE));
    require(text_is_absent(likeness_keys(arena, name).family) == !has_letters);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct text other = text_from((const char *)data, size);
    struct text one = text_cut(&other, '\0');
    const char *reason, *other_reason;
    enum likeness likeness = names_alike(arena, one, other, &reason);
    require(names_alike(arena, other, one, &other_reason) == likeness);
    require(reason == other_reason && (reason != NULL) == (likeness == LIKENESS_PROBABLE));
    if (likeness != LIKENESS_NONE) {
        struct likeness_keys keys = likeness_keys(arena, one), other_keys = likeness_keys(arena, other);
        require(text_equal(keys.family, other_keys.family) ||
                (!text_is_absent(keys.given) && text_equal(keys.given, other_keys.given)));
    }
    check_itself(arena, one);
    check_itself(arena, other);
    arena_free(arena);
    return 0;
}
