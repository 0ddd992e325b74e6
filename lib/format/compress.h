/* Compression of what is sent to browsers: gzip (RFC 1952) and brotli (RFC 7932). The same bytes in give the
 * same bytes out; nothing of the time or the machine is in them. */
#ifndef LAUREATE_FORMAT_COMPRESS_H
#define LAUREATE_FORMAT_COMPRESS_H

#include "base/buffer.h"

/* Appends the compressed bytes to `out`. False, with nothing appended, when they would not be fewer.
 * Levels of gzip are 1 (fast) to 9 (small), qualities of brotli 0 to 11; 11 is for what is compressed once.
 */
bool compress_gzip(struct text bytes, int level, struct buffer *out);
bool compress_brotli(struct text bytes, int quality, struct buffer *out);

#endif
