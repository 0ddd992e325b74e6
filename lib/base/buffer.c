/* The buffer: bytes that grow at the end. */
#include "base/buffer.h"

#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *buffer_room(struct buffer *buffer, size_t size)
{
    if (buffer->size - buffer->length < size) {
        size_t next = buffer->size < 512 ? 1024 : buffer->size * 2;
        if (next - buffer->length < size)
            next = buffer->length + size;
        char *bytes = next < buffer->length ? NULL : realloc(buffer->bytes, next);
        if (bytes == NULL)
            log_abort("out of memory");
        buffer->bytes = bytes;
        buffer->size = next;
    }
    return buffer->bytes + buffer->length;
}

void buffer_add(struct buffer *buffer, struct text text)
{
    if (text.length == 0)
        return;
    memcpy(buffer_room(buffer, text.length), text.bytes, text.length);
    buffer->length += text.length;
}

void buffer_add_string(struct buffer *buffer, const char *string)
{
    buffer_add(buffer, text_of(string));
}

void buffer_add_byte(struct buffer *buffer, char byte)
{
    *buffer_room(buffer, 1) = byte;
    buffer->length++;
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0)
        log_abort("a format that cannot be printed: %s", format);
    char *room = buffer_room(buffer, (size_t)length + 1);
    va_start(arguments, format);
    vsnprintf(room, (size_t)length + 1, format, arguments);
    va_end(arguments);
    buffer->length += (size_t)length;
}

void buffer_free(struct buffer *buffer)
{
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

struct text buffer_text(const struct buffer *buffer)
{
    return buffer->bytes == NULL ? text_empty : text_from(buffer->bytes, buffer->length);
}
