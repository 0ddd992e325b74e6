/* An upload: a form with a file in it, taken in by the listener while it arrives. The fields are kept as those of any
 * form; the file goes, encrypted, into the store's new/, and is there until it is taken in or the request is over. */
#ifndef LAUREATE_HTTP_UPLOAD_H
#define LAUREATE_HTTP_UPLOAD_H

#include "files/store.h"
#include "http/form.h"

/* A file that was sent: not yet taken in. */
struct sent_file {
    struct uuid id;
    struct text name;
    char hash[65]; /* BLAKE2b of its bytes */
    uint64_t size; /* bytes; 0 when none was chosen */
    bool is_pdf;   /* by its content */
    bool is_too_large;
};

struct upload;

/* `csrf` is what the form must carry before the file. NULL when the body is not to be multipart/form-data. */
struct upload *upload_new(const struct store *store, struct text content_type, struct text csrf);
void upload_feed(struct upload *upload, struct text bytes);

/* All has arrived. False, with a fault, when it was no whole form or the file could not be kept. */
bool upload_end(struct upload *upload, struct fault *fault);

/* What was sent, once it has ended well. They live as long as the upload. */
const struct form *upload_form(const struct upload *upload);
const struct sent_file *upload_file(const struct upload *upload);

/* Takes the file in; it is thrown away with the upload unless this was done. */
bool upload_keep(struct upload *upload, struct fault *fault);
void upload_unkeep(struct upload *upload); /* for when the work behind it was not kept */
void upload_free(struct upload *upload);   /* NULL is let pass */

#endif
