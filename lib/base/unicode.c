/* Unicode: text folded for searching, tidied for keeping, and counted. */
#include "base/unicode.h"

#include "base/log.h"

#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwbrk.h>

/* Unicode characters, in memory of their own that the function which holds them frees. */
struct characters {
    uint32_t *items;
    size_t count;
};

static void *claimed(void *memory)
{
    if (memory == NULL)
        log_abort("out of memory");
    return memory;
}

/* Each byte that is not UTF-8 becomes U+0000: no word joins across it, and tidying removes it. */
static struct characters decode(struct text text)
{
    struct characters characters = {.items = claimed(calloc(text.length + 1, sizeof(uint32_t)))};
    const uint8_t *bytes = (const uint8_t *)text.bytes;
    for (size_t at = 0; at < text.length;) {
        ucs4_t character;
        int length = u8_mbtoucr(&character, bytes + at, text.length - at);
        characters.items[characters.count++] = length > 0 ? character : 0;
        at += length > 0 ? (size_t)length : 1;
    }
    return characters;
}

/* Hands the characters on as UTF-8 in the arena. */
static struct text encode(struct arena *arena, struct characters characters)
{
    size_t length = 0;
    uint8_t *bytes = claimed(u32_to_u8(characters.items, characters.count, NULL, &length));
    struct text text = arena_copy(arena, text_from((const char *)bytes, length));
    free(bytes);
    free(characters.items);
    return text;
}

static void normalize(struct characters *characters, uninorm_t form)
{
    size_t count = 0;
    uint32_t *items = claimed(u32_normalize(form, characters->items, characters->count, NULL, &count));
    free(characters->items);
    *characters = (struct characters){items, count};
}

static void fold_case(struct characters *characters)
{
    size_t count = 0;
    uint32_t *items = claimed(u32_casefold(characters->items, characters->count, NULL, UNINORM_NFKD, NULL, &count));
    free(characters->items);
    *characters = (struct characters){items, count};
}

static bool is_letter_or_number(uint32_t character)
{
    return uc_is_general_category_withtable(character, UC_CATEGORY_MASK_L | UC_CATEGORY_MASK_N);
}

/* The apostrophes, what is typed or transliterated in their place (accents standing alone, primes, the
 * letters U+02B9 to U+02BF for okina, ayin and hamza), and the Hebrew geresh. */
static bool is_apostrophe(uint32_t character)
{
    switch (character) {
    case '\'':
    case '`':
    case 0x00B4:
    case 0x05F3:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0xFF07:
        return true;
    default:
        return character >= 0x02B9 && character <= 0x02BF;
    }
}

static void remove_unsearched(struct characters *characters)
{
    size_t kept = 0;
    for (size_t i = 0; i < characters->count; i++) {
        uint32_t character = characters->items[i];
        if (!is_apostrophe(character) &&
            !uc_is_general_category_withtable(character, UC_CATEGORY_MASK_M | UC_CATEGORY_MASK_Cf))
            characters->items[kept++] = character;
    }
    characters->count = kept;
}

/* How a small letter without a decomposition is spelled in plain ones; NULL when it is as plain as it gets.
 */
static const char *plain_spelling(uint32_t letter)
{
    static const struct {
        uint32_t letter;
        const char *plain;
    } spellings[] = {
        {0x00E6, "ae"}, /* æ */ {0x00F0, "d"},  /* ð */ {0x00F8, "o"}, /* ø */
        {0x00FE, "th"}, /* þ */ {0x0111, "d"},  /* đ */ {0x0127, "h"}, /* ħ */
        {0x0131, "i"},  /* ı */ {0x0138, "q"},  /* ĸ */ {0x0142, "l"}, /* ł */
        {0x014B, "n"},  /* ŋ */ {0x0153, "oe"}, /* œ */ {0x0167, "t"}, /* ŧ */
        {0x0180, "b"},  /* ƀ */ {0x0199, "k"},  /* ƙ */ {0x01B4, "y"}, /* ƴ */
        {0x01B6, "z"},  /* ƶ */ {0x01E5, "g"},  /* ǥ */ {0x0253, "b"}, /* ɓ */
        {0x0254, "o"},  /* ɔ */ {0x0256, "d"},  /* ɖ */ {0x0257, "d"}, /* ɗ */
        {0x0259, "e"},  /* ə */ {0x025B, "e"},  /* ɛ */ {0x0268, "i"}, /* ɨ */
        {0x0289, "u"},                                                 /* ʉ */
    };
    for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
        if (spellings[i].letter == letter)
            return spellings[i].plain;
    return NULL;
}

/* Words of plain letters and numbers with one space between them. */
static void spell_plainly(struct characters *characters)
{
    enum { LONGEST = 3 }; /* a space and the two letters of "æ" */
    struct characters plain = {.items = claimed(calloc(characters->count * LONGEST + 1, sizeof(uint32_t)))};
    bool apart = false;
    for (size_t i = 0; i < characters->count; i++) {
        uint32_t character = characters->items[i];
        if (!is_letter_or_number(character)) {
            apart = true;
            continue;
        }
        if (apart && plain.count > 0)
            plain.items[plain.count++] = ' ';
        apart = false;
        const char *spelling = plain_spelling(character);
        if (spelling == NULL)
            plain.items[plain.count++] = character;
        for (; spelling != NULL && *spelling != '\0'; spelling++)
            plain.items[plain.count++] = (unsigned char)*spelling;
    }
    free(characters->items);
    *characters = plain;
}

struct text unicode_fold(struct arena *arena, struct text text)
{
    if (text_is_empty(text))
        return text;
    struct characters characters = decode(text);
    remove_unsearched(&characters); /* before NFKD, which makes a space of an accent that stands alone */
    normalize(&characters, UNINORM_NFKD);
    remove_unsearched(&characters);
    fold_case(&characters);
    spell_plainly(&characters);
    normalize(&characters, UNINORM_NFC); /* Hangul is syllables again */
    return encode(arena, characters);
}

static bool is_kept(uint32_t character)
{
    bool bidirectional = (character >= 0x202A && character <= 0x202E) || (character >= 0x2066 && character <= 0x2069);
    bool invisible = character == 0x200B || character == 0xFEFF;
    return !bidirectional && !invisible && !uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Cc) &&
           !uc_is_property_not_a_character(character);
}

struct text unicode_tidy(struct arena *arena, struct text text)
{
    if (text_is_empty(text))
        return text;
    struct characters characters = decode(text);
    size_t kept = 0;
    bool apart = false;
    for (size_t i = 0; i < characters.count; i++) {
        uint32_t character = characters.items[i];
        if (uc_is_property_white_space(character)) {
            apart = kept > 0;
        } else if (is_kept(character)) {
            if (apart)
                characters.items[kept++] = ' '; /* there is room: the white space itself was read */
            apart = false;
            characters.items[kept++] = character;
        }
    }
    characters.count = kept;
    normalize(&characters, UNINORM_NFC);
    return encode(arena, characters);
}

/* The mandatory breaks of UAX #14 but for CR LF, which is two characters. */
static bool is_line_break(uint32_t character)
{
    return (character >= '\n' && character <= '\r') || character == 0x0085 || character == 0x2028 ||
           character == 0x2029;
}

struct text unicode_tidy_lines(struct arena *arena, struct text text)
{
    if (text_is_empty(text))
        return text;
    struct characters characters = decode(text);
    size_t kept = 0;
    for (size_t i = 0; i < characters.count; i++) {
        uint32_t character = characters.items[i];
        if (character == '\r' && i + 1 < characters.count && characters.items[i + 1] == '\n')
            continue;
        if (is_line_break(character))
            characters.items[kept++] = '\n';
        else if (character == '\t' || is_kept(character))
            characters.items[kept++] = character;
    }
    characters.count = kept;
    normalize(&characters, UNINORM_NFC);
    return encode(arena, characters);
}

size_t unicode_words(struct text text)
{
    struct characters characters = decode(text);
    char *breaks = claimed(calloc(characters.count + 1, 1)); /* 1 where a segment begins */
    u32_wordbreaks(characters.items, characters.count, breaks);
    size_t words = 0;
    bool counted = false;
    for (size_t i = 0; i < characters.count; i++) {
        if (breaks[i])
            counted = false;
        if (!counted && is_letter_or_number(characters.items[i])) {
            counted = true;
            words++;
        }
    }
    free(breaks);
    free(characters.items);
    return words;
}

size_t unicode_length(struct text text)
{
    struct characters characters = decode(text);
    char *breaks = claimed(calloc(characters.count + 1, 1)); /* 1 where a cluster begins, the first included */
    u32_grapheme_breaks(characters.items, characters.count, breaks);
    size_t clusters = 0;
    for (size_t i = 0; i < characters.count; i++)
        clusters += breaks[i] != 0;
    free(breaks);
    free(characters.items);
    return clusters;
}
