/* Copies of files, with their hashes by libsodium. */
#include "crypto/copied.h"

#include "base/disk.h"

#include <sodium.h>

enum { PIECE = 65536 };

bool copy_hashed(int from, int to, struct copied *copied)
{
    crypto_generichash_state state;
    unsigned char hash[32];
    char piece[PIECE];
    size_t got;
    copied->bytes = 0;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    do {
        if (!disk_read(from, piece, sizeof piece, &got) || (to >= 0 && !disk_write(to, text_from(piece, got))))
            return false;
        crypto_generichash_update(&state, (const unsigned char *)piece, got);
        copied->bytes += got;
    } while (got == sizeof piece);
    crypto_generichash_final(&state, hash, sizeof hash);
    sodium_bin2hex(copied->hash, sizeof copied->hash, hash, sizeof hash);
    return true;
}
