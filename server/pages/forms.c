/* The form and the rubric of a cycle, edited by staff until it opens. */
#include "pages/pages.h"

const struct route forms_routes[] = {
    {0},
};
