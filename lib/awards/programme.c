/* A programme: organizations, their awards, and what belongs to these, read from tables. */
#include "awards/programme.h"

#include "awards/awards.sql.h"
#include "awards/forms.h"
#include "base/arena.h"
#include "base/unicode.h"
#include "format/csv.h"

static bool save_organizations(struct work *work, struct arena *arena, struct text file, struct faults *faults)
{
    enum { SLUG, NAME, SHORT_NAME, ZONE, ZONE_NAME, SUMMARY, COLUMNS };
    static const struct csv_column columns[COLUMNS] = {
        [SLUG] = {"slug", true}, [NAME] = {"name", true},           [SHORT_NAME] = {"short_name", true},
        [ZONE] = {"zone", true}, [ZONE_NAME] = {"zone_name", true}, [SUMMARY] = {"summary", true},
    };
    struct csv_table table;
    if (!csv_read(arena, file, columns, COLUMNS, &table, faults))
        return false;
    for (size_t row = 0; row < table.row_count; row++)
        work_ask(work,
                 organization_save(csv_cell(&table, row, SLUG), csv_cell(&table, row, NAME),
                                   csv_cell(&table, row, SHORT_NAME), csv_cell(&table, row, ZONE),
                                   csv_cell(&table, row, ZONE_NAME), csv_cell(&table, row, SUMMARY), (int64_t)row + 1));
    return true;
}

enum award_column {
    ORGANIZATION,
    SLUG,
    NAME,
    KIND,
    SINCE,
    SUMMARY,
    PURPOSE,
    ELIGIBILITY,
    PACKET,
    JUDGING,
    MOST_NAMES,
    MONEY,
    CURRENCY,
    CALL,
    COLUMNS
};

static const struct csv_column award_columns[COLUMNS] = {
    [ORGANIZATION] = {"organization", true},
    [SLUG] = {"slug", true},
    [NAME] = {"name", true},
    [KIND] = {"kind", true},
    [SINCE] = {"since", true},
    [SUMMARY] = {"summary", true},
    [PURPOSE] = {"purpose", true},
    [ELIGIBILITY] = {"eligibility", true},
    [PACKET] = {"packet", true},
    [JUDGING] = {"judging", true},
    [MOST_NAMES] = {"most_names", true},
    [MONEY] = {"money_cents", true},
    [CURRENCY] = {"currency", true},
    [CALL] = {"call", true},
};

/* A whole number; 0, which stands for none, where the cell is empty. */
static int64_t number(struct arena *arena, const struct csv_table *table, size_t row, enum award_column column,
                      struct faults *faults)
{
    int64_t number = 0;
    struct text text = csv_cell(table, row, column);
    if (text_is_empty(text) || text_number(text, &number))
        return number;
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, award_columns[column].name, "This is not a whole number.");
    fault.line = csv_line(table, row);
    faults_add(faults, arena, fault);
    return 0;
}

static bool save_awards(struct work *work, struct arena *arena, struct text file, struct faults *faults)
{
    struct csv_table table;
    if (!csv_read(arena, file, award_columns, COLUMNS, &table, faults))
        return false;
    for (size_t row = 0; row < table.row_count; row++)
        work_ask(work, award_save(csv_cell(&table, row, ORGANIZATION), csv_cell(&table, row, SLUG),
                                  csv_cell(&table, row, NAME), unicode_fold(arena, csv_cell(&table, row, NAME)),
                                  csv_cell(&table, row, KIND), number(arena, &table, row, SINCE, faults),
                                  csv_cell(&table, row, SUMMARY), csv_cell(&table, row, PURPOSE),
                                  csv_cell(&table, row, ELIGIBILITY), csv_cell(&table, row, PACKET),
                                  csv_cell(&table, row, JUDGING), number(arena, &table, row, MOST_NAMES, faults),
                                  number(arena, &table, row, MONEY, faults), csv_cell(&table, row, CURRENCY),
                                  text_is(csv_cell(&table, row, CALL), "yes"), (int64_t)row + 1));
    return faults->count == 0;
}

bool programme_save(struct work *work, struct arena *arena, const struct baked_file *files, struct faults *faults)
{
    struct text questions = baked_find(files, text_of("questions.csv"));
    struct text exclusions = baked_find(files, text_of("exclusions.csv"));
    return save_organizations(work, arena, baked_find(files, text_of("organizations.csv")), faults) &&
           save_awards(work, arena, baked_find(files, text_of("awards.csv")), faults) &&
           (text_is_absent(questions) || forms_save(work, arena, questions, faults)) &&
           (text_is_absent(exclusions) || exclusions_save(work, arena, exclusions, faults));
}
