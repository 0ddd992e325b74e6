/* All pages: the tables of routes, in the order in which they are looked through. */
#include "pages/pages.h"

const struct route *const route_tables[] = {
    home_routes, awards_routes, honors_routes, feeds_routes, service_routes, NULL,
};
