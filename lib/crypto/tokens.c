/* Tokens: made, and hashed to be kept. */
#include "crypto/tokens.h"

#include "base/arena.h"
#include "crypto/crypto.h"

#include <sodium.h>

enum {
    TOKEN = 32, /* bytes */
    VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
    CHARACTERS = sodium_base64_ENCODED_LEN(TOKEN, VARIANT) - 1,
};

struct text token_new(struct arena *arena)
{
    unsigned char bytes[TOKEN];
    char *characters = arena_take(arena, CHARACTERS + 1);
    randombytes_buf(bytes, sizeof bytes);
    sodium_bin2base64(characters, CHARACTERS + 1, bytes, sizeof bytes, VARIANT);
    sodium_memzero(bytes, sizeof bytes);
    return text_from(characters, CHARACTERS);
}

static bool is_token(struct text token)
{
    unsigned char bytes[TOKEN];
    size_t length;
    const char *end;
    if (token.length != CHARACTERS)
        return false;
    bool good = sodium_base642bin(bytes, sizeof bytes, token.bytes, token.length, NULL, &length, &end, VARIANT) == 0 &&
                length == TOKEN && end == token.bytes + token.length;
    sodium_memzero(bytes, sizeof bytes);
    return good;
}

struct text token_hash(struct arena *arena, struct text token)
{
    return is_token(token) ? hash_of(arena, token) : text_absent;
}

struct text random_id(struct arena *arena)
{
    unsigned char bytes[16];
    char digits[33];
    randombytes_buf(bytes, sizeof bytes);
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | 0x40); /* version 4 */
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80); /* the variant of RFC 9562 */
    sodium_bin2hex(digits, sizeof digits, bytes, sizeof bytes);
    return arena_print(arena, "%.8s-%.4s-%.4s-%.4s-%.12s", digits, digits + 8, digits + 12, digits + 16, digits + 20);
}
