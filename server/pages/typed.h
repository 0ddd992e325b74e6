/* What was typed into a page's forms, when the page is shown again: a page can have several, and only one was sent. */
#ifndef LAUREATE_PAGES_TYPED_H
#define LAUREATE_PAGES_TYPED_H

#include "http/route.h"

/* Whether this field was sent, filled or not. */
bool show_was_typed(const struct show *show, const char *field);

/* What was sent in this field, or else the other text. */
struct text show_typed_or(const struct show *show, const char *field, struct text otherwise);

/* A list for a choice: items {value, name, is_chosen}. */
void show_choice(struct items *items, struct text value, struct text name, struct text chosen);

/* Says all that is wrong. */
void act_wrong_all(struct act *act, const struct faults *wrong);

#endif
