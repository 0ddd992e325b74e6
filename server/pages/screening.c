/* Screening: what came in, and what staff make of it. */
#include "pages/pages.h"

const struct route screening_routes[] = {
    {0},
};
