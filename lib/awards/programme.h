/* A programme: organizations and their awards, read from two tables. The program carries the real one of the
 * Society of Interventional Radiology and its Foundation (see programme/README.md). */
#ifndef LAUREATE_AWARDS_PROGRAMME_H
#define LAUREATE_AWARDS_PROGRAMME_H

#include "base/fault.h"
#include "db/work.h"

/* Queues what adds the organizations and awards of two CSV files, or brings them up to date. False when a
 * table is wrong; all that is wrong is in `faults`. */
bool programme_save(struct work *work, struct arena *arena, struct text organizations, struct text awards,
                    struct faults *faults);

#endif
