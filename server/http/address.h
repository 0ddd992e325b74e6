/* Addresses with a query string, put together field by field. */
#ifndef LAUREATE_HTTP_ADDRESS_H
#define LAUREATE_HTTP_ADDRESS_H

#include "base/buffer.h"

/* Appends ?name=value or &name=value, the value escaped; nothing for an empty value. The buffer holds the
 * address so far. */
void address_add(struct buffer *address, const char *name, struct text value);

#endif
