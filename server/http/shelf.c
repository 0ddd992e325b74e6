/* The shelf: answers kept under their address. */
#include "http/shelf.h"

#include "base/log.h"
#include "base/time.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 1024 };

struct place {
    struct place *next_in_bucket;
    struct place *older, *newer; /* in the order in which they were put up */
    struct answer *answer;
    uint64_t expires;
    size_t size;
    size_t bucket;
    size_t key_length;
    char key[];
};

struct shelf {
    pthread_rwlock_t lock;
    struct place *buckets[BUCKETS];
    struct place *oldest, *newest;
    size_t most, size, count;
    uint64_t generation;
    bool is_closed;
};

struct shelf *shelf_new(size_t most_bytes)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);
    if (shelf == NULL || pthread_rwlock_init(&shelf->lock, NULL) != 0)
        log_abort("out of memory");
    shelf->most = most_bytes;
    return shelf;
}

/* FNV-1a, 64 bits (Fowler, Noll, Vo). */
static size_t bucket_of(struct text key)
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < key.length; i++)
        hash = (hash ^ (unsigned char)key.bytes[i]) * 1099511628211u;
    return (size_t)(hash % BUCKETS);
}

static struct place **find(struct shelf *shelf, size_t bucket, struct text key)
{
    struct place **place = &shelf->buckets[bucket];
    while (*place != NULL && !text_equal(text_from((*place)->key, (*place)->key_length), key))
        place = &(*place)->next_in_bucket;
    return place;
}

static void take_down(struct shelf *shelf, struct place **link)
{
    struct place *place = *link;
    *link = place->next_in_bucket;
    *(place->older == NULL ? &shelf->oldest : &place->older->newer) = place->newer;
    *(place->newer == NULL ? &shelf->newest : &place->newer->older) = place->older;
    shelf->size -= place->size;
    shelf->count--;
    answer_release(place->answer);
    free(place);
}

static void take_down_oldest(struct shelf *shelf)
{
    struct place *place = shelf->oldest;
    take_down(shelf, find(shelf, place->bucket, text_from(place->key, place->key_length)));
}

static void clear(struct shelf *shelf)
{
    while (shelf->oldest != NULL)
        take_down_oldest(shelf);
    shelf->generation++;
}

void shelf_free(struct shelf *shelf)
{
    if (shelf == NULL)
        return;
    clear(shelf);
    pthread_rwlock_destroy(&shelf->lock);
    free(shelf);
}

uint64_t shelf_generation(struct shelf *shelf)
{
    pthread_rwlock_rdlock(&shelf->lock);
    uint64_t generation = shelf->generation;
    pthread_rwlock_unlock(&shelf->lock);
    return generation;
}

static void clear_and(struct shelf *shelf, bool is_closed)
{
    pthread_rwlock_wrlock(&shelf->lock);
    clear(shelf);
    shelf->is_closed = is_closed;
    pthread_rwlock_unlock(&shelf->lock);
}

void shelf_clear(struct shelf *shelf)
{
    clear_and(shelf, shelf->is_closed);
}

void shelf_close(struct shelf *shelf)
{
    clear_and(shelf, true);
}

void shelf_open(struct shelf *shelf)
{
    clear_and(shelf, false);
}

void shelf_put(struct shelf *shelf, struct text key, struct answer *answer, uint64_t expires, uint64_t generation)
{
    size_t size = sizeof(struct place) + key.length + answer_size(answer);
    size_t bucket = bucket_of(key);
    pthread_rwlock_wrlock(&shelf->lock);
    if (shelf->is_closed || shelf->generation != generation || size > shelf->most) {
        pthread_rwlock_unlock(&shelf->lock);
        return;
    }
    struct place **link = find(shelf, bucket, key);
    if (*link != NULL)
        take_down(shelf, link);
    while (shelf->size + size > shelf->most)
        take_down_oldest(shelf);
    struct place *place = calloc(1, sizeof *place + key.length);
    if (place == NULL)
        log_abort("out of memory");
    *place = (struct place){.next_in_bucket = shelf->buckets[bucket],
                            .older = shelf->newest,
                            .answer = answer_hold(answer),
                            .expires = expires,
                            .size = size,
                            .bucket = bucket,
                            .key_length = key.length};
    memcpy(place->key, key.bytes, key.length);
    shelf->buckets[bucket] = place;
    *(shelf->newest == NULL ? &shelf->oldest : &shelf->newest->newer) = place;
    shelf->newest = place;
    shelf->size += size;
    shelf->count++;
    pthread_rwlock_unlock(&shelf->lock);
}

void shelf_holds(struct shelf *shelf, size_t *count, size_t *bytes)
{
    pthread_rwlock_rdlock(&shelf->lock);
    *count = shelf->count;
    *bytes = shelf->size;
    pthread_rwlock_unlock(&shelf->lock);
}

struct answer *shelf_find(struct shelf *shelf, struct text key)
{
    struct answer *answer = NULL;
    size_t bucket = bucket_of(key);
    pthread_rwlock_rdlock(&shelf->lock);
    struct place *place = *find(shelf, bucket, key);
    if (place != NULL && (place->expires == SHELF_FOREVER || time_passed() < place->expires))
        answer = answer_hold(place->answer);
    pthread_rwlock_unlock(&shelf->lock);
    return answer;
}
