/* Taking a name apart: the marks between its words first, then what each word is. */
#include "people/name_parts.h"

#include "base/unicode.h"

#include <string.h>

/* Words that are no part of the name: titles in front of it; behind it suffixes and postnominals, some of
 * them only where a comma tells them from a family name. */
static const char *const titles[] = {"dr", "prof", "professor", "mr", "mrs", "ms", "miss", NULL};
static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", NULL};
static const char *const postnominals[] = {"md",   "phd",    "fsir",   "mph",  "mba", "mbbs",   "mbchb", "mhs",  "mha",
                                           "msc",  "msce",   "dphil",  "dsc",  "scd", "facr",   "frcr",  "facs", "frcs",
                                           "faha", "fscvir", "fcirse", "ebir", "dnp", "pharmd", "dr",    "prof", NULL};
static const char *const postnominals_or_names[] = {"do", "ma", "ms", "ba", "bs", "rn", "np", "pa", "rt", "jd", NULL};
static const char *const particles[] = {"van", "von", "der", "den", "de", "del", "della", "di", "da",
                                        "das", "dos", "du",  "la",  "le", "ten", "ter",   "zu", "zur",
                                        "al",  "el",  "bin", "ibn", "st", "mc",  "mac",   NULL};

enum mark { NO_MARK, COMMA, HYPHEN, QUOTE, OPENING, CLOSING };

struct entry {
    struct name_word word;
    size_t segment; /* how many commas stand before it */
    bool aside;     /* in quotes or parentheses */
};

struct reading {
    struct arena *arena;
    struct entry *entries;
    size_t count;
    size_t room;
    size_t segment;
    size_t opened;    /* the first entry since the opening of what is set aside */
    enum mark closes; /* what will close it; NO_MARK outside */
    bool hyphen;      /* one stands right before the next word */
};

static enum mark mark_at(struct text rest, size_t *length)
{
    static const struct {
        struct text bytes;
        enum mark mark;
    } marks[] = {
        {TEXT(","), COMMA},       {TEXT("\uff0c"), COMMA},   {TEXT("-"), HYPHEN},     {TEXT("\u2010"), HYPHEN},
        {TEXT("\u2011"), HYPHEN}, {TEXT("\u2013"), HYPHEN},  {TEXT("\""), QUOTE},     {TEXT("\u201c"), QUOTE},
        {TEXT("\u201d"), QUOTE},  {TEXT("\u201e"), QUOTE},   {TEXT("\u00ab"), QUOTE}, {TEXT("\u00bb"), QUOTE},
        {TEXT("("), OPENING},     {TEXT("\uff08"), OPENING}, {TEXT(")"), CLOSING},    {TEXT("\uff09"), CLOSING},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (text_starts(rest, marks[i].bytes)) {
            *length = marks[i].bytes.length;
            return marks[i].mark;
        }
    return NO_MARK;
}

static void add_entry(struct reading *reading, struct text letters)
{
    if (reading->count == reading->room) {
        size_t room = reading->room == 0 ? 16 : reading->room * 2;
        struct entry *entries = arena_new_array(reading->arena, struct entry, room);
        if (reading->count > 0)
            memcpy(entries, reading->entries, reading->count * sizeof *entries);
        reading->entries = entries;
        reading->room = room;
    }
    reading->entries[reading->count++] =
        (struct entry){{letters, reading->hyphen}, reading->segment, reading->closes != NO_MARK};
    reading->hyphen = false;
}

static void add_piece(struct reading *reading, struct text piece)
{
    struct text rest = unicode_fold(reading->arena, piece);
    while (!text_is_absent(rest)) {
        struct text letters = text_cut(&rest, ' ');
        if (!text_is_empty(letters))
            add_entry(reading, letters);
    }
}

static void take_mark(struct reading *reading, enum mark mark)
{
    reading->hyphen = mark == HYPHEN;
    if (mark == HYPHEN)
        return;
    if (reading->closes == NO_MARK) {
        if (mark == COMMA)
            reading->segment++;
        if (mark == QUOTE || mark == OPENING) {
            reading->closes = mark == QUOTE ? QUOTE : CLOSING;
            reading->opened = reading->count;
        }
    } else if (mark == reading->closes) {
        reading->closes = NO_MARK;
    }
}

static struct reading read_marks(struct arena *arena, struct text name)
{
    struct reading reading = {.arena = arena};
    size_t start = 0, length = 0;
    for (size_t at = 0; at < name.length;) {
        enum mark mark = mark_at(text_part(name, at, name.length), &length);
        if (mark == NO_MARK) {
            at++;
            continue;
        }
        add_piece(&reading, text_part(name, start, at - start));
        take_mark(&reading, mark);
        start = at += length;
    }
    add_piece(&reading, text_part(name, start, name.length));
    if (reading.closes != NO_MARK) /* it never closed, so it set nothing aside */
        for (size_t i = reading.opened; i < reading.count; i++)
            reading.entries[i].aside = false;
    return reading;
}

static bool is_one_of(struct name_word word, const char *const *list)
{
    for (; *list != NULL; list++)
        if (text_is(word.letters, *list))
            return true;
    return false;
}

/* How many of the last words are one postnominal; `before` words of the name stand before these words. */
static size_t postnominal_at_end(struct name_words words, size_t before)
{
    struct name_word last = words.list[words.count - 1];
    if (is_one_of(last, postnominals) || (before >= 2 && is_one_of(last, postnominals_or_names)))
        return 1;
    /* M.D. and Ph.D., but not the initials of "Darcy, M. D." */
    if (words.count >= 2 && before + words.count >= 4 && text_is(last.letters, "d") &&
        (text_is(words.list[words.count - 2].letters, "m") || text_is(words.list[words.count - 2].letters, "ph")))
        return 2;
    return 0;
}

/* Takes titles, postnominals and suffix away; one word at least stays of these and the `before` others. */
static struct name_words bare_name(struct name_words words, size_t before, struct text *suffix)
{
    while (words.count > 0 && before + words.count > 1 && is_one_of(words.list[0], titles)) {
        words.list++;
        words.count--;
    }
    while (words.count > 0) {
        bool generation = is_one_of(words.list[words.count - 1], suffixes);
        size_t taken = generation ? 1 : postnominal_at_end(words, before);
        if (taken == 0 || before + words.count <= taken)
            break;
        if (generation)
            *suffix = words.list[words.count - 1].letters;
        words.count -= taken;
    }
    return words;
}

struct text name_letters(struct arena *arena, struct name_words words, size_t count)
{
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += words.list[i].letters.length;
    if (length == 0)
        return text_absent;
    char *letters = arena_take(arena, length);
    size_t at = 0;
    for (size_t i = 0; i < count; at += words.list[i++].letters.length)
        memcpy(letters + at, words.list[i].letters.bytes, words.list[i].letters.length);
    return text_from(letters, length);
}

/* Makes particles and the word that follows them one. A first word is no particle: "Van Morrison", "Al Gore".
 * Of the last `family` words returns how many there are now. */
static size_t join_particles(struct arena *arena, struct name_words *words, size_t family)
{
    size_t kept = 0, kept_family = 0, family_from = words->count - family;
    for (size_t i = 0; i < words->count;) {
        size_t end = i + 1;
        if (i > 0)
            while (end < words->count && is_one_of(words->list[end - 1], particles))
                end++;
        struct name_word joined = words->list[i];
        if (end - i > 1)
            joined.letters = name_letters(arena, (struct name_words){words->list + i, end - i}, end - i);
        words->list[kept++] = joined;
        kept_family += end > family_from;
        i = end;
    }
    words->count = kept;
    return kept_family;
}

static struct name_words add_words(struct name_words words, struct name_words more)
{
    if (more.count > 0)
        memcpy(words.list + words.count, more.list, more.count * sizeof *more.list);
    words.count += more.count;
    return words;
}

/* The words of the next segment, copied to `list`, and `at` moved behind them; those set aside are passed
 * over. */
static struct name_words next_segment(const struct reading *reading, size_t *at, struct name_word *list)
{
    struct name_words words = {list, 0};
    size_t segment = reading->entries[*at].segment;
    for (; *at < reading->count && reading->entries[*at].segment == segment; ++*at)
        if (!reading->entries[*at].aside)
            words.list[words.count++] = reading->entries[*at].word;
    return words;
}

static struct text nickname_of(const struct reading *reading)
{
    struct name_words words = {arena_new_array(reading->arena, struct name_word, reading->count), 0};
    for (size_t i = 0; i < reading->count; i++)
        if (reading->entries[i].aside)
            words.list[words.count++] = reading->entries[i].word;
    return name_letters(reading->arena, words, words.count);
}

static struct name_parts arrange(const struct reading *reading)
{
    struct name_parts parts = {.nickname = nickname_of(reading)};
    struct name_word *list = arena_new_array(reading->arena, struct name_word, reading->count);
    struct name_words given = {arena_new_array(reading->arena, struct name_word, reading->count), 0};
    struct name_words first = {0};
    for (size_t at = 0; at < reading->count;) {
        struct name_words words = next_segment(reading, &at, list + at);
        words = bare_name(words, first.count, &parts.suffix);
        if (first.count == 0)
            first = words;
        else
            given = add_words(given, words);
    }
    parts.family_first = given.count > 0;
    parts.words = add_words(given, first);
    size_t family = join_particles(reading->arena, &parts.words, first.count);
    if (!parts.family_first && parts.words.count > 0)
        for (family = 1; family + 1 < parts.words.count; family++)
            if (!parts.words.list[parts.words.count - family].bound)
                break;
    parts.family = family;
    return parts;
}

struct name_parts name_take_apart(struct arena *arena, struct text name)
{
    struct reading reading = read_marks(arena, name);
    struct name_parts parts = arrange(&reading);
    if (parts.words.count > 0 || reading.count == 0)
        return parts;
    for (size_t i = 0; i < reading.count; i++) /* all of it stood in quotes: then that is the name */
        reading.entries[i].aside = false;
    return arrange(&reading);
}
