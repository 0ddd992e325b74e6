/* What became of a text that was to be kept upon a version of it: kept, or somebody else, or the same person in another
 * window, was faster. Then both are shown, and nothing is lost. */
#ifndef LAUREATE_DB_KEPT_H
#define LAUREATE_DB_KEPT_H

#include "db/rows.h"

struct kept {
    bool is_saved;
    int64_t version;   /* that now stands */
    struct text other; /* where it was not saved: the text that stands; absent else */
    struct text saved; /* the time, for showing */
};

/* From a row with the columns is_saved, version, other, saved; its texts live as long as the rows. */
struct kept kept_read(const struct rows *rows, size_t row);

#endif
