/* Inside lib/honors: honorees who are probably one person, found and listed while a file is brought in. */
#ifndef LAUREATE_HONORS_LIKELY_H
#define LAUREATE_HONORS_LIKELY_H

#include "db/work.h"
#include "honors/import.h"

/* Compares all honorees and notes the pairs that are news. */
bool likely_find(struct work *work, struct arena *arena, struct fault *fault);

/* The pairs that staff have not answered. */
bool likely_list(struct work *work, struct arena *arena, struct honors_imported *imported,
                 struct fault *fault);

#endif
