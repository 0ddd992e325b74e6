/* A programme: organizations, their awards, the forms of these and who stands aside, read from tables. The program
 * carries the real one of the Society of Interventional Radiology and its Foundation (see programme/README.md). */
#ifndef LAUREATE_AWARDS_PROGRAMME_H
#define LAUREATE_AWARDS_PROGRAMME_H

#include "base/baked.h"
#include "base/fault.h"
#include "db/work.h"

/* Queues what adds the organizations and awards of the files organizations.csv and awards.csv, or brings them up to
 * date, and what keeps the forms and exclusions of questions.csv and exclusions.csv where they are among the files (see
 * awards/forms.h). The list ends as baked ones do. False when a table is wrong; all that is wrong is in `faults`. */
bool programme_save(struct work *work, struct arena *arena, const struct baked_file *files, struct faults *faults);

#endif
