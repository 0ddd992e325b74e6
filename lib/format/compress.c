/* Compression of what is sent to browsers. */
#include "format/compress.h"

#include "base/log.h"

#include <brotli/encode.h>
#include <limits.h>
#include <zlib.h>

/* Both compressors are given one byte less room than the bytes took: when they run out of it there is nothing
 * to gain. */

bool compress_gzip(struct text bytes, int level, struct buffer *out)
{
    enum { GZIP_WRAPPER = 16, MEMORY_LEVEL = 8 };
    if (bytes.length < 2 || bytes.length > UINT_MAX)
        return false;
    z_stream stream = {0};
    if (deflateInit2(&stream, level, Z_DEFLATED, MAX_WBITS + GZIP_WRAPPER, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        log_abort("zlib cannot start at level %d", level);
    stream.next_in = (z_const Bytef *)bytes.bytes;
    stream.avail_in = (uInt)bytes.length;
    stream.next_out = (Bytef *)buffer_room(out, bytes.length);
    stream.avail_out = (uInt)bytes.length - 1;
    bool smaller = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    if (smaller)
        out->length += stream.total_out;
    deflateEnd(&stream);
    return smaller;
}

bool compress_brotli(struct text bytes, int quality, struct buffer *out)
{
    if (bytes.length < 2)
        return false;
    size_t length = bytes.length - 1;
    if (!BrotliEncoderCompress(quality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, bytes.length,
                               (const uint8_t *)bytes.bytes, &length, (uint8_t *)buffer_room(out, bytes.length)))
        return false;
    out->length += length;
    return true;
}
