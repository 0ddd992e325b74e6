/* Inside lib/honors: honorees who are probably one person, found and listed while a file is brought in. */
#ifndef LAUREATE_HONORS_LIKELY_H
#define LAUREATE_HONORS_LIKELY_H

#include "db/work.h"
#include "honors/import.h"

/* Compares those who came in this transaction with all honorees, and notes the pairs that are probably one. Of very
 * many with one family name each is compared with those who stand near by the rest of the name. */
bool likely_find(struct work *work, struct arena *arena, struct fault *fault);

/* The pairs that staff have not answered. */
bool likely_list(struct work *work, struct arena *arena, struct honors_imported *imported, struct fault *fault);

#endif
