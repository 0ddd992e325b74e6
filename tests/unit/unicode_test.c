/* Folding for search, tidying, and counting, on names as they are typed. */
#include "base/unicode.h"

#include "arena.h"
#include "test.h"

struct pair {
    const char *given;
    const char *wanted;
};

static void check(struct text (*function)(struct arena *, struct text), const struct pair *pairs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct text result = function(arena, text_of(pairs[i].given));
        if (!text_is(result, pairs[i].wanted))
            fail_msg("“%s” became “%s”, not “%s”", pairs[i].given, result.bytes, pairs[i].wanted);
        assert_int_equal(result.bytes[result.length], 0);
    }
}

#define CHECK(function, pairs) check(function, pairs, sizeof(pairs) / sizeof *(pairs))

static void folds_names(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"Ezequiel \"Zeke\" Silva III", "ezequiel zeke silva iii"},
        {"Ezequiel “Zeke” Silva Ⅲ", "ezequiel zeke silva iii"},
        {"Ho-Young Song", "ho young song"},
        {"Zoë Ångström", "zoe angstrom"},
        {"Zoe\xCC\x88 A\xCC\x8Angstro\xCC\x88m", "zoe angstrom"},
        {"Łukasz", "lukasz"},
        {"İstanbul", "istanbul"},
        {"ISTANBUL", "istanbul"},
        {"Iğdır", "igdir"},
        {"O’Brien", "obrien"},
        {"O'Brien", "obrien"},
        {"Oʼbrien", "obrien"},
        {"O´Brien", "obrien"},
        {"O＇Brien", "obrien"},
        {"Kaʻanāpali", "kaanapali"},
        {"ʿAlī al-Ḥusaynī", "ali al husayni"},
        {"J.R.R. Tolkien", "j r r tolkien"},
        {"  Smith,\tJane\u00A0A., M.D. ", "smith jane a m d"},
        {"Søren Kierkegaard", "soren kierkegaard"},
        {"Đặng Văn Ngữ", "dang van ngu"},
        {"Weiß, STRAẞE", "weiss strasse"},
        {"Æthelred Œuvre", "aethelred oeuvre"},
        {"Þórður Guðmundsson", "thordur gudmundsson"},
        {"Novák Přemysl Škoda", "novak premysl skoda"},
        {"Ionuț Șerban", "ionut serban"},
        {"Ħal Għaxaq", "hal ghaxaq"},
        {"Əliyev", "eliyev"},
        {"ΣΊΣΥΦΟΣ", "σισυφοσ"},
        {"Σίσυφος", "σισυφοσ"},
        {"Фёдор Йовович", "федор иовович"},
        {"مُحَمَّد", "محمد"},
        {"٢٠٢٦", "٢٠٢٦"},
        {"王小明", "王小明"},
        {"李，娜", "李 娜"},
        {"김영희", "김영희"},
        {"ｗｉｄｅ ﬁne x²", "wide fine x2"},
        {"Soft\u00ADhyphen\u200F left\u200Dright", "softhyphen leftright"},
        {"a\xFF"
         "b\xE2\x82",
         "a b"},
        {"--- ! ---", ""},
        {"'", ""},
        {"", ""},
    };
    CHECK(unicode_fold, pairs);
    assert_true(text_is_absent(unicode_fold(arena, text_absent)));
}

/* Whatever letter stands in it, folded text is UTF-8 that folding no longer changes, in single spaces. */
static void folds_once_and_for_all(void **state)
{
    (void)state;
    for (unsigned character = 1; character < 0x20000; character++) {
        char typed[16];
        size_t length = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
        static const unsigned leads[] = {0, 0, 0xC0, 0xE0, 0xF0};
        typed[0] = 'A';
        for (size_t i = length; i > 1; i--)
            typed[i] = (char)(0x80 | ((character >> (6 * (length - i))) & 0x3F));
        typed[1] = (char)(leads[length] | character >> (6 * (length - 1)));
        typed[length + 1] = 'B';
        struct text once = unicode_fold(arena, text_from(typed, length + 2));
        struct text twice = unicode_fold(arena, once);
        if (!text_equal(once, twice) || !text_is_utf8(once) || strstr(once.bytes, "  ") != NULL)
            fail_msg("U+%04X: “%s”, then “%s”", character, once.bytes, twice.bytes);
        assert_true(text_starts(once, text_of("a")) && text_ends(once, text_of("b")));
        arena_reset(arena);
    }
}

static void tidies_a_line(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"  Ada \t\r\n Lovelace\u00A0 ", "Ada Lovelace"},
        {"Zoe\xCC\x88", "Zoë"},
        {"A\u200B\u030A", "Å"}, /* the composition waits until what is between has gone */
        {"a\u202Eb\u2066c\u2069\uFEFF", "abc"},
        {"می‌خواهم", "می‌خواهم"},
        {"👩‍🔬", "👩‍🔬"},
        {"bell\x07 and\x1B[0m\x7F\xC2\x85next\u2028last", "bell and[0m next last"},
        {"bad \xFF\xC3( \xED\xA0\x80 bytes", "bad ( bytes"},
        {"not\uFFFF a\U0001FFFE character", "not a character"},
        {"\u3000全角\u3000", "全角"},
        {" \u00A0\t", ""},
        {"", ""},
    };
    CHECK(unicode_tidy, pairs);
    assert_text(unicode_tidy(arena, text_from("a\0b", 3)), "ab");
    assert_true(text_is_absent(unicode_tidy(arena, text_absent)));
}

static void tidies_several_lines(void **state)
{
    (void)state;
    static const struct pair pairs[] = {
        {"one\r\ntwo\rthree\nfour\xC2\x85"
         "five\u2028six\u2029seven\feight",
         "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight"},
        {"  two  spaces\tand a tab \r\n\r\n", "  two  spaces\tand a tab \n\n"},
        {"a\x08\u202E\xFF\uFEFF\u200B.", "a."},
        {"\r\r\n\n", "\n\n\n"},
        {"Zoe\xCC\x88", "Zoë"},
    };
    CHECK(unicode_tidy_lines, pairs);
}

static void counts_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t words;
    } cases[] = {
        {"", 0},
        {" — … !", 0},
        {"one", 1},
        {"It isn't 3.14 (or 1,000) — is it?", 7},
        {"Ezequiel \"Zeke\" Silva III", 4},
        {"Ho-Young Song", 3},
        {"O’Brien’s naïve cafe\xCC\x81", 3},
        {"line\nbreaks\r\n\r\ncount", 3},
        {"مرحبا بالعالم", 2},
        {"王小明", 3},
        {"🎉 🎉", 0},
        {"bad\xFF"
         "bytes",
         2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (unicode_words(text_of(cases[i].text)) != cases[i].words)
            fail_msg("“%s” has %zu words", cases[i].text, unicode_words(text_of(cases[i].text)));
    assert_int_equal(unicode_words(text_absent), 0);
}

static void counts_characters(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } cases[] = {
        {"", 0},     {"abc", 3}, {"Zoe\xCC\x88", 3}, {"Łukasz", 6}, {"한국", 2}, {"각", 1}, {"👩‍🔬", 1},
        {"🇨🇭🇰🇷", 2}, {"क्षि", 2}, {"a\r\nb", 3},      {"\xFF", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (unicode_length(text_of(cases[i].text)) != cases[i].length)
            fail_msg("“%s” has %zu characters", cases[i].text, unicode_length(text_of(cases[i].text)));
    assert_int_equal(unicode_length(text_absent), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(folds_names),   cmocka_unit_test(folds_once_and_for_all),
        cmocka_unit_test(tidies_a_line), cmocka_unit_test(tidies_several_lines),
        cmocka_unit_test(counts_words),  cmocka_unit_test(counts_characters),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
