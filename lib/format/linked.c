/* Plain text as HTML in which the addresses of one site are links. */
#include "format/linked.h"

#include "format/mustache.h"

#include <string.h>

static bool is_of_address(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
           (byte != '\0' && strchr("-._~:/?#@!$&'()*+,;=%", byte) != NULL);
}

/* How many bytes at the beginning are an address of the site; 0 when they are none. */
static size_t address_length(struct text text, struct text origin)
{
    if (!text_starts(text, origin) || text.length == origin.length || text.bytes[origin.length] != '/')
        return 0;
    size_t length = origin.length;
    while (length < text.length && is_of_address(text.bytes[length]))
        length++;
    if (length < text.length && (unsigned char)text.bytes[length] >= 0x80)
        return 0;
    while (strchr(".,;:!?')", text.bytes[length - 1]) != NULL)
        length--;
    return length;
}

void linked_escape(struct buffer *out, struct text text, struct text origin)
{
    size_t plain = 0, i = 0;
    while (i < text.length) {
        struct text rest = text_part(text, i, text.length);
        size_t length = address_length(rest, origin);
        if (length == 0) {
            i++;
            continue;
        }
        struct text address = text_part(rest, 0, length);
        mustache_escape(out, text_part(text, plain, i - plain));
        buffer_add_string(out, "<a href=\"");
        mustache_escape(out, address);
        buffer_add_string(out, "\">");
        mustache_escape(out, address);
        buffer_add_string(out, "</a>");
        plain = i += length;
    }
    mustache_escape(out, text_part(text, plain, text.length));
}
