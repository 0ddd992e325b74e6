/* The sessions that were used since this was last written down. Pages note them here, and a job tells the database, all
 * at once: a page that only reads writes nothing. */
#ifndef LAUREATE_HTTP_SEEN_H
#define LAUREATE_HTTP_SEEN_H

#include "base/arena.h"

struct seen;

struct seen *seen_new(void);
void seen_free(struct seen *seen);

/* Notes a session by its token's hash, once; when too many are waiting, this one is noted next time. */
void seen_note(struct seen *seen, struct text session_hash);

/* All that were noted, with commas between, and forgets them; empty when there are none. */
struct text seen_take(struct seen *seen, struct arena *arena);

#endif
