/* For tests that need memory: an arena and a buffer to write into, made new before and let go after. */
#ifndef LAUREATE_TEST_ARENA_H
#define LAUREATE_TEST_ARENA_H

#include "base/arena.h"
#include "base/buffer.h"

static struct arena *arena;
static struct buffer out;

static inline int arena_begin(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static inline int arena_end(void **state)
{
    (void)state;
    buffer_free(&out);
    arena_free(arena);
    return 0;
}

#endif
