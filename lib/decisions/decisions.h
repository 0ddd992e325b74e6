/* Decisions: the committee's choice with its citations, and the board's answer. All take a work in which somebody has
 * entered, and leave it to be finished; who may, and when, the database says once more before it keeps anything. Each can
 * be done twice without harm. */
#ifndef LAUREATE_DECISIONS_DECISIONS_H
#define LAUREATE_DECISIONS_DECISIONS_H

#include "base/fault.h"
#include "db/kept.h"
#include "db/work.h"

enum { CITATION_MOST = 2000 /* characters of one */ };

/* Who decides says first with whom they are in conflict: FAULT_CLASH, and false. */
bool fault_undeclared(struct fault *fault);

/* What the chair makes of one nomination. */
struct choice {
    struct uuid nomination;
    bool is_chosen;
    struct text citation;
    int64_t version;    /* of tick and citation upon which these were given; 0 for none yet */
    struct rows *saved; /* of choice_keep */
};

/* Nobody else changes the choices of a cycle until the work ends; before choice_keep, in the same work. */
void choices_lock(struct work *work, struct uuid cycle);

/* Asks that it be kept; after the trip choice_kept says what became of it. False with FAULT_NOT_FOUND where nobody of that
 * name may be chosen by who asks. The texts of `kept` live as long as the work. */
void choice_keep(struct work *work, struct uuid cycle, struct choice *choice);
bool choice_kept(const struct choice *choice, struct kept *kept, struct fault *fault);

/* What somebody else has changed where it was not saved, in a sentence. */
const char *choice_clash(const struct choice *choice, const struct kept *kept);

/* Whether a citation is short enough to be kept. */
bool citation_is_fit(struct text citation, struct fault *fault);

/* Whether these can be proposed, at most `most` of them (0 for no bound): all that is wrong, of the fields "chosen" and
 * "citation.<nomination>". */
bool choices_are_fit(struct arena *arena, const struct choice *choices, size_t count, int64_t most,
                     struct faults *faults);

/* The board's answer to what is proposed, upon that version of it: makes the trip. FAULT_CLASH when something else is
 * proposed meanwhile, or nothing, or they have not said yet with whom they are in conflict. */
bool decision_ratify(struct work *work, struct uuid cycle, int64_t version, struct fault *fault);
bool decision_send_back(struct work *work, struct uuid cycle, int64_t version, struct text note, struct fault *fault);

#endif
