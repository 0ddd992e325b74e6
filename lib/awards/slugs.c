/* Slugs: the words by which organizations and awards stand in addresses. */
#include "awards/slugs.h"

#include "base/unicode.h"

static bool is_plain(char one)
{
    return (one >= 'a' && one <= 'z') || (one >= '0' && one <= '9');
}

struct text slug_for(struct arena *arena, struct text name)
{
    struct text slug = text_empty;
    for (struct text rest = unicode_fold(arena, name); !text_is_empty(rest);) {
        struct text word = text_cut(&rest, ' '), plain = text_empty;
        for (size_t i = 0; i < word.length; i++)
            if (is_plain(word.bytes[i]))
                plain = arena_print(arena, "%.*s%c", TEXT_ARGUMENTS(plain), word.bytes[i]);
        if (text_is_empty(plain))
            continue;
        struct text longer = text_is_empty(slug)
                                 ? text_part(plain, 0, SLUG_MOST)
                                 : arena_print(arena, "%.*s-%.*s", TEXT_ARGUMENTS(slug), TEXT_ARGUMENTS(plain));
        if (longer.length > SLUG_MOST)
            break;
        slug = longer;
    }
    return slug;
}

bool slug_is_fit(struct text slug)
{
    bool after_hyphen = true;
    for (size_t i = 0; i < slug.length; i++) {
        bool is_hyphen = slug.bytes[i] == '-';
        if (!is_plain(slug.bytes[i]) && (!is_hyphen || after_hyphen))
            return false;
        after_hyphen = is_hyphen;
    }
    return !after_hyphen && slug.length <= SLUG_MOST;
}
