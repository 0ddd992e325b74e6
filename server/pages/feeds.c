/* The archive for machines: the same question as on its page, answered as JSON, CSV and Atom. */
#include "base/log.h"
#include "format/atom.h"
#include "format/csv.h"
#include "http/house.h"
#include "pages/archive.h"
#include "pages/pages.h"

#include <jansson.h>
#include <stdlib.h>

enum { JSON_MOST = 100, CSV_MOST = 1000000, ATOM_MOST = 50 };

/* The site's address with a path behind it. */
static struct text absolute(struct show *show, struct text path)
{
    return arena_print(show_arena(show), "%.*s%.*s", TEXT_ARGUMENTS(show_house(show)->origin), TEXT_ARGUMENTS(path));
}

static struct text person_address(struct show *show, const struct rows *honors, size_t row)
{
    struct text person = rows_text(honors, row, "person");
    return absolute(show, arena_print(show_arena(show), "/honorees/people/%.*s", TEXT_ARGUMENTS(person)));
}

/* GET /honorees.json   {"honorees": [{year, award, organization, name, postnominals, citation, url}], "next":
 * URL or null}; q, award, year and after as on the page */
static void ask_json(struct ask *ask)
{
    ask_archive(ask, JSON_MOST);
}

static json_t *json_text(struct text text)
{
    return json_stringn(text.bytes, text.length);
}

static json_t *json_honor(struct show *show, const struct rows *honors, size_t row)
{
    json_t *honor = json_object();
    json_object_set_new(honor, "year", json_integer(rows_number(honors, row, "year")));
    json_object_set_new(honor, "award", json_text(rows_text(honors, row, "award")));
    json_object_set_new(honor, "organization", json_text(rows_text(honors, row, "organization")));
    json_object_set_new(honor, "name", json_text(rows_text(honors, row, "name")));
    json_object_set_new(honor, "postnominals", json_text(rows_text(honors, row, "postnominals")));
    json_object_set_new(honor, "citation", json_text(rows_text(honors, row, "citation")));
    json_object_set_new(honor, "url", json_text(person_address(show, honors, row)));
    return honor;
}

static void write_json(struct show *show)
{
    struct text next = archive_next(show, "/honorees.json");
    const struct rows *honors = show_rows(show, "honors");
    json_t *list = json_array();
    for (size_t row = 0; row < rows_count(honors); row++)
        json_array_append_new(list, json_honor(show, honors, row));
    json_t *document = json_object();
    json_object_set_new(document, "honorees", list);
    json_object_set_new(document, "next", text_is_absent(next) ? json_null() : json_text(absolute(show, next)));
    char *written = json_dumps(document, JSON_COMPACT);
    if (written == NULL)
        log_abort("out of memory");
    buffer_add_string(show_bytes(show, "application/json"), written);
    free(written);
    json_decref(document);
}

/* GET /honorees.csv   the whole answer in one file: what `laureate import honorees` reads, and two columns
 * more */
static void ask_csv(struct ask *ask)
{
    ask_archive(ask, CSV_MOST);
}

static void write_csv(struct show *show)
{
    static const char *const columns[] = {"year", "award", "name", "postnominals", "citation", "organization"};
    enum { COLUMNS = sizeof columns / sizeof *columns };
    struct buffer *bytes = show_bytes(show, "text/csv; charset=utf-8; header=present");
    const struct rows *honors = show_rows(show, "honors");
    struct text cells[COLUMNS + 1];
    for (size_t column = 0; column < COLUMNS; column++)
        cells[column] = text_of(columns[column]);
    cells[COLUMNS] = text_of("url");
    csv_write_row(bytes, cells, COLUMNS + 1);
    for (size_t row = 0; row < rows_count(honors); row++) {
        for (size_t column = 0; column < COLUMNS; column++)
            cells[column] = rows_text(honors, row, columns[column]);
        cells[COLUMNS] = person_address(show, honors, row);
        csv_write_row(bytes, cells, COLUMNS + 1);
    }
}

/* GET /honorees.atom   the newest of the answer */
static void ask_atom(struct ask *ask)
{
    ask_archive(ask, ATOM_MOST);
}

static void add_entry(struct show *show, struct atom_feed *feed, const struct rows *honors, size_t row)
{
    struct arena *arena = show_arena(show);
    struct text postnominals = rows_text(honors, row, "postnominals");
    struct atom_entry entry = {
        .id = arena_print(arena, "urn:uuid:%.*s", TEXT_ARGUMENTS(rows_text(honors, row, "id"))),
        .title = arena_print(arena, "%.*s%s%.*s: %.*s %.*s", TEXT_ARGUMENTS(rows_text(honors, row, "name")),
                             text_is_empty(postnominals) ? "" : ", ", TEXT_ARGUMENTS(postnominals),
                             TEXT_ARGUMENTS(rows_text(honors, row, "award")),
                             TEXT_ARGUMENTS(rows_text(honors, row, "year"))),
        .link = person_address(show, honors, row),
        .updated = rows_text(honors, row, "changed_at"),
        .published = rows_text(honors, row, "published_at"),
        .category = rows_text(honors, row, "award"),
    };
    if (!text_is_empty(rows_text(honors, row, "citation")))
        entry.summary = rows_text(honors, row, "citation");
    atom_add(feed, &entry);
}

/* The newest instant in it; a feed of nothing has never changed. */
static struct text newest(const struct rows *honors)
{
    struct text newest = text_of("1970-01-01T00:00:00Z");
    for (size_t row = 0; row < rows_count(honors); row++) {
        struct text instant = rows_text(honors, row, "changed_at");
        newest = text_compare(instant, newest) > 0 ? instant : newest;
    }
    return newest;
}

static void write_atom(struct show *show)
{
    struct arena *arena = show_arena(show);
    archive_next(show, "/honorees.atom");
    const struct archive_question *question = show_remembered(show);
    const struct rows *honors = show_rows(show, "honors");
    struct atom_head head = {
        .id = absolute(show, archive_address(arena, "/honorees.atom", question, text_absent)),
        .title = text_of("Honorees"),
        .self = absolute(show, archive_address(arena, "/honorees.atom", question, text_absent)),
        .alternate = absolute(show, archive_address(arena, "/honorees", question, text_absent)),
        .updated = newest(honors),
        .author = text_of("Laureate"),
    };
    struct atom_feed *feed = atom_begin(arena, &head);
    for (size_t row = 0; row < rows_count(honors); row++)
        add_entry(show, feed, honors, row);
    atom_end(feed, show_bytes(show, "application/atom+xml; charset=utf-8"));
}

const struct route feeds_routes[] = {
    {GET, "/honorees.json", ask_json, .write = write_json, .reads_query = true},
    {GET, "/honorees.csv", ask_csv, .write = write_csv, .reads_query = true},
    {GET, "/honorees.atom", ask_atom, .write = write_atom, .reads_query = true},
    {0},
};
