/* The disk: bytes that must be there after the power has failed. */
#include "base/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

bool disk_write(int file, struct text bytes)
{
    while (bytes.length > 0) {
        ssize_t written = write(file, bytes.bytes, bytes.length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return false;
        bytes = text_part(bytes, (size_t)written, bytes.length);
    }
    return true;
}

bool disk_read(int file, char *room, size_t size, size_t *got)
{
    *got = 0;
    while (*got < size) {
        ssize_t taken = read(file, room + *got, size - *got);
        if (taken < 0 && errno == EINTR)
            continue;
        if (taken < 0)
            return false;
        if (taken == 0)
            break;
        *got += (size_t)taken;
    }
    return true;
}

/* The folder of "a/b" is "a/", of "b" it is "." */
bool disk_keep_name(const char *path)
{
    char folder[PATH_MAX];
    const char *slash = strrchr(path, '/');
    size_t length = slash == NULL ? 1 : (size_t)(slash - path) + 1;
    if (length >= sizeof folder) {
        errno = ENAMETOOLONG;
        return false;
    }
    memcpy(folder, slash == NULL ? "." : path, length);
    folder[length] = '\0';
    int directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return false;
    bool kept = fsync(directory) == 0;
    int why = errno;
    close(directory);
    errno = why;
    return kept;
}

bool disk_keep(int file, const char *path)
{
    return fsync(file) == 0 && disk_keep_name(path);
}
