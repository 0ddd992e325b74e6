/* The sessions that were used: a short list behind a lock. */
#include "http/seen.h"

#include "base/log.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { SEEN_MOST = 4096, HASH_LENGTH = 64 };

struct seen {
    pthread_mutex_t lock;
    size_t count;
    char hashes[SEEN_MOST][HASH_LENGTH];
};

struct seen *seen_new(void)
{
    struct seen *seen = calloc(1, sizeof *seen);
    if (seen == NULL)
        log_abort("out of memory");
    pthread_mutex_init(&seen->lock, NULL);
    return seen;
}

void seen_free(struct seen *seen)
{
    if (seen == NULL)
        return;
    pthread_mutex_destroy(&seen->lock);
    free(seen);
}

static bool has(const struct seen *seen, struct text hash)
{
    for (size_t i = 0; i < seen->count; i++)
        if (memcmp(seen->hashes[i], hash.bytes, HASH_LENGTH) == 0)
            return true;
    return false;
}

void seen_note(struct seen *seen, struct text session_hash)
{
    if (session_hash.length != HASH_LENGTH)
        return;
    pthread_mutex_lock(&seen->lock);
    if (seen->count < SEEN_MOST && !has(seen, session_hash))
        memcpy(seen->hashes[seen->count++], session_hash.bytes, HASH_LENGTH);
    pthread_mutex_unlock(&seen->lock);
}

struct text seen_take(struct seen *seen, struct arena *arena)
{
    pthread_mutex_lock(&seen->lock);
    char *list = arena_take(arena, seen->count * (HASH_LENGTH + 1) + 1);
    size_t length = 0;
    for (size_t i = 0; i < seen->count; i++) {
        if (i > 0)
            list[length++] = ',';
        memcpy(list + length, seen->hashes[i], HASH_LENGTH);
        length += HASH_LENGTH;
    }
    seen->count = 0;
    pthread_mutex_unlock(&seen->lock);
    return text_from(list, length);
}
