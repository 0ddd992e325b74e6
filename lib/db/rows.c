/* Rows: what a statement answered. */
#include "db/rows_fill.h"

#include "base/arena.h"
#include "base/log.h"

#include <string.h>

enum { TYPE_BOOLEAN = 16 }; /* pg_type's oid of boolean, fixed for ever */

struct row {
    struct record record;
    const struct rows *rows;
    int place;
};

struct rows {
    struct list list;
    PGresult *result;
    struct text *columns;
    bool *is_flag;
    int column_count;
    struct row *rows;
};

struct rows *rows_new(struct arena *arena)
{
    return arena_new_of(arena, struct rows);
}

static struct text cell(const struct rows *rows, int row, int column)
{
    if (PQgetisnull(rows->result, row, column))
        return text_absent;
    return text_from(PQgetvalue(rows->result, row, column), (size_t)PQgetlength(rows->result, row, column));
}

static struct value row_find(const struct record *record, struct text name)
{
    const struct row *row = (const struct row *)record;
    const struct rows *rows = row->rows;
    for (int column = 0; column < rows->column_count; column++) {
        if (!text_equal(rows->columns[column], name))
            continue;
        struct text text = cell(rows, row->place, column);
        if (text_is_absent(text)) /* null hides whatever has the same name further out */
            return value_flag(false);
        return rows->is_flag[column] ? value_flag(text.bytes[0] == 't') : value_text(text);
    }
    return (struct value){0};
}

static struct value row_at(const struct list *list, size_t index)
{
    const struct rows *rows = (const struct rows *)list;
    return value_record(&rows->rows[index].record);
}

void rows_fill(struct rows *rows, struct arena *arena, PGresult *result)
{
    int count = PQntuples(result);
    rows->result = result;
    rows->list = (struct list){.count = (size_t)count, .at = row_at};
    rows->column_count = PQnfields(result);
    rows->columns = arena_new_array(arena, struct text, (size_t)rows->column_count);
    rows->is_flag = arena_new_array(arena, bool, (size_t)rows->column_count);
    for (int column = 0; column < rows->column_count; column++) {
        rows->columns[column] = text_of(PQfname(result, column));
        rows->is_flag[column] = PQftype(result, column) == TYPE_BOOLEAN;
    }
    rows->rows = arena_new_array(arena, struct row, (size_t)count);
    for (int row = 0; row < count; row++)
        rows->rows[row] = (struct row){.record.find = row_find, .rows = rows, .place = row};
}

void rows_clear(struct rows *rows)
{
    PQclear(rows->result);
    rows->result = NULL;
    rows->list.count = 0;
    rows->column_count = 0;
}

size_t rows_count(const struct rows *rows)
{
    return rows->list.count;
}

struct text rows_text(const struct rows *rows, size_t row, const char *column)
{
    struct text name = text_of(column);
    for (int place = 0; place < rows->column_count; place++)
        if (text_equal(rows->columns[place], name) && row < rows->list.count)
            return cell(rows, (int)row, place);
    log_abort("no column %s in row %zu of %zu", column, row, rows->list.count);
}

int64_t rows_number(const struct rows *rows, size_t row, const char *column)
{
    struct text text = rows_text(rows, row, column);
    int64_t number = 0;
    if (!text_is_absent(text) && !text_number(text, &number))
        log_abort("column %s is no whole number", column);
    return number;
}

bool rows_flag(const struct rows *rows, size_t row, const char *column)
{
    return text_is(rows_text(rows, row, column), "t");
}

struct uuid rows_uuid(const struct rows *rows, size_t row, const char *column)
{
    struct uuid uuid = {0};
    struct text text = rows_text(rows, row, column);
    if (!text_is_absent(text) && !uuid_read(text, &uuid))
        log_abort("column %s is no id", column);
    return uuid;
}

struct value rows_list(const struct rows *rows)
{
    return value_list(&rows->list);
}

struct value rows_record(const struct rows *rows, size_t row)
{
    return row < rows->list.count ? row_at(&rows->list, row) : (struct value){0};
}

void rows_keep(struct rows *rows, size_t most)
{
    if (rows->list.count > most)
        rows->list.count = most;
}
