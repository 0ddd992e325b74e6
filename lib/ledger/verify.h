/* Verifying an export of the ledger (see ledger/chain.h), with nothing but the file. */
#ifndef LAUREATE_LEDGER_VERIFY_H
#define LAUREATE_LEDGER_VERIFY_H

#include "base/fault.h"

#include <stdio.h>

struct ledger_verified {
    int64_t events;
    int64_t heads;
    char chain[65]; /* of the last head */
    char sealed_at[32];
    char public_key[65];
    bool has_other_keys; /* there are heads that were signed with another key than the last */
};

/* Whether every line holds: positions without a gap, the chain, how many events each head covers, its signature, and a
 * head at the end. Where `key_count` is not 0, every head is signed with one of the keys; otherwise the keys are those
 * that stand in the file, and whoever reads *verified judges them. Faults: FAULT_INVALID with the first line that does
 * not hold; FAULT_BROKEN when the input cannot be read. */
bool ledger_verify(FILE *input, const struct text *keys, size_t key_count, struct ledger_verified *verified,
                   struct fault *fault);

#endif
