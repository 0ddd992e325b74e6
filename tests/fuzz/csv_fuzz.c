/* Fuzzing the CSV reader: what it accepts has lines in order, and comes back when it is written and read. */
#include "format/csv.h"

#include <stdlib.h>
#include <string.h>

static const struct csv_column columns[] = {{"name", true}, {"year", false}, {"note", false}};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_faults(const struct faults *faults)
{
    require(faults->count > 0 && faults->count <= 101);
    for (size_t i = 0; i < faults->count; i++) {
        require(text_is_utf8(text_of(faults->items[i].sentence)) && text_is_utf8(text_of(faults->items[i].field)));
        require(faults->items[i].line > 0);
    }
}

/* Written cells are the same, but for the apostrophe before what could be a formula. */
static void check_same(struct text before, struct text after)
{
    if (!text_equal(before, after))
        require(after.length == before.length + 1 && after.bytes[0] == '\'' &&
                text_equal(before, text_part(after, 1, after.length)));
}

static void check_round(struct arena *arena, const struct csv_table *table)
{
    struct buffer file = {0};
    csv_write_row(&file, (const struct text[]){TEXT("name"), TEXT("year"), TEXT("note")}, 3);
    for (size_t row = 0; row < table->row_count; row++)
        csv_write_row(&file, table->cells + row * table->column_count, table->column_count);
    struct csv_table again;
    struct faults faults = {0};
    require(csv_read(arena, buffer_text(&file), columns, 3, &again, &faults));
    require(again.row_count == table->row_count);
    for (size_t row = 0; row < table->row_count; row++)
        for (size_t column = 0; column < 3; column++)
            check_same(csv_cell(table, row, column), csv_cell(&again, row, column));
    buffer_free(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct buffer file = {0};
    if (length > 0 && bytes[0] % 2 == 0) /* half of them get past the first row */
        buffer_add_string(&file, "year,name,note\n");
    buffer_add(&file, text_from((const char *)bytes, length));
    struct csv_table table;
    struct faults faults = {0};
    if (csv_read(arena, buffer_text(&file), columns, 3, &table, &faults)) {
        require(faults.count == 0 && table.row_count > 0);
        for (size_t row = 0; row < table.row_count; row++)
            require(csv_line(&table, row) > (row == 0 ? 1 : csv_line(&table, row - 1)));
        check_round(arena, &table);
    } else {
        check_faults(&faults);
    }
    buffer_free(&file);
    arena_free(arena);
    return 0;
}
