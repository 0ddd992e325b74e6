/* A person's name in the forms in which it is kept. */
#include "people/names.h"

#include "base/buffer.h"
#include "people/name_parts.h"

static void add_word(struct buffer *sorted, struct text word)
{
    if (text_is_empty(word))
        return;
    if (sorted->length > 0)
        buffer_add_byte(sorted, ' ');
    buffer_add(sorted, word);
}

struct text name_for_sorting(struct arena *arena, struct text name)
{
    struct name_parts parts = name_take_apart(arena, name);
    size_t given = parts.words.count - parts.family;
    struct buffer sorted = {0};
    for (size_t i = given; i < parts.words.count; i++)
        add_word(&sorted, parts.words.list[i].letters);
    for (size_t i = 0; i < given; i++)
        add_word(&sorted, parts.words.list[i].letters);
    add_word(&sorted, parts.suffix);
    struct text text = arena_copy(arena, buffer_text(&sorted));
    buffer_free(&sorted);
    return text;
}
