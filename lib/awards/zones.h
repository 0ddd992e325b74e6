/* Time zones that an organization can have as its official one, with the names by which people call them. */
#ifndef LAUREATE_AWARDS_ZONES_H
#define LAUREATE_AWARDS_ZONES_H

#include "base/text.h"

struct zone {
    const char *zone;  /* its name in the tz database */
    const char *name;  /* as it stands behind a time: 5:00 pm Eastern Time */
    const char *place; /* a city by which people find it */
};

/* From west to east; the last has no zone. */
extern const struct zone zones[];

/* NULL when it is none of these. */
const struct zone *zone_find(struct text zone);

#endif
