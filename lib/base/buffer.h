/* The buffer: bytes that grow at the end, owned by whoever made it, handed on whole. */
#ifndef LAUREATE_BASE_BUFFER_H
#define LAUREATE_BASE_BUFFER_H

#include "base/text.h"

struct buffer {
    char *bytes; /* from malloc; NULL while nothing was added */
    size_t length;
    size_t size;
};

void buffer_add(struct buffer *buffer, struct text text);
void buffer_add_string(struct buffer *buffer, const char *string);
void buffer_add_byte(struct buffer *buffer, char byte);
void buffer_print(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *buffer_room(struct buffer *buffer, size_t size); /* space for `size` more bytes; then add to .length */
void buffer_free(struct buffer *buffer);               /* and empty it */
struct text buffer_text(const struct buffer *buffer);  /* a view; good until the next change */

#endif
