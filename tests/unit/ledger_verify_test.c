/* Verifying a ledger: what holds, and every way in which it does not. The ledger of tests/data/ledger.jsonl was written
 * in Python by the description in ledger/chain.h: json.dumps, hashlib.blake2b, and Ed25519 of the package cryptography;
 * the key's seed is 0, 1, 2 … 31. Two events and a head, one event and a head. */
#include "ledger/verify.h"

#include "base/disk.h"
#include "crypto/crypto.h"
#include "crypto/signatures.h"
#include "ledger/chain.h"

#include "test.h"

#include "arena.h"

#include <fcntl.h>
#include <unistd.h>

enum { LINES = 5 };

#define KEY       "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
#define OTHER_KEY "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"

static struct text known;        /* the whole file */
static struct text lines[LINES]; /* each with its line feed */
static struct ledger_verified verified;
static struct fault fault;

/* The line that does not hold; 0 when all hold, -1 when none is to blame. */
static int verify_with(struct text bytes, const struct text *keys, size_t key_count)
{
    fault = (struct fault){0};
    FILE *input = fmemopen((void *)(uintptr_t)bytes.bytes, bytes.length, "rb");
    assert_non_null(input);
    bool holds = ledger_verify(input, keys, key_count, &verified, &fault);
    fclose(input);
    if (holds)
        return 0;
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_true(fault.sentence[0] != '\0');
    return fault.line == 0 ? -1 : (int)fault.line;
}

static int verify(struct text bytes)
{
    return verify_with(bytes, NULL, 0);
}

/* A ledger of these lines of the known one. */
static struct text of_lines(const int *numbers, size_t count)
{
    buffer_free(&out);
    for (size_t i = 0; i < count; i++)
        buffer_add(&out, lines[numbers[i] - 1]);
    return arena_copy(arena, buffer_text(&out));
}

/* The known ledger, after each `old` in the line became `new`. */
static struct text with(int number, const char *old, const char *new)
{
    buffer_free(&out);
    for (int i = 0; i < LINES; i++) {
        const char *at = lines[i].bytes, *end = at + lines[i].length;
        const char *found = i + 1 == number ? memmem(at, lines[i].length, old, strlen(old)) : NULL;
        if (i + 1 == number)
            assert_non_null(found);
        if (found != NULL) {
            buffer_add(&out, text_from(at, (size_t)(found - at)));
            buffer_add_string(&out, new);
            at = found + strlen(old);
        }
        buffer_add(&out, text_from(at, (size_t)(end - at)));
    }
    return arena_copy(arena, buffer_text(&out));
}

static void a_ledger_holds(void **state)
{
    (void)state;
    struct text key = text_of(KEY);
    assert_int_equal(verify(known), 0);
    assert_int_equal(verified.events, 3);
    assert_int_equal(verified.heads, 2);
    assert_string_equal(verified.public_key, KEY);
    assert_string_equal(verified.sealed_at, "2026-12-06T00:00:00.000000Z");
    assert_non_null(memmem(lines[4].bytes, lines[4].length, verified.chain, 64));
    assert_false(verified.has_other_keys);
    assert_int_equal(verify_with(known, &key, 1), 0);
    assert_int_equal(verify(text_part(known, 0, known.length - 1)), 0); /* without the last line feed */
}

static void another_key_does_not_do(void **state)
{
    (void)state;
    const struct text keys[] = {TEXT(OTHER_KEY), TEXT(KEY)};
    assert_int_equal(verify_with(known, keys, 1), 3);
    assert_non_null(strstr(fault.sentence, "another key"));
    assert_int_equal(verify_with(known, keys, 2), 0);
}

static void every_byte_counts(void **state)
{
    (void)state;
    int number = 1;
    for (size_t at = 0; at < known.length; at++) {
        for (int bit = 0; bit < 8; bit++) {
            struct text changed = arena_copy(arena, known);
            ((char *)(uintptr_t)changed.bytes)[at] ^= (char)(1 << bit);
            int line = verify(changed);
            if (line != number)
                fail_msg("byte %zu, bit %d: line %d is said to be wrong, not %d", at, bit, line, number);
        }
        number += known.bytes[at] == '\n';
    }
}

/* What changes the meaning of a line is told where it is, and what changes nothing too. */
static void a_changed_line_is_named(void **state)
{
    (void)state;
    assert_int_equal(verify(with(1, "award.changed", "award.removed")), 1);
    assert_non_null(strstr(fault.sentence, "not the one that was sealed"));
    assert_int_equal(verify(with(2, "\"version\":3", "\"version\":4")), 2);
    assert_int_equal(verify(with(2, "\"version\":3", "\"version\":3,\"w\":1")), 2);
    assert_int_equal(verify(with(2, "\"version\":3", "\"version\":3.0")), 2);
    assert_int_equal(verify(with(2, "\"version\":3", "\"version\":3,\"version\":3")), 2);
    assert_int_equal(verify(with(2, "{\"chain\"", "{\"a\":1,\"chain\"")), 2);
    assert_int_equal(verify(with(2, "{\"chain\"", " {\"chain\"")), 2);
    assert_int_equal(verify(with(4, "\"position\":3", "\"position\": 3")), 4);
    assert_int_equal(verify(with(4, "}}\n", "}} \n")), 4);
    assert_int_equal(verify(with(4, "}}\n", "}}\r\n")), 4);
    assert_int_equal(verify(with(4, "}}\n", "}}\n\n")), 5);
    assert_int_equal(verify(with(2, "é", "\\u00e9")), 2);
    assert_int_equal(verify(with(3, "\"events\":2", "\"events\":1")), 3);
    assert_int_equal(verify(with(3, "2026-12-06", "2026-12-07")), 3);
    assert_non_null(strstr(fault.sentence, "signature"));
    assert_int_equal(verify(with(3, "2026-12-06", "yesterday ")), 3);
    assert_int_equal(verify(with(5, "ledger 1", "ledger 2")), 5);
    assert_int_equal(verify(with(5, KEY, OTHER_KEY)), 5);
    assert_int_equal(verify(with(5, "f383a9ca", "F383A9CA")), 5);
}

static void a_dropped_line_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(verify(of_lines((int[]){2, 3, 4, 5}, 4)), 1);
    assert_non_null(strstr(fault.sentence, "Here belongs event 1"));
    assert_int_equal(verify(of_lines((int[]){1, 3, 4, 5}, 4)), 2);
    assert_int_equal(verify(of_lines((int[]){1, 2, 4, 5}, 4)), 4); /* the next head counts one event */
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 5}, 4)), 4);
    assert_int_equal(verify(of_lines((int[]){4, 5}, 2)), 1);
    assert_int_equal(verify(of_lines((int[]){3, 5}, 2)), 1);
}

static void a_cut_end_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 4}, 4)), 4);
    assert_non_null(strstr(fault.sentence, "The end is missing"));
    assert_int_equal(verify(of_lines((int[]){1}, 1)), 1);
    assert_int_equal(verify(of_lines((int[]){1, 2}, 2)), 2);
    size_t head = lines[0].length + lines[1].length + lines[2].length;
    for (size_t length = 1; length < known.length - 1; length++)
        if (length != head && length != head - 1) /* a ledger that was exported earlier */
            assert_int_not_equal(verify(text_part(known, 0, length)), 0);
    assert_int_equal(verify(text_part(known, 0, head)), 0);
    assert_int_equal(verified.events, 2);
}

static void lines_have_their_order(void **state)
{
    (void)state;
    assert_int_equal(verify(of_lines((int[]){2, 1, 3, 4, 5}, 5)), 1);
    assert_int_equal(verify(of_lines((int[]){1, 3, 2, 4, 5}, 5)), 2);
    assert_int_equal(verify(of_lines((int[]){1, 2, 4, 3, 5}, 5)), 4);
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 5, 4}, 5)), 4);
    assert_int_equal(verify(of_lines((int[]){3, 1, 2, 4, 5}, 5)), 1);
}

static void an_added_line_is_noticed(void **state)
{
    (void)state;
    assert_int_equal(verify(of_lines((int[]){1, 1, 2, 3, 4, 5}, 6)), 2);
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 3, 4, 5}, 6)), 4);
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 4, 5, 5}, 6)), 6);
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 4, 5, 1}, 6)), 6);
    assert_int_equal(verify(of_lines((int[]){1, 2, 3, 4, 5, 1, 2, 3, 4, 5}, 10)), 6);
    assert_int_equal(verify(with(1, "{\"chain\"", "\n{\"chain\"")), 1);
    assert_int_equal(verify(with(5, "{\"head\"", "{}\n{\"head\"")), 5);
    assert_int_equal(verify(with(5, "{\"head\"", "[1,2]\n{\"head\"")), 5);
    assert_int_equal(verify(with(5, "{\"head\"", "{\"event\":{},\"head\":{}}\n{\"head\"")), 5);
}

static void what_is_no_ledger_does_not_hold(void **state)
{
    (void)state;
    static const char *const none[] = {"\n",
                                       "{}\n",
                                       "null\n",
                                       "{\"chain\":1,\"event\":{\"position\":1}}\n",
                                       "{\"chain\":\"\",\"event\":{\"position\":1}}\n",
                                       "{\"chain\":\"\",\"event\":{\"position\":1.0}}\n",
                                       "{\"chain\":\"\",\"event\":{}}\n",
                                       "{\"event\":{},\"signature\":\"\"}\n",
                                       "{\"head\":{},\"signature\":\"\"}\n",
                                       "{\"head\":{\"format\":\"laureate ledger 1\"},\"signature\":null}\n",
                                       "{\"chain\":\"\",\"event\":{\"n\":1e999,\"position\":1}}\n",
                                       "\xEF\xBB\xBF{}\n"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_int_equal(verify(text_of(none[i])), 1);
    assert_int_equal(verify(text_from("\0\n", 2)), 1);
    FILE *input = fopen("/dev/null", "rb");
    assert_false(ledger_verify(input, NULL, 0, &verified, &fault));
    fclose(input);
    assert_int_equal(fault.kind, FAULT_INVALID);
    assert_int_equal(fault.line, 0);
    input = fopen("/", "rb"); /* it can be opened and not read */
    assert_false(ledger_verify(input, NULL, 0, &verified, &fault));
    fclose(input);
    assert_int_equal(fault.kind, FAULT_BROKEN);
}

/* A head over the first two events, signed with another key: made with the functions under test, which the other tests
 * hold against the known ledger. */
static struct text forged_head(unsigned char seed)
{
    struct keys keys = {0};
    char public_key[65], signature[129];
    memset(keys.ledger, seed, sizeof keys.ledger);
    ledger_public_key(&keys, public_key);
    struct text chain = text_part(lines[1], sizeof "{\"chain\":\"" - 1, 64);
    struct text head =
        ledger_written(arena, ledger_head(2, 2, chain, text_of("2026-12-06T00:00:00.000000Z"), text_of(public_key)));
    ledger_sign(&keys, head, signature);
    return arena_print(arena, "{\"head\":%.*s,\"signature\":\"%s\"}\n", TEXT_ARGUMENTS(head), signature);
}

static void another_signer_is_told(void **state)
{
    (void)state;
    struct text key = text_of(KEY);
    struct text forged =
        arena_print(arena, "%.*s%.*s%.*s%.*s%.*s", TEXT_ARGUMENTS(lines[0]), TEXT_ARGUMENTS(lines[1]),
                    TEXT_ARGUMENTS(forged_head(9)), TEXT_ARGUMENTS(lines[3]), TEXT_ARGUMENTS(lines[4]));
    assert_int_equal(verify(forged), 0);
    assert_true(verified.has_other_keys);
    assert_string_equal(verified.public_key, KEY);
    assert_int_equal(verify_with(forged, &key, 1), 3);
}

static int begin(void **state)
{
    crypto_start();
    arena_begin(state);
    int file = open(LAUREATE_SOURCE "/tests/data/ledger.jsonl", O_RDONLY);
    char *room = arena_take(arena, 10000);
    size_t got;
    if (file < 0 || !disk_read(file, room, 10000, &got))
        return -1;
    close(file);
    known = text_from(room, got);
    struct text rest = known;
    for (int i = 0; i < LINES; i++) {
        lines[i] = text_cut(&rest, '\n');
        lines[i].length++;
    }
    return text_is_empty(rest) ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ledger_holds),
        cmocka_unit_test(another_key_does_not_do),
        cmocka_unit_test(every_byte_counts),
        cmocka_unit_test(a_changed_line_is_named),
        cmocka_unit_test(a_dropped_line_is_noticed),
        cmocka_unit_test(a_cut_end_is_noticed),
        cmocka_unit_test(lines_have_their_order),
        cmocka_unit_test(an_added_line_is_noticed),
        cmocka_unit_test(what_is_no_ledger_does_not_hold),
        cmocka_unit_test(another_signer_is_told),
    };
    return cmocka_run_group_tests(tests, begin, arena_end);
}
