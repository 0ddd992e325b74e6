/* The log: its lines, and what is not said too often. Time is this file's own; it stands in for time_passed. */
#include "base/log.h"

#include "base/arena.h"
#include "base/time.h"

#include "test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

static atomic_uint_fast64_t now = 1;

uint64_t time_passed(void)
{
    return now;
}

/* What the function writes on standard error. */
static struct text heard(struct arena *arena, void (*function)(void))
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    int standard = dup(STDERR_FILENO);
    dup2(ends[1], STDERR_FILENO);
    function();
    dup2(standard, STDERR_FILENO);
    close(standard);
    close(ends[1]);
    char *bytes = arena_take(arena, 8192);
    ssize_t length = read(ends[0], bytes, 8191);
    close(ends[0]);
    assert_true(length >= 0);
    return text_from(bytes, (size_t)length);
}

static void note_two_lines(void)
{
    log_note("one\r\ntwo %d", 3);
}

static void fault_at_length(void)
{
    log_fault("%*d", 5000, 7);
}

static void an_occurrence_is_one_line(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct text line = heard(arena, note_two_lines);
    static const char instant[] = "2026-12-05T22:00:00Z ";
    assert_text(text_part(line, sizeof instant - 1, SIZE_MAX), "note one  two 3\n");
    for (size_t i = 0; i < sizeof instant - 1; i++)
        if (instant[i] >= '0' && instant[i] <= '9')
            assert_in_range(line.bytes[i], '0', '9');
        else
            assert_int_equal(line.bytes[i], instant[i]);
    line = heard(arena, fault_at_length);
    assert_in_range(line.length, 1000, 1024);
    assert_ptr_equal(memchr(line.bytes, '\n', line.length), line.bytes + line.length - 1);
    assert_null(memchr(line.bytes, 0, line.length));
    arena_free(arena);
}

static void it_is_due_once_in_five_seconds(void **state)
{
    (void)state;
    static struct log_pace pace, other;
    now = 7;
    assert_true(log_is_due(&pace)); /* the first time at once */
    assert_false(log_is_due(&pace));
    assert_true(log_is_due(&other)); /* each place has its own pace */
    now = 7 + 4999999;
    assert_false(log_is_due(&pace));
    now = 7 + 5000001;
    assert_true(log_is_due(&pace));
    assert_false(log_is_due(&pace));
    now += 4000000; /* counted from when it was last said, not from when it was last asked */
    assert_false(log_is_due(&pace));
    now += 1000001;
    assert_true(log_is_due(&pace));
    assert_true(log_is_due(&other));
    assert_false(log_is_due(&other));
    now += 3600 * (uint64_t)1000000;
    assert_true(log_is_due(&pace));
    assert_false(log_is_due(&pace));
}

enum { THREADS = 2, ROUNDS = 1000 };
static struct log_pace shared;
static atomic_int arrived, said;

/* Returns in all threads at once, as nearly as can be. */
static void meet(int *meetings)
{
    arrived++;
    ++*meetings;
    while (arrived < *meetings * THREADS)
        continue;
}

/* Whenever it is due again, all ask at the same moment. */
static void *ask_beside_others(void *moves_time)
{
    int meetings = 0;
    for (int round = 0; round < ROUNDS; round++) {
        if (moves_time != NULL)
            now += 6000000;
        meet(&meetings);
        said += log_is_due(&shared);
        meet(&meetings);
    }
    return NULL;
}

static void threads_do_not_say_it_twice(void **state)
{
    (void)state;
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, ask_beside_others, i == 0 ? &shared : NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(said, ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_occurrence_is_one_line),
        cmocka_unit_test(it_is_due_once_in_five_seconds),
        cmocka_unit_test(threads_do_not_say_it_twice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
