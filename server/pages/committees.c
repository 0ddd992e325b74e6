/* A cycle's page for those who act in it, and who is to judge what. */
#include "pages/pages.h"

const struct route committees_routes[] = {
    {0},
};
