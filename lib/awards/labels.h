/* Labels and hints of questions and criteria as staff type them, and the names that the program makes from labels. */
#ifndef LAUREATE_AWARDS_LABELS_H
#define LAUREATE_AWARDS_LABELS_H

#include "base/arena.h"
#include "base/fault.h"

enum { LABEL_MOST = 300, HINT_MOST = 1000 /* characters */ };

/* Adds a fault of a field. */
void label_wrong(struct faults *faults, struct arena *arena, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Adds a fault when the text has more characters than that: "Give a hint of at most 1000 characters; this has 1200." */
void label_check_length(struct faults *faults, struct arena *arena, const char *field, const char *what,
                        struct text text, size_t most);

/* Adds what is wrong with the fields label and hint; the sentence is said when there is no label. */
void label_check(struct faults *faults, struct arena *arena, struct text label, struct text hint, const char *sentence);

/* The lines of a text without the empty ones, each tidied. */
struct text label_lines(struct arena *arena, struct text lines);

/* A name from a label, by which data knows what people may call by other words later: "Years in practice" is
 * years_in_practice. At most 40 letters, digits and _, the first a letter, and none of those that are taken; from a
 * label that has no such letter, it is the other name. */
struct text label_name(struct arena *arena, struct text label, const char *otherwise, const struct text *taken,
                       size_t count);

#endif
