/* A drawn strip of scores. */
#include "pages/strip.h"

/* In the drawing's own units, which are pixels as it is shown. */
enum { WIDTH = 168, EDGE = 8, LINE = 40, HEIGHT = 48, STEP = 8, STACK = 34 /* so high may equal scores stand */ };

static struct value number_value(struct arena *arena, double number)
{
    return value_text(arena_print(arena, "%.1f", number));
}

static double place_of(double score, struct strip_scale scale)
{
    return EDGE + (score - scale.least) * (WIDTH - 2.0 * EDGE) / (scale.most - scale.least);
}

static int count_of(struct text scores, int wanted)
{
    int count = 0;
    for (int score; scores_next(&scores, &score);)
        count += score == wanted;
    return count;
}

/* Equal scores stand on each other, closer where there are many. The scores come from low to high. */
static struct value dots_of(struct arena *arena, struct text scores, struct strip_scale scale)
{
    struct items *dots = items_new(arena);
    struct text rest = scores;
    int before = scale.least - 1, height = 0;
    for (int score; scores_next(&rest, &score); before = score) {
        height = score == before ? height + 1 : 0;
        int count = count_of(scores, score);
        double step = count * STEP > STACK ? (double)(STACK - STEP) / (count - 1) : STEP;
        struct names *dot = items_add(dots);
        names_set(dot, "x", number_value(arena, place_of(score, scale)));
        names_set(dot, "y", number_value(arena, LINE - STEP / 2.0 - 1 - height * step));
    }
    return items_value(dots);
}

struct value strip_value(struct arena *arena, const struct scored_criterion *criterion, struct strip_scale scale)
{
    if (criterion->summary.count == 0 || scale.least >= scale.most)
        return value_flag(false);
    struct names *strip = names_new(arena);
    names_set(strip, "width", number_value(arena, WIDTH));
    names_set(strip, "height", number_value(arena, HEIGHT));
    names_set(strip, "line", number_value(arena, LINE));
    names_set(strip, "from", number_value(arena, place_of(scale.least, scale)));
    names_set(strip, "to", number_value(arena, place_of(scale.most, scale)));
    names_set(strip, "mean", number_value(arena, place_of((double)summary_mean(&criterion->summary) / 100, scale)));
    names_set(strip, "dots", dots_of(arena, criterion->scores, scale));
    names_set(strip, "said", value_text(criterion->scores));
    return value_record(names_record(strip));
}
