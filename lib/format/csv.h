/* CSV: reading the files that people make with spreadsheets, writing the ones they open with them (RFC 4180).
 *
 * Read is UTF-8 with or without a byte order mark, lines that end in CR LF, LF or CR, cells in quotation
 * marks with doubled marks and line breaks inside, and a first row that names the columns in any order; names
 * are compared tidied and without regard to the case of ASCII letters. Blank lines and rows of nothing but
 * empty cells, which spreadsheets leave at the end, are passed over. Spaces and tabs around a cell are
 * dropped, those inside its quotation marks are kept; apart from that a cell is what the file says, byte for
 * byte. */
#ifndef LAUREATE_FORMAT_CSV_H
#define LAUREATE_FORMAT_CSV_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"

struct csv_column {
    const char *name; /* as the file's first row should say it */
    bool required;    /* the file must have the column; its cells may still be empty */
};

struct csv_table {
    size_t row_count; /* of data; the row of names is not counted */
    size_t column_count;
    const struct text *cells; /* row by row, from the arena; see csv_cell */
    const unsigned *lines;    /* see csv_line */
};

/* Reads the file. `table` has the columns in the order of `columns`, whatever their order in the file, and is
 * to be used only when true is returned. Else everything wrong with the form of the file was added to
 * `faults`: the line, the column in `field` where one is meant, and a sentence. After a hundred faults comes
 * one more, which says that there are others, and reading stops. */
bool csv_read(struct arena *arena, struct text bytes, const struct csv_column *columns, size_t column_count,
              struct csv_table *table, struct faults *faults);

/* A cell; absent when the file does not have the (optional) column, empty when the cell is. */
struct text csv_cell(const struct csv_table *table, size_t row, size_t column);

/* The line of the file, from 1, on which the row starts; line breaks inside cells count. */
unsigned csv_line(const struct csv_table *table, size_t row);

/* A file whose cells are being checked: what is wrong with them is added to the faults, by line and column. */
struct csv_sheet {
    struct arena *arena;
    const struct csv_column *columns; /* as csv_read was given them */
    struct csv_table table;
    struct faults *faults;
};

void csv_wrong(struct csv_sheet *sheet, size_t row, size_t column, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* A cell as it is kept: tidied, on one line, of at most so many characters, which is said where it is not so. Absent
 * where the file has no such column. */
struct text csv_kept(struct csv_sheet *sheet, size_t row, size_t column, size_t most);

/* Appends one row that ends in CR LF, with quotation marks only where they are needed; absent is empty.
 *
 * A cell that a spreadsheet could take for a formula (it starts with = + - @, their full-width forms, a tab
 * or a line break) gets an apostrophe in front, as OWASP advises against CSV injection, unless it is a plain
 * number such as -12.5. csv_read does not take the apostrophe away: nobody could say whether it was typed. */
void csv_write_row(struct buffer *out, const struct text *cells, size_t count);

#endif
