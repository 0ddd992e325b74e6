/* Passwords: Argon2id through libsodium. */
#include "crypto/passwords.h"

#include "base/arena.h"
#include "base/log.h"

#include <sodium.h>
#include <string.h>

/* RFC 9106 asks for as much as one can bear; these are libsodium's for somebody who waits. */
enum {
    PASSES = crypto_pwhash_OPSLIMIT_INTERACTIVE,
    MEMORY = crypto_pwhash_MEMLIMIT_INTERACTIVE, /* bytes */
};

/* Somebody's who does not exist: the hash of random bytes that were thrown away, made with the parameters of above, so
 * that it takes as long. */
static const char nobody[] =
    "$argon2id$v=19$m=65536,t=2,p=1$tq9ug72kwnGM/osTtgsozQ$zwAliu+/aUJVr1ISV8/kzpK9fGn0T9ZvP05w40sRJfU";
_Static_assert(PASSES == 2 && MEMORY == 65536 * 1024, "nobody's hash is to be made anew");

/* As libsodium wants it, ended by a zero byte; what is too long is no hash. */
static bool copy_hash(struct text hash, char string[crypto_pwhash_STRBYTES])
{
    if (text_is_empty(hash) || hash.length >= crypto_pwhash_STRBYTES)
        return false;
    memset(string, 0, crypto_pwhash_STRBYTES);
    memcpy(string, hash.bytes, hash.length);
    return true;
}

struct text password_hash(struct arena *arena, struct text password)
{
    char string[crypto_pwhash_STRBYTES];
    if (crypto_pwhash_str(string, text_is_empty(password) ? "" : password.bytes, password.length, PASSES, MEMORY) != 0)
        log_abort("out of memory for a password");
    return arena_copy(arena, text_of(string));
}

bool password_holds(struct text hash, struct text password)
{
    char string[crypto_pwhash_STRBYTES];
    bool is_hash = copy_hash(hash, string);
    if (!is_hash)
        copy_hash(text_of(nobody), string);
    bool holds = crypto_pwhash_str_verify(string, text_is_empty(password) ? "" : password.bytes, password.length) == 0;
    return holds && is_hash;
}

bool password_is_stale(struct text hash)
{
    char string[crypto_pwhash_STRBYTES];
    return copy_hash(hash, string) && crypto_pwhash_str_needs_rehash(string, PASSES, MEMORY) == 1;
}
