/* The installation's keys, in one file that the instances share and no backup of the data holds.
 *
 * The file is plain text: lines NAME = key, the key being 32 bytes in base64 (RFC 4648, section 4); empty lines and
 * lines that begin with # say nothing. Nobody but its owner may read it. */
#ifndef LAUREATE_CRYPTO_KEYS_H
#define LAUREATE_CRYPTO_KEYS_H

#include "base/fault.h"

struct arena;

struct keys {
    unsigned char files[32];   /* what uploaded files are sealed with, see crypto/sealed.h */
    unsigned char hashing[32]; /* what keyed_hash is keyed with */
    unsigned char ledger[32];  /* the seed of the pair that signs the ledger, see crypto/signatures.h */
};

/* Makes the file with new random keys, mode 0600, and sees it safely on the disk. Faults: FAULT_REFUSED where there is
 * one already, which is left as it is; FAULT_INVALID where it cannot be made there. */
bool keys_create(const char *path, struct fault *fault);

/* Reads the file. Faults: FAULT_NOT_FOUND; FAULT_REFUSED where others may read it; FAULT_INVALID with its line where
 * it is wrong. */
bool keys_read(const char *path, struct keys *keys, struct fault *fault);

/* A hash that nobody can make or guess at without the keys: BLAKE2b, 256 bits, keyed, over the purpose, a zero byte
 * and the text, as 64 lower-case hexadecimal digits. The same text has another hash for each purpose. */
struct text keyed_hash(struct arena *arena, const struct keys *keys, const char *purpose, struct text text);

/* Whether two secrets are equal, in a time that does not tell where they differ. Their length is no secret. What is
 * absent or empty equals nothing. */
bool secret_equal(struct text one, struct text other);

#endif
