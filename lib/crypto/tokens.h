/* Tokens: what a link or a cookie carries, so that who has it may. Only their hashes are kept. */
#ifndef LAUREATE_CRYPTO_TOKENS_H
#define LAUREATE_CRYPTO_TOKENS_H

#include "base/text.h"

struct arena;

/* 256 random bits as 43 characters of base64url without padding (RFC 4648, section 5). */
struct text token_new(struct arena *arena);

/* What is kept of a token and looked for: the hash_of its 43 characters. Absent when the text is not shaped like one,
 * so that no database is asked. */
struct text token_hash(struct arena *arena, struct text token);

/* A random UUID (version 4, RFC 9562) in its canonical form. */
struct text random_id(struct arena *arena);

#endif
