/* An upload: fields into a form, the file into the store. */
#include "http/upload.h"

#include "base/arena.h"
#include "base/log.h"
#include "crypto/keys.h"
#include "crypto/tokens.h"
#include "http/multipart.h"

#include <stdlib.h>
#include <string.h>

struct upload {
    struct arena *arena;
    const struct store *store;
    struct multipart *multipart;
    struct form *form;
    struct text csrf;
    struct sealing *sealing; /* while the file is being written */
    struct sent_file file;
    char first[FILE_ENDS], last[2 * FILE_ENDS];
    size_t first_length, last_length;
    bool has_file, passes_over, is_forged, is_kept, is_broken;
};

static bool take_field(void *context, struct text name, struct text value)
{
    struct upload *upload = context;
    return form_add(upload->form, name, value);
}

/* Only the first file counts, and none before the form has shown that it is ours. */
static bool begin_file(void *context, struct text name, struct text filename, struct text type)
{
    struct upload *upload = context;
    struct fault fault;
    (void)name;
    (void)type;
    upload->passes_over = upload->has_file || text_is_empty(filename);
    if (upload->passes_over)
        return true;
    upload->is_forged = !secret_equal(form_field(upload->form, "csrf"), upload->csrf);
    if (upload->is_forged)
        return false;
    upload->has_file = true;
    upload->file.name = arena_copy(upload->arena, filename);
    uuid_read(random_id(upload->arena), &upload->file.id);
    upload->sealing = store_begin(upload->store, &upload->file.id, &fault);
    upload->is_broken = upload->sealing == NULL;
    return !upload->is_broken;
}

/* Its first bytes, and the last ones so far: what kind of file it is shows there. */
static void remember_ends(struct upload *upload, struct text bytes)
{
    struct text head = text_part(bytes, 0, FILE_ENDS - upload->first_length);
    memcpy(upload->first + upload->first_length, head.bytes, head.length);
    upload->first_length += head.length;
    struct text tail = bytes.length > FILE_ENDS ? text_part(bytes, bytes.length - FILE_ENDS, FILE_ENDS) : bytes;
    size_t keep = upload->last_length < FILE_ENDS ? upload->last_length : FILE_ENDS;
    memmove(upload->last, upload->last + upload->last_length - keep, keep);
    memcpy(upload->last + keep, tail.bytes, tail.length);
    upload->last_length = keep + tail.length;
}

static bool take_bytes(void *context, struct text bytes)
{
    struct upload *upload = context;
    if (upload->passes_over || upload->file.is_too_large)
        return true;
    upload->file.size += bytes.length;
    upload->file.is_too_large = upload->file.size > FILE_MOST_BYTES;
    remember_ends(upload, bytes);
    upload->is_broken = !upload->file.is_too_large && !sealing_add(upload->sealing, bytes);
    return !upload->is_broken;
}

static bool end_file(void *context)
{
    (void)context;
    return true;
}

struct upload *upload_new(const struct store *store, struct text content_type, struct text csrf)
{
    struct upload *upload = calloc(1, sizeof *upload);
    if (upload == NULL)
        log_abort("out of memory");
    const struct multipart_reader reader = {upload, take_field, begin_file, take_bytes, end_file};
    upload->multipart = multipart_new(content_type, &reader);
    if (upload->multipart == NULL) {
        free(upload);
        return NULL;
    }
    upload->arena = arena_new();
    upload->store = store;
    upload->form = form_new(upload->arena);
    upload->csrf = arena_copy(upload->arena, csrf);
    return upload;
}

void upload_feed(struct upload *upload, struct text bytes)
{
    multipart_feed(upload->multipart, bytes);
}

bool upload_end(struct upload *upload, struct fault *fault)
{
    if (upload->is_forged)
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "This form is no longer good. Go back, load the page again and "
                         "choose the file once more.");
    if (upload->is_broken)
        return fault_set(fault, FAULT_BROKEN, NULL, "The document could not be kept. Please try again.");
    if (!multipart_is_whole(upload->multipart))
        return fault_set(fault, FAULT_INVALID, "file", "The file did not arrive whole. Please send it again.");
    upload->file.is_pdf =
        file_is_pdf(text_from(upload->first, upload->first_length), text_from(upload->last, upload->last_length));
    struct sealing *sealing = upload->sealing;
    upload->sealing = NULL;
    return sealing == NULL || sealing_finish(sealing, upload->file.hash, &upload->file.size, fault);
}

const struct form *upload_form(const struct upload *upload)
{
    return upload->form;
}

const struct sent_file *upload_file(const struct upload *upload)
{
    return &upload->file;
}

bool upload_keep(struct upload *upload, struct fault *fault)
{
    upload->is_kept = store_take_in(upload->store, &upload->file.id, fault);
    return upload->is_kept;
}

void upload_unkeep(struct upload *upload)
{
    upload->is_kept = false;
}

void upload_free(struct upload *upload)
{
    if (upload == NULL)
        return;
    if (upload->sealing != NULL)
        sealing_drop(upload->sealing);
    if (upload->has_file && !upload->is_kept)
        store_throw_away(upload->store, &upload->file.id);
    multipart_free(upload->multipart);
    arena_free(upload->arena);
    free(upload);
}
