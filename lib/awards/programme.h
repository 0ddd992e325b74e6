/* A programme: organizations, their awards, the forms and rubrics of these and who stands aside, read from tables. The program
 * carries the real one of the Society of Interventional Radiology and its Foundation (see programme/README.md). */
#ifndef LAUREATE_AWARDS_PROGRAMME_H
#define LAUREATE_AWARDS_PROGRAMME_H

#include "base/baked.h"
#include "base/fault.h"
#include "db/work.h"

/* An award as the table says it. Organization is a slug; 0 stands for none; money is in minor units. */
struct programme_award {
    struct text organization, slug, name, kind;
    struct text summary, purpose, eligibility, packet, judging;
    int64_t since, most_names, money;
    struct text currency;
    bool has_call;
};

/* The awards of a file such as awards.csv, from the arena, in its order. */
bool programme_awards(struct arena *arena, struct text file, struct programme_award **awards, size_t *count,
                      struct faults *faults);

/* Queues what adds the organizations and awards of the files organizations.csv and awards.csv, or brings them up to
 * date, and what keeps the forms, rubrics and exclusions of questions.csv, of rubrics.csv with criteria.csv, and of
 * exclusions.csv where they are among the files (see awards/forms.h and awards/rubrics.h). The list ends as baked ones
 * do. False when a table is wrong; all that is wrong is in `faults`. */
bool programme_save(struct work *work, struct arena *arena, const struct baked_file *files, struct faults *faults);

#endif
