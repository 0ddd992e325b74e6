/* Dates with a time of the day in forms: two fields, <name>.date and <name>.time, in an organization's official zone,
 * which the statement that keeps them knows. */
#ifndef LAUREATE_PAGES_MOMENTS_H
#define LAUREATE_PAGES_MOMENTS_H

#include "http/route.h"

/* What was sent, as "2026-12-05 17:00"; empty when both fields are. What cannot be read is wrong (act_wrong, in the field
 * <name>.date). For a statement's parameter: nullif($n, '')::timestamp at time zone <zone>. */
struct text act_moment(struct act *act, const char *name);

/* Tells the template form/moment what it shows: under `name` a record {name, date, time, error}, from what was typed
 * or, at first, from "2026-12-05 17:00", which may be empty or absent. */
void show_moment(struct show *show, const char *name, struct text local);

#endif
