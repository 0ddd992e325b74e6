/* CSV: checking the cells of a file. */
#include "base/unicode.h"
#include "format/csv.h"

#include <stdarg.h>

void csv_wrong(struct csv_sheet *sheet, size_t row, size_t column, const char *format, ...)
{
    struct fault fault;
    va_list arguments;
    va_start(arguments, format);
    struct text sentence = arena_print_list(sheet->arena, format, arguments);
    va_end(arguments);
    fault_set(&fault, FAULT_INVALID, sheet->columns[column].name, "%s", sentence.bytes);
    fault.line = csv_line(&sheet->table, row);
    faults_add(sheet->faults, sheet->arena, fault);
}

struct text csv_kept(struct csv_sheet *sheet, size_t row, size_t column, size_t most)
{
    struct text text = unicode_tidy(sheet->arena, csv_cell(&sheet->table, row, column));
    if (!text_is_absent(text) && unicode_length(text) > most)
        csv_wrong(sheet, row, column, "This has more than %zu characters.", most);
    return text;
}
