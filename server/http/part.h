/* The headers of one part of a multipart/form-data body: which field it is, and whether a file (RFC 7578). */
#ifndef LAUREATE_HTTP_PART_H
#define LAUREATE_HTTP_PART_H

#include "base/arena.h"

enum { PART_FILENAME_MOST = 200 }; /* bytes */

struct part {
    bool is_file;
    struct text name;
    struct text filename; /* of a file: its last component, tidied and cut; may be empty */
    struct text type;     /* its Content-Type; absent when it has none */
};

/* From whole lines, each ended by CR LF. Names are decoded as browsers encode them: %22, %0D and %0A (WHATWG HTML,
 * multipart/form-data encoding algorithm); filename* is decoded by RFC 8187 and goes before filename. False when the
 * headers are malformed, repeated, folded, not UTF-8, or do not name the field. The texts come from the arena. */
bool part_read(struct arena *arena, struct text headers, struct part *part);

#endif
