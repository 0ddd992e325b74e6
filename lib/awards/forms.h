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

/* The form of one award in such a file, as form_ask_to_save takes it; absent when it has none. */
bool form_of_award(struct arena *arena, struct text questions, struct text award, struct text *form,
                   struct faults *faults);

/* Queues what keeps one form, for the award with that slug. Whoever the work is for keeps the award. */
void form_ask_to_save(struct work *work, struct text award, struct text form);

struct exclusion {
    struct text award, role, of, sentence;
};

/* The exclusions of a CSV file, from the arena: award (its slug), role (board or chair), of (the slug of the
 * organization whose board it is, or of the award whose chair), and the sentence that they are told. */
bool exclusions_read(struct arena *arena, struct text file, struct exclusion **exclusions, size_t *count,
                     struct faults *faults);

/* Queues what keeps the exclusions of such a file. */
bool exclusions_save(struct work *work, struct arena *arena, struct text file, struct faults *faults);

#endif
