/* The arena: memory with one owner and one end. A request, a command or a test has one; what is allocated
 * from it is never freed by itself, only all together. Memory comes zeroed and aligned for any type. There is
 * no failure to handle: when the machine has no memory left the process ends. */
#ifndef LAUREATE_BASE_ARENA_H
#define LAUREATE_BASE_ARENA_H

#include "base/text.h"

#include <stdarg.h>

struct arena;

struct arena *arena_new(void);
void arena_reset(struct arena *arena); /* everything goes, the first chunk stays for the next use */
void arena_free(struct arena *arena);

void *arena_take(struct arena *arena, size_t size);
#define arena_new_of(arena, type)           ((type *)arena_take((arena), sizeof(type)))
#define arena_new_array(arena, type, count) ((type *)arena_take_array((arena), sizeof(type), (count)))
void *arena_take_array(struct arena *arena, size_t size, size_t count);

/* Copies that end in a zero byte, so that .bytes is a C string too. Absent text stays absent. */
struct text arena_copy(struct arena *arena, struct text text);
struct text arena_print(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct text arena_print_list(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
