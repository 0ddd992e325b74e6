/* The rest of the base: arena, buffer, faults, the files that are baked in, and time. */
#include "base/arena.h"
#include "base/baked.h"
#include "base/buffer.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/time.h"

#include "test.h"

#include <fcntl.h>
#include <stdalign.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---- the arena ---- */

static bool is_zeroed(const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

static void arena_gives_aligned_zeroes(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    for (int use = 0; use < 2; use++) {
        unsigned char *before = NULL;
        for (size_t size = 0; size < 300; size++) {
            unsigned char *memory = arena_take(arena, size);
            assert_int_equal((uintptr_t)memory % alignof(max_align_t), 0);
            assert_true(is_zeroed(memory, size));
            assert_true(size < 2 || memory != before);
            memset(memory, 0xA5, size);
            before = memory;
        }
        arena_reset(arena); /* what was written before is zero again */
    }
    arena_free(arena);
    arena_free(NULL);
}

static void arena_grows(void **state)
{
    (void)state;
    enum { COUNT = 500, SIZE = 1000 };
    struct arena *arena = arena_new();
    unsigned char *taken[COUNT];
    for (int i = 0; i < COUNT; i++)
        memset(taken[i] = arena_take(arena, SIZE), i % 251, SIZE);
    unsigned char *large = arena_take(arena, 5 * 1000 * 1000);
    assert_true(is_zeroed(large, 5 * 1000 * 1000));
    memset(large, 0xFF, 5 * 1000 * 1000);
    for (int i = 0; i < COUNT; i++)
        for (int j = 0; j < SIZE; j++)
            assert_int_equal(taken[i][j], i % 251);
    arena_free(arena);
}

static void arena_is_used_again(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    void *first = arena_take(arena, 100);
    arena_take(arena, 1000 * 1000);
    arena_reset(arena);
    assert_ptr_equal(arena_take(arena, 100), first);
    arena_reset(arena);
    arena_reset(arena);
    assert_ptr_equal(arena_take(arena, 100), first);
    arena_free(arena);
}

static void arena_copies_and_prints(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text copy = arena_copy(arena, text_from("medal of honor", 5));
    assert_text(copy, "medal");
    assert_int_equal(copy.bytes[5], 0);
    assert_true(text_is_absent(arena_copy(arena, text_absent)));
    struct text empty = arena_copy(arena, text_empty);
    assert_false(text_is_absent(empty));
    assert_int_equal(empty.bytes[0], 0);
    assert_true(text_equal(arena_copy(arena, text_from("a\0b", 3)), text_from("a\0b", 3)));
    struct text year = text_from("2026-12", 4);
    assert_text(arena_print(arena, "%.*s, %s", TEXT_ARGUMENTS(year), "Gold"), "2026, Gold");
    struct text printed = arena_print(arena, "%s", "");
    assert_text(printed, "");
    assert_int_equal(printed.bytes[0], 0);
    struct text wide = arena_print(arena, "%*d", 100000, 7);
    assert_int_equal(wide.length, 100000);
    assert_int_equal(wide.bytes[99999], '7');
    assert_int_equal(wide.bytes[100000], 0);
    arena_free(arena);
}

static void arena_makes_arrays(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    int64_t *numbers = arena_new_array(arena, int64_t, 1000);
    assert_true(is_zeroed((const unsigned char *)numbers, 1000 * sizeof *numbers));
    assert_non_null(arena_new_array(arena, int64_t, 0));
    struct fault *fault = arena_new_of(arena, struct fault);
    assert_int_equal(fault->kind, FAULT_NONE);
    arena_free(arena);
}

/* Whether the function ends the process by abort(), as a broken invariant does; nothing of it is seen. */
static bool aborts(void (*function)(void))
{
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0});
        dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
        function();
        _exit(0);
    }
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void take_everything(void)
{
    arena_take(arena_new(), SIZE_MAX);
}

/* So near the end that what the arena adds for itself goes past it. */
static void take_almost_everything(void)
{
    arena_take(arena_new(), SIZE_MAX - 20);
}

static void take_too_many(void)
{
    arena_take_array(arena_new(), SIZE_MAX / 2, 3);
}

static void say_the_end(void)
{
    log_abort("this %s the process", "ends");
}

static void what_cannot_be_ends_the_process(void **state)
{
    (void)state;
    assert_true(aborts(say_the_end));
    assert_true(aborts(take_everything));
    assert_true(aborts(take_too_many));
    assert_true(aborts(take_almost_everything));
}

/* ---- the buffer ---- */

static void buffer_starts_with_nothing(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    assert_text(buffer_text(&buffer), "");
    assert_false(text_is_absent(buffer_text(&buffer)));
    buffer_add(&buffer, text_absent);
    buffer_add(&buffer, text_empty);
    assert_text(buffer_text(&buffer), "");
    buffer_free(&buffer);
    buffer_free(&buffer); /* it is empty, and may be freed again */
    buffer_add_byte(&buffer, 'a');
    assert_text(buffer_text(&buffer), "a");
    buffer_free(&buffer);
    assert_null(buffer.bytes);
}

static void buffer_grows(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    for (int i = 0; i < 100000; i++)
        buffer_add_byte(&buffer, (char)('a' + i % 26));
    assert_int_equal(buffer.length, 100000);
    for (int i = 0; i < 100000; i++)
        assert_int_equal(buffer.bytes[i], 'a' + i % 26);
    buffer_add(&buffer, text_from("\0x", 2));
    assert_int_equal(buffer.length, 100002);
    assert_int_equal(buffer.bytes[100000], 0);
    memset(buffer_room(&buffer, 3000000), 'z', 3000000);
    buffer.length += 3000000;
    assert_int_equal(buffer.bytes[99999], 'a' + 99999 % 26);
    assert_int_equal(buffer.bytes[buffer.length - 1], 'z');
    buffer_free(&buffer);
}

/* At every length the room is reached, so that the step where it must grow is among them. */
static void buffer_prints(void **state)
{
    (void)state;
    for (int before = 1000; before < 1030; before++) {
        struct buffer buffer = {0};
        for (int i = 0; i < before; i++)
            buffer_add_byte(&buffer, '.');
        buffer_print(&buffer, "%d%%, “%s”", 100, "all");
        buffer_add_string(&buffer, "!");
        assert_text(text_part(buffer_text(&buffer), (size_t)before, SIZE_MAX), "100%, “all”!");
        buffer_free(&buffer);
    }
    struct buffer buffer = {0};
    buffer_print(&buffer, "%s", "");
    assert_text(buffer_text(&buffer), "");
    buffer_free(&buffer);
}

/* ---- faults ---- */

static void fault_is_filled(void **state)
{
    (void)state;
    struct fault fault;
    memset(&fault, 0xFF, sizeof fault);
    assert_false(fault_set(&fault, FAULT_CLASH, "title", "Changed %d minutes ago.", 3));
    assert_int_equal(fault.kind, FAULT_CLASH);
    assert_int_equal(fault.line, 0);
    assert_string_equal(fault.field, "title");
    assert_string_equal(fault.sentence, "Changed 3 minutes ago.");
    assert_false(fault_set(&fault, FAULT_LOST, NULL, "Gone."));
    assert_string_equal(fault.field, "");
}

static void fault_is_cut_to_its_room(void **state)
{
    (void)state;
    char longer[1000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, longer, "%s", longer);
    assert_int_equal(strlen(fault.field), sizeof fault.field - 1);
    assert_int_equal(strlen(fault.sentence), sizeof fault.sentence - 1);
}

/* What is cut goes on into pages and JSON, and must still be text there. */
static void fault_is_not_cut_within_a_character(void **state)
{
    (void)state;
    char longer[1000] = "";
    for (int before = 0; before < 4; before++) {
        memset(longer, 'x', 4);
        longer[before] = '\0';
        while (strlen(longer) < sizeof longer - 8)
            strcat(longer, "🏅");
        struct fault fault;
        fault_set(&fault, FAULT_INVALID, longer, "%s", longer);
        assert_true(text_is_utf8(text_of(fault.field)));
        assert_true(text_is_utf8(text_of(fault.sentence)));
    }
}

static void fault_kinds_have_codes(void **state)
{
    (void)state;
    for (int kind = FAULT_NONE; kind <= FAULT_BROKEN; kind++) {
        const char *code = fault_code((enum fault_kind)kind);
        assert_non_null(code);
        for (int other = FAULT_NONE; other < kind; other++)
            assert_string_not_equal(code, fault_code((enum fault_kind)other));
    }
    assert_string_equal(fault_code(FAULT_NOT_FOUND), "not-found");
    assert_string_equal(fault_code(FAULT_BUSY), "busy");
    assert_string_equal(fault_code(FAULT_LOST), "unavailable");
    assert_string_equal(fault_code(FAULT_UNSURE), "unsure");
}

static void faults_are_listed(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct faults faults = {0};
    for (unsigned line = 1; line <= 300; line++) {
        struct fault fault;
        fault_set(&fault, FAULT_INVALID, "year", "On line %u.", line);
        fault.line = line;
        faults_add(&faults, arena, fault);
    }
    assert_int_equal(faults.count, 300);
    for (unsigned line = 1; line <= 300; line++) {
        assert_int_equal(faults.items[line - 1].line, line);
        assert_string_equal(faults.items[line - 1].sentence, arena_print(arena, "On line %u.", line).bytes);
    }
    arena_free(arena);
}

/* ---- baked files ---- */

static void baked_files_are_found(void **state)
{
    (void)state;
    static const struct baked_file files[] = {
        {TEXT("a.html"), TEXT("first")}, {TEXT("b/empty.html"), TEXT("")}, {{0}, {0}}};
    assert_text(baked_find(files, text_of("a.html")), "first");
    assert_false(text_is_absent(baked_find(files, text_of("b/empty.html"))));
    assert_true(text_is_absent(baked_find(files, text_of("a.htm"))));
    assert_true(text_is_absent(baked_find(files, text_of("b"))));
    assert_true(text_is_absent(baked_find(files + 2, text_of("a.html"))));
}

static void baked_files_are_in_order(void **state)
{
    (void)state;
    static const struct baked_file *const lists[] = {baked_migrations, baked_programme, baked_templates, baked_assets};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        assert_false(text_is_absent(lists[i]->name));
        for (const struct baked_file *file = lists[i] + 1; !text_is_absent(file->name); file++)
            if (text_compare(file[-1].name, file->name) >= 0)
                fail_msg("%s stands before %s", file[-1].name.bytes, file->name.bytes);
    }
    struct text sql = baked_find(baked_migrations, text_of("0001_house.sql"));
    assert_true(text_starts(sql, text_of("-- ")));
    assert_int_equal(sql.bytes[sql.length], 0);
}

/* ---- time ---- */

static void time_passes_and_never_goes_back(void **state)
{
    (void)state;
    uint64_t before = time_passed(), now = before;
    for (int i = 0; i < 1000; i++) {
        uint64_t later = time_passed();
        assert_true(later >= now);
        now = later;
    }
    nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
    assert_in_range(time_passed() - before, 20 * 1000, 60 * 1000 * 1000); /* microseconds */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena_gives_aligned_zeroes),
        cmocka_unit_test(arena_grows),
        cmocka_unit_test(arena_is_used_again),
        cmocka_unit_test(arena_copies_and_prints),
        cmocka_unit_test(arena_makes_arrays),
        cmocka_unit_test(what_cannot_be_ends_the_process),
        cmocka_unit_test(buffer_starts_with_nothing),
        cmocka_unit_test(buffer_grows),
        cmocka_unit_test(buffer_prints),
        cmocka_unit_test(fault_is_filled),
        cmocka_unit_test(fault_is_cut_to_its_room),
        cmocka_unit_test(fault_is_not_cut_within_a_character),
        cmocka_unit_test(fault_kinds_have_codes),
        cmocka_unit_test(faults_are_listed),
        cmocka_unit_test(baked_files_are_found),
        cmocka_unit_test(baked_files_are_in_order),
        cmocka_unit_test(time_passes_and_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
