/* Conflicts of interest: what somebody who acts in a cycle says of its nominees, and what is made of it. Both take a work
 * in which they have entered; who may, the database says. Saying the same again changes nothing. */
#ifndef LAUREATE_COMMITTEES_CONFLICTS_H
#define LAUREATE_COMMITTEES_CONFLICTS_H

#include "db/work.h"

enum { EVIDENCE_MOST = 500 /* bytes of what is said in a line or two */ };

struct declared {
    struct uuid nomination;
    struct text kind;     /* "none", or one of conflict_kinds */
    struct text evidence; /* what it is, in a line; needed for a conflict */
};

/* Whether it can be kept; FAULT_INVALID in the field "kind" or "evidence". Kinds are the rows of conflict_kinds. */
bool declared_is_fit(const struct declared *declared, const struct rows *kinds, struct fault *fault);

/* Asks that it be kept. Whoever is in conflict is recused from judging this nominee. */
void conflict_keep(struct work *work, const struct declared *declared);

/* Says that a declared conflict is none, and why: FAULT_INVALID in "reason" without one. */
bool conflict_set_aside(struct work *work, struct uuid conflict, struct text reason, struct fault *fault);

#endif
