/* What the tables of a programme have in common: cells that must be there, names, and rows on their way to a statement
 * as JSON, all values being texts. */
#ifndef LAUREATE_AWARDS_TABLES_H
#define LAUREATE_AWARDS_TABLES_H

#include "format/csv.h"

#include <jansson.h>

/* A cell that must not be empty, which is said where it is. */
struct text table_needed(struct csv_sheet *sheet, size_t row, size_t column);

/* Whether a cell says yes; one that says neither yes nor no is wrong. */
bool table_flag(struct csv_sheet *sheet, size_t row, size_t column);

/* The name of a part of an award, such as a question: it is well formed, and no row of that award above has it. */
struct text table_name(struct csv_sheet *sheet, size_t row, size_t column, size_t award_column);

/* Whether no row above is of the same award. */
bool table_begins_award(const struct csv_table *table, size_t row, size_t award_column);

/* Adds a text to an object. */
void table_set(json_t *object, const char *name, struct text text);

/* The document as a text from the arena. It is let go of. */
struct text table_json(struct arena *arena, json_t *document);

#endif
