/* The membership register. */
#include "people/register.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "format/csv.h"
#include "format/date.h"
#include "mail/message.h"
#include "people/names.h"
#include "people/register.sql.h"

#include <stdlib.h>

enum column { EMAIL, NAME, CATEGORY, MEMBER_SINCE, INSTITUTION, COLUMNS };

static const struct csv_column columns[COLUMNS] = {
    [EMAIL] = {"email", true},
    [NAME] = {"name", true},
    [CATEGORY] = {"category", false},
    [MEMBER_SINCE] = {"member_since", false},
    [INSTITUTION] = {"institution", false},
};

enum { WORDS_MOST = 200, FIRST_YEAR = 1900, ROWS_A_TRIP = 200 };

/* How categories are written, folded, and what they are called here. */
static const struct {
    const char *written;
    const char *category;
} categories[] = {
    {"physician", "physician"},
    {"physician active", "physician"},
    {"active", "physician"},
    {"corresponding", "corresponding"},
    {"corresponding abroad", "corresponding"},
    {"fellow", "fellow"},
    {"fellow fsir", "fellow"},
    {"fsir", "fellow"},
    {"trainee", "trainee"},
    {"resident", "trainee"},
    {"in training", "trainee"},
    {"resident in training", "trainee"},
    {"fellow in training", "trainee"},
    {"resident fellow in training", "trainee"},
    {"student", "student"},
    {"medical student", "student"},
    {"scientist", "scientist"},
    {"clinical associate", "clinical associate"},
    {"physician assistant", "clinical associate"},
    {"nurse practitioner", "clinical associate"},
    {"radiologic technologist", "clinical associate"},
    {"emeritus", "emeritus"},
};

struct row {
    unsigned line;
    struct member member;
    struct text folded; /* the address */
};

struct reading {
    struct csv_sheet sheet;
    struct row *rows;
};

/* Absent where nothing is said. */
static struct text cell(struct reading *reading, size_t row, enum column column, size_t most)
{
    struct text text = csv_kept(&reading->sheet, row, column, most);
    return text_is_empty(text) ? text_absent : text;
}

static struct text read_email(struct reading *reading, size_t row)
{
    struct text email = cell(reading, row, EMAIL, SIZE_MAX);
    if (text_is_absent(email))
        csv_wrong(&reading->sheet, row, EMAIL, "An e-mail address is missing.");
    else if (!mail_address_is_valid(email))
        csv_wrong(&reading->sheet, row, EMAIL, "This is not an e-mail address such as name@example.org.");
    return email;
}

static struct text read_name(struct reading *reading, size_t row)
{
    struct text name = cell(reading, row, NAME, MEMBER_NAME_MOST);
    if (text_is_absent(name))
        csv_wrong(&reading->sheet, row, NAME, "A name is missing.");
    else if (text_is_empty(name_for_sorting(reading->sheet.arena, name)))
        csv_wrong(&reading->sheet, row, NAME, "This name has no letter.");
    return name;
}

static struct text read_category(struct reading *reading, size_t row)
{
    struct text given = cell(reading, row, CATEGORY, WORDS_MOST);
    if (text_is_absent(given))
        return text_absent;
    struct text folded = unicode_fold(reading->sheet.arena, given);
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++)
        if (text_is(folded, categories[i].written))
            return text_of(categories[i].category);
    csv_wrong(&reading->sheet, row, CATEGORY,
              "This is none of physician, corresponding, fellow, trainee, student, scientist, clinical associate and "
              "emeritus.");
    return text_absent;
}

/* A year stands for its first day. */
static struct text read_member_since(struct reading *reading, size_t row)
{
    struct text given = cell(reading, row, MEMBER_SINCE, WORDS_MOST);
    if (text_is_absent(given))
        return text_absent;
    struct date date;
    struct text whole =
        given.length == 4 ? arena_print(reading->sheet.arena, "%.*s-01-01", TEXT_ARGUMENTS(given)) : given;
    if (date_read(whole, &date) && date.year >= FIRST_YEAR)
        return whole;
    csv_wrong(&reading->sheet, row, MEMBER_SINCE,
              "This is neither a date such as 2014-09-01 nor a year such as 2014, from %d on.", FIRST_YEAR);
    return text_absent;
}

static void read_row(struct reading *reading, size_t row)
{
    reading->rows[row].line = csv_line(&reading->sheet.table, row);
    reading->rows[row].member = (struct member){
        .email = read_email(reading, row),
        .name = read_name(reading, row),
        .category = read_category(reading, row),
        .member_since = read_member_since(reading, row),
        .institution = cell(reading, row, INSTITUTION, WORDS_MOST),
    };
    reading->rows[row].folded = mail_address_fold(reading->sheet.arena, reading->rows[row].member.email);
}

static int by_address(const void *left, const void *right)
{
    const struct row *one = *(const struct row *const *)left, *other = *(const struct row *const *)right;
    int order = text_compare(one->folded, other->folded);
    return order != 0 ? order : one->line < other->line ? -1 : one->line > other->line;
}

/* The same address on two lines would be two people, or a correction of itself. */
static void find_repeats(struct reading *reading)
{
    size_t count = reading->sheet.table.row_count;
    struct row **sorted = arena_new_array(reading->sheet.arena, struct row *, count);
    for (size_t row = 0; row < count; row++)
        sorted[row] = &reading->rows[row];
    qsort(sorted, count, sizeof *sorted, by_address);
    for (size_t row = 1; row < count; row++) {
        const struct row *before = sorted[row - 1], *again = sorted[row];
        if (!text_is_empty(again->folded) && text_equal(before->folded, again->folded))
            csv_wrong(&reading->sheet, (size_t)(again - reading->rows), EMAIL, "The same address stands on line %u.",
                      before->line);
    }
}

static bool read_rows(struct reading *reading)
{
    reading->rows = arena_new_array(reading->sheet.arena, struct row, reading->sheet.table.row_count);
    for (size_t row = 0; row < reading->sheet.table.row_count; row++)
        read_row(reading, row);
    find_repeats(reading);
    return reading->sheet.faults->count == 0;
}

struct rows *member_keep(struct work *work, struct arena *arena, const struct member *member)
{
    struct text folded = unicode_fold(arena, member->name), search = folded;
    if (!text_is_absent(member->institution))
        search = arena_print(arena, "%.*s %.*s", TEXT_ARGUMENTS(folded),
                             TEXT_ARGUMENTS(unicode_fold(arena, member->institution)));
    return work_ask(work, person_kept(member->name, folded, name_for_sorting(arena, member->name), search,
                                      member->email, mail_address_fold(arena, member->email), member->category,
                                      member->member_since, member->institution));
}

static void count_row(const struct rows *answer, struct people_imported *imported)
{
    bool is_new = rows_flag(answer, 0, "is_new"), is_changed = rows_flag(answer, 0, "is_changed");
    imported->added += is_new;
    imported->changed += is_changed;
    imported->unchanged += !is_new && !is_changed;
}

/* Some hundred rows go in one round trip. */
static bool keep_rows(struct work *work, const struct reading *reading, void (*progress)(size_t, size_t),
                      struct people_imported *imported, struct fault *fault)
{
    struct rows *answers[ROWS_A_TRIP];
    for (size_t row = 0; row < imported->rows;) {
        size_t count = 0;
        for (; count < ROWS_A_TRIP && row < imported->rows; count++, row++)
            answers[count] = member_keep(work, reading->sheet.arena, &reading->rows[row].member);
        if (!work_trip(work, fault))
            return false;
        for (size_t i = 0; i < count; i++)
            count_row(answers[i], imported);
        if (progress != NULL)
            progress(row, imported->rows);
    }
    return true;
}

bool people_import(struct arena *arena, struct connection *connection, struct text file, bool keeps,
                   void (*progress)(size_t done, size_t rows), struct people_imported *imported, struct faults *faults)
{
    struct reading reading = {.sheet = {.arena = arena, .columns = columns, .faults = faults}};
    *imported = (struct people_imported){0};
    if (!csv_read(arena, file, columns, COLUMNS, &reading.sheet.table, faults) || !read_rows(&reading))
        return false;
    struct fault fault = {0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, register_begin());
    imported->rows = reading.sheet.table.row_count;
    bool done = keep_rows(work, &reading, progress, imported, &fault) && (!keeps || work_finish(work, &fault));
    work_end(work);
    if (fault.kind != FAULT_NONE)
        faults_add(faults, arena, fault);
    return done;
}
