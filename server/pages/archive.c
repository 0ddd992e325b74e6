/* The question that is put to the archive. */
#include "pages/archive.h"

#include "base/buffer.h"
#include "base/unicode.h"
#include "honors/honors.sql.h"
#include "http/address.h"

enum { TYPED_MOST = 200, NO_YEAR = -1 };

/* A year as addresses have it, in exactly one way: four digits, the first not 0. */
static int64_t read_year(struct text text)
{
    int64_t year;
    return text.length == 4 && text_number(text, &year) && year >= 1000 ? year : NO_YEAR;
}

static struct archive_question read_question(struct ask *ask)
{
    struct arena *arena = ask_arena(ask);
    struct uuid after;
    struct text year = ask_query(ask, "year");
    struct archive_question question = {
        .typed = unicode_tidy(arena, text_part(ask_query(ask, "q"), 0, TYPED_MOST)),
        .award = ask_query(ask, "award"),
        .year = text_is_empty(year) ? 0 : read_year(year), /* one that is none finds nothing */
        .after = ask_query(ask, "after"),
    };
    if (ask_has_path(ask, "year"))
        question.year = read_year(ask_path(ask, "year"));
    if (ask_has_path(ask, "year") && question.year == NO_YEAR)
        ask_not_found(ask);
    if (!text_is_empty(question.after) && !uuid_read(question.after, &after))
        ask_not_found(ask);
    question.words = unicode_fold(arena, question.typed);
    if (text_is_empty(question.words) && !text_is_empty(question.typed))
        question.words = text_of("-"); /* only signs: folded text has none, so nothing is found */
    return question;
}

struct text archive_address(struct arena *arena, const char *path, const struct archive_question *question,
                            struct text after)
{
    struct buffer address = {0};
    buffer_add_string(&address, path);
    address_add(&address, "q", question->typed);
    address_add(&address, "award", question->award);
    if (question->year != 0)
        address_add(&address, "year", arena_print(arena, "%lld", (long long)question->year));
    address_add(&address, "after", after);
    struct text text = arena_copy(arena, buffer_text(&address));
    buffer_free(&address);
    return text;
}

const struct archive_question *ask_archive(struct ask *ask, int64_t most)
{
    struct archive_question *question = arena_new_of(ask_arena(ask), struct archive_question);
    *question = read_question(ask);
    ask_rows(ask, "honors", honors_archive(question->words, question->award, question->year, question->after, most));
    ask_remember(ask, question);
    return question;
}

struct text archive_next(struct show *show, const char *path)
{
    const struct archive_question *question = show_remembered(show);
    struct rows *honors = show_rows(show, "honors");
    size_t count = rows_count(honors);
    if (count == 0 && !text_is_empty(question->after))
        show_not_found(show); /* nothing follows an honor that is not there any more: not the end of the list */
    if (count < 2 || !rows_flag(honors, count - 1, "is_beyond"))
        return text_absent;
    rows_keep(honors, count - 1);
    return archive_address(show_arena(show), path, question, rows_text(honors, count - 2, "id"));
}
