/* Fields of forms about organizations and awards: what is wrong with them. */
#include "awards/fields.h"

#include "base/unicode.h"

void field_wrong(struct faults *wrong, struct arena *arena, const char *field, const char *sentence)
{
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, field, "%s", sentence);
    faults_add(wrong, arena, fault);
}

void field_check(struct faults *wrong, struct arena *arena, const char *field, struct text text,
                 const char *empty_sentence, size_t most)
{
    if (empty_sentence != NULL && text_is_empty(text))
        field_wrong(wrong, arena, field, empty_sentence);
    else if (unicode_length(text) > most)
        field_wrong(wrong, arena, field,
                    arena_print(arena, "This is too long: it has more than %zu characters.", most).bytes);
}
