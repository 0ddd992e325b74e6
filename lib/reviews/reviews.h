/* Reviews: what a reviewer gives by the criteria of a rubric, from the first mark to submitting. All take a work in which
 * somebody has entered, and leave it to be finished; who may, and until when, the database says once more before it keeps
 * anything. Each can be done twice without harm. */
#ifndef LAUREATE_REVIEWS_REVIEWS_H
#define LAUREATE_REVIEWS_REVIEWS_H

#include "base/arena.h"
#include "base/fault.h"
#include "db/kept.h"
#include "db/work.h"

enum criterion_kind {
    CRITERION_SCORE,
    CRITERION_OVERALL, /* the one overall score */
    CRITERION_COMMENT,
};

struct criterion {
    enum criterion_kind kind;
    struct text name, label, hint; /* hint may be absent */
    bool is_required;
    int64_t least, most; /* of a score */
    struct text words;   /* what each score means, from `least` on, a line each; empty without */
    struct text value;   /* a score in figures, or a comment; empty while nothing is given */
    int64_t version;     /* of what is given; 0 without */
};

struct review {
    struct criterion *criteria; /* in the rubric's order */
    size_t count;
};

enum { COMMENT_MOST = 20000 /* bytes of one */ };

/* From the rows of review_marks. */
struct review review_read(struct arena *arena, const struct rows *rows);

/* The criterion of that name; NULL when there is none. */
struct criterion *review_find(const struct review *review, struct text name);

/* What a browser sent, as it is kept. */
struct text mark_tidy(struct arena *arena, const struct criterion *criterion, struct text typed);

/* Whether it can be kept: nothing, a score within the scale, or a comment that is not too long. FAULT_INVALID without a
 * field. */
bool mark_is_fit(const struct criterion *criterion, struct fault *fault);

/* Whether anything is given. */
bool mark_is_given(const struct criterion *criterion);

/* Asks that a criterion's value be kept, which was given upon its version; after the trip mark_kept says what became of
 * it. The texts of `kept` live as long as the work. */
struct rows *mark_keep(struct work *work, struct uuid review, const struct criterion *criterion);
bool mark_kept(const struct rows *saved, struct kept *kept, struct fault *fault);

/* Everything that keeps the review from being submitted, in the rubric's order; the field is the criterion's name. */
void review_missing(struct arena *arena, const struct review *review, struct faults *missing);

#endif
