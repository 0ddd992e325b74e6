/* The parts of a backup's folder: its manifest, and the documents with the list of their hashes. */
#ifndef LAUREATE_BACKUPS_PARTS_H
#define LAUREATE_BACKUPS_PARTS_H

#include "backups/backup.h"

#include <jansson.h>

#define BACKUP_DUMP     "database.dump"
#define BACKUP_FILES    "files"
#define BACKUP_SUMS     "files.b2sum"
#define BACKUP_MANIFEST "manifest.json"

const char *backup_path(struct arena *arena, const char *folder, const char *name);

/* Whether there is no such folder, or an empty one. FAULT_REFUSED. */
bool folder_is_free(const char *folder, struct fault *fault);

/* Sees everything that was written there on the disk. */
bool folder_sync(const char *folder, struct fault *fault);

/* The part's size and hash, as the manifest has them: {"bytes":…,"hash":…}. NULL with a fault. */
json_t *part_measured(struct arena *arena, const char *folder, const char *name, struct fault *fault);

/* The manifest, which belongs to the caller. */
bool manifest_write(struct arena *arena, const char *folder, const json_t *manifest, struct fault *fault);
json_t *manifest_read(struct arena *arena, const char *folder, struct fault *fault);

/* A document in the list of hashes. */
struct listed {
    struct uuid id;
    char hash[65];
};

void sums_add(struct buffer *sums, const struct uuid *id, const char *hash); /* one line of the list */

/* The whole list. NULL with a fault when a line of it is wrong. */
const struct listed *sums_read(struct arena *arena, const char *folder, size_t *count, struct fault *fault);

#endif
