/* Plain text as HTML in which the addresses of one site are links. */
#ifndef LAUREATE_FORMAT_LINKED_H
#define LAUREATE_FORMAT_LINKED_H

#include "base/buffer.h"

/* Adds the text, escaped, to the end of `out`. Whatever begins with the site's origin ("https://awards.example.org")
 * and a slash becomes a link as far as the characters of addresses go (RFC 3986), without the full stop, comma, bracket
 * or the like that ends a sentence. An address that goes on with other letters, as a masked one does, is none. */
void linked_escape(struct buffer *out, struct text text, struct text origin);

#endif
