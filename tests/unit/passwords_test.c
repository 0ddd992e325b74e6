/* Passwords: what holds, what does not, what is stale. */
#include "crypto/passwords.h"

#include "base/time.h"
#include "crypto/crypto.h"

#include "test.h"

#include "arena.h"

/* From the tests of the reference implementation of Argon2 (src/test.c): password "password", salt "somesalt". */
static const char known[] = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
static const char known_small[] =
    "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
static const char known_fast[] =
    "$argon2id$v=19$m=65536,t=1,p=1$c29tZXNhbHQ$9qWtwbpyPd3vm1rB1GThgPzZ3/ydHL92zKL+15XZypg";

static void a_password_holds(void **state)
{
    (void)state;
    struct text hash = password_hash(arena, text_of("correct horse"));
    assert_true(text_starts(hash, text_of("$argon2id$v=19$m=65536,t=2,p=1$")));
    assert_true(hash.length < 128);
    assert_true(password_holds(hash, text_of("correct horse")));
    assert_false(password_holds(hash, text_of("correct horsE")));
    assert_false(password_holds(hash, text_of("correct horse ")));
    assert_false(password_holds(hash, text_empty));
    assert_false(password_is_stale(hash));
    assert_false(text_equal(hash, password_hash(arena, text_of("correct horse")))); /* the salt */
}

static void known_hashes_hold(void **state)
{
    (void)state;
    assert_true(password_holds(text_of(known), text_of("password")));
    assert_true(password_holds(text_of(known_small), text_of("password")));
    assert_false(password_holds(text_of(known), text_of("Password")));
    assert_true(password_holds(text_from(known, sizeof known - 1), text_from("passwords", 8)));
}

static void any_bytes_are_a_password(void **state)
{
    (void)state;
    struct text hash = password_hash(arena, text_from("a\0b", 3));
    assert_true(password_holds(hash, text_from("a\0b", 3)));
    assert_false(password_holds(hash, text_from("a\0c", 3)));
    assert_false(password_holds(hash, text_of("a")));
    assert_true(password_holds(password_hash(arena, text_absent), text_empty));
}

static void what_is_no_hash_holds_nothing(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "password",
        "$argon2id$",
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$",
        "*",
        "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/5",
        "$argon2id$v=19$m=512,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(password_holds(text_of(wrong[i]), text_of("password")));
    char *long_one = arena_take(arena, 1000);
    memset(long_one, '$', 999);
    assert_false(password_holds(text_of(long_one), text_of("password")));
    assert_false(password_is_stale(text_of(long_one)));
    assert_false(password_is_stale(text_of("*")));
}

static uint64_t time_of(struct text hash)
{
    uint64_t best = UINT64_MAX;
    for (int i = 0; i < 3; i++) {
        uint64_t begun = time_passed();
        assert_false(password_holds(hash, text_of("guessed")));
        uint64_t took = time_passed() - begun;
        best = took < best ? took : best;
    }
    return best;
}

static void nobody_takes_as_long(void **state)
{
    (void)state;
    assert_false(password_holds(text_absent, text_empty));
    uint64_t somebody = time_of(password_hash(arena, text_of("secret")));
    uint64_t nobody = time_of(text_absent), nothing = time_of(text_empty);
    assert_in_range(nobody, somebody / 4, somebody * 4); /* not a thousandth of it */
    assert_in_range(nothing, somebody / 4, somebody * 4);
}

static void other_parameters_are_stale(void **state)
{
    (void)state;
    assert_true(password_is_stale(text_of(known_small)));
    assert_true(password_holds(text_of(known_fast), text_of("password")));
    assert_true(password_is_stale(text_of(known_fast)));
    assert_false(password_is_stale(text_of(known)));
    assert_false(password_is_stale(text_absent));
}

static int begin(void **state)
{
    crypto_start();
    return arena_begin(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_holds),         cmocka_unit_test(known_hashes_hold),
        cmocka_unit_test(any_bytes_are_a_password), cmocka_unit_test(what_is_no_hash_holds_nothing),
        cmocka_unit_test(nobody_takes_as_long),     cmocka_unit_test(other_parameters_are_stale),
    };
    return cmocka_run_group_tests(tests, begin, arena_end);
}
