/* The file store: documents that were sent in, each encrypted in a file of its own, in one folder. The database has
 * what is known of them; the folder has nothing but ids.
 *
 * A document begins in new/, where it stays until the work that speaks of it is about to be finished; then it is taken
 * in. What lies in new/ for longer than a day belongs to nothing. */
#ifndef LAUREATE_FILES_STORE_H
#define LAUREATE_FILES_STORE_H

#include "base/buffer.h"
#include "base/fault.h"
#include "crypto/copied.h"
#include "crypto/keys.h"
#include "crypto/sealed.h"
#include "db/statement.h"

enum { FILE_MOST_BYTES = 20 * 1024 * 1024 };

struct store {
    const struct keys *keys;
    struct text folder;
};

/* Makes the folders where they are missing. Faults: FAULT_INVALID when that cannot be done. */
bool store_open(struct store *store, const struct keys *keys, struct text folder, struct fault *fault);

/* A new document, to be written with sealing_add and ended with sealing_finish. NULL with FAULT_BROKEN. */
struct sealing *store_begin(const struct store *store, const struct uuid *id, struct fault *fault);

/* Takes a document in, or throws it away, wherever it lies. */
bool store_take_in(const struct store *store, const struct uuid *id, struct fault *fault);
void store_throw_away(const struct store *store, const struct uuid *id);

/* Adds the document's plain bytes. Faults as sealed_read's. */
bool store_read(const struct store *store, const struct uuid *id, struct buffer *bytes, struct fault *fault);

/* Copies the document as it lies, sealed, into another store that does not have it; where `to` is NULL it is only read.
 * Nothing is synced. Faults, which name it: FAULT_NOT_FOUND; FAULT_INVALID when it cannot be read or written. */
bool store_copy(const struct store *store, const struct uuid *id, const struct store *to, struct copied *copied,
                struct fault *fault);

/* Removes what lies in new/ for more than a day. */
void store_sweep(const struct store *store);

/* Whether bytes are those of a PDF, by its first and last ones (ISO 32000-1, sections 7.5.2 and 7.5.5; readers look for
 * both marks within 1024 bytes). */
enum { FILE_ENDS = 1024 };
bool file_is_pdf(struct text first, struct text last);

#endif
