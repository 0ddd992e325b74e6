/* Ids as parameters of statements. */
#include "db/statement.h"

#include <string.h>

bool uuid_read(struct text text, struct uuid *uuid)
{
    if (text.length != sizeof uuid->characters - 1)
        return false;
    for (size_t i = 0; i < text.length; i++) {
        char c = text.bytes[i];
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (dash ? c != '-' : !digit)
            return false;
    }
    memcpy(uuid->characters, text.bytes, text.length);
    uuid->characters[text.length] = '\0';
    return true;
}

struct text uuid_text(const struct uuid *uuid)
{
    return uuid->characters[0] == '\0' ? text_absent : text_from(uuid->characters, sizeof uuid->characters - 1);
}
