/* Forms and exclusions, read from tables. */
#include "awards/forms.h"

#include "awards/forms.sql.h"
#include "base/arena.h"
#include "base/log.h"
#include "format/csv.h"

#include <jansson.h>
#include <stdlib.h>

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

static struct text needed(struct csv_sheet *sheet, size_t row, size_t column)
{
    struct text text = csv_cell(&sheet->table, row, column);
    if (text_is_empty(text))
        csv_wrong(sheet, row, column, "This is empty.");
    return text;
}

static void check_name(struct csv_sheet *sheet, size_t row)
{
    struct text name = csv_cell(&sheet->table, row, NAME);
    bool is_good = !text_is_empty(name) && name.bytes[0] >= 'a' && name.bytes[0] <= 'z';
    for (size_t i = 0; i < name.length; i++)
        is_good = is_good && ((name.bytes[i] >= 'a' && name.bytes[i] <= 'z') ||
                              (name.bytes[i] >= '0' && name.bytes[i] <= '9') || name.bytes[i] == '_');
    if (!is_good)
        csv_wrong(sheet, row, NAME, "A name is a letter and then letters, digits and _, all in lower case.");
    for (size_t before = 0; before < row; before++)
        if (text_equal(csv_cell(&sheet->table, before, AWARD), csv_cell(&sheet->table, row, AWARD)) &&
            text_equal(csv_cell(&sheet->table, before, NAME), name))
            csv_wrong(sheet, row, NAME, "This award has a question of that name already.");
}

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

static void set(json_t *question, const char *name, struct text text)
{
    if (json_object_set_new(question, name, json_stringn(text.bytes, text.length)) != 0)
        log_abort("no memory is left");
}

/* The question as form_save takes it. */
static json_t *read_question(struct csv_sheet *sheet, size_t row)
{
    json_t *question = json_object();
    struct text required = csv_cell(&sheet->table, row, REQUIRED);
    check_name(sheet, row);
    check_kind(sheet, row);
    if (!text_is(required, "yes") && !text_is(required, "no"))
        csv_wrong(sheet, row, REQUIRED, "This is yes or no.");
    set(question, "part", needed(sheet, row, PART));
    set(question, "name", csv_cell(&sheet->table, row, NAME));
    set(question, "kind", csv_cell(&sheet->table, row, KIND));
    set(question, "label", needed(sheet, row, LABEL));
    set(question, "hint", csv_cell(&sheet->table, row, HINT));
    set(question, "is_required", text_of(text_is(required, "yes") ? "true" : "false"));
    set(question, "most_words", csv_cell(&sheet->table, row, MOST_WORDS));
    set(question, "least", csv_cell(&sheet->table, row, LEAST));
    set(question, "most", csv_cell(&sheet->table, row, MOST));
    set(question, "choices", csv_cell(&sheet->table, row, CHOICES));
    return question;
}

static bool is_first_of_award(const struct csv_table *table, size_t row)
{
    for (size_t before = 0; before < row; before++)
        if (text_equal(csv_cell(table, before, AWARD), csv_cell(table, row, AWARD)))
            return false;
    return true;
}

/* The award's questions, from its first row on, as one text of JSON. */
static struct text read_form(struct csv_sheet *sheet, size_t first)
{
    struct text award = needed(sheet, first, AWARD);
    json_t *questions = json_array();
    for (size_t row = first; row < sheet->table.row_count; row++)
        if (text_equal(csv_cell(&sheet->table, row, AWARD), award))
            json_array_append_new(questions, read_question(sheet, row));
    char *dumped = json_dumps(questions, JSON_COMPACT);
    if (dumped == NULL)
        log_abort("no memory is left");
    struct text text = arena_copy(sheet->arena, text_of(dumped));
    free(dumped);
    json_decref(questions);
    return text;
}

bool forms_save(struct work *work, struct arena *arena, struct text questions, struct faults *faults)
{
    struct csv_sheet sheet = {.arena = arena, .columns = columns, .faults = faults};
    if (!csv_read(arena, questions, columns, COLUMNS, &sheet.table, faults))
        return false;
    for (size_t row = 0; row < sheet.table.row_count; row++)
        if (is_first_of_award(&sheet.table, row))
            work_ask(work, form_save(csv_cell(&sheet.table, row, AWARD), read_form(&sheet, row)));
    return faults->count == 0;
}

bool exclusions_save(struct work *work, struct arena *arena, struct text exclusions, struct faults *faults)
{
    enum { OF_AWARD, ROLE, OF, SENTENCE, EXCLUSION_COLUMNS };
    static const struct csv_column exclusion_columns[EXCLUSION_COLUMNS] = {
        [OF_AWARD] = {"award", true},
        [ROLE] = {"role", true},
        [OF] = {"of", true},
        [SENTENCE] = {"sentence", true},
    };
    struct csv_sheet sheet = {.arena = arena, .columns = exclusion_columns, .faults = faults};
    if (!csv_read(arena, exclusions, exclusion_columns, EXCLUSION_COLUMNS, &sheet.table, faults))
        return false;
    for (size_t row = 0; row < sheet.table.row_count; row++) {
        struct text role = csv_cell(&sheet.table, row, ROLE);
        if (!text_is(role, "board") && !text_is(role, "chair"))
            csv_wrong(&sheet, row, ROLE, "This is board or chair.");
        work_ask(work, exclusion_save(needed(&sheet, row, OF_AWARD), role, needed(&sheet, row, OF),
                                      needed(&sheet, row, SENTENCE)));
    }
    return faults->count == 0;
}
