/* A nomination as those read it who judge it. */
#include "http/house.h"
#include "nominations/reading.sql.h"
#include "pages/packet_read.h"
#include "pages/pages.h"

/* GET /packets/{nomination}   the packet; or, for somebody of the committee who has not said yet with whom they are in
 * conflict, where they do */
static void ask_page(struct ask *ask)
{
    struct uuid nomination = ask_path_uuid(ask, "nomination");
    ask_one(ask, "door", packet_door(nomination));
    ask_packet_perhaps(ask, nomination);
}

/* GET /packets/{nomination}/letters/{letter}   a letter's PDF */
static void ask_letter(struct ask *ask)
{
    ask_one(ask, "letter", packet_letter_file(ask_path_uuid(ask, "nomination"), ask_path_uuid(ask, "letter")));
}

static void write_letter(struct show *show)
{
    const struct rows *letter = show_rows(show, "letter");
    struct uuid id = rows_uuid(letter, 0, "id");
    struct buffer *bytes = show_document(show, "application/pdf", rows_text(letter, 0, "name"));
    if (!store_read(&show_house(show)->store, &id, bytes, show_fault(show)))
        buffer_free(bytes);
}

const struct route packets_routes[] = {
    {GET, "/packets/{nomination}", ask_page, .show = "packets/page", .complete = complete_packet,
     .audience = FOR_A_PERSON},
    {GET, "/packets/{nomination}/letters/{letter}", ask_letter, .write = write_letter, .audience = FOR_A_PERSON},
    {0},
};
