/* Awards as staff keep them, and their committees. */
#include "pages/pages.h"

const struct route keeping_routes[] = {
    {0},
};
