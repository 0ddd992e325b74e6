/* Cycles as staff keep them: dates, publishing, stand-ins. */
#include "pages/pages.h"

const struct route cycles_routes[] = {
    {0},
};
