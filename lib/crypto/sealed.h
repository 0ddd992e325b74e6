/* Sealed files: encrypted and authenticated as they are written, piece by piece and with the same memory however
 * large they are. That a file was changed, cut or put under another key is noticed when it is read; that it is another
 * sealed file, only the hash can tell.
 *
 * The file: 16 bytes "laureate sealed" and the format's number, 1; the 24 bytes with which a secretstream of libsodium
 * (XChaCha20-Poly1305) begins; its messages, each of 64 KB and 17 bytes more, the last one shorter or as long and
 * tagged as final. */
#ifndef LAUREATE_CRYPTO_SEALED_H
#define LAUREATE_CRYPTO_SEALED_H

#include "base/buffer.h"
#include "base/fault.h"
#include "crypto/keys.h"

/* A file being written; takes about 130 KB. */
struct sealing;

/* Makes the file, mode 0600. NULL, with FAULT_BROKEN, where there is one already or it cannot be made. */
struct sealing *sealing_begin(const struct keys *keys, const char *path, struct fault *fault);

/* False when the disk refuses; then all that follows fails too. */
bool sealing_add(struct sealing *sealing, struct text bytes);

/* Sees the whole file safely on the disk and lets go of the sealing. `hash` becomes the hash_of the plain bytes, `size`
 * their number. When it fails (FAULT_BROKEN) the file is gone. */
bool sealing_finish(struct sealing *sealing, char hash[65], uint64_t *size, struct fault *fault);

/* Gives up: the file is gone. */
void sealing_drop(struct sealing *sealing);

/* Adds the plain bytes to the buffer, all of them or none. Faults: FAULT_NOT_FOUND; FAULT_INVALID when there are more
 * than `most`; FAULT_BROKEN when the file was changed or cut, is under another key, or cannot be read. */
bool sealed_read(const struct keys *keys, const char *path, uint64_t most, struct buffer *bytes, struct fault *fault);

#endif
