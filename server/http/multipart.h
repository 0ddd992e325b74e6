/* A body of multipart/form-data, taken apart while it arrives (RFC 7578, RFC 2046): whole small fields, and files piece
 * by piece. It never waits, and its memory does not grow with the body. */
#ifndef LAUREATE_HTTP_MULTIPART_H
#define LAUREATE_HTTP_MULTIPART_H

#include "base/text.h"

enum {
    MULTIPART_PARTS_MOST = 256,        /* fields and files together */
    MULTIPART_HEADERS_MOST = 4 * 1024, /* bytes of one part's headers, with their line breaks */
    MULTIPART_VALUE_MOST = 256 * 1024, /* bytes of one field's value */
    MULTIPART_ASIDE_MOST = 4 * 1024,   /* bytes before the first boundary, after the last, or of spaces behind one */
};

struct multipart;

/* Who is told what the body holds, in its order. The texts are good only during the call. Each returns whether to go
 * on. Names, values, file names and types are UTF-8 without zero bytes; the bytes of a file are any. */
struct multipart_reader {
    void *context;
    bool (*field)(void *context, struct text name, struct text value);

    /* `filename` is for showing, never a path to open: its last component, tidied (unicode_tidy), at most
     * PART_FILENAME_MOST bytes (http/part.h). It is empty when no file was chosen. `type` is what the sender claims;
     * absent when it says nothing. */
    bool (*file_begins)(void *context, struct text name, struct text filename, struct text type);
    bool (*file_bytes)(void *context, struct text bytes); /* never empty */
    bool (*file_ends)(void *context);                     /* its end was seen; not called for a file that is cut off */
};

/* From the request's Content-Type header; NULL when that is not multipart/form-data or has no usable boundary. The
 * reader is copied. */
struct multipart *multipart_new(struct text content_type, const struct multipart_reader *reader);

/* Takes the next bytes, in pieces of any size. False when the body is malformed or over a limit, or when the reader
 * wanted no more; then it stays false, and what was told so far counts for nothing. Lines end in CR LF; headers are not
 * folded. */
bool multipart_feed(struct multipart *multipart, struct text bytes);

/* Whether the closing boundary has been read, and nothing wrong since. */
bool multipart_is_whole(const struct multipart *multipart);

void multipart_free(struct multipart *multipart); /* NULL is nothing to free */

#endif
