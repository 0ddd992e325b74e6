/* Sealing: events get their places in the ledger, and each batch a signed head of the chain (see ledger/chain.h). */
#ifndef LAUREATE_LEDGER_SEAL_H
#define LAUREATE_LEDGER_SEAL_H

#include "base/fault.h"
#include "crypto/keys.h"
#include "db/connection.h"

/* Seals at most `most` of the events that wait and are older than every open transaction; *sealed is how many. While
 * another instance is at it there is nothing to do, and *sealed is 0. Call it again at once when *sealed is `most`. */
bool ledger_seal(struct arena *arena, struct connection *jobs, const struct keys *keys, size_t most, size_t *sealed,
                 struct fault *fault);

#endif
