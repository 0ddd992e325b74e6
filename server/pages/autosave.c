/* The answer to a script that saves while somebody is typing. */
#include "pages/autosave.h"

#include "base/arena.h"
#include "base/log.h"
#include "base/unicode.h"

#include <jansson.h>
#include <stdlib.h>

void autosave_answer(struct act *act, const struct kept *kept, struct text text, const char *error)
{
    struct arena *arena = act_arena(act);
    json_t *json = kept->is_saved ? json_pack("{s:I, s:I, s:s, s:s?}", "version", (json_int_t)kept->version, "words",
                                              (json_int_t)unicode_words(text), "saved",
                                              arena_copy(arena, kept->saved).bytes, "error", error)
                                  : json_pack("{s:I, s:s?}", "version", (json_int_t)kept->version, "value",
                                              arena_copy(arena, kept->other).bytes);
    char *bytes = json == NULL ? NULL : json_dumps(json, JSON_COMPACT);
    if (bytes == NULL)
        log_abort("out of memory");
    buffer_add_string(act_json(act, kept->is_saved ? 200 : 409), bytes);
    free(bytes);
    json_decref(json);
}

void autosave_clash(struct act *act, const struct kept *kept)
{
    buffer_print(act_json(act, 409), "{\"version\":%lld,\"value\":%.*s}", (long long)kept->version,
                 TEXT_ARGUMENTS(kept->other));
}
