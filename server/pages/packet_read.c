/* A nomination's packet as those read it who judge it. */
#include "pages/packet_read.h"

#include "base/arena.h"
#include "nominations/nominations.sql.h"
#include "nominations/reading.sql.h"
#include "pages/packet_view.h"

static void ask_contents(struct ask *ask, struct uuid nomination)
{
    ask_rows(ask, "answers", nomination_answers(nomination));
    ask_rows(ask, "letters", packet_letters(nomination));
}

void ask_packet(struct ask *ask, struct uuid nomination)
{
    ask_one(ask, "packet", packet_of(nomination));
    ask_contents(ask, nomination);
}

void ask_packet_perhaps(struct ask *ask, struct uuid nomination)
{
    ask_rows(ask, "packet", packet_of(nomination));
    ask_contents(ask, nomination);
}

/* The rows once more, with the sizes of files in words. */
static void show_letters(struct show *show)
{
    static const char *const texts[] = {"id", "name", "relationship", "text", "file_name", "answered"};
    static const char *const flags[] = {"is_received", "is_declined", "is_awaited"};
    const struct rows *rows = show_rows(show, "letters");
    struct items *letters = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(rows); row++) {
        struct names *letter = items_add(letters);
        for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
            struct text text = rows_text(rows, row, texts[i]);
            names_set(letter, texts[i], value_filled(text));
        }
        for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
            names_set(letter, flags[i], value_flag(rows_flag(rows, row, flags[i])));
        names_set(letter, "size_words", value_text(size_words(show_arena(show), rows_number(rows, row, "size"))));
    }
    show_tell(show, "letters", items_value(letters));
}

void complete_packet(struct show *show)
{
    const struct rows *nomination = show_rows(show, "packet");
    if (rows_count(nomination) == 0)
        return;
    struct packet packet = packet_read(show_arena(show), show_rows(show, "answers"));
    show_tell(show, "packet", rows_record(nomination, 0));
    show_answers(show, &packet, rows_text(nomination, 0, "id"));
    show_letters(show);
}
