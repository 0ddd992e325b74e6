/* Signatures: Ed25519 (RFC 8032). Keys and signatures are lower-case hexadecimal. */
#ifndef LAUREATE_CRYPTO_SIGNATURES_H
#define LAUREATE_CRYPTO_SIGNATURES_H

#include "base/text.h"
#include "crypto/keys.h"

void ledger_sign(const struct keys *keys, struct text bytes, char signature[129]);
void ledger_public_key(const struct keys *keys, char public_key[65]);

/* Whether whoever has the public key's other half signed these bytes. False for what is no key or no signature. */
bool signature_holds(struct text public_key, struct text bytes, struct text signature);

#endif
