/* Bringing a society's past honorees in from a file. */
#include "honors/import.h"

#include "awards/awards.sql.h"
#include "base/arena.h"
#include "base/unicode.h"
#include "db/work.h"
#include "format/csv.h"
#include "honors/honors.sql.h"
#include "honors/likely.h"
#include "people/names.h"
#include "people/people.sql.h"

#include <stdlib.h>

enum column { YEAR, AWARD, NAME, POSTNOMINALS, CITATION, ORGANIZATION, URL, COLUMNS };

static const struct csv_column columns[COLUMNS] = {
    [YEAR] = {"year", true},          [AWARD] = {"award", true},
    [NAME] = {"name", true},          [POSTNOMINALS] = {"postnominals", false},
    [CITATION] = {"citation", false}, [ORGANIZATION] = {"organization", false},
    [URL] = {"url", false},
};

enum { FIRST_YEAR = 1000, LAST_YEAR = 9999, NAME_MOST = 200, POSTNOMINALS_MOST = 100, CITATION_MOST = 1000 };
enum { ROWS_A_TRIP = 200 };

/* One row of the file, checked. */
struct honor_row {
    unsigned line;
    int64_t year;
    struct uuid award;
    struct text name, folded;
    struct text postnominals, citation;
};

struct reading {
    struct csv_sheet sheet;
    const struct rows *awards;
    struct honor_row *rows;
};

/* Empty also where the file has no such column. */
static struct text cell(struct reading *reading, size_t row, enum column column, size_t most)
{
    struct text text = csv_kept(&reading->sheet, row, column, most);
    return text_is_empty(text) ? text_empty : text;
}

/* An award is found by its name, however it is capitalized, or by its slug; of two organizations' awards of one name
 * the row must say which. */
static void find_award(struct reading *reading, size_t row, struct honor_row *honor)
{
    const struct rows *awards = reading->awards;
    struct text given = cell(reading, row, AWARD, NAME_MOST);
    struct text folded = unicode_fold(reading->sheet.arena, given);
    struct text organization = cell(reading, row, ORGANIZATION, NAME_MOST), elsewhere = text_absent;
    size_t found = 0;
    for (size_t i = 0; i < rows_count(awards); i++) {
        if (!text_equal(given, rows_text(awards, i, "slug")) && !text_equal(folded, rows_text(awards, i, "search")))
            continue;
        if (text_is_empty(organization) || text_equal(organization, rows_text(awards, i, "organization"))) {
            honor->award = rows_uuid(awards, i, "id");
            found++;
        } else {
            elsewhere = rows_text(awards, i, "organization");
        }
    }
    if (text_is_empty(given))
        csv_wrong(&reading->sheet, row, AWARD, "An award is missing.");
    else if (found > 1)
        csv_wrong(&reading->sheet, row, AWARD,
                  "Several organizations have an award called “%.*s”: add the column organization.",
                  TEXT_ARGUMENTS(given));
    else if (found == 0 && !text_is_absent(elsewhere))
        csv_wrong(&reading->sheet, row, ORGANIZATION, "“%.*s” is an award of the %.*s.", TEXT_ARGUMENTS(given),
                  TEXT_ARGUMENTS(elsewhere));
    else if (found == 0)
        csv_wrong(&reading->sheet, row, AWARD,
                  "There is no award called “%.*s”. Make the award first, or correct its name.", TEXT_ARGUMENTS(given));
}

static void read_row(struct reading *reading, size_t row)
{
    struct honor_row *honor = &reading->rows[row];
    struct text year = cell(reading, row, YEAR, NAME_MOST);
    honor->line = csv_line(&reading->sheet.table, row);
    if (!text_number(year, &honor->year) || honor->year < FIRST_YEAR || honor->year > LAST_YEAR) {
        csv_wrong(&reading->sheet, row, YEAR, "This is not a year from %d to %d.", FIRST_YEAR, LAST_YEAR);
        honor->year = 0;
    }
    find_award(reading, row, honor);
    honor->name = cell(reading, row, NAME, NAME_MOST);
    honor->folded = unicode_fold(reading->sheet.arena, honor->name);
    if (text_is_empty(name_for_sorting(reading->sheet.arena, honor->name)))
        csv_wrong(&reading->sheet, row, NAME,
                  text_is_empty(honor->name) ? "A name is missing." : "This name has no letter.");
    honor->postnominals = cell(reading, row, POSTNOMINALS, POSTNOMINALS_MOST);
    honor->citation = cell(reading, row, CITATION, CITATION_MOST);
}

static int by_honor(const void *left, const void *right)
{
    const struct honor_row *one = *(const struct honor_row *const *)left;
    const struct honor_row *other = *(const struct honor_row *const *)right;
    int order = one->year < other->year ? -1 : one->year > other->year;
    if (order == 0)
        order = text_compare(uuid_text(&one->award), uuid_text(&other->award));
    if (order == 0)
        order = text_compare(one->folded, other->folded);
    if (order == 0)
        order = one->line < other->line ? -1 : one->line > other->line;
    return order;
}

/* The same honor on two lines would be a correction of itself. */
static void find_repeats(struct reading *reading)
{
    size_t count = reading->sheet.table.row_count;
    struct honor_row **sorted = arena_new_array(reading->sheet.arena, struct honor_row *, count);
    for (size_t row = 0; row < count; row++)
        sorted[row] = &reading->rows[row];
    qsort(sorted, count, sizeof *sorted, by_honor);
    for (size_t row = 1; row < count; row++) {
        const struct honor_row *before = sorted[row - 1], *honor = sorted[row];
        bool is_whole = honor->year != 0 && honor->award.characters[0] != '\0' && !text_is_empty(honor->folded);
        if (is_whole && before->year == honor->year && text_equal(before->folded, honor->folded) &&
            text_equal(uuid_text(&before->award), uuid_text(&honor->award)))
            csv_wrong(&reading->sheet, (size_t)(honor - reading->rows), NAME, "The same honor stands on line %u.",
                      before->line);
    }
}

static bool read_rows(struct reading *reading)
{
    reading->rows = arena_new_array(reading->sheet.arena, struct honor_row, reading->sheet.table.row_count);
    for (size_t row = 0; row < reading->sheet.table.row_count; row++)
        read_row(reading, row);
    find_repeats(reading);
    return reading->sheet.faults->count == 0;
}

static struct rows *ask_to_keep(struct work *work, struct arena *arena, const struct honor_row *honor)
{
    struct text words =
        arena_print(arena, "%.*s %.*s %.*s %lld", TEXT_ARGUMENTS(honor->name), TEXT_ARGUMENTS(honor->postnominals),
                    TEXT_ARGUMENTS(honor->citation), (long long)honor->year);
    return work_ask(work, honor_import(honor->award, honor->year, honor->name, honor->folded,
                                       name_for_sorting(arena, honor->name), honor->postnominals, honor->citation,
                                       unicode_fold(arena, words)));
}

static void count_row(const struct rows *answer, struct honors_imported *imported)
{
    struct text became = rows_text(answer, 0, "became");
    imported->added += text_is(became, "added");
    imported->corrected += text_is(became, "corrected");
    imported->known += text_is(became, "known");
    imported->people += (size_t)rows_number(answer, 0, "people");
}

/* Some hundred rows go in one round trip. */
static bool keep_rows(struct work *work, const struct reading *reading, void (*progress)(size_t, size_t),
                      struct honors_imported *imported, struct fault *fault)
{
    struct rows *answers[ROWS_A_TRIP];
    for (size_t row = 0; row < imported->rows;) {
        size_t count = 0;
        for (; count < ROWS_A_TRIP && row < imported->rows; count++, row++)
            answers[count] = ask_to_keep(work, reading->sheet.arena, &reading->rows[row]);
        if (!work_trip(work, fault))
            return false;
        for (size_t i = 0; i < count; i++)
            count_row(answers[i], imported);
        if (progress != NULL)
            progress(row, imported->rows);
    }
    return true;
}

bool honors_import(struct arena *arena, struct connection *connection, struct text file, bool keeps,
                   void (*progress)(size_t done, size_t rows), struct honors_imported *imported, struct faults *faults)
{
    struct reading reading = {.sheet = {.arena = arena, .columns = columns, .faults = faults}};
    *imported = (struct honors_imported){0};
    if (!csv_read(arena, file, columns, COLUMNS, &reading.sheet.table, faults))
        return false;
    struct fault fault = {0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, people_lock());
    reading.awards = work_ask(work, award_names());
    imported->rows = reading.sheet.table.row_count;
    bool done = work_trip(work, &fault) && read_rows(&reading) &&
                keep_rows(work, &reading, progress, imported, &fault) && likely_find(work, arena, &fault) &&
                likely_list(work, arena, imported, &fault) && (!keeps || work_finish(work, &fault));
    work_end(work);
    if (fault.kind != FAULT_NONE)
        faults_add(faults, arena, fault);
    return done;
}
