/* A programme: organizations, their awards, and what belongs to these, read from tables. */
#include "awards/programme.h"

#include "awards/awards.sql.h"
#include "awards/forms.h"
#include "awards/rubrics.h"
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
static int64_t number(struct csv_sheet *sheet, size_t row, enum award_column column)
{
    int64_t number = 0;
    struct text text = csv_cell(&sheet->table, row, column);
    if (text_is_empty(text) || text_number(text, &number))
        return number;
    csv_wrong(sheet, row, column, "This is not a whole number.");
    return 0;
}

static struct programme_award read_award(struct csv_sheet *sheet, size_t row)
{
    const struct csv_table *table = &sheet->table;
    return (struct programme_award){
        .organization = csv_cell(table, row, ORGANIZATION),
        .slug = csv_cell(table, row, SLUG),
        .name = csv_cell(table, row, NAME),
        .kind = csv_cell(table, row, KIND),
        .since = number(sheet, row, SINCE),
        .summary = csv_cell(table, row, SUMMARY),
        .purpose = csv_cell(table, row, PURPOSE),
        .eligibility = csv_cell(table, row, ELIGIBILITY),
        .packet = csv_cell(table, row, PACKET),
        .judging = csv_cell(table, row, JUDGING),
        .most_names = number(sheet, row, MOST_NAMES),
        .money = number(sheet, row, MONEY),
        .currency = csv_cell(table, row, CURRENCY),
        .has_call = text_is(csv_cell(table, row, CALL), "yes"),
    };
}

bool programme_awards(struct arena *arena, struct text file, struct programme_award **awards, size_t *count,
                      struct faults *faults)
{
    struct csv_sheet sheet = {.arena = arena, .columns = award_columns, .faults = faults};
    if (!csv_read(arena, file, award_columns, COLUMNS, &sheet.table, faults))
        return false;
    *count = sheet.table.row_count;
    *awards = arena_new_array(arena, struct programme_award, *count + 1);
    for (size_t row = 0; row < *count; row++)
        (*awards)[row] = read_award(&sheet, row);
    return faults->count == 0;
}

static bool save_awards(struct work *work, struct arena *arena, struct text file, struct faults *faults)
{
    struct programme_award *awards;
    size_t count;
    if (!programme_awards(arena, file, &awards, &count, faults))
        return false;
    for (size_t i = 0; i < count; i++) {
        const struct programme_award *award = &awards[i];
        work_ask(work, award_save(award->organization, award->slug, award->name, unicode_fold(arena, award->name),
                                  award->kind, award->since, award->summary, award->purpose, award->eligibility,
                                  award->packet, award->judging, award->most_names, award->money, award->currency,
                                  award->has_call, (int64_t)i + 1));
    }
    return true;
}

bool programme_save(struct work *work, struct arena *arena, const struct baked_file *files, struct faults *faults)
{
    struct text questions = baked_find(files, text_of("questions.csv"));
    struct text exclusions = baked_find(files, text_of("exclusions.csv"));
    struct rubric_files rubrics = {baked_find(files, text_of("rubrics.csv")),
                                   baked_find(files, text_of("criteria.csv"))};
    return save_organizations(work, arena, baked_find(files, text_of("organizations.csv")), faults) &&
           save_awards(work, arena, baked_find(files, text_of("awards.csv")), faults) &&
           (text_is_absent(questions) || forms_save(work, arena, questions, faults)) &&
           (text_is_absent(rubrics.rubrics) || rubrics_save(work, arena, rubrics, faults)) &&
           (text_is_absent(exclusions) || exclusions_save(work, arena, exclusions, faults));
}
