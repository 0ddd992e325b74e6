/* Cycles as staff keep them. All take a work in which one of the staff of the award's organization has entered, and leave
 * it to be finished; who may, and until when, the database says once more before it keeps anything. Each can be done
 * twice without harm. */
#ifndef LAUREATE_AWARDS_CYCLES_H
#define LAUREATE_AWARDS_CYCLES_H

#include "db/work.h"

enum { LETTERS_MOST = 20, NAMES_MOST = 99, YEAR_LEAST = 1900, YEAR_MOST = 2999 };

/* A new cycle of the award, under an id that the form brought, with proposed dates and a form and a rubric of its own.
 * FAULT_INVALID in "year". */
bool cycle_prepare(struct work *work, struct uuid cycle, struct text award, int64_t year, struct fault *fault);

/* What staff may change, as a form sends it. Dates are "2026-12-05 17:00" in the official zone, empty for none, absent
 * for those that stay; a number of -1 stays, and no most names (0) is no bound. */
struct cycle_wish {
    struct text opens_at, closes_at, letters_until, round_opens_at, round_closes_at;
    int64_t year, letters_needed, most_names;
    int64_t version; /* upon which it is wished */
};

/* Changes the cycle. False without a fault when something is wrong with it: then `wrong` says all of it, by the fields
 * year, letters_needed, most_names and, for dates, opens_at.date and so on. FAULT_CLASH: somebody else has changed it
 * meanwhile. *kept is NULL when all was so already; else after the work it has one row, whose `told` is how many people
 * are mailed about moved dates. */
bool cycle_change(struct work *work, struct arena *arena, struct uuid cycle, const struct cycle_wish *wish,
                  struct rows **kept, struct faults *wrong, struct fault *fault);

/* A cycle as it would be: instants as texts that compare as they follow each other, empty for none. */
struct cycle_plan {
    struct text opens_at, closes_at, letters_until, round_opens_at, round_closes_at;
    int64_t year, letters_needed, most_names;
    bool has_round;
};

/* Everything that does not fit together in it. */
void cycle_find_wrong(const struct cycle_plan *plan, struct arena *arena, struct faults *wrong);

/* The call becomes public. False without a fault when something is missing: then `missing` says all of it, by the fields
 * closes_at.date, form and rubric. */
bool cycle_publish(struct work *work, struct arena *arena, struct uuid cycle, struct faults *missing,
                   struct fault *fault);

/* The call is taken back, until it opens. */
bool cycle_unpublish(struct work *work, struct uuid cycle, struct fault *fault);

/* Somebody acts as staff in this cycle, from now on, under an id that the form brought; and no longer. FAULT_INVALID in
 * "email". */
bool stand_in_name(struct work *work, struct arena *arena, struct uuid cycle, struct uuid stand_in, struct text email,
                   struct fault *fault);
bool stand_in_end(struct work *work, struct uuid cycle, struct uuid stand_in, struct fault *fault);

#endif
