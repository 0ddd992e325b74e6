/* The log: one line an occurrence on standard error, for the people who run the program. Lines hold ids and
 * counts, never what a person wrote, a name, an address or a secret. */
#ifndef LAUREATE_BASE_LOG_H
#define LAUREATE_BASE_LOG_H

#include <stdatomic.h>
#include <stdbool.h>

void log_note(const char *format, ...) __attribute__((format(printf, 1, 2)));  /* worth knowing */
void log_fault(const char *format, ...) __attribute__((format(printf, 1, 2))); /* something failed */

/* For a broken invariant: says it and ends the process, so that nothing is built on it. */
_Noreturn void log_abort(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* For what would otherwise be said a thousand times a second: true at most once in five seconds. The pace is a static
 * variable of the place that says it. */
struct log_pace {
    atomic_uint_fast64_t last;
};
bool log_is_due(struct log_pace *pace);

#endif
