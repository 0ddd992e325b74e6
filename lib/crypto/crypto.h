/* Cryptography: the one place that talks to libsodium. */
#ifndef LAUREATE_CRYPTO_CRYPTO_H
#define LAUREATE_CRYPTO_CRYPTO_H

#include "base/text.h"

struct arena;

/* Once, before any thread is started. Ends the process when the system gives no randomness. */
void crypto_start(void);

/* BLAKE2b, 256 bits, of the bytes, as 64 lower-case hexadecimal digits. */
struct text hash_of(struct arena *arena, struct text bytes);

#endif
