/* Likeness of names: how two names differ, and whether one person can carry both. */
#include "people/likeness.h"

#include "people/name_parts.h"

/* From no difference to the weightiest: two differences together weigh what the heavier one does. */
enum difference {
    NO_DIFFERENCE,
    SPACING,
    FAMILY_FIRST,
    MIDDLE_INITIAL,
    MIDDLE_NAME,
    LEADING_INITIAL,
    INITIAL,
    SHORT_FORM,
    NICKNAME,
    OTHER_LETTER,
    SWAPPED_LETTERS,
    SUFFIX,
    CONTRADICTION,
};

static const char *const reasons[] = {
    [SPACING] = "one writes the given names together and the other apart",
    [FAMILY_FIRST] = "one is written with the family name first",
    [MIDDLE_INITIAL] = "one has a middle initial that the other lacks",
    [MIDDLE_NAME] = "one has a middle name that the other lacks",
    [LEADING_INITIAL] = "one begins with an initial that the other lacks",
    [INITIAL] = "one gives an initial where the other gives a name",
    [SHORT_FORM] = "one gives a shorter form of the first name",
    [NICKNAME] = "a nickname is given in one and not in the other",
    [OTHER_LETTER] = "one letter of the family name differs",
    [SWAPPED_LETTERS] = "two letters of the family name have changed places",
    [SUFFIX] = "one has a suffix that the other lacks",
};

enum { SHORT_FORM_LETTERS = 3, MISSPELT_LETTERS = 6, GIVEN_LETTERS = 3 };

static enum difference heavier(enum difference one, enum difference other)
{
    return one > other ? one : other;
}

static enum difference lighter(enum difference one, enum difference other)
{
    return one < other ? one : other;
}

/* Letters are code points of folded text, which is well-formed UTF-8. */
static bool starts_letter(struct text text, size_t at)
{
    return at >= text.length || ((unsigned char)text.bytes[at] & 0xC0) != 0x80;
}

static size_t count_letters(struct text text)
{
    size_t count = 0;
    for (size_t at = 0; at < text.length; at++)
        count += starts_letter(text, at);
    return count;
}

static struct text first_letter(struct text text)
{
    size_t end = 1;
    while (!starts_letter(text, end))
        end++;
    return text_part(text, 0, end);
}

/* A single letter of an alphabet; one of three bytes or more is a syllable or a word, and so a whole name. */
static bool is_initial(struct text word)
{
    return word.length <= 2 && count_letters(word) == 1;
}

static bool is_short_form(struct text word, struct text whole)
{
    return text_starts(whole, word) && count_letters(word) >= SHORT_FORM_LETTERS &&
           count_letters(whole) >= count_letters(word) + 3;
}

static enum difference compare_words(struct text one, struct text other, bool first)
{
    if (text_equal(one, other))
        return NO_DIFFERENCE;
    if ((is_initial(one) && text_starts(other, one)) || (is_initial(other) && text_starts(one, other)))
        return INITIAL;
    if (first && (is_short_form(one, other) || is_short_form(other, one)))
        return SHORT_FORM;
    return CONTRADICTION;
}

static bool words_equal(struct name_words one, struct name_words other)
{
    if (one.count != other.count)
        return false;
    for (size_t i = 0; i < one.count; i++)
        if (!text_equal(one.list[i].letters, other.list[i].letters))
            return false;
    return true;
}

static struct name_words words_from(struct name_words words, size_t start)
{
    return (struct name_words){words.list + start, words.count - start};
}

/* What it means that the other name has nothing for this word. */
static enum difference compare_missing(struct name_words words, size_t at)
{
    bool goes_by_it = at == 1 && is_initial(words.list[0].letters) && !is_initial(words.list[1].letters);
    bool tied = words.list[at].bound || (at + 1 < words.count && words.list[at + 1].bound);
    if (goes_by_it || tied)
        return CONTRADICTION;
    return is_initial(words.list[at].letters) ? MIDDLE_INITIAL : MIDDLE_NAME;
}

/* The first words must agree; then the words of the shorter name must be found in the longer, in order. */
static enum difference compare_in_order(struct name_words one, struct name_words other)
{
    struct name_words longer = one.count < other.count ? other : one;
    struct name_words shorter = one.count < other.count ? one : other;
    if (shorter.count == 0)
        return CONTRADICTION;
    enum difference found = compare_words(one.list[0].letters, other.list[0].letters, true);
    size_t next = 1;
    for (size_t at = 1; at < longer.count && found != CONTRADICTION; at++) {
        enum difference here = CONTRADICTION;
        if (next < shorter.count)
            here = compare_words(longer.list[at].letters, shorter.list[next].letters, false);
        if (here != CONTRADICTION)
            next++;
        else
            here = compare_missing(longer, at);
        found = heavier(found, here);
    }
    return next < shorter.count ? CONTRADICTION : found;
}

/* "M. Victoria" beside "Victoria": the initial aside, both begin with the same name. */
static enum difference compare_led_by_initial(struct name_words led, struct name_words other)
{
    if (led.count < 2 || other.count < 1 || !is_initial(led.list[0].letters) || is_initial(led.list[1].letters) ||
        !text_equal(led.list[1].letters, other.list[0].letters))
        return CONTRADICTION;
    return heavier(LEADING_INITIAL, compare_in_order(words_from(led, 1), other));
}

/* The nickname in place of the first name. */
static enum difference compare_by_nickname(struct name_words named, struct text nickname, struct name_words other)
{
    if (text_is_absent(nickname) || named.count == 0 || other.count == 0 ||
        !text_equal(nickname, other.list[0].letters))
        return CONTRADICTION;
    struct name_word first = named.list[0];
    named.list[0].letters = nickname;
    enum difference found = compare_in_order(named, other);
    named.list[0] = first;
    return heavier(NICKNAME, found);
}

static enum difference compare_given(struct arena *arena, struct name_words one, struct name_words other)
{
    enum difference found = compare_in_order(one, other);
    found = lighter(found, compare_led_by_initial(one, other));
    found = lighter(found, compare_led_by_initial(other, one));
    if (found > SPACING && one.count > 0 && other.count > 0 &&
        text_equal(name_letters(arena, one, one.count), name_letters(arena, other, other.count)))
        return SPACING;
    return found;
}

/* Equal family names, or two that a missing hyphen makes look different, and what stands before them. */
static enum difference compare_by_family(struct arena *arena, const struct name_parts *one,
                                         const struct name_parts *other)
{
    size_t family = one->family > other->family ? one->family : other->family;
    if (one->words.count < family || other->words.count < family)
        return CONTRADICTION;
    struct name_words given = {one->words.list, one->words.count - family};
    struct name_words other_given = {other->words.list, other->words.count - family};
    if (!words_equal(words_from(one->words, given.count), words_from(other->words, other_given.count)))
        return CONTRADICTION;
    enum difference found = compare_given(arena, given, other_given);
    found = lighter(found, compare_by_nickname(given, one->nickname, other_given));
    return lighter(found, compare_by_nickname(other_given, other->nickname, given));
}

/* One slip between two words: a letter more, less or other, or two neighbours that changed places. */
static enum difference compare_spelling(struct text one, struct text other)
{
    size_t least = one.length < other.length ? one.length : other.length;
    size_t start = 0, end = 0;
    while (start < least && one.bytes[start] == other.bytes[start])
        start++;
    while (start > 0 && (!starts_letter(one, start) || !starts_letter(other, start)))
        start--;
    while (end < least - start && one.bytes[one.length - 1 - end] == other.bytes[other.length - 1 - end])
        end++;
    while (end > 0 && !starts_letter(one, one.length - end))
        end--;
    struct text middle = text_part(one, start, one.length - start - end);
    struct text other_middle = text_part(other, start, other.length - start - end);
    size_t letters = count_letters(middle), other_letters = count_letters(other_middle);
    if (start == 0 || letters + other_letters == 0)
        return CONTRADICTION;
    if (letters <= 1 && other_letters <= 1)
        return OTHER_LETTER;
    if (letters != 2 || other_letters != 2)
        return CONTRADICTION;
    struct text first = first_letter(middle), other_first = first_letter(other_middle);
    bool swapped = text_equal(first, text_part(other_middle, other_first.length, other_middle.length)) &&
                   text_equal(other_first, text_part(middle, first.length, middle.length));
    return swapped ? SWAPPED_LETTERS : CONTRADICTION;
}

static struct likeness_keys keys_of(struct arena *arena, const struct name_parts *parts)
{
    if (parts->words.count == 0)
        return (struct likeness_keys){text_absent, text_absent};
    struct likeness_keys keys = {
        .family = parts->words.list[parts->words.count - 1].letters,
        .given = name_letters(arena, parts->words, parts->words.count - 1),
    };
    if (count_letters(keys.family) < MISSPELT_LETTERS || count_letters(keys.given) < GIVEN_LETTERS)
        keys.given = text_absent;
    return keys;
}

/* All equal but the spelling of the family name. */
static enum difference compare_by_spelling(struct arena *arena, const struct name_parts *one,
                                           const struct name_parts *other)
{
    struct likeness_keys keys = keys_of(arena, one), other_keys = keys_of(arena, other);
    if (text_is_absent(keys.given) || text_is_absent(other_keys.given) || !text_equal(keys.given, other_keys.given) ||
        !text_equal(one->suffix, other->suffix))
        return CONTRADICTION;
    return compare_spelling(keys.family, other_keys.family);
}

static enum difference compare_names(struct arena *arena, const struct name_parts *one, const struct name_parts *other)
{
    enum difference found = NO_DIFFERENCE;
    if (!words_equal(one->words, other->words))
        found = lighter(compare_by_family(arena, one, other), compare_by_spelling(arena, one, other));
    if (!text_equal(one->suffix, other->suffix)) {
        bool both = !text_is_absent(one->suffix) && !text_is_absent(other->suffix);
        found = heavier(found, both ? CONTRADICTION : SUFFIX);
    }
    if (!text_equal(one->nickname, other->nickname))
        found = heavier(found, NICKNAME);
    if (one->family_first != other->family_first)
        found = heavier(found, FAMILY_FIRST);
    return found;
}

enum likeness names_alike(struct arena *arena, struct text one, struct text other, const char **reason)
{
    struct name_parts parts = name_take_apart(arena, one), other_parts = name_take_apart(arena, other);
    enum difference found = CONTRADICTION;
    if (parts.words.count > 0 && other_parts.words.count > 0)
        found = compare_names(arena, &parts, &other_parts);
    if (reason != NULL)
        *reason = found == CONTRADICTION ? NULL : reasons[found];
    return found == NO_DIFFERENCE ? LIKENESS_SAME : found == CONTRADICTION ? LIKENESS_NONE : LIKENESS_PROBABLE;
}

struct likeness_keys likeness_keys(struct arena *arena, struct text name)
{
    struct name_parts parts = name_take_apart(arena, name);
    return keys_of(arena, &parts);
}
