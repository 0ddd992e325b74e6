/* Conflicts: declared by all who act in a cycle, and looked over. */
#include "pages/pages.h"

const struct route conflicts_routes[] = {
    {0},
};
