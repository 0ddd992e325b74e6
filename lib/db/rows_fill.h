/* Inside lib/db only: how rows come from a result of libpq. */
#ifndef LAUREATE_DB_ROWS_FILL_H
#define LAUREATE_DB_ROWS_FILL_H

#include "db/rows.h"

#include <libpq-fe.h>

struct arena;

struct rows *rows_new(struct arena *arena);
void rows_fill(struct rows *rows, struct arena *arena, PGresult *result); /* takes the result */
void rows_clear(struct rows *rows);

#endif
