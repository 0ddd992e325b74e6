/* Passwords: Argon2id (RFC 9106) through libsodium. Each call takes about a tenth of a second of processor time and
 * 64 MB of memory, so it belongs into the slow lane; how long a password may be is the caller's to limit. */
#ifndef LAUREATE_CRYPTO_PASSWORDS_H
#define LAUREATE_CRYPTO_PASSWORDS_H

#include "base/text.h"

struct arena;

/* What is kept instead of a password: a text of ASCII, at most 127 bytes, that carries its salt and parameters. */
struct text password_hash(struct arena *arena, struct text password);

/* Whether this is the password that the hash was made of. An absent or empty hash (there is no such account, or it has
 * no password) takes as long and is false. */
bool password_holds(struct text hash, struct text password);

/* Whether the hash was made with other parameters than password_hash takes now: once the password is known to hold,
 * hash it anew. */
bool password_is_stale(struct text hash);

#endif
