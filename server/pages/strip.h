/* A drawn strip of scores: a line from the least score to the most, and a dot for each score that was given. */
#ifndef LAUREATE_PAGES_STRIP_H
#define LAUREATE_PAGES_STRIP_H

#include "base/value.h"
#include "reviews/scores.h"

struct strip_scale {
    int least, most;
};

/* What the template scores/strip draws: {width, height, line, from, to, mean, dots [{x, y}], said}. A strip without a
 * score is not drawn. */
struct value strip_value(struct arena *arena, const struct scored_criterion *criterion, struct strip_scale scale);

#endif
