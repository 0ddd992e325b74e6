/* Sealed files: written and read by libsodium's secretstream. */
#include "crypto/sealed.h"

#include "base/disk.h"
#include "base/log.h"
#include "crypto/crypto.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    CHUNK = 65536, /* plain bytes of a message */
    EXTRA = crypto_secretstream_xchacha20poly1305_ABYTES,
    BEGIN = crypto_secretstream_xchacha20poly1305_HEADERBYTES,
    MORE = crypto_secretstream_xchacha20poly1305_TAG_MESSAGE,
    LAST = crypto_secretstream_xchacha20poly1305_TAG_FINAL,
};

static const struct text magic = TEXT("laureate sealed\1");

struct sealing {
    crypto_generichash_state hash;
    crypto_secretstream_xchacha20poly1305_state stream;
    uint64_t size; /* plain bytes added */
    size_t held;   /* of them in `plain`; a full chunk is held until it is known whether it is the last */
    char *path;
    int file;
    bool failed;
    unsigned char plain[CHUNK];
    unsigned char sealed[CHUNK + EXTRA];
};

static bool write_out(struct sealing *sealing, const void *bytes, size_t length)
{
    if (!sealing->failed && !disk_write(sealing->file, text_from(bytes, length))) {
        log_fault("%s cannot be written: %s", sealing->path, strerror(errno));
        sealing->failed = true;
    }
    return !sealing->failed;
}

static bool write_chunk(struct sealing *sealing, unsigned char tag)
{
    unsigned long long length = 0;
    crypto_secretstream_xchacha20poly1305_push(&sealing->stream, sealing->sealed, &length, sealing->plain,
                                               sealing->held, NULL, 0, tag);
    sealing->held = 0;
    return write_out(sealing, sealing->sealed, (size_t)length);
}

struct sealing *sealing_begin(const struct keys *keys, const char *path, struct fault *fault)
{
    unsigned char begin[BEGIN];
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        log_fault("%s cannot be made: %s", path, strerror(errno));
        fault_set(fault, FAULT_BROKEN, NULL, "Files cannot be kept at the moment. Please try again later.");
        return NULL;
    }
    struct sealing *sealing = aligned_alloc(alignof(struct sealing), sizeof *sealing);
    char *name = strdup(path);
    if (sealing == NULL || name == NULL)
        log_abort("out of memory");
    sealing->path = name;
    sealing->file = file;
    sealing->size = sealing->held = 0;
    sealing->failed = false;
    crypto_generichash_init(&sealing->hash, NULL, 0, 32);
    crypto_secretstream_xchacha20poly1305_init_push(&sealing->stream, begin, keys->files);
    if (write_out(sealing, magic.bytes, magic.length) && write_out(sealing, begin, sizeof begin))
        return sealing;
    sealing_drop(sealing);
    fault_set(fault, FAULT_BROKEN, NULL, "Files cannot be kept at the moment. Please try again later.");
    return NULL;
}

bool sealing_add(struct sealing *sealing, struct text bytes)
{
    while (bytes.length > 0) {
        if (sealing->held == CHUNK)
            write_chunk(sealing, MORE);
        if (sealing->failed)
            break;
        struct text part = text_part(bytes, 0, CHUNK - sealing->held);
        memcpy(sealing->plain + sealing->held, part.bytes, part.length);
        crypto_generichash_update(&sealing->hash, (const unsigned char *)part.bytes, part.length);
        sealing->held += part.length;
        sealing->size += part.length;
        bytes = text_part(bytes, part.length, bytes.length);
    }
    return !sealing->failed;
}

static void let_go(struct sealing *sealing)
{
    close(sealing->file);
    free(sealing->path);
    sodium_memzero(sealing, sizeof *sealing);
    free(sealing);
}

bool sealing_finish(struct sealing *sealing, char hash[65], uint64_t *size, struct fault *fault)
{
    unsigned char plain_hash[32];
    bool kept = write_chunk(sealing, LAST);
    if (kept && !disk_keep(sealing->file, sealing->path)) {
        log_fault("%s cannot be kept: %s", sealing->path, strerror(errno));
        kept = false;
    }
    if (!kept) {
        sealing_drop(sealing);
        return fault_set(fault, FAULT_BROKEN, NULL, "The file could not be kept. Please try again later.");
    }
    crypto_generichash_final(&sealing->hash, plain_hash, sizeof plain_hash);
    sodium_bin2hex(hash, 65, plain_hash, sizeof plain_hash);
    *size = sealing->size;
    let_go(sealing);
    return true;
}

void sealing_drop(struct sealing *sealing)
{
    unlink(sealing->path);
    let_go(sealing);
}

static bool is_damaged(struct fault *fault)
{
    return fault_set(fault, FAULT_BROKEN, NULL, "This file is damaged and cannot be opened.");
}

/* The messages behind the file's beginning, each opened straight into the buffer. */
static bool read_chunks(int file, crypto_secretstream_xchacha20poly1305_state *stream, unsigned char *sealed,
                        uint64_t most, struct buffer *bytes, struct fault *fault)
{
    for (unsigned char tag = MORE; tag != LAST;) {
        size_t got;
        unsigned long long length;
        if (!disk_read(file, (char *)sealed, CHUNK + EXTRA, &got) || got < EXTRA)
            return is_damaged(fault);
        if (got - EXTRA > most)
            return fault_set(fault, FAULT_INVALID, NULL, "This file is larger than expected.");
        unsigned char *room = (unsigned char *)buffer_room(bytes, CHUNK);
        if (crypto_secretstream_xchacha20poly1305_pull(stream, room, &length, &tag, sealed, got, NULL, 0) != 0)
            return is_damaged(fault);
        bytes->length += (size_t)length;
        most -= length;
    }
    size_t behind;
    return (disk_read(file, (char *)sealed, 1, &behind) && behind == 0) || is_damaged(fault);
}

static bool read_open(const struct keys *keys, int file, unsigned char *room, uint64_t most, struct buffer *bytes,
                      struct fault *fault)
{
    crypto_secretstream_xchacha20poly1305_state stream;
    size_t got;
    if (!disk_read(file, (char *)room, magic.length + BEGIN, &got) || got != magic.length + BEGIN ||
        !text_equal(text_from((char *)room, magic.length), magic) ||
        crypto_secretstream_xchacha20poly1305_init_pull(&stream, room + magic.length, keys->files) != 0)
        return is_damaged(fault);
    bool good = read_chunks(file, &stream, room, most, bytes, fault);
    sodium_memzero(&stream, sizeof stream);
    return good;
}

bool sealed_read(const struct keys *keys, const char *path, uint64_t most, struct buffer *bytes, struct fault *fault)
{
    size_t before = bytes->length;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 && errno == ENOENT)
        return fault_set(fault, FAULT_NOT_FOUND, NULL, "This file is no longer there.");
    if (file < 0) {
        log_fault("%s cannot be opened: %s", path, strerror(errno));
        return fault_set(fault, FAULT_BROKEN, NULL, "This file cannot be opened at the moment.");
    }
    unsigned char *room = malloc(CHUNK + EXTRA);
    if (room == NULL)
        log_abort("out of memory");
    bool good = read_open(keys, file, room, most, bytes, fault);
    free(room);
    close(file);
    if (!good)
        bytes->length = before;
    if (!good && fault->kind == FAULT_BROKEN)
        log_fault("%s was changed or cut, or is under another key", path);
    return good;
}
