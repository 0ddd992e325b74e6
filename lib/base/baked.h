/* Files that the build has put into the program, each list in the order of its names and ended by an entry
 * whose name is absent. A name is the path below its folder: "awards/award.html". */
#ifndef LAUREATE_BASE_BAKED_H
#define LAUREATE_BASE_BAKED_H

#include "base/text.h"

struct baked_file {
    struct text name;
    struct text bytes;
};

extern const struct baked_file baked_migrations[];
extern const struct baked_file baked_programme[];
extern const struct baked_file baked_templates[];
extern const struct baked_file baked_assets[];

/* The bytes of the file with that name; absent when the list has none. */
struct text baked_find(const struct baked_file *files, struct text name);

#endif
