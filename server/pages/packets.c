/* A nomination as those read it who judge it. */
#include "pages/pages.h"

const struct route packets_routes[] = {
    {0},
};
