/* Rubrics as data: what nominations are scored by. */
#ifndef LAUREATE_AWARDS_RUBRICS_H
#define LAUREATE_AWARDS_RUBRICS_H

#include "base/fault.h"
#include "db/work.h"

/* Two CSV files: of rubrics, a row for each award: award (its slug), least, most, best (which of the two is the best
 * score), words (what each score from least on means, with | between them; or none); and of criteria, a row for each
 * line of a rubric: award, name, kind (score, overall or comment), label, hint, required (yes or no). The rows of an
 * award, in the order of the file, are its rubric; exactly one of them is overall. See the tables rubric and criterion.
 */
struct rubric_files {
    struct text rubrics, criteria;
};

/* Queues what keeps the rubrics. One that differs from the award's latest in anything becomes its next version, as
 * forms do. Rows without an award, or of an award that is not there, are a fault. */
bool rubrics_save(struct work *work, struct arena *arena, struct rubric_files files, struct faults *faults);

/* The rubric of one award in such files, as rubric_ask_to_save takes it; absent when it has none. */
bool rubric_of_award(struct arena *arena, struct rubric_files files, struct text award, struct text *rubric,
                     struct faults *faults);

/* Queues what keeps one rubric, for the award with that slug. Whoever the work is for keeps the award. */
void rubric_ask_to_save(struct work *work, struct text award, struct text rubric);

#endif
