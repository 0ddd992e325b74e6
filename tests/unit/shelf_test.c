/* The shelf: what stands on it, for how long, what makes room, and many threads at once. */
#include "http/shelf.h"

#include "base/time.h"
#include "crypto/crypto.h"

#include "test.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { MEGABYTE = 1024 * 1024 };

/* An answer that is known by its status. */
static struct answer *answer_of(unsigned status, size_t size)
{
    struct buffer body = {0};
    const struct answer_plan plan = {.status = status, .type = "text/plain", .keeping = KEEP_NOTHING};
    if (size > 0) {
        memset(buffer_room(&body, size), 'x', size);
        body.length = size;
    }
    return answer_new(&plan, &body);
}

static void put(struct shelf *shelf, const char *key, unsigned status, uint64_t expires, uint64_t generation)
{
    struct answer *answer = answer_of(status, 100);
    shelf_put(shelf, text_of(key), answer, expires, generation);
    answer_release(answer);
}

static void put_now(struct shelf *shelf, const char *key, unsigned status)
{
    put(shelf, key, status, SHELF_FOREVER, shelf_generation(shelf));
}

/* The status of what stands under the key; 0 when nothing does. */
static unsigned status_under(struct shelf *shelf, const char *key)
{
    struct answer *answer = shelf_find(shelf, text_of(key));
    unsigned status = answer == NULL ? 0 : answer_status(answer);
    answer_release(answer);
    return status;
}

static size_t count_on(struct shelf *shelf)
{
    size_t count, bytes;
    shelf_holds(shelf, &count, &bytes);
    assert_true((count == 0) == (bytes == 0));
    return count;
}

static void answers_stand_under_their_key(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    assert_int_equal(status_under(shelf, "/"), 0);
    put_now(shelf, "/", 200);
    put_now(shelf, "/awards", 201);
    put_now(shelf, "", 202);
    assert_int_equal(status_under(shelf, "/"), 200);
    assert_int_equal(status_under(shelf, "/awards"), 201);
    assert_int_equal(status_under(shelf, ""), 202);
    assert_int_equal(status_under(shelf, "/award"), 0);
    assert_int_equal(status_under(shelf, "/awards?"), 0);
    assert_int_equal(count_on(shelf), 3);
    shelf_free(shelf);
    shelf_free(NULL);
}

/* More keys than there are buckets, so that some of these hold several. */
static void many_stand_beside_each_other(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    struct shelf *shelf = shelf_new(64 * MEGABYTE);
    char key[32];
    for (unsigned i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "/honorees?after=%u", i);
        put_now(shelf, key, 200 + i);
    }
    assert_int_equal(count_on(shelf), COUNT);
    for (unsigned i = 0; i < COUNT; i++) {
        snprintf(key, sizeof key, "/honorees?after=%u", i);
        assert_int_equal(status_under(shelf, key), 200 + i);
    }
    shelf_clear(shelf);
    assert_int_equal(count_on(shelf), 0);
    shelf_free(shelf);
}

static void an_answer_outlives_its_place(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    put_now(shelf, "/", 200);
    struct answer *held = shelf_find(shelf, text_of("/"));
    shelf_free(shelf);
    assert_int_equal(answer_status(held), 200);
    assert_true(answer_size(held) >= 100);
    answer_release(held);
}

static void a_later_answer_takes_the_place(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    size_t count, before, after;
    put_now(shelf, "/", 200);
    shelf_holds(shelf, &count, &before);
    put_now(shelf, "/", 201);
    shelf_holds(shelf, &count, &after);
    assert_int_equal(status_under(shelf, "/"), 201);
    assert_int_equal(count, 1);
    assert_int_equal(before, after);
    shelf_free(shelf);
}

static void an_answer_expires(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    uint64_t now = time_passed();
    put(shelf, "past", 200, now, 0);
    put(shelf, "soon", 201, now + 100000, 0);
    put(shelf, "late", 202, now + 3600000000u, 0);
    assert_int_equal(status_under(shelf, "past"), 0);
    assert_int_equal(status_under(shelf, "late"), 202);
    while (time_passed() < now + 100000)
        usleep(1000);
    assert_int_equal(status_under(shelf, "soon"), 0);
    assert_int_equal(status_under(shelf, "late"), 202);
    put(shelf, "soon", 203, SHELF_FOREVER, 0); /* an expired one is no hindrance */
    assert_int_equal(status_under(shelf, "soon"), 203);
    shelf_free(shelf);
}

static void what_was_made_before_a_change_is_not_put_up(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    uint64_t before = shelf_generation(shelf);
    put(shelf, "/", 200, SHELF_FOREVER, before);
    shelf_clear(shelf);
    assert_int_not_equal(shelf_generation(shelf), before);
    assert_int_equal(status_under(shelf, "/"), 0);
    put(shelf, "/", 201, SHELF_FOREVER, before);
    assert_int_equal(status_under(shelf, "/"), 0);
    put_now(shelf, "/", 202);
    assert_int_equal(status_under(shelf, "/"), 202);
    shelf_free(shelf);
}

static void nothing_is_put_up_while_it_is_closed(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    put_now(shelf, "/", 200);
    uint64_t before = shelf_generation(shelf);
    shelf_close(shelf);
    assert_int_equal(status_under(shelf, "/"), 0);
    put_now(shelf, "/", 201);
    shelf_clear(shelf); /* which does not open it */
    put_now(shelf, "/", 202);
    assert_int_equal(count_on(shelf), 0);
    uint64_t while_closed = shelf_generation(shelf);
    shelf_open(shelf);
    put(shelf, "/", 203, SHELF_FOREVER, before);
    put(shelf, "/", 204, SHELF_FOREVER, while_closed);
    assert_int_equal(status_under(shelf, "/"), 0);
    put_now(shelf, "/", 205);
    assert_int_equal(status_under(shelf, "/"), 205);
    shelf_free(shelf);
}

static void the_first_make_room_for_the_last(void **state)
{
    (void)state;
    size_t count, one, bytes;
    struct shelf *shelf = shelf_new(MEGABYTE);
    put_now(shelf, "a", 200);
    shelf_holds(shelf, &count, &one);
    shelf_free(shelf);
    shelf = shelf_new(3 * one);
    put_now(shelf, "a", 200);
    put_now(shelf, "b", 201);
    put_now(shelf, "c", 202);
    assert_int_equal(count_on(shelf), 3);
    assert_int_equal(status_under(shelf, "a"), 200); /* to be found does not make it younger */
    put_now(shelf, "d", 203);
    assert_int_equal(status_under(shelf, "a"), 0);
    assert_int_equal(status_under(shelf, "b"), 201);
    put_now(shelf, "b", 204); /* but to be put up again does */
    put_now(shelf, "e", 205);
    assert_int_equal(status_under(shelf, "c"), 0);
    assert_int_equal(status_under(shelf, "d"), 203);
    assert_int_equal(status_under(shelf, "b"), 204);
    assert_int_equal(status_under(shelf, "e"), 205);
    shelf_holds(shelf, &count, &bytes);
    assert_int_equal(count, 3);
    assert_int_equal(bytes, 3 * one);
    shelf_free(shelf);
}

static void what_is_too_large_stays_off(void **state)
{
    (void)state;
    struct shelf *shelf = shelf_new(MEGABYTE);
    put_now(shelf, "small", 200);
    struct answer *large = answer_of(201, MEGABYTE);
    shelf_put(shelf, text_of("large"), large, SHELF_FOREVER, shelf_generation(shelf));
    answer_release(large);
    assert_int_equal(status_under(shelf, "large"), 0);
    assert_int_equal(status_under(shelf, "small"), 200); /* and drives nothing out */
    large = answer_of(202, MEGABYTE - 8192);
    shelf_put(shelf, text_of("large"), large, SHELF_FOREVER, shelf_generation(shelf));
    answer_release(large);
    assert_int_equal(status_under(shelf, "large"), 202);
    shelf_free(shelf);
    shelf = shelf_new(0);
    put_now(shelf, "small", 200);
    assert_int_equal(count_on(shelf), 0);
    shelf_free(shelf);
}

/* ---- many threads ---- */

enum { KEYS = 40, THREADS = 6, HALF_A_SECOND = 500000 };

struct bustle {
    struct shelf *shelf;
    uint64_t until;
    atomic_uint found, wrong, turn;
};

static void key_of(unsigned number, char key[16])
{
    snprintf(key, 16, "/%u", number);
}

static void look(struct bustle *bustle, unsigned number)
{
    char key[16];
    key_of(number, key);
    struct answer *answer = shelf_find(bustle->shelf, text_of(key));
    if (answer == NULL)
        return;
    atomic_fetch_add(&bustle->found, 1);
    if (answer_status(answer) != 200 + number || answer_size(answer) < 100)
        atomic_fetch_add(&bustle->wrong, 1);
    answer_release(answer);
}

static void *be_busy(void *context)
{
    struct bustle *bustle = context;
    unsigned first = atomic_fetch_add(&bustle->turn, 1);
    for (unsigned turn = 0; time_passed() < bustle->until; turn++) {
        unsigned number = (first * 7 + turn * 13) % KEYS;
        char key[16];
        key_of(number, key);
        look(bustle, number);
        if (turn % 3 == 0)
            put(bustle->shelf, key, 200 + number, turn % 2 == 0 ? SHELF_FOREVER : time_passed() + 50,
                shelf_generation(bustle->shelf));
        if (first == 0 && turn % 500 == 0)
            shelf_clear(bustle->shelf);
        if (first == 1 && turn % 1000 == 0) {
            shelf_close(bustle->shelf);
            shelf_open(bustle->shelf);
        }
    }
    return NULL;
}

static void many_threads_use_it(void **state)
{
    (void)state;
    size_t count, bytes;
    enum { MOST = 30 * 3000 }; /* fewer than there are keys */
    struct bustle bustle = {.shelf = shelf_new(MOST), .until = time_passed() + HALF_A_SECOND};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, be_busy, &bustle), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_true(bustle.found > 0);
    assert_int_equal(bustle.wrong, 0);
    shelf_holds(bustle.shelf, &count, &bytes);
    assert_true(bytes <= MOST);
    shelf_clear(bustle.shelf);
    assert_int_equal(count_on(bustle.shelf), 0);
    shelf_free(bustle.shelf);
}

static int begin(void **state)
{
    (void)state;
    crypto_start();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_stand_under_their_key),
        cmocka_unit_test(many_stand_beside_each_other),
        cmocka_unit_test(an_answer_outlives_its_place),
        cmocka_unit_test(a_later_answer_takes_the_place),
        cmocka_unit_test(an_answer_expires),
        cmocka_unit_test(what_was_made_before_a_change_is_not_put_up),
        cmocka_unit_test(nothing_is_put_up_while_it_is_closed),
        cmocka_unit_test(the_first_make_room_for_the_last),
        cmocka_unit_test(what_is_too_large_stays_off),
        cmocka_unit_test(many_threads_use_it),
    };
    return cmocka_run_group_tests(tests, begin, NULL);
}
