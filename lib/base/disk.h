/* The disk: bytes that must be there after the power has failed. */
#ifndef LAUREATE_BASE_DISK_H
#define LAUREATE_BASE_DISK_H

#include "base/text.h"

/* All of these set errno when they return false. */
bool disk_write(int file, struct text bytes); /* all of it */
bool disk_keep(int file, const char *path);   /* the open file and its name in its folder */
bool disk_keep_name(const char *path);        /* the name alone, after it was made, moved there or removed */
bool disk_read(int file, char *room, size_t size, size_t *got); /* fewer than `size` only at the end of the file */

#endif
