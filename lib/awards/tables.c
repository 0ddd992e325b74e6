/* What the tables of a programme have in common. */
#include "awards/tables.h"

#include "base/log.h"

#include <stdlib.h>

struct text table_needed(struct csv_sheet *sheet, size_t row, size_t column)
{
    struct text text = csv_cell(&sheet->table, row, column);
    if (text_is_empty(text))
        csv_wrong(sheet, row, column, "This is empty.");
    return text;
}

bool table_flag(struct csv_sheet *sheet, size_t row, size_t column)
{
    struct text text = csv_cell(&sheet->table, row, column);
    if (!text_is(text, "yes") && !text_is(text, "no"))
        csv_wrong(sheet, row, column, "This is yes or no.");
    return text_is(text, "yes");
}

struct text table_name(struct csv_sheet *sheet, size_t row, size_t column, size_t award_column)
{
    const struct csv_table *table = &sheet->table;
    struct text name = csv_cell(table, row, column);
    bool is_good = !text_is_empty(name) && name.bytes[0] >= 'a' && name.bytes[0] <= 'z';
    for (size_t i = 0; i < name.length; i++)
        is_good = is_good && ((name.bytes[i] >= 'a' && name.bytes[i] <= 'z') ||
                              (name.bytes[i] >= '0' && name.bytes[i] <= '9') || name.bytes[i] == '_');
    if (!is_good)
        csv_wrong(sheet, row, column, "A name is a letter and then letters, digits and _, all in lower case.");
    for (size_t before = 0; before < row; before++)
        if (text_equal(csv_cell(table, before, award_column), csv_cell(table, row, award_column)) &&
            text_equal(csv_cell(table, before, column), name))
            csv_wrong(sheet, row, column, "This award has that name already.");
    return name;
}

bool table_begins_award(const struct csv_table *table, size_t row, size_t award_column)
{
    for (size_t before = 0; before < row; before++)
        if (text_equal(csv_cell(table, before, award_column), csv_cell(table, row, award_column)))
            return false;
    return true;
}

void table_set(json_t *object, const char *name, struct text text)
{
    if (json_object_set_new(object, name, json_stringn(text.bytes, text.length)) != 0)
        log_abort("no memory is left");
}

struct text table_json(struct arena *arena, json_t *document)
{
    char *dumped = json_dumps(document, JSON_COMPACT);
    if (dumped == NULL)
        log_abort("no memory is left");
    struct text text = arena_copy(arena, text_of(dumped));
    free(dumped);
    json_decref(document);
    return text;
}
