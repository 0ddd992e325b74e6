/* The rubric of a cycle as staff keep it until the cycle opens: its scale and its criteria. The same rules as those of
 * its form, see awards/form_keeping.h. */
#ifndef LAUREATE_AWARDS_RUBRIC_KEEPING_H
#define LAUREATE_AWARDS_RUBRIC_KEEPING_H

#include "base/fault.h"
#include "db/work.h"

enum { CRITERIA_MOST = 20, SCORE_MOST = 20, SCORE_WORDS_MOST = 100 /* characters */ };

/* A scale as somebody typed it. */
struct scale_draft {
    struct text least, most; /* whole numbers */
    bool is_low_best;
    struct text words; /* what each score means, one a line from the least on; or empty */
    struct text mark;  /* of the scale as they saw it */
};

bool scale_keep(struct work *work, struct arena *arena, struct uuid cycle, const struct scale_draft *draft,
                struct faults *faults, struct fault *fault);
bool scale_says_so(const struct rows *scale, struct arena *arena, const struct scale_draft *draft);

/* A criterion as somebody typed it. A rubric has one that is the overall score. */
struct criterion_draft {
    struct text kind, label, hint;
    bool is_required;
    struct text mark; /* of the criterion as they saw it; empty for a new one */
};

bool criterion_keep(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion,
                    const struct criterion_draft *draft, struct faults *faults, struct fault *fault);
bool criterion_says_so(const struct rows *criteria, size_t row, const struct criterion_draft *draft);

bool criterion_remove(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion,
                      struct fault *fault);

/* One step up, or down, from that place. */
bool criterion_move(struct work *work, struct arena *arena, struct uuid cycle, struct uuid criterion, bool is_up,
                    int64_t place, struct fault *fault);

#endif
