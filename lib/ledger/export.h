/* The export of the ledger: all that is sealed, in lines as ledger/chain.h describes them. */
#ifndef LAUREATE_LEDGER_EXPORT_H
#define LAUREATE_LEDGER_EXPORT_H

#include "base/fault.h"
#include "db/connection.h"

#include <stdio.h>

struct ledger_exported {
    int64_t events;
    char public_key[65]; /* with which the last head is signed; empty when nothing is sealed */
};

/* Needs the same memory however long the ledger is. What is sealed meanwhile may be in it; its last line is a head in
 * any case. When the output refuses it is FAULT_INVALID. */
bool ledger_export(struct connection *jobs, FILE *output, struct ledger_exported *exported, struct fault *fault);

#endif
