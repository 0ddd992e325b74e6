/* Sealed files: what was put in comes out, and nothing else passes for it. */
#include "crypto/sealed.h"

#include "base/disk.h"
#include "crypto/crypto.h"

#include "test.h"

#include "arena.h"

#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 65536, EXTRA = 17, BEGIN = 40, MESSAGE = CHUNK + EXTRA };

static char folder[] = "/tmp/laureate-sealed-XXXXXX";
static const char *path;
static struct keys keys;

/* Bytes that differ from place to place. */
static struct text plain_of(size_t length)
{
    char *bytes = arena_take(arena, length + 1);
    for (size_t i = 0; i < length; i++)
        bytes[i] = (char)(unsigned char)(i * 31 + i / 251 + (i >> 16) * 7);
    return text_from(bytes, length);
}

/* Seals in pieces of `piece` bytes. */
static void seal(struct text plain, size_t piece)
{
    struct fault fault;
    char hash[65];
    uint64_t size;
    unlink(path);
    struct sealing *sealing = sealing_begin(&keys, path, &fault);
    assert_non_null(sealing);
    for (size_t at = 0; at < plain.length; at += piece)
        assert_true(sealing_add(sealing, text_part(plain, at, piece)));
    if (!sealing_finish(sealing, hash, &size, &fault))
        fail_msg("%s", fault.sentence);
    assert_int_equal(size, plain.length);
    assert_text(hash_of(arena, plain), hash);
}

static enum fault_kind opens(const struct keys *with, uint64_t most)
{
    struct fault fault = {0};
    buffer_free(&out);
    buffer_add_string(&out, "before");
    bool good = sealed_read(with, path, most, &out, &fault);
    assert_int_equal(good, fault.kind == FAULT_NONE);
    if (!good)
        assert_text(buffer_text(&out), "before"); /* nothing of it */
    return fault.kind;
}

static void must_open(struct text plain)
{
    assert_int_equal(opens(&keys, plain.length), FAULT_NONE);
    assert_int_equal(out.length, plain.length + 6);
    assert_true(text_equal(text_part(buffer_text(&out), 6, plain.length), plain));
}

static struct text file_bytes(void)
{
    struct stat about;
    size_t got;
    int file = open(path, O_RDONLY);
    assert_true(file >= 0);
    assert_int_equal(fstat(file, &about), 0);
    char *bytes = arena_take(arena, (size_t)about.st_size + 1);
    assert_true(disk_read(file, bytes, (size_t)about.st_size + 1, &got));
    close(file);
    return text_from(bytes, got);
}

static void put_file(struct text bytes)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(file >= 0);
    assert_true(disk_write(file, bytes));
    close(file);
}

static struct text joined(struct text one, struct text other)
{
    char *bytes = arena_take(arena, one.length + other.length + 1);
    memcpy(bytes, one.bytes, one.length);
    memcpy(bytes + one.length, other.bytes, other.length);
    return text_from(bytes, one.length + other.length);
}

static void must_be_damaged(struct text bytes)
{
    put_file(bytes);
    assert_int_equal(opens(&keys, UINT64_MAX), FAULT_BROKEN);
}

static void files_of_every_size_come_back(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1, 5 * 1000 * 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct text plain = plain_of(sizes[i]);
        size_t messages = sizes[i] == 0 ? 1 : (sizes[i] + CHUNK - 1) / CHUNK;
        static const size_t pieces[] = {1000, 4096, CHUNK, CHUNK + 1, 1000 * 1000 * 10};
        for (size_t piece = 0; piece < sizeof pieces / sizeof *pieces; piece++) {
            seal(plain, pieces[piece]);
            assert_int_equal(file_bytes().length, BEGIN + sizes[i] + messages * EXTRA);
            must_open(plain);
        }
    }
}

/* A file that was sealed when the format came to be, under the key 0, 1, 2 … 31. */
static void the_format_stands(void **state)
{
    (void)state;
    static const char kept[] = "6c61757265617465207365616c656401bb9ed6cbc8af61307e9a4b51ee8869134e1efb95d3c268af14ea421"
                               "c29470e3278e7b87df8e6e71387f027065bdcb58c9f4ec7157953cd13";
    struct keys counted = {0};
    char bytes[sizeof kept / 2];
    for (unsigned i = 0; i < 32; i++)
        counted.files[i] = (unsigned char)i;
    size_t length;
    assert_int_equal(sodium_hex2bin((unsigned char *)bytes, sizeof bytes, kept, sizeof kept - 1, NULL, &length, NULL),
                     0);
    put_file(text_from(bytes, length));
    assert_int_equal(opens(&counted, 100), FAULT_NONE);
    assert_text(buffer_text(&out), "beforea sealed letter");
}

static void nothing_plain_is_on_the_disk(void **state)
{
    (void)state;
    struct stat about;
    seal(text_of("a sealed letter, a sealed letter"), 100);
    struct text bytes = file_bytes();
    assert_null(memmem(bytes.bytes, bytes.length, "letter", 6));
    seal(text_of("a sealed letter, a sealed letter"), 100);
    assert_false(text_equal(text_part(bytes, BEGIN, 100), text_part(file_bytes(), BEGIN, 100)));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 07777, 0600);
}

static void a_changed_file_does_not_open(void **state)
{
    (void)state;
    seal(plain_of(2 * CHUNK + 100), CHUNK);
    struct text bytes = file_bytes();
    static const size_t places[] = {
        0,
        14,
        15, /* the number of the format */
        16,
        39, /* the beginning of the stream */
        BEGIN,
        BEGIN + 1,
        BEGIN + 1000,
        BEGIN + MESSAGE - 16,
        BEGIN + MESSAGE - 1,
        BEGIN + MESSAGE,
        BEGIN + MESSAGE + 1000,
        BEGIN + 2 * MESSAGE - 1,
        BEGIN + 2 * MESSAGE, /* the tag that says it is the last */
        BEGIN + 2 * MESSAGE + 50,
        BEGIN + 2 * MESSAGE + 100 + EXTRA - 1,
    };
    assert_int_equal(bytes.length, BEGIN + 2 * MESSAGE + 100 + EXTRA);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        for (int bit = 0; bit < 8; bit += 7) {
            struct text changed = joined(bytes, text_empty);
            ((char *)changed.bytes)[places[i]] ^= (char)(1 << bit);
            must_be_damaged(changed);
        }
    put_file(bytes);
    must_open(plain_of(2 * CHUNK + 100));
}

static void every_byte_of_a_small_file_counts(void **state)
{
    (void)state;
    seal(text_of("a sealed letter"), 100);
    struct text bytes = file_bytes();
    for (size_t at = 0; at < bytes.length; at++) {
        struct text changed = joined(bytes, text_empty);
        ((char *)changed.bytes)[at] ^= 4;
        must_be_damaged(changed);
        must_be_damaged(text_part(bytes, 0, at));
    }
}

static void a_cut_file_does_not_open(void **state)
{
    (void)state;
    static const size_t borders[] = {0, 16, BEGIN, BEGIN + MESSAGE, BEGIN + 2 * MESSAGE, BEGIN + 3 * MESSAGE};
    seal(plain_of(3 * CHUNK), CHUNK);
    struct text bytes = file_bytes();
    for (size_t i = 0; i < sizeof borders / sizeof *borders; i++)
        for (size_t off = 0; off < 40; off++) {
            if (borders[i] + off < bytes.length)
                must_be_damaged(text_part(bytes, 0, borders[i] + off));
            if (borders[i] >= off && borders[i] - off < bytes.length)
                must_be_damaged(text_part(bytes, 0, borders[i] - off));
        }
}

static void what_is_appended_is_noticed(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 100, CHUNK, CHUNK + 1};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        seal(plain_of(sizes[i]), CHUNK);
        struct text bytes = file_bytes();
        must_be_damaged(joined(bytes, text_of("x")));
        must_be_damaged(joined(bytes, bytes));
        must_be_damaged(joined(bytes, text_part(bytes, BEGIN, bytes.length)));
    }
}

static void messages_have_their_order(void **state)
{
    (void)state;
    seal(plain_of(2 * CHUNK + 100), CHUNK);
    struct text bytes = file_bytes();
    struct text start = text_part(bytes, 0, BEGIN), first = text_part(bytes, BEGIN, MESSAGE);
    struct text second = text_part(bytes, BEGIN + MESSAGE, MESSAGE);
    struct text last = text_part(bytes, BEGIN + 2 * MESSAGE, bytes.length);
    must_be_damaged(joined(joined(start, second), joined(first, last)));
    must_be_damaged(joined(joined(start, first), last));
    must_be_damaged(joined(joined(start, first), joined(first, joined(second, last))));
    must_be_damaged(joined(start, last));
    seal(plain_of(2 * CHUNK + 100), CHUNK);
    struct text other = file_bytes();
    must_be_damaged(joined(text_part(bytes, 0, BEGIN + 2 * MESSAGE), text_part(other, BEGIN + 2 * MESSAGE, 200)));
    must_be_damaged(joined(text_part(other, 0, BEGIN), text_part(bytes, BEGIN, bytes.length)));
}

static void another_key_does_not_open(void **state)
{
    (void)state;
    seal(text_of("a sealed letter"), 100);
    for (size_t i = 0; i < 32; i += 31) {
        struct keys other = keys;
        other.files[i] ^= 1;
        assert_int_equal(opens(&other, 100), FAULT_BROKEN);
    }
    struct keys others_differ = {0};
    memcpy(others_differ.files, keys.files, 32);
    assert_int_equal(opens(&others_differ, 100), FAULT_NONE);
}

static void what_is_too_large_is_not_read(void **state)
{
    (void)state;
    static const size_t sizes[] = {1, 100, CHUNK, CHUNK + 1, 3 * CHUNK};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        seal(plain_of(sizes[i]), CHUNK);
        assert_int_equal(opens(&keys, sizes[i]), FAULT_NONE);
        assert_int_equal(opens(&keys, sizes[i] - 1), FAULT_INVALID);
        assert_int_equal(opens(&keys, 0), FAULT_INVALID);
    }
    seal(text_empty, 1);
    assert_int_equal(opens(&keys, 0), FAULT_NONE);
}

static void a_missing_file_is_not_found(void **state)
{
    (void)state;
    unlink(path);
    assert_int_equal(opens(&keys, 100), FAULT_NOT_FOUND);
    put_file(text_empty);
    assert_int_equal(opens(&keys, 100), FAULT_BROKEN);
    put_file(plain_of(100000));
    assert_int_equal(opens(&keys, UINT64_MAX), FAULT_BROKEN);
}

static void what_is_there_is_not_overwritten(void **state)
{
    (void)state;
    struct fault fault;
    put_file(text_of("there"));
    assert_null(sealing_begin(&keys, path, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
    assert_text(file_bytes(), "there");
    assert_null(sealing_begin(&keys, arena_print(arena, "%s/none/file", folder).bytes, &fault));
    assert_int_equal(fault.kind, FAULT_BROKEN);
}

static void what_is_dropped_is_gone(void **state)
{
    (void)state;
    struct fault fault;
    unlink(path);
    struct sealing *sealing = sealing_begin(&keys, path, &fault);
    assert_non_null(sealing);
    assert_true(sealing_add(sealing, plain_of(CHUNK + 5)));
    assert_int_equal(access(path, F_OK), 0);
    sealing_drop(sealing);
    assert_int_equal(access(path, F_OK), -1);
}

/* A disk on which a file has no room beyond `most` bytes. */
static void have_room(rlim_t most)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_full_disk_is_told(void **state)
{
    (void)state;
    struct fault fault;
    char hash[65];
    uint64_t size;
    unlink(path);
    signal(SIGXFSZ, SIG_IGN);
    have_room(10);
    assert_null(sealing_begin(&keys, path, &fault));
    assert_int_equal(access(path, F_OK), -1);
    have_room(CHUNK + 1000);
    struct sealing *sealing = sealing_begin(&keys, path, &fault);
    bool begun = sealing != NULL, added = begun && sealing_add(sealing, plain_of(2 * CHUNK));
    bool more = begun && sealing_add(sealing, plain_of(CHUNK));
    have_room(RLIM_INFINITY);
    bool after = begun && sealing_add(sealing, text_of("x"));
    bool finished = begun && sealing_finish(sealing, hash, &size, &fault);
    assert_true(begun);
    assert_true(added); /* the second chunk waits for what follows */
    assert_false(more);
    assert_false(after);
    assert_false(finished);
    assert_int_equal(fault.kind, FAULT_BROKEN);
    assert_int_equal(access(path, F_OK), -1);
}

static int begin(void **state)
{
    crypto_start();
    arena_begin(state);
    memset(keys.files, 7, sizeof keys.files);
    memset(keys.hashing, 8, sizeof keys.hashing);
    if (mkdtemp(folder) == NULL)
        return -1;
    path = arena_print(arena, "%s/file", folder).bytes;
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
        cmocka_unit_test(files_of_every_size_come_back),     cmocka_unit_test(the_format_stands),
        cmocka_unit_test(nothing_plain_is_on_the_disk),      cmocka_unit_test(a_changed_file_does_not_open),
        cmocka_unit_test(every_byte_of_a_small_file_counts), cmocka_unit_test(a_cut_file_does_not_open),
        cmocka_unit_test(what_is_appended_is_noticed),       cmocka_unit_test(messages_have_their_order),
        cmocka_unit_test(another_key_does_not_open),         cmocka_unit_test(what_is_too_large_is_not_read),
        cmocka_unit_test(a_missing_file_is_not_found),       cmocka_unit_test(what_is_there_is_not_overwritten),
        cmocka_unit_test(what_is_dropped_is_gone),           cmocka_unit_test(a_full_disk_is_told),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
