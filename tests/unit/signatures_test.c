/* Signatures of the ledger, against the examples of RFC 8032, section 7.1. */
#include "crypto/signatures.h"

#include "crypto/crypto.h"

#include "test.h"

#include "arena.h"

#include <sodium.h>

static const struct {
    const char *seed, *public_key, *message, *signature;
} known[] = {
    {"9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
     "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
     "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe246"
     "55141438e7a100b"},
    {"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
     "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
     "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb"
     "00d291612bb0c00"},
    {"c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
     "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
     "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc"
     "027beceea1ec40a"},
};

static struct text bytes_of(const char *digits)
{
    size_t length = strlen(digits) / 2;
    unsigned char *bytes = arena_take(arena, length + 1);
    assert_int_equal(sodium_hex2bin(bytes, length, digits, strlen(digits), NULL, NULL, NULL), 0);
    return text_from((const char *)bytes, length);
}

static struct keys keys_of(const char *seed)
{
    struct keys keys = {0};
    memcpy(keys.ledger, bytes_of(seed).bytes, sizeof keys.ledger);
    return keys;
}

static void known_signatures_are_made(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct keys keys = keys_of(known[i].seed);
        char public_key[65], signature[129];
        ledger_public_key(&keys, public_key);
        assert_string_equal(public_key, known[i].public_key);
        ledger_sign(&keys, bytes_of(known[i].message), signature);
        assert_string_equal(signature, known[i].signature);
        assert_true(signature_holds(text_of(public_key), bytes_of(known[i].message), text_of(signature)));
    }
}

static void another_text_or_key_does_not_hold(void **state)
{
    (void)state;
    struct text key = text_of(known[1].public_key), signature = text_of(known[1].signature);
    assert_true(signature_holds(key, text_of("\x72"), signature));
    assert_false(signature_holds(key, text_of("\x73"), signature));
    assert_false(signature_holds(key, text_of("\x72\x72"), signature));
    assert_false(signature_holds(key, text_empty, signature));
    assert_false(signature_holds(key, text_absent, signature));
    assert_false(signature_holds(text_of(known[2].public_key), text_of("\x72"), signature));
    assert_false(signature_holds(key, text_of("\x72"), text_of(known[2].signature)));
}

static void every_digit_counts(void **state)
{
    (void)state;
    for (size_t at = 0; at < 128; at++) {
        char changed[129];
        memcpy(changed, known[0].signature, sizeof changed);
        changed[at] = changed[at] == '0' ? '1' : '0';
        assert_false(signature_holds(text_of(known[0].public_key), text_empty, text_of(changed)));
    }
    for (size_t at = 0; at < 64; at++) {
        char changed[65];
        memcpy(changed, known[0].public_key, sizeof changed);
        changed[at] = changed[at] == '0' ? '1' : '0';
        assert_false(signature_holds(text_of(changed), text_empty, text_of(known[0].signature)));
    }
}

static void what_is_no_signature_does_not_hold(void **state)
{
    (void)state;
    struct text key = text_of(known[0].public_key), signature = text_of(known[0].signature);
    char *upper = arena_take(arena, 129), *cut = arena_take(arena, 129);
    for (size_t i = 0; i < 128; i++)
        upper[i] = signature.bytes[i] >= 'a' ? (char)(signature.bytes[i] - 32) : signature.bytes[i];
    memcpy(cut, signature.bytes, 128);
    cut[127] = '\0';
    assert_false(signature_holds(key, text_empty, text_of(upper)));
    assert_false(signature_holds(key, text_empty, text_from(cut, 128)));
    assert_false(signature_holds(key, text_empty, text_part(signature, 0, 126)));
    assert_false(signature_holds(key, text_empty, text_empty));
    assert_false(signature_holds(key, text_empty, text_absent));
    assert_false(signature_holds(text_absent, text_empty, signature));
    assert_false(signature_holds(text_part(key, 0, 62), text_empty, signature));
    /* A key of small order, with which one signature would hold for many texts. */
    static const char zeros[129] =
        "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
        "000000000000000000000000000000000000000000";
    assert_false(signature_holds(text_from(zeros, 64), text_empty, text_of(zeros)));
    assert_false(signature_holds(text_of("0100000000000000000000000000000000000000000000000000000000000000"),
                                 text_empty, text_of(zeros)));
}

static int begin(void **state)
{
    crypto_start();
    return arena_begin(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_signatures_are_made),
        cmocka_unit_test(another_text_or_key_does_not_hold),
        cmocka_unit_test(every_digit_counts),
        cmocka_unit_test(what_is_no_signature_does_not_hold),
    };
    return cmocka_run_group_tests(tests, begin, arena_end);
}
