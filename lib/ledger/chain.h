/* The chain of the ledger, and the file that it is exported to.
 *
 * The file is UTF-8, a JSON object (RFC 8259) a line, each line ended by a line feed. There are two kinds of line.
 * Every event has one, in the order of the positions, which begin at 1 and have no gap:
 *
 *     {"chain":CHAIN,"event":EVENT}
 *
 * and the last event of every batch is followed by the head of the chain as it was then, signed:
 *
 *     {"head":HEAD,"signature":SIGNATURE}
 *
 * EVENT is an object of
 *     act           what was done: "award.changed"
 *     actor         the person's id, or null for the command line and the clock
 *     facts         an object of ids, states and keyed hashes; its numbers are whole, of at most 53 bits
 *     happened_at   2026-12-05T22:00:00.000000Z: in UTC, with microseconds
 *     id            the event's own
 *     organization  an id or null
 *     position      a number
 *     subject       the id of what it was done to, or null
 *     transaction   the database's number for the transaction, as a string of digits
 * HEAD is an object of
 *     chain         the CHAIN of the event before it
 *     events        how many events there are since the head before, or since the beginning
 *     format        "laureate ledger 1"
 *     position      of the event before it
 *     public_key    an Ed25519 key, 64 hexadecimal digits
 *     sealed_at     an instant, as above
 * CHAIN is the BLAKE2b hash, of 256 bits in 64 hexadecimal digits, of: the CHAIN of the event before (for the first, 64
 * zeros), a line feed, and EVENT's bytes as they stand in the line. In a shell:
 *     printf '%s\n%s' "$chain_before" "$event" | b2sum --length=256
 * SIGNATURE is the Ed25519 signature (RFC 8032) of HEAD's bytes as they stand in the line, 128 hexadecimal digits.
 * Hexadecimal digits are in lower case.
 *
 * All JSON is written in one way, so that whoever reads a line can write it again: no space between its parts; the
 * members of every object in the order of their names' bytes; in strings only the quotation mark, the reverse solidus
 * and control characters are escaped, by \" \\ \b \f \n \r \t and else by \u and four upper-case digits.
 *
 * Who has no head of a ledger from elsewhere can not see that its end was cut off at a head before; so keep exports,
 * or the last lines of them, where those who run the database cannot reach. */
#ifndef LAUREATE_LEDGER_CHAIN_H
#define LAUREATE_LEDGER_CHAIN_H

#include "base/fault.h"
#include "db/rows.h"

#include <jansson.h>

struct arena;

extern const struct text ledger_start; /* the chain before the first event */

/* An event's JSON from a row of ledger_unsealed or ledger_page. NULL, with FAULT_BROKEN, when its facts are not
 * readable. */
json_t *ledger_event(const struct rows *rows, size_t row, int64_t position, struct fault *fault);

json_t *ledger_head(int64_t position, int64_t events, struct text chain, struct text sealed_at, struct text public_key);
bool ledger_head_is_ours(const json_t *head); /* has the format of this program */

/* The one way in which JSON is written; lets go of it. */
struct text ledger_written(struct arena *arena, json_t *json);

/* The chain at an event, from the one before it and the event's bytes. */
struct text ledger_chain(struct arena *arena, struct text before, struct text event);

#endif
