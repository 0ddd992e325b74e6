/* What became of a text that was to be kept. */
#include "db/kept.h"

struct kept kept_read(const struct rows *rows, size_t row)
{
    return (struct kept){
        .is_saved = rows_flag(rows, row, "is_saved"),
        .version = rows_number(rows, row, "version"),
        .other = rows_text(rows, row, "other"),
        .saved = rows_text(rows, row, "saved"),
    };
}
