/* Forms and exclusions, read from tables. */
#include "awards/forms.h"

#include "awards/forms.sql.h"
#include "awards/tables.h"
#include "base/arena.h"

enum column { AWARD, PART, NAME, KIND, LABEL, HINT, REQUIRED, MOST_WORDS, LEAST, MOST, CHOICES, COLUMNS };

static const struct csv_column columns[COLUMNS] = {
    [AWARD] = {"award", true},       [PART] = {"part", true},
    [NAME] = {"name", true},         [KIND] = {"kind", true},
    [LABEL] = {"label", true},       [HINT] = {"hint", true},
    [REQUIRED] = {"required", true}, [MOST_WORDS] = {"most_words", true},
    [LEAST] = {"least", true},       [MOST] = {"most", true},
    [CHOICES] = {"choices", true},
};

static const struct {
    const char *name;
    bool has_words, has_bounds, has_choices;
} kinds[] = {
    {"text", true, false, false},      {"long", true, false, false},   {"choice", false, false, true},
    {"date", false, false, false},     {"number", false, true, false}, {"attestation", false, false, false},
    {"document", false, false, false},
};

/* A number stands where its kind has one, and is one. */
static void check_number(struct csv_sheet *sheet, size_t row, enum column column, bool may_be, int64_t least,
                         int64_t most)
{
    int64_t number;
    struct text text = csv_cell(&sheet->table, row, column);
    if (text_is_empty(text))
        return;
    if (!may_be)
        csv_wrong(sheet, row, column, "A question of this kind has none.");
    else if (!text_number(text, &number) || number < least || number > most)
        csv_wrong(sheet, row, column, "This is not a whole number that can stand here.");
}

static void check_kind(struct csv_sheet *sheet, size_t row)
{
    struct text kind = csv_cell(&sheet->table, row, KIND);
    size_t i = 0, count = sizeof kinds / sizeof *kinds;
    while (i < count && !text_is(kind, kinds[i].name))
        i++;
    if (i == count) {
        csv_wrong(sheet, row, KIND, "A kind is text, long, choice, date, number, attestation or document.");
        return;
    }
    check_number(sheet, row, MOST_WORDS, kinds[i].has_words, 1, 100000);
    check_number(sheet, row, LEAST, kinds[i].has_bounds, INT64_MIN, INT64_MAX);
    check_number(sheet, row, MOST, kinds[i].has_bounds, INT64_MIN, INT64_MAX);
    if (text_is_empty(csv_cell(&sheet->table, row, CHOICES)) == kinds[i].has_choices)
        csv_wrong(sheet, row, CHOICES, "A choice has choices, with | between them, and nothing else has.");
}

/* The question as form_save takes it. */
static json_t *read_question(struct csv_sheet *sheet, size_t row)
{
    json_t *question = json_object();
    table_set(question, "name", table_name(sheet, row, NAME, AWARD));
    check_kind(sheet, row);
    table_set(question, "is_required", text_of(table_flag(sheet, row, REQUIRED) ? "true" : "false"));
    table_set(question, "part", table_needed(sheet, row, PART));
    table_set(question, "kind", csv_cell(&sheet->table, row, KIND));
    table_set(question, "label", table_needed(sheet, row, LABEL));
    table_set(question, "hint", csv_cell(&sheet->table, row, HINT));
    table_set(question, "most_words", csv_cell(&sheet->table, row, MOST_WORDS));
    table_set(question, "least", csv_cell(&sheet->table, row, LEAST));
    table_set(question, "most", csv_cell(&sheet->table, row, MOST));
    table_set(question, "choices", csv_cell(&sheet->table, row, CHOICES));
    return question;
}

/* The award's questions as one text of JSON; absent when it has none. */
static struct text read_form(struct csv_sheet *sheet, struct text award)
{
    json_t *questions = json_array();
    for (size_t row = 0; row < sheet->table.row_count; row++)
        if (text_equal(csv_cell(&sheet->table, row, AWARD), award))
            json_array_append_new(questions, read_question(sheet, row));
    bool is_there = json_array_size(questions) > 0;
    struct text form = table_json(sheet->arena, questions);
    return is_there ? form : text_absent;
}

void form_ask_to_save(struct work *work, struct text award, struct text form)
{
    work_ask(work, form_save(award, form));
    work_ask(work, form_fill(award, form));
}

bool forms_save(struct work *work, struct arena *arena, struct text questions, struct faults *faults)
{
    struct csv_sheet sheet = {.arena = arena, .columns = columns, .faults = faults};
    if (!csv_read(arena, questions, columns, COLUMNS, &sheet.table, faults))
        return false;
    for (size_t row = 0; row < sheet.table.row_count; row++)
        if (table_begins_award(&sheet.table, row, AWARD)) {
            struct text award = table_needed(&sheet, row, AWARD);
            form_ask_to_save(work, award, read_form(&sheet, award));
        }
    return faults->count == 0;
}

bool form_of_award(struct arena *arena, struct text questions, struct text award, struct text *form,
                   struct faults *faults)
{
    struct csv_sheet sheet = {.arena = arena, .columns = columns, .faults = faults};
    if (!csv_read(arena, questions, columns, COLUMNS, &sheet.table, faults))
        return false;
    *form = read_form(&sheet, award);
    return faults->count == 0;
}

bool exclusions_read(struct arena *arena, struct text file, struct exclusion **exclusions, size_t *count,
                     struct faults *faults)
{
    enum { OF_AWARD, ROLE, OF, SENTENCE, EXCLUSION_COLUMNS };
    static const struct csv_column exclusion_columns[EXCLUSION_COLUMNS] = {
        [OF_AWARD] = {"award", true},
        [ROLE] = {"role", true},
        [OF] = {"of", true},
        [SENTENCE] = {"sentence", true},
    };
    struct csv_sheet sheet = {.arena = arena, .columns = exclusion_columns, .faults = faults};
    if (!csv_read(arena, file, exclusion_columns, EXCLUSION_COLUMNS, &sheet.table, faults))
        return false;
    *count = sheet.table.row_count;
    *exclusions = arena_new_array(arena, struct exclusion, *count + 1);
    for (size_t row = 0; row < *count; row++) {
        struct text role = csv_cell(&sheet.table, row, ROLE);
        if (!text_is(role, "board") && !text_is(role, "chair"))
            csv_wrong(&sheet, row, ROLE, "This is board or chair.");
        (*exclusions)[row] = (struct exclusion){table_needed(&sheet, row, OF_AWARD), role,
                                                table_needed(&sheet, row, OF), table_needed(&sheet, row, SENTENCE)};
    }
    return faults->count == 0;
}

bool exclusions_save(struct work *work, struct arena *arena, struct text file, struct faults *faults)
{
    struct exclusion *exclusions;
    size_t count;
    if (!exclusions_read(arena, file, &exclusions, &count, faults))
        return false;
    for (size_t i = 0; i < count; i++)
        work_ask(work,
                 exclusion_save(exclusions[i].award, exclusions[i].role, exclusions[i].of, exclusions[i].sentence));
    return true;
}
