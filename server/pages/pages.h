/* All pages: each feature's table of routes. */
#ifndef LAUREATE_PAGES_PAGES_H
#define LAUREATE_PAGES_PAGES_H

#include "http/route.h"

extern const struct route home_routes[];
extern const struct route awards_routes[];
extern const struct route honors_routes[];
extern const struct route feeds_routes[];
extern const struct route service_routes[];

#endif
