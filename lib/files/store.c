/* The file store: where a document lies. */
#include "files/store.h"

#include "base/log.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { PATH_MOST = 1024, SWEEP_SECONDS = 24 * 3600 };

static bool make_folder(const char *path, struct fault *fault)
{
    struct stat status;
    if (mkdir(path, 0700) == 0 || (errno == EEXIST && stat(path, &status) == 0 && S_ISDIR(status.st_mode)))
        return true;
    return fault_set(fault, FAULT_INVALID, "LAUREATE_FILES", "The folder %s cannot be made: %s.", path,
                     strerror(errno));
}

static void path_new(const struct store *store, const char *id, char path[PATH_MOST])
{
    snprintf(path, PATH_MOST, "%.*s/new/%s", TEXT_ARGUMENTS(store->folder), id);
}

/* Documents are spread over 256 folders, by the first byte of their ids. */
static void path_kept(const struct store *store, const char *id, char path[PATH_MOST])
{
    snprintf(path, PATH_MOST, "%.*s/%.2s/%s", TEXT_ARGUMENTS(store->folder), id, id);
}

bool store_open(struct store *store, const struct keys *keys, struct text folder, struct fault *fault)
{
    char path[PATH_MOST];
    *store = (struct store){keys, folder};
    if (folder.length > PATH_MOST / 2)
        return fault_set(fault, FAULT_INVALID, "LAUREATE_FILES", "This path is too long.");
    snprintf(path, sizeof path, "%.*s", TEXT_ARGUMENTS(folder));
    if (!make_folder(path, fault))
        return false;
    path_new(store, "", path);
    return make_folder(path, fault);
}

struct sealing *store_begin(const struct store *store, const struct uuid *id, struct fault *fault)
{
    char path[PATH_MOST];
    path_new(store, id->characters, path);
    return sealing_begin(store->keys, path, fault);
}

/* The folder's entry is to last as well as the file does. */
static bool sync_folder(const char *path)
{
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0)
        close(folder);
    return synced;
}

/* The folder in which the document is kept. */
static bool make_folder_of(const struct store *store, const struct uuid *id, char folder[PATH_MOST],
                           struct fault *fault)
{
    snprintf(folder, PATH_MOST, "%.*s/%.2s", TEXT_ARGUMENTS(store->folder), id->characters);
    return make_folder(folder, fault);
}

bool store_take_in(const struct store *store, const struct uuid *id, struct fault *fault)
{
    char from[PATH_MOST], to[PATH_MOST], folder[PATH_MOST];
    path_new(store, id->characters, from);
    path_kept(store, id->characters, to);
    if (make_folder_of(store, id, folder, fault) && rename(from, to) == 0 && sync_folder(folder))
        return true;
    log_fault("document %s was not taken in: %s", id->characters, strerror(errno));
    return fault_set(fault, FAULT_BROKEN, NULL, "The document could not be kept. Please try again.");
}

void store_throw_away(const struct store *store, const struct uuid *id)
{
    char path[PATH_MOST];
    path_new(store, id->characters, path);
    if (unlink(path) == 0)
        return;
    path_kept(store, id->characters, path);
    unlink(path);
}

bool store_read(const struct store *store, const struct uuid *id, struct buffer *bytes, struct fault *fault)
{
    char path[PATH_MOST];
    path_kept(store, id->characters, path);
    return sealed_read(store->keys, path, FILE_MOST_BYTES, bytes, fault);
}

static bool not_copied(const struct store *store, const struct uuid *id, const char *what, struct fault *fault)
{
    return fault_set(fault, errno == ENOENT ? FAULT_NOT_FOUND : FAULT_INVALID, NULL, "The document %s %s %.*s: %s.",
                     id->characters, what, TEXT_ARGUMENTS(store->folder), strerror(errno));
}

bool store_copy(const struct store *store, const struct uuid *id, const struct store *to, struct copied *copied,
                struct fault *fault)
{
    char path[PATH_MOST];
    int output = -1;
    path_kept(store, id->characters, path);
    int input = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (input < 0)
        return not_copied(store, id, "cannot be read in", fault);
    bool done = to == NULL || make_folder_of(to, id, path, fault);
    if (done && to != NULL) {
        path_kept(to, id->characters, path);
        output = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        done = output >= 0 || not_copied(to, id, "cannot be made in", fault);
    }
    done = done && (copy_hashed(input, output, copied) || not_copied(store, id, "cannot be copied from", fault));
    if (output >= 0 && close(output) != 0)
        done = done && not_copied(to, id, "cannot be written in", fault);
    close(input);
    return done;
}

void store_sweep(const struct store *store)
{
    char path[PATH_MOST];
    path_new(store, "", path);
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        struct stat status;
        if (fstatat(dirfd(folder), entry->d_name, &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(status.st_mode) &&
            status.st_mtime < time(NULL) - SWEEP_SECONDS)
            unlinkat(dirfd(folder), entry->d_name, 0);
    }
    closedir(folder);
}

static bool contains(struct text bytes, struct text mark)
{
    return memmem(bytes.bytes, bytes.length, mark.bytes, mark.length) != NULL;
}

bool file_is_pdf(struct text first, struct text last)
{
    return contains(first, text_of("%PDF-")) && contains(last, text_of("%%EOF"));
}
