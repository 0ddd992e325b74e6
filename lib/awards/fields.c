/* Fields of forms about organizations and awards: what is wrong with them. */
#include "awards/fields.h"

#include "base/unicode.h"

void field_check(struct faults *wrong, struct arena *arena, const char *field, struct text text,
                 const char *empty_sentence, size_t most)
{
    if (empty_sentence != NULL && text_is_empty(text))
        faults_say(wrong, arena, field, empty_sentence);
    else if (unicode_length(text) > most)
        faults_say(wrong, arena, field,
                   arena_print(arena, "This is too long: it has more than %zu characters.", most).bytes);
}
