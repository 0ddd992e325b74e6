/* The announcement: its instant, the page as it will be, the mails. */
#include "pages/pages.h"

const struct route announcements_routes[] = {
    {0},
};
