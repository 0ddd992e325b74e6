/* The arena: chunks that grow, handed out from the front. */
#include "base/arena.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CHUNK = 64 * 1024, ALIGNMENT = 16 };

struct chunk {
    struct chunk *previous;
    size_t size;
    size_t used;
    _Alignas(ALIGNMENT) unsigned char bytes[];
};

struct arena {
    struct chunk *newest;
};

static struct chunk *chunk_new(size_t size, struct chunk *previous)
{
    size_t whole;
    struct chunk *chunk = __builtin_add_overflow(sizeof *chunk, size, &whole) ? NULL : malloc(whole);
    if (chunk == NULL)
        log_abort("out of memory");
    chunk->previous = previous;
    chunk->size = size;
    chunk->used = 0;
    return chunk;
}

struct arena *arena_new(void)
{
    struct arena *arena = malloc(sizeof *arena);
    if (arena == NULL)
        log_abort("out of memory");
    arena->newest = chunk_new(FIRST_CHUNK, NULL);
    return arena;
}

void arena_reset(struct arena *arena)
{
    while (arena->newest->previous != NULL) {
        struct chunk *chunk = arena->newest;
        arena->newest = chunk->previous;
        free(chunk);
    }
    arena->newest->used = 0;
}

void arena_free(struct arena *arena)
{
    if (arena == NULL)
        return;
    arena_reset(arena);
    free(arena->newest);
    free(arena);
}

void *arena_take(struct arena *arena, size_t size)
{
    size_t whole = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (whole < size)
        log_abort("out of memory");
    struct chunk *chunk = arena->newest;
    if (chunk->size - chunk->used < whole) {
        size_t next = chunk->size * 2 > whole ? chunk->size * 2 : whole;
        chunk = arena->newest = chunk_new(next, chunk);
    }
    void *memory = chunk->bytes + chunk->used;
    chunk->used += whole;
    return memset(memory, 0, size);
}

void *arena_take_array(struct arena *arena, size_t size, size_t count)
{
    size_t whole;
    if (__builtin_mul_overflow(size, count, &whole))
        log_abort("out of memory");
    return arena_take(arena, whole);
}

struct text arena_copy(struct arena *arena, struct text text)
{
    if (text_is_absent(text))
        return text;
    char *copy = arena_take(arena, text.length + 1);
    memcpy(copy, text.bytes, text.length);
    return text_from(copy, text.length);
}

struct text arena_print_list(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        log_abort("a format that cannot be printed: %s", format);
    char *bytes = arena_take(arena, (size_t)length + 1);
    vsnprintf(bytes, (size_t)length + 1, format, arguments);
    return text_from(bytes, (size_t)length);
}

struct text arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    struct text text = arena_print_list(arena, format, arguments);
    va_end(arguments);
    return text;
}
