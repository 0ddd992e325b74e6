/* The order of a form's questions, in which those of a part stand together, and of a rubric's criteria, which are all of
 * one part. Pure functions on an array. */
#ifndef LAUREATE_AWARDS_FORM_ORDER_H
#define LAUREATE_AWARDS_FORM_ORDER_H

#include "db/statement.h"

struct placed {
    struct uuid id;
    struct text part;
};

struct form_order {
    struct placed *items;
    size_t count;
};

/* One step towards the beginning or the end. At the edge of its part the item goes into the next part, whose end or
 * beginning is then where it stands. False when there is no further to go. */
bool form_order_step(struct form_order *order, size_t at, bool is_up);

/* The whole part that the item is in, past the part before it or behind it. False when there is none. */
bool form_order_step_part(struct form_order *order, size_t at, bool is_up);

/* The item, or its whole part, into a part of that name: to the end of the one that there is. A part of a new name begins
 * where the old one ends; one whose items all go along stays where it is. */
void form_order_put(struct form_order *order, size_t at, struct text part, bool is_whole);

/* The item of that id; `count` when there is none. */
size_t form_order_find(const struct form_order *order, struct uuid id);

#endif
