/* CSV, reading: libcsv finds the cells; columns, lines and faults are found here. */
#include "format/csv.h"

#include "base/log.h"
#include "base/unicode.h"

#include <csv.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MOST_FAULTS = 100 };

static const size_t not_there = SIZE_MAX; /* no row has so many cells */

struct reader {
    struct arena *arena;
    const struct csv_column *columns;
    size_t column_count;
    size_t *places; /* of each column: which of a row's cells is its, or not_there */

    unsigned line;      /* that libcsv is being given */
    unsigned row_line;  /* where the row began that is being read */
    unsigned cell_line; /* where the cell began that is being read */
    size_t cell_count;  /* cells of the row so far */
    struct text *row;   /* its cells, by column */
    bool row_filled;    /* one of them is not empty */

    unsigned header_line;
    size_t header_count; /* cells of the first row; 0 until it was read */
    bool rows_seen;      /* of data, right or wrong */

    struct text *cells;
    unsigned *lines;
    size_t row_count;
    size_t row_size;

    struct faults *faults;
    size_t fault_count;
    bool stopped; /* nothing more can be said about the file */
};

static void report(struct reader *reader, unsigned line, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

static void report(struct reader *reader, unsigned line, const char *field, const char *format, ...)
{
    if (reader->stopped)
        return;
    struct fault fault;
    if (reader->fault_count++ == MOST_FAULTS) {
        reader->stopped = true;
        fault_set(&fault, FAULT_INVALID, NULL,
                  "There are more faults than these %d. Put these right, then try the file again.", MOST_FAULTS);
    } else {
        char sentence[sizeof fault.sentence];
        va_list arguments;
        va_start(arguments, format);
        vsnprintf(sentence, sizeof sentence, format, arguments);
        va_end(arguments);
        fault_set(&fault, FAULT_INVALID, field, "%s", sentence);
    }
    fault.line = line;
    faults_add(reader->faults, reader->arena, fault);
}

/* A cell as it can stand in a sentence and in a fault's field: tidied and short. */
static const char *excerpt(struct reader *reader, struct text cell)
{
    enum { LONGEST = 48 };
    struct text tidy = unicode_tidy(reader->arena, cell);
    if (tidy.length <= LONGEST)
        return tidy.bytes;
    size_t length = LONGEST;
    while (length > 0 && ((unsigned char)tidy.bytes[length] & 0xC0) == 0x80)
        length--; /* not through the middle of a character */
    return arena_print(reader->arena, "%.*s…", (int)length, tidy.bytes).bytes;
}

/* The names of the columns with commas between them, as many as fit in a sentence. */
static const char *list_columns(struct reader *reader)
{
    enum { LONGEST = 160 };
    struct text list = text_of(reader->columns[0].name);
    for (size_t i = 1; i < reader->column_count; i++) {
        struct text longer = arena_print(reader->arena, "%s, %s", list.bytes, reader->columns[i].name);
        if (longer.length > LONGEST)
            return arena_print(reader->arena, "%s …", list.bytes).bytes;
        list = longer;
    }
    return list.bytes;
}

/* The column whose cells are at a place in the rows of the file, or not_there. */
static size_t column_at(const struct reader *reader, size_t place)
{
    for (size_t i = 0; i < reader->column_count; i++)
        if (reader->places[i] == place)
            return i;
    return not_there;
}

static const char *name_at(const struct reader *reader, size_t place)
{
    size_t column = column_at(reader, place);
    return column == not_there ? NULL : reader->columns[column].name;
}

static void report_unknown(struct reader *reader, struct text cell)
{
    const char *name = excerpt(reader, cell);
    bool semicolons = memchr(cell.bytes, ';', cell.length) != NULL;
    if (reader->cell_count == 0 && (semicolons || memchr(cell.bytes, '\t', cell.length) != NULL)) {
        report(reader, reader->cell_line, name, "There are %s between the cells. Save the file with commas.",
               semicolons ? "semicolons" : "tabs");
        reader->stopped = true;
    } else if (*name == '\0') {
        report(reader, reader->cell_line, NULL, "Column %zu has no name. Name it, or delete the column.",
               reader->cell_count + 1);
    } else {
        report(reader, reader->cell_line, name, "There is no column “%s”. The columns are: %s.", name,
               list_columns(reader));
    }
}

static void read_name(struct reader *reader, struct text cell)
{
    struct text name = unicode_tidy(reader->arena, cell);
    for (size_t i = 0; i < reader->column_count; i++) {
        if (!text_equal_ascii_case(name, text_of(reader->columns[i].name)))
            continue;
        if (reader->places[i] == not_there)
            reader->places[i] = reader->cell_count;
        else
            report(reader, reader->cell_line, reader->columns[i].name, "There is more than one column “%s”. Keep one.",
                   reader->columns[i].name);
        return;
    }
    report_unknown(reader, cell);
}

static void end_cell(void *bytes, size_t length, void *data)
{
    struct reader *reader = data;
    if (reader->stopped)
        return; /* libcsv still goes on to the end of the line */
    struct text cell = length == 0 ? text_empty : text_from(bytes, length);
    if (reader->header_count == 0) {
        read_name(reader, cell);
    } else {
        size_t column = column_at(reader, reader->cell_count);
        if (column != not_there)
            reader->row[column] = arena_copy(reader->arena, cell);
        reader->row_filled = reader->row_filled || length > 0;
    }
    reader->cell_count++;
    reader->cell_line = reader->line;
}

static void begin_row(struct reader *reader, unsigned line)
{
    reader->row_line = reader->cell_line = line;
    reader->cell_count = 0;
    reader->row_filled = false;
}

static void keep_header(struct reader *reader)
{
    reader->header_line = reader->row_line;
    reader->header_count = reader->cell_count;
    for (size_t i = 0; i < reader->column_count; i++)
        if (reader->columns[i].required && reader->places[i] == not_there)
            report(reader, reader->row_line, reader->columns[i].name,
                   "The column “%s” is missing. The first row must name it.", reader->columns[i].name);
}

static void grow(struct reader *reader)
{
    size_t size = reader->row_size == 0 ? 64 : reader->row_size * 2;
    struct text *cells = arena_take_array(reader->arena, sizeof *cells * reader->column_count, size);
    unsigned *lines = arena_new_array(reader->arena, unsigned, size);
    if (reader->row_count > 0) {
        memcpy(cells, reader->cells, reader->row_count * reader->column_count * sizeof *cells);
        memcpy(lines, reader->lines, reader->row_count * sizeof *lines);
    }
    reader->cells = cells;
    reader->lines = lines;
    reader->row_size = size;
}

static void keep_row(struct reader *reader)
{
    reader->rows_seen = true;
    if (reader->cell_count != reader->header_count) {
        report(reader, reader->row_line, NULL, "This row has %zu %s, but the first row names %zu %s.",
               reader->cell_count, reader->cell_count == 1 ? "cell" : "cells", reader->header_count,
               reader->header_count == 1 ? "column" : "columns");
        return;
    }
    if (reader->row_count == reader->row_size)
        grow(reader);
    memcpy(reader->cells + reader->row_count * reader->column_count, reader->row,
           reader->column_count * sizeof *reader->row);
    reader->lines[reader->row_count++] = reader->row_line;
}

static void end_row(int terminator, void *data)
{
    (void)terminator;
    struct reader *reader = data;
    if (reader->stopped)
        return;
    if (reader->cell_count > 0 && reader->header_count == 0) /* a blank line has no cells at all */
        keep_header(reader);
    else if (reader->row_filled)
        keep_row(reader);
    begin_row(reader, reader->line + 1); /* outside of quotation marks a row ends with its line */
}

/* The next line with its line break: LF, CR LF, or CR alone. */
static struct text next_line(struct text *rest)
{
    size_t length = 0;
    while (length < rest->length && rest->bytes[length] != '\n' && rest->bytes[length] != '\r')
        length++;
    if (length < rest->length)
        length += length + 1 < rest->length && rest->bytes[length] == '\r' && rest->bytes[length + 1] == '\n' ? 2 : 1;
    struct text line = text_part(*rest, 0, length);
    *rest = text_part(*rest, length, rest->length);
    return line;
}

static bool check_encoding(struct reader *reader, struct text rest)
{
    unsigned first = 0;
    size_t others = 0;
    for (unsigned line_number = 1; rest.length > 0; line_number++) {
        struct text line = next_line(&rest);
        if (memchr(line.bytes, 0, line.length) != NULL) {
            report(reader, line_number, NULL,
                   "There is a zero byte in this line: the file is not text, or it is in UTF-16. "
                   "Save it as “CSV UTF-8”.");
            return false;
        }
        if (text_is_utf8(line))
            continue;
        if (first == 0)
            first = line_number;
        else
            others++;
    }
    if (first != 0 && others > 0)
        report(reader, first, NULL, "This line and %zu more are not in UTF-8. Save the file as “CSV UTF-8”.", others);
    else if (first != 0)
        report(reader, first, NULL, "This line is not in UTF-8. Save the file as “CSV UTF-8”.");
    return first == 0;
}

static void start(struct csv_parser *parser)
{
    /* With every line break reported, end_row knows on which line each row begins. */
    if (csv_init(parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL) != 0)
        log_abort("libcsv cannot start");
}

/* A quotation mark where none can be. The rest of the line is lost; what follows is most likely a new row. */
static void pass_over_line(struct reader *reader, struct csv_parser *parser)
{
    if (csv_error(parser) != CSV_EPARSE)
        log_abort("libcsv: %s", csv_strerror(csv_error(parser)));
    report(reader, reader->line, name_at(reader, reader->cell_count),
           "There is a quotation mark inside a cell. Put the whole cell between quotation marks, and write each "
           "one inside it twice: \"The \"\"Gold\"\" medal\".");
    reader->rows_seen = true;
    if (reader->header_count == 0)
        reader->stopped = true; /* without names the rows mean nothing */
    csv_free(parser);
    start(parser);
    begin_row(reader, reader->line + 1);
}

static void read_rows(struct reader *reader, struct text rest)
{
    struct csv_parser parser;
    start(&parser);
    begin_row(reader, 1);
    while (rest.length > 0 && !reader->stopped) {
        struct text line = next_line(&rest);
        reader->line++;
        if (csv_parse(&parser, line.bytes, line.length, end_cell, end_row, reader) < line.length)
            pass_over_line(reader, &parser);
    }
    if (!reader->stopped && csv_fini(&parser, end_cell, end_row, reader) != 0) {
        report(reader, reader->cell_line, name_at(reader, reader->cell_count),
               "A quotation mark opens a cell in this line and none closes it.");
        reader->stopped = true; /* whatever else there was is inside that cell */
    }
    csv_free(&parser);
    if (reader->stopped)
        return;
    if (reader->header_count == 0)
        report(reader, 1, NULL, "The file is empty. The first row names the columns: %s.", list_columns(reader));
    else if (!reader->rows_seen)
        report(reader, reader->header_line, NULL, "There are no rows below the names of the columns.");
}

bool csv_read(struct arena *arena, struct text bytes, const struct csv_column *columns, size_t column_count,
              struct csv_table *table, struct faults *faults)
{
    static const struct text byte_order_mark = TEXT("\xEF\xBB\xBF");
    struct reader reader = {
        .arena = arena,
        .columns = columns,
        .column_count = column_count,
        .places = arena_new_array(arena, size_t, column_count),
        .row = arena_new_array(arena, struct text, column_count),
        .faults = faults,
    };
    for (size_t i = 0; i < column_count; i++)
        reader.places[i] = not_there;
    if (text_starts(bytes, byte_order_mark))
        bytes = text_part(bytes, byte_order_mark.length, bytes.length);
    if (check_encoding(&reader, bytes))
        read_rows(&reader, bytes);
    *table = (struct csv_table){
        .row_count = reader.row_count,
        .column_count = column_count,
        .cells = reader.cells,
        .lines = reader.lines,
    };
    return reader.fault_count == 0;
}

struct text csv_cell(const struct csv_table *table, size_t row, size_t column)
{
    if (row >= table->row_count || column >= table->column_count)
        log_abort("no cell %zu in row %zu of the table", column, row);
    return table->cells[row * table->column_count + column];
}

unsigned csv_line(const struct csv_table *table, size_t row)
{
    if (row >= table->row_count)
        log_abort("no row %zu in the table", row);
    return table->lines[row];
}
