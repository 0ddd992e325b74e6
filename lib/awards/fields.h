/* Fields of forms about organizations and awards: what is wrong with them, said beside each. */
#ifndef LAUREATE_AWARDS_FIELDS_H
#define LAUREATE_AWARDS_FIELDS_H

#include "base/arena.h"
#include "base/fault.h"

#define SLUG_SENTENCE                                                                                                  \
    "Give an address word of small letters a to z, digits, and hyphens between them, such as gold-medal; at most 60 "  \
    "characters."
#define CLASH_SENTENCE                                                                                                 \
    "Somebody else changed this after you opened it. What you typed is below and has not been saved. Save again to "   \
    "keep yours, or load the page anew to see theirs."

/* That a text is not empty, unless `empty_sentence`, which is said then, is NULL; and has at most so many characters. */
void field_check(struct faults *wrong, struct arena *arena, const char *field, struct text text,
                 const char *empty_sentence, size_t most);

#endif
