/* Signatures: Ed25519. */
#include "crypto/signatures.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof((struct keys *)NULL)->ledger == crypto_sign_SEEDBYTES, "the ledger's key is a seed");

static void make_pair(const struct keys *keys, unsigned char public_key[crypto_sign_PUBLICKEYBYTES],
                      unsigned char secret_key[crypto_sign_SECRETKEYBYTES])
{
    crypto_sign_seed_keypair(public_key, secret_key, keys->ledger);
}

void ledger_sign(const struct keys *keys, struct text bytes, char signature[129])
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    unsigned char signed_with[crypto_sign_BYTES];
    make_pair(keys, public_key, secret_key);
    crypto_sign_detached(signed_with, NULL, (const unsigned char *)bytes.bytes, bytes.length, secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    sodium_bin2hex(signature, 129, signed_with, sizeof signed_with);
}

void ledger_public_key(const struct keys *keys, char public_key[65])
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];
    make_pair(keys, key, secret_key);
    sodium_memzero(secret_key, sizeof secret_key);
    sodium_bin2hex(public_key, 65, key, sizeof key);
}

/* Exactly as many lower-case digits as the bytes have, so that one signature has one spelling. */
static bool read_digits(struct text digits, unsigned char *bytes, size_t size)
{
    size_t length;
    if (digits.length != size * 2 || memchr(digits.bytes, '\0', digits.length) != NULL)
        return false;
    for (size_t i = 0; i < digits.length; i++)
        if (strchr("0123456789abcdef", digits.bytes[i]) == NULL)
            return false;
    return sodium_hex2bin(bytes, size, digits.bytes, digits.length, NULL, &length, NULL) == 0 && length == size;
}

bool signature_holds(struct text public_key, struct text bytes, struct text signature)
{
    unsigned char key[crypto_sign_PUBLICKEYBYTES], signed_with[crypto_sign_BYTES];
    return read_digits(public_key, key, sizeof key) && read_digits(signature, signed_with, sizeof signed_with) &&
           crypto_sign_verify_detached(signed_with, (const unsigned char *)bytes.bytes, bytes.length, key) == 0;
}
