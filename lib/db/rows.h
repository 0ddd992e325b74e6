/* Rows: what a statement answered. Templates see them as a list of records by column name; rules read single
 * cells. They live until the work that asked for them ends. */
#ifndef LAUREATE_DB_ROWS_H
#define LAUREATE_DB_ROWS_H

#include "base/value.h"
#include "db/statement.h"

struct rows; /* filled by work_trip or work_finish */

size_t rows_count(const struct rows *rows);

/* A cell: absent for SQL's null. The column must exist: a misspelt one ends the process. */
struct text rows_text(const struct rows *rows, size_t row, const char *column);
int64_t rows_number(const struct rows *rows, size_t row, const char *column); /* 0 for null */
bool rows_flag(const struct rows *rows, size_t row, const char *column);      /* false for null */
struct uuid rows_uuid(const struct rows *rows, size_t row, const char *column);

/* As templates see them: all rows, the first `most` rows, one row. Columns of type boolean are flags, null is
 * false, all else is text. */
struct value rows_list(const struct rows *rows);
struct value rows_record(const struct rows *rows, size_t row);
void rows_keep(struct rows *rows, size_t most); /* forgets the rows behind the first `most` */

#endif
