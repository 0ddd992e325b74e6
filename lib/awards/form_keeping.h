/* The form of a cycle as staff keep it until the cycle opens. All take a work in which somebody has entered, make one
 * trip to look, and leave the work to be finished, which is when the database says whether the form is fixed already.
 * Each can be done twice without harm. FAULT_NOT_FOUND when the cycle is not theirs to keep. */
#ifndef LAUREATE_AWARDS_FORM_KEEPING_H
#define LAUREATE_AWARDS_FORM_KEEPING_H

#include "base/fault.h"
#include "db/work.h"

enum { QUESTIONS_MOST = 60, PART_MOST = 100 /* characters */, WORDS_MOST = 5000, CHOICES_MOST = 50, CHOICE_MOST = 200 };

/* A question as somebody typed it, each text tidied. What does not belong to its kind is passed over. */
struct question_draft {
    struct text part, kind, label, hint;
    bool is_required;
    bool is_for_part;                    /* the part's other questions go along into the part that is named */
    struct text most_words, least, most; /* a number or empty */
    struct text choices;                 /* one a line */
    struct text mark;                    /* of the question as they saw it; empty for a new one */
};

/* Adds the question, or writes it in the place of what it was. What is wrong with it is all in `faults`. FAULT_CLASH when
 * it was changed or removed since they saw it. A new one goes to the end of its part, and so does one that changes
 * it; its name is made from its label, and stays. */
bool question_keep(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question,
                   const struct question_draft *draft, struct faults *faults, struct fault *fault);

/* Whether the question of that row of form_questions says what the draft says. */
bool question_says_so(const struct rows *questions, size_t row, struct arena *arena,
                      const struct question_draft *draft);

/* Takes the question out of the form, if it is in it. */
bool question_remove(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question,
                     struct fault *fault);

/* Moves the question one step (up, down), or its part past the next (part-up, part-down). Nothing changes unless it is
 * in that place and part, as it was when they saw it. */
bool question_move(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question, struct text way,
                   int64_t place, struct text part, struct fault *fault);

#endif
