/* Cryptography, by libsodium. */
#include "crypto/crypto.h"

#include "base/arena.h"
#include "base/log.h"

#include <sodium.h>

void crypto_start(void)
{
    if (sodium_init() < 0)
        log_abort("libsodium cannot start");
}

struct text hash_of(struct arena *arena, struct text bytes)
{
    unsigned char hash[32];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)bytes.bytes, bytes.length, NULL, 0);
    char *hexadecimal = arena_take(arena, sizeof hash * 2 + 1);
    sodium_bin2hex(hexadecimal, sizeof hash * 2 + 1, hash, sizeof hash);
    return text_from(hexadecimal, sizeof hash * 2);
}
