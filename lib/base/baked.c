/* Files that the build has put into the program. */
#include "base/baked.h"

struct text baked_find(const struct baked_file *files, struct text name)
{
    for (; !text_is_absent(files->name); files++)
        if (text_equal(files->name, name))
            return files->bytes;
    return text_absent;
}
