/* Forms and exclusions as data: what nominations are asked for, and who stands aside from them. */
#ifndef LAUREATE_AWARDS_FORMS_H
#define LAUREATE_AWARDS_FORMS_H

#include "base/fault.h"
#include "db/work.h"

/* Queues what keeps the forms of a CSV file, a row for each question: award (its slug), part, name, kind, label, hint,
 * required (yes or no), most_words, least, most, and choices with | between them; see the table question. The rows of
 * an award, in the order of the file, are its form. A form that differs from the award's latest in anything becomes its
 * next version, and one that does not is not made again: cycles keep the version they opened with. Rows without an
 * award, or of an award that is not there, are a fault. */
bool forms_save(struct work *work, struct arena *arena, struct text questions, struct faults *faults);

/* Queues what keeps the exclusions of a CSV file: award (its slug), role (board or chair), of (the slug of the
 * organization whose board it is, or of the award whose chair), and the sentence that they are told. */
bool exclusions_save(struct work *work, struct arena *arena, struct text exclusions, struct faults *faults);

#endif
