/* A reviewer's list, the packet beside the rubric, saving marks. */
#include "pages/pages.h"

const struct route reviews_routes[] = {
    {0},
};
