/* The parts of a backup's folder. */
#include "backups/parts.h"

#include "base/arena.h"
#include "base/disk.h"
#include "crypto/copied.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { HASH = 64 };

const char *backup_path(struct arena *arena, const char *folder, const char *name)
{
    return arena_print(arena, "%s/%s", folder, name).bytes;
}

static bool cannot(const char *path, const char *be_what, struct fault *fault)
{
    return fault_set(fault, FAULT_INVALID, NULL, "%s cannot be %s: %s.", path, be_what, strerror(errno));
}

bool folder_is_free(const char *folder, struct fault *fault)
{
    DIR *open = opendir(folder);
    if (open == NULL)
        return errno == ENOENT || cannot(folder, "read", fault);
    bool is_free = true;
    for (const struct dirent *entry; is_free && (entry = readdir(open)) != NULL;)
        is_free = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(open);
    return is_free ||
           fault_set(fault, FAULT_REFUSED, NULL, "The folder %s holds something. Name an empty or a new one.", folder);
}

bool folder_sync(const char *folder, struct fault *fault)
{
    int open_folder = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = open_folder >= 0 && syncfs(open_folder) == 0;
    if (!synced)
        cannot(folder, "written", fault);
    if (open_folder >= 0)
        close(open_folder);
    return synced;
}

json_t *part_measured(struct arena *arena, const char *folder, const char *name, struct fault *fault)
{
    const char *path = backup_path(arena, folder, name);
    struct copied copied;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool done = (file >= 0 && copy_hashed(file, -1, &copied)) || cannot(path, "read", fault);
    if (file >= 0)
        close(file);
    return done ? json_pack("{s:I, s:s}", "bytes", (json_int_t)copied.bytes, "hash", copied.hash) : NULL;
}

bool manifest_write(struct arena *arena, const char *folder, const json_t *manifest, struct fault *fault)
{
    const char *path = backup_path(arena, folder, BACKUP_MANIFEST);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = file >= 0 && json_dumpfd(manifest, file, JSON_INDENT(2) | JSON_SORT_KEYS) == 0 &&
                disk_write(file, text_of("\n")) && disk_keep(file, path);
    if (file >= 0)
        close(file);
    return done || cannot(path, "written", fault);
}

json_t *manifest_read(struct arena *arena, const char *folder, struct fault *fault)
{
    json_error_t error;
    const char *path = backup_path(arena, folder, BACKUP_MANIFEST);
    if (access(path, R_OK) != 0) {
        fault_set(fault, FAULT_INVALID, NULL,
                  "There is no whole backup in %s: its %s is missing, which is written last.", folder, BACKUP_MANIFEST);
        return NULL;
    }
    json_t *manifest = json_load_file(path, JSON_REJECT_DUPLICATES, &error);
    const char *format = json_string_value(json_object_get(manifest, "format"));
    if (format != NULL && strcmp(format, "laureate backup 1") == 0)
        return manifest;
    fault_set(fault, FAULT_INVALID, NULL, "%s is not the manifest of a backup that this program knows.", path);
    json_decref(manifest);
    return NULL;
}

void sums_add(struct buffer *sums, const struct uuid *id, const char *hash)
{
    buffer_print(sums, "%s  " BACKUP_FILES "/%.2s/%s\n", hash, id->characters, id->characters);
}

/* The line is exactly the one that sums_add would write. */
static bool read_line(struct text line, struct listed *listed)
{
    struct buffer again = {0};
    memset(listed->hash, 0, sizeof listed->hash);
    bool good = line.length > HASH &&
                uuid_read(text_part(line, HASH + 2 + strlen(BACKUP_FILES "/xx/"), line.length), &listed->id);
    if (good) {
        memcpy(listed->hash, line.bytes, HASH);
        sums_add(&again, &listed->id, listed->hash);
        good = text_equal(text_part(buffer_text(&again), 0, again.length - 1), line);
    }
    buffer_free(&again);
    return good;
}

static bool read_whole_file(const char *path, struct buffer *bytes, struct fault *fault)
{
    size_t got = 0;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    bool done = file >= 0;
    do {
        enum { PIECE = 65536 };
        done = done && disk_read(file, buffer_room(bytes, PIECE), PIECE, &got);
        bytes->length += done ? got : 0;
    } while (done && got > 0);
    if (!done)
        cannot(path, "read", fault);
    if (file >= 0)
        close(file);
    return done;
}

const struct listed *sums_read(struct arena *arena, const char *folder, size_t *count, struct fault *fault)
{
    struct buffer bytes = {0};
    const char *path = backup_path(arena, folder, BACKUP_SUMS);
    bool done = read_whole_file(path, &bytes, fault);
    size_t most = 1;
    for (size_t i = 0; i < bytes.length; i++)
        most += bytes.bytes[i] == '\n';
    struct listed *listed = arena_new_array(arena, struct listed, most);
    struct text rest = buffer_text(&bytes);
    for (*count = 0; done && rest.length > 0; ++*count)
        done = read_line(text_cut(&rest, '\n'), &listed[*count]) ||
               fault_set(fault, FAULT_INVALID, NULL, "Line %zu of %s is wrong.", *count + 1, path);
    buffer_free(&bytes);
    return done ? listed : NULL;
}
