/* What the committee proposes and the board ratifies. */
#include "pages/pages.h"

const struct route decisions_routes[] = {
    {0},
};
