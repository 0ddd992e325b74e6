/* Addresses with a query string. */
#include "http/address.h"

#include <string.h>

void address_add(struct buffer *address, const char *name, struct text value)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    if (text_is_empty(value))
        return;
    bool has_query = address->length > 0 && memchr(address->bytes, '?', address->length) != NULL;
    buffer_print(address, "%c%s=", has_query ? '&' : '?', name);
    for (size_t i = 0; i < value.length; i++) {
        if (strchr(plain, value.bytes[i]) != NULL && value.bytes[i] != '\0')
            buffer_add_byte(address, value.bytes[i]);
        else
            buffer_print(address, "%%%02X", (unsigned)(unsigned char)value.bytes[i]);
    }
}
