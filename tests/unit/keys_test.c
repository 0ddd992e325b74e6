/* The key file: made once, read strictly; and what its keys hash. */
#include "crypto/keys.h"

#include "base/disk.h"
#include "crypto/crypto.h"

#include "test.h"

#include "arena.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* 32 bytes 0, 1, 2 …; 32 bytes of 1; 32 bytes of 255 */
#define COUNTED "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define ONES    "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
#define FULL    "//////////////////////////////////////////8="

static char folder[] = "/tmp/laureate-keys-XXXXXX";
static const char *path;

static void write_file(struct text bytes, mode_t mode)
{
    unlink(path);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
    assert_true(file >= 0);
    assert_true(disk_write(file, bytes));
    assert_int_equal(fchmod(file, mode), 0);
    close(file);
}

static bool reads(const char *bytes, struct keys *keys, struct fault *fault)
{
    write_file(text_of(bytes), 0600);
    return keys_read(path, keys, fault);
}

static void keys_are_made_and_read(void **state)
{
    (void)state;
    struct keys keys, again;
    struct fault fault;
    struct stat about;
    static const struct keys none;
    unlink(path);
    if (!keys_create(path, &fault))
        fail_msg("%s", fault.sentence);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
    if (!keys_read(path, &keys, &fault))
        fail_msg("%s", fault.sentence);
    assert_memory_not_equal(keys.files, none.files, 32);
    assert_memory_not_equal(keys.hashing, none.hashing, 32);
    assert_memory_not_equal(keys.ledger, none.ledger, 32);
    assert_memory_not_equal(keys.files, keys.hashing, 32);
    assert_memory_not_equal(keys.files, keys.ledger, 32);
    unlink(path);
    assert_true(keys_create(path, &fault));
    assert_true(keys_read(path, &again, &fault));
    assert_memory_not_equal(&keys, &again, sizeof keys);
}

static void keys_are_not_overwritten(void **state)
{
    (void)state;
    struct keys keys, again;
    struct fault fault;
    unlink(path);
    assert_true(keys_create(path, &fault));
    assert_true(keys_read(path, &keys, &fault));
    assert_false(keys_create(path, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    assert_true(keys_read(path, &again, &fault));
    assert_memory_equal(&keys, &again, sizeof keys);
    unlink(path);
    assert_int_equal(symlink("/tmp/laureate-nowhere", path), 0); /* nor through a link that leads nowhere */
    assert_false(keys_create(path, &fault));
    assert_int_equal(fault.kind, FAULT_REFUSED);
    unlink(path);
}

static void a_missing_folder_is_said(void **state)
{
    (void)state;
    struct fault fault;
    assert_false(keys_create(arena_print(arena, "%s/none/keys", folder).bytes, &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_non_null(strstr(fault.sentence, "/none/keys"));
    assert_non_null(strstr(fault.sentence, "folder"));
}

static void a_file_is_read_as_written(void **state)
{
    (void)state;
    struct keys keys;
    struct fault fault;
    static const char *const right[] = {
        "files = " COUNTED "\nhashing = " ONES "\nledger = " FULL "\n",
        "ledger=" FULL "\nhashing=" ONES "\nfiles=" COUNTED,
        "# keys\r\n\r\n \tfiles\t=  " COUNTED " \r\n#files = x\r\nhashing = " ONES "\r\nledger = " FULL "\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        if (!reads(right[i], &keys, &fault))
            fail_msg("%s", fault.sentence);
        for (int byte = 0; byte < 32; byte++) {
            assert_int_equal(keys.files[byte], byte);
            assert_int_equal(keys.hashing[byte], 1);
            assert_int_equal(keys.ledger[byte], 255);
        }
    }
}

static void what_is_wrong_is_named_by_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        unsigned line;
    } wrong[] = {
        {"files = " COUNTED "\nhashing = " ONES "\nledger = short\n", 3},
        {"files = " COUNTED "\n\nhashing\nledger = " FULL "\n", 3},
        {"files = " COUNTED "\nfiles = " COUNTED "\nhashing = " ONES "\nledger = " FULL "\n", 2},
        {"Files = " COUNTED "\nhashing = " ONES "\nledger = " FULL "\n", 1},
        {"files = " COUNTED "\nhashing = " ONES "\nledger = " FULL "\nmail = " ONES "\n", 4},
        {"files = " COUNTED "\nhashing = \nledger = " FULL "\n", 2},
        {"files = " COUNTED "A\n", 1},
        {"files = " COUNTED "AAAA\n", 1},
        {"files = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n", 1},  /* without padding */
        {"files = AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh9=\n", 1}, /* bits that mean nothing */
        {"files = __________________________________________8=\n", 1}, /* base64url */
        {"\n\n=" ONES "\n", 3},
    };
    static const struct keys none;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct keys keys;
        struct fault fault;
        if (reads(wrong[i].bytes, &keys, &fault))
            fail_msg("was read: %s", wrong[i].bytes);
        assert_int_equal(fault.kind, FAULT_INVALID);
        assert_int_equal(fault.line, wrong[i].line);
        assert_memory_equal(&keys, &none, sizeof keys);
        assert_null(strstr(fault.sentence, "AAEC")); /* a key is never told */
    }
}

static void a_key_that_is_missing_is_named(void **state)
{
    (void)state;
    struct keys keys;
    struct fault fault;
    assert_false(reads("files = " COUNTED "\nhashing = " ONES "\n", &keys, &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_string_equal(fault.field, "ledger");
    assert_false(reads("", &keys, &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_string_equal(fault.field, "files");
}

static void a_file_open_to_others_is_refused(void **state)
{
    (void)state;
    struct keys keys;
    struct fault fault;
    struct text bytes = text_of("files = " COUNTED "\nhashing = " ONES "\nledger = " FULL "\n");
    static const mode_t open_modes[] = {0640, 0604, 0620, 0602, 0610, 0601, 0644};
    for (size_t i = 0; i < sizeof open_modes / sizeof *open_modes; i++) {
        write_file(bytes, open_modes[i]);
        assert_false(keys_read(path, &keys, &fault));
        assert_int_equal(fault.kind, FAULT_REFUSED);
    }
    write_file(bytes, 0400);
    assert_true(keys_read(path, &keys, &fault));
}

static void what_is_no_file_is_not_read(void **state)
{
    (void)state;
    struct keys keys;
    struct fault fault;
    unlink(path);
    assert_false(keys_read(path, &keys, &fault));
    assert_int_equal(fault.kind, FAULT_NOT_FOUND);
    assert_non_null(strstr(fault.sentence, path));
    assert_false(keys_read(folder, &keys, &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_int_equal(mkfifo(path, 0600), 0);
    assert_false(keys_read(path, &keys, &fault)); /* and does not wait for a writer */
    assert_int_equal(fault.kind, FAULT_INVALID);
    char *bytes = arena_take(arena, 10001);
    memset(bytes, '#', 10000);
    assert_false(reads(bytes, &keys, &fault));
    assert_int_equal(fault.kind, FAULT_INVALID);
}

/* Against Python's hashlib.blake2b(b"purpose\0text", key=bytes([1]) * 32, digest_size=32). */
static void hashes_are_keyed(void **state)
{
    (void)state;
    struct keys keys = {0}, other = {0};
    memset(keys.hashing, 1, 32);
    memset(other.hashing, 2, 32);
    struct text hash = keyed_hash(arena, &keys, "purpose", text_of("text"));
    assert_text(hash, "c18232b9d474fa10c86948884da7fe4965e7b5928cfd729b6079fa3e27030ef9");
    assert_text(keyed_hash(arena, &keys, "purpose", text_empty),
                "824e33925711565bb7fc9e747ebc74bbbf68f3b737104b5d1f91477f0e7769c0");
    assert_text(keyed_hash(arena, &keys, "purpose", text_absent),
                "824e33925711565bb7fc9e747ebc74bbbf68f3b737104b5d1f91477f0e7769c0");
    assert_false(text_equal(hash, keyed_hash(arena, &other, "purpose", text_of("text"))));
    assert_false(text_equal(hash, keyed_hash(arena, &keys, "purposes", text_of("text"))));
    assert_false(
        text_equal(keyed_hash(arena, &keys, "a", text_of("bc")), keyed_hash(arena, &keys, "ab", text_of("c"))));
}

static void secrets_are_compared(void **state)
{
    (void)state;
    assert_true(secret_equal(text_of("secret"), text_of("secret")));
    assert_false(secret_equal(text_of("secret"), text_of("secreT")));
    assert_false(secret_equal(text_of("secret"), text_of("Secret")));
    assert_false(secret_equal(text_of("secret"), text_of("secrets")));
    assert_false(secret_equal(text_of("secret"), text_empty));
    assert_false(secret_equal(text_empty, text_empty));
    assert_false(secret_equal(text_absent, text_absent));
    assert_true(secret_equal(text_from("a\0b", 3), text_from("a\0b", 3)));
    assert_false(secret_equal(text_from("a\0b", 3), text_from("a\0c", 3)));
}

static int begin(void **state)
{
    crypto_start();
    arena_begin(state);
    if (mkdtemp(folder) == NULL)
        return -1;
    path = arena_print(arena, "%s/keys", folder).bytes;
    return 0;
}

static int end(void **state)
{
    unlink(path);
    rmdir(folder);
    return arena_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_are_made_and_read),
        cmocka_unit_test(keys_are_not_overwritten),
        cmocka_unit_test(a_missing_folder_is_said),
        cmocka_unit_test(a_file_is_read_as_written),
        cmocka_unit_test(what_is_wrong_is_named_by_line),
        cmocka_unit_test(a_key_that_is_missing_is_named),
        cmocka_unit_test(a_file_open_to_others_is_refused),
        cmocka_unit_test(what_is_no_file_is_not_read),
        cmocka_unit_test(hashes_are_keyed),
        cmocka_unit_test(secrets_are_compared),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
