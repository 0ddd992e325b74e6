/* Rubrics, read from tables. */
#include "awards/rubrics.h"

#include "awards/rubrics.sql.h"
#include "awards/tables.h"

enum { MOST_SCORE = 20 /* as the table rubric has it */ };

enum rubric_column { AWARD, LEAST, MOST, BEST, WORDS, RUBRIC_COLUMNS };
static const struct csv_column rubric_columns[RUBRIC_COLUMNS] = {
    [AWARD] = {"award", true}, [LEAST] = {"least", true}, [MOST] = {"most", true},
    [BEST] = {"best", true},   [WORDS] = {"words", true},
};

enum criterion_column { OF_AWARD, NAME, KIND, LABEL, HINT, REQUIRED, CRITERION_COLUMNS };
static const struct csv_column criterion_columns[CRITERION_COLUMNS] = {
    [OF_AWARD] = {"award", true}, [NAME] = {"name", true}, [KIND] = {"kind", true},
    [LABEL] = {"label", true},    [HINT] = {"hint", true}, [REQUIRED] = {"required", true},
};

struct sheets {
    struct csv_sheet rubrics, criteria;
};

static bool read_sheets(struct arena *arena, struct rubric_files files, struct sheets *sheets, struct faults *faults)
{
    sheets->rubrics = (struct csv_sheet){.arena = arena, .columns = rubric_columns, .faults = faults};
    sheets->criteria = (struct csv_sheet){.arena = arena, .columns = criterion_columns, .faults = faults};
    return csv_read(arena, files.rubrics, rubric_columns, RUBRIC_COLUMNS, &sheets->rubrics.table, faults) &&
           csv_read(arena, files.criteria, criterion_columns, CRITERION_COLUMNS, &sheets->criteria.table, faults);
}

/* A whole number from `least` to `most`; -1 after what is none. */
static int64_t read_score(struct csv_sheet *sheet, size_t row, enum rubric_column column, int64_t least, int64_t most)
{
    int64_t score;
    if (text_number(csv_cell(&sheet->table, row, column), &score) && score >= least && score <= most)
        return score;
    csv_wrong(sheet, row, column, "This is not a whole number that can stand here.");
    return -1;
}

static size_t count_words(struct text words)
{
    size_t count = 0;
    for (struct text rest = words; !text_is_absent(rest); count++)
        text_cut(&rest, '|');
    return count;
}

/* The scale: the row of the rubric, as rubric_save takes it. */
static json_t *read_scale(struct csv_sheet *sheet, size_t row)
{
    json_t *rubric = json_object();
    struct text words = csv_cell(&sheet->table, row, WORDS), best = csv_cell(&sheet->table, row, BEST);
    struct text least_text = csv_cell(&sheet->table, row, LEAST), most_text = csv_cell(&sheet->table, row, MOST);
    int64_t least = read_score(sheet, row, LEAST, 0, MOST_SCORE - 1);
    int64_t most = least < 0 ? -1 : read_score(sheet, row, MOST, least + 1, MOST_SCORE);
    if (!text_equal(best, least_text) && !text_equal(best, most_text))
        csv_wrong(sheet, row, BEST, "The best score is the least or the most.");
    if (most >= 0 && !text_is_empty(words) && count_words(words) != (size_t)(most - least + 1))
        csv_wrong(sheet, row, WORDS, "There is a word for each score, with | between them, or none.");
    table_set(rubric, "least", least_text);
    table_set(rubric, "most", most_text);
    table_set(rubric, "is_low_best", text_of(text_equal(best, least_text) ? "true" : "false"));
    table_set(rubric, "words", words);
    return rubric;
}

static json_t *read_criterion(struct csv_sheet *sheet, size_t row)
{
    json_t *criterion = json_object();
    struct text kind = csv_cell(&sheet->table, row, KIND);
    if (!text_is(kind, "score") && !text_is(kind, "overall") && !text_is(kind, "comment"))
        csv_wrong(sheet, row, KIND, "A kind is score, overall or comment.");
    table_set(criterion, "name", table_name(sheet, row, NAME, OF_AWARD));
    table_set(criterion, "kind", kind);
    table_set(criterion, "label", table_needed(sheet, row, LABEL));
    table_set(criterion, "hint", csv_cell(&sheet->table, row, HINT));
    table_set(criterion, "is_required", text_of(table_flag(sheet, row, REQUIRED) ? "true" : "false"));
    return criterion;
}

/* The rubric that stands in that row, with its criteria, as one text of JSON. */
static struct text read_rubric(struct sheets *sheets, size_t row)
{
    struct text award = table_needed(&sheets->rubrics, row, AWARD);
    json_t *rubric = read_scale(&sheets->rubrics, row), *criteria = json_array();
    size_t overall = 0;
    for (size_t at = 0; at < sheets->criteria.table.row_count; at++)
        if (text_equal(csv_cell(&sheets->criteria.table, at, OF_AWARD), award)) {
            json_array_append_new(criteria, read_criterion(&sheets->criteria, at));
            overall += text_is(csv_cell(&sheets->criteria.table, at, KIND), "overall");
        }
    if (overall != 1)
        csv_wrong(&sheets->rubrics, row, AWARD, "Among the criteria of an award one is overall, and only one.");
    json_object_set_new(rubric, "criteria", criteria);
    return table_json(sheets->rubrics.arena, rubric);
}

/* Every criterion is of an award that has a rubric. */
static void check_awards(struct sheets *sheets)
{
    for (size_t at = 0; at < sheets->criteria.table.row_count; at++) {
        size_t row = 0, count = sheets->rubrics.table.row_count;
        while (row < count && !text_equal(csv_cell(&sheets->criteria.table, at, OF_AWARD),
                                          csv_cell(&sheets->rubrics.table, row, AWARD)))
            row++;
        if (row == count)
            csv_wrong(&sheets->criteria, at, OF_AWARD, "This award has no rubric.");
    }
}

void rubric_ask_to_save(struct work *work, struct text award, struct text rubric)
{
    work_ask(work, rubric_save(award, rubric));
    work_ask(work, rubric_fill(award, rubric));
}

bool rubrics_save(struct work *work, struct arena *arena, struct rubric_files files, struct faults *faults)
{
    struct sheets sheets;
    if (!read_sheets(arena, files, &sheets, faults))
        return false;
    check_awards(&sheets);
    for (size_t row = 0; row < sheets.rubrics.table.row_count; row++) {
        if (!table_begins_award(&sheets.rubrics.table, row, AWARD))
            csv_wrong(&sheets.rubrics, row, AWARD, "This award has a rubric already.");
        else
            rubric_ask_to_save(work, csv_cell(&sheets.rubrics.table, row, AWARD), read_rubric(&sheets, row));
    }
    return faults->count == 0;
}

bool rubric_of_award(struct arena *arena, struct rubric_files files, struct text award, struct text *rubric,
                     struct faults *faults)
{
    struct sheets sheets;
    *rubric = text_absent;
    if (!read_sheets(arena, files, &sheets, faults))
        return false;
    for (size_t row = 0; row < sheets.rubrics.table.row_count; row++)
        if (text_equal(csv_cell(&sheets.rubrics.table, row, AWARD), award))
            *rubric = read_rubric(&sheets, row);
    return faults->count == 0;
}
