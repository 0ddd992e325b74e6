/* Organizations, and who is on their staff and board. */
#include "pages/pages.h"

const struct route organizations_routes[] = {
    {0},
};
