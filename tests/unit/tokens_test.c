/* Tokens and random ids: their shape, and what is kept of them. */
#include "crypto/tokens.h"

#include "crypto/crypto.h"
#include "db/statement.h"

#include "test.h"

#include "arena.h"

#include <ctype.h>

/* The bytes 0, 1, 2 … 31; its hash is that of Python's hashlib.blake2b(…, digest_size=32). */
#define COUNTED "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static void a_token_is_43_characters(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct text token = token_new(arena);
        assert_int_equal(token.length, 43);
        assert_int_equal(token.bytes[43], '\0');
        for (size_t at = 0; at < token.length; at++)
            if (!isalnum((unsigned char)token.bytes[at]) && token.bytes[at] != '-' && token.bytes[at] != '_')
                fail_msg("in a token: %c", token.bytes[at]);
        assert_int_equal(token_hash(arena, token).length, 64);
        assert_false(text_equal(token, token_new(arena)));
    }
}

/* Every bit is set now and then, and not always. */
static void every_character_varies(void **state)
{
    (void)state;
    int kinds[43] = {0};
    bool seen[43][128] = {{false}};
    for (int i = 0; i < 1000; i++) {
        struct text token = token_new(arena);
        for (size_t at = 0; at < 43; at++) {
            kinds[at] += !seen[at][(unsigned char)token.bytes[at]];
            seen[at][(unsigned char)token.bytes[at]] = true;
        }
    }
    for (size_t at = 0; at < 42; at++)
        assert_in_range(kinds[at], 60, 64);
    assert_int_equal(kinds[42], 16); /* four bits are left for the last */
}

static void a_token_is_kept_as_its_hash(void **state)
{
    (void)state;
    assert_text(token_hash(arena, text_of(COUNTED)),
                "ba285d7e0208bffd223ed32a2051a84f463d139b7e0d100a9b30efab23fbf04b");
    assert_text(token_hash(arena, text_from(COUNTED "more", 43)),
                "ba285d7e0208bffd223ed32a2051a84f463d139b7e0d100a9b30efab23fbf04b");
}

static void what_is_no_token_has_no_hash(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
        COUNTED "=",
        COUNTED "A",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9", /* bits that mean nothing: another spelling of it */
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh ",
        " AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwd+/8",
        "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh=",
        "AAECAwQFBgcICQoLDA0OD'AREhMUFRYXGBkaGxwdHh8",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (!text_is_absent(token_hash(arena, text_of(wrong[i]))))
            fail_msg("“%s” is no token", wrong[i]);
    assert_true(text_is_absent(token_hash(arena, text_absent)));
    assert_true(text_is_absent(token_hash(arena, text_from("AAECAwQFBgcICQoLDA0OD\0AREhMUFRYXGBkaGxwdHh8", 43))));
}

static void ids_are_of_version_4(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct text id = random_id(arena);
        struct uuid uuid;
        assert_true(uuid_read(id, &uuid));
        assert_int_equal(id.bytes[14], '4');
        assert_non_null(memchr("89ab", id.bytes[19], 4));
        assert_false(text_equal(id, random_id(arena)));
    }
}

static int begin(void **state)
{
    crypto_start();
    return arena_begin(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_token_is_43_characters),    cmocka_unit_test(every_character_varies),
        cmocka_unit_test(a_token_is_kept_as_its_hash), cmocka_unit_test(what_is_no_token_has_no_hash),
        cmocka_unit_test(ids_are_of_version_4),
    };
    return cmocka_run_group_tests(tests, begin, arena_end);
}
