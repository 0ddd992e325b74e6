/* The shelf: answers that are kept in memory under their address, and sent by the listener threads
 * themselves. Assets stand on one that never changes, public pages on one whose answers go when what they
 * show has changed: at an instant that was known when they were made, or all at once when the database tells
 * of a change.
 *
 * A page that was made from what was true before a change must not be put up after it. Whoever makes a page
 * reads the generation first; when it has moved meanwhile the page is not put up. */
#ifndef LAUREATE_HTTP_SHELF_H
#define LAUREATE_HTTP_SHELF_H

#include "http/answer.h"

#include <stdint.h>

struct shelf;

enum { SHELF_FOREVER = 0 }; /* as an expiry */

struct shelf *shelf_new(size_t most_bytes); /* the answers that were put up first make room for new ones */
void shelf_free(struct shelf *shelf);

uint64_t shelf_generation(struct shelf *shelf);
void shelf_clear(struct shelf *shelf); /* takes everything down; the generation moves */
void shelf_close(struct shelf *shelf); /* clears it, and nothing is put up until it is opened again */
void shelf_open(struct shelf *shelf);

/* `expires` is an instant of time_passed(), or SHELF_FOREVER. The shelf holds the answer by itself.
 */
void shelf_put(struct shelf *shelf, struct text key, struct answer *answer, uint64_t expires, uint64_t generation);

/* How many answers it holds, and their bytes. */
void shelf_holds(struct shelf *shelf, size_t *count, size_t *bytes);

/* The answer under that key, held for the caller; NULL when there is none. */
struct answer *shelf_find(struct shelf *shelf, struct text key);

#endif
