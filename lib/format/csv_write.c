/* CSV, writing: rows that spreadsheets read as what they are, and not as formulas. */
#include "format/csv.h"

/* A sign or none, digits, and perhaps a decimal point and more digits. */
static bool is_plain_number(struct text cell)
{
    size_t at = cell.bytes[0] == '-' || cell.bytes[0] == '+' ? 1 : 0;
    size_t digits = 0;
    size_t points = 0;
    for (; at < cell.length; at++) {
        bool digit = cell.bytes[at] >= '0' && cell.bytes[at] <= '9';
        bool point = cell.bytes[at] == '.' && digits > 0 && points == 0;
        if (!digit && !point)
            return false;
        digits += digit;
        points += point;
    }
    return digits > 0 && cell.bytes[cell.length - 1] != '.';
}

static bool looks_like_formula(struct text cell)
{
    static const struct text starts[] = {
        TEXT("="),  TEXT("+"),  TEXT("-"),  TEXT("@"),  TEXT("\t"), TEXT("\r"),
        TEXT("\n"), TEXT("＝"), TEXT("＋"), TEXT("－"), TEXT("＠"),
    };
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (text_starts(cell, starts[i]))
            return !is_plain_number(cell);
    return false;
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* Blanks at the ends would be lost on readers that drop them, csv_read among these. */
static bool needs_quotes(struct text cell)
{
    for (size_t i = 0; i < cell.length; i++)
        if (cell.bytes[i] == ',' || cell.bytes[i] == '"' || cell.bytes[i] == '\r' || cell.bytes[i] == '\n')
            return true;
    return cell.length > 0 && (is_blank(cell.bytes[0]) || is_blank(cell.bytes[cell.length - 1]));
}

static void write_cell(struct buffer *out, struct text cell)
{
    bool quoted = needs_quotes(cell);
    if (quoted)
        buffer_add_byte(out, '"');
    if (looks_like_formula(cell))
        buffer_add_byte(out, '\'');
    for (size_t i = 0; i < cell.length; i++) {
        if (cell.bytes[i] == '"')
            buffer_add_byte(out, '"');
        buffer_add_byte(out, cell.bytes[i]);
    }
    if (quoted)
        buffer_add_byte(out, '"');
}

void csv_write_row(struct buffer *out, const struct text *cells, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buffer_add_byte(out, ',');
        write_cell(out, cells[i]);
    }
    if (count == 1 && text_is_empty(cells[0]))
        buffer_add_string(out, "\"\""); /* else the row would be a blank line */
    buffer_add_string(out, "\r\n");
}
