/* Atom: a feed of what was published, newest first (RFC 4287), written through libxml2's xmlwriter. The same
 * entries give the same bytes: nothing of the present time is in them.
 *
 * Call xmlInitParser once in main, before there are threads; then each thread may write feeds of its own. */
#ifndef LAUREATE_FORMAT_ATOM_H
#define LAUREATE_FORMAT_ATOM_H

#include "base/arena.h"
#include "base/buffer.h"

struct atom_feed;

/* Instants are as format/instant.h reads them. Text that XML 1.0 cannot carry is left out (unicode_tidy).
 * Required by the standard, and so here: id, title, updated, of the feed also author, of an entry its link.
 */
struct atom_head {
    struct text id;        /* an IRI that names the feed for ever, wherever it is served */
    struct text title;     /* one line */
    struct text self;      /* the address of the feed itself; may be absent */
    struct text alternate; /* the address of the page that shows the same; may be absent */
    struct text updated;   /* the instant of the newest change in it */
    struct text author;    /* who publishes it */
};

struct atom_entry {
    struct text id;        /* an IRI that names the entry for ever */
    struct text title;     /* one line */
    struct text link;      /* the address of its page */
    struct text updated;   /* the instant of its last change that readers should see */
    struct text published; /* the instant it came out; may be absent */
    struct text summary;   /* may be absent; may have several lines; plain text */
    struct text category;  /* may be absent */
};

/* Every feed that was begun must be ended; the arena must last until then. NULL, with nothing begun, when
 * something required is missing or an instant is none. */
struct atom_feed *atom_begin(struct arena *arena, const struct atom_head *head);

/* False, with nothing added, when something required is missing or an instant is none. */
bool atom_add(struct atom_feed *feed, const struct atom_entry *entry);

/* Appends the feed to `out` and frees it. */
void atom_end(struct atom_feed *feed, struct buffer *out);

#endif
