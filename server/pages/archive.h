/* The question that is put to the archive: the same for the page and for every feed. */
#ifndef LAUREATE_PAGES_ARCHIVE_H
#define LAUREATE_PAGES_ARCHIVE_H

#include "http/route.h"

struct archive_question {
    struct text typed; /* the words as they were typed */
    struct text words; /* the same folded */
    struct text award; /* a slug, or empty */
    int64_t year;      /* 0 for all */
    struct text after; /* the honor after which the page begins, or empty */
};

/* Reads the question (fields q, award, year and after of the query string; the year may stand in the path
 * instead) and queues its answer of at most `most` honors as "honors". */
const struct archive_question *ask_archive(struct ask *ask, int64_t most);

/* The address that asks the same at another path, from `after` on: "/honorees.csv?q=haskal". */
struct text archive_address(struct arena *arena, const char *path, const struct archive_question *question,
                            struct text after);

/* The address at that path of what follows; absent when this is all. Forgets the row that told so. */
struct text archive_next(struct show *show, const char *path);

#endif
