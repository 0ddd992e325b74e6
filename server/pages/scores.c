/* The table of scores, when judging has closed. */
#include "pages/pages.h"

const struct route scores_routes[] = {
    {0},
};
