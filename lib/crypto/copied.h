/* Copies of files, with their hashes. */
#ifndef LAUREATE_CRYPTO_COPIED_H
#define LAUREATE_CRYPTO_COPIED_H

#include <stdbool.h>
#include <stdint.h>

struct copied {
    char hash[65];  /* of all bytes, as hash_of gives it: what `b2sum --length=256` prints */
    uint64_t bytes; /* their number */
};

/* Reads an open file to its end, in pieces, and writes it to another; to none where `to` is -1. False with errno. */
bool copy_hashed(int from, int to, struct copied *copied);

#endif
