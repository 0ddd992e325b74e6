/* A fault: why something asked for was not done, so that a person can act on it. Functions that can refuse
 * take a `struct fault *` and return false after filling it. It owns nothing and is passed by copy. */
#ifndef LAUREATE_BASE_FAULT_H
#define LAUREATE_BASE_FAULT_H

#include "base/text.h"

enum fault_kind {
    FAULT_NONE = 0,
    FAULT_INVALID,    /* what was given is wrong; `field` says which part of it */
    FAULT_NOT_FOUND,  /* there is none, or none that this person may know of */
    FAULT_REFUSED,    /* understood and not allowed now */
    FAULT_SIGNED_OUT, /* nobody is signed in, or no longer */
    FAULT_TOO_MANY,   /* too many tries; wait */
    FAULT_CLASH,      /* somebody else changed it meanwhile */
    FAULT_BUSY,       /* it took too long, or others were at it; nothing was kept; try again */
    FAULT_LOST,       /* the database cannot be reached; nothing was kept; try again */
    FAULT_UNSURE,     /* the database was lost while it was to keep this: look whether it did */
    FAULT_BROKEN,     /* a fault of the program or its surroundings; the log says more */
};

struct fault {
    enum fault_kind kind;
    unsigned line;      /* of a file that was read, from 1; 0 when there is no file */
    char field[64];     /* the form's field or the file's column; may be empty */
    char sentence[320]; /* plain English that ends in a full stop and says what to do */
};

/* Fills the fault and returns false, so that a refusal reads `return fault_set(…)`. */
bool fault_set(struct fault *fault, enum fault_kind kind, const char *field, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* FAULT_NOT_FOUND, of which there is nothing to say but what its page says. */
bool fault_not_found(struct fault *fault);

/* The stable name of a kind, for machines: "invalid", "not-found", … */
const char *fault_code(enum fault_kind kind);

/* A list of faults, for input in which everything wrong is to be named at once. */
struct faults {
    struct fault *items; /* from the arena that was given to faults_add */
    size_t count;
    size_t size;
};

struct arena;
void faults_add(struct faults *faults, struct arena *arena, struct fault fault);
void faults_say(struct faults *faults, struct arena *arena, const char *field,
                const char *sentence); /* FAULT_INVALID */

#endif
