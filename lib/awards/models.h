/* Models: awards after which a new one can be made. They are those of the programme that the program carries, the Gold
 * Medal among them, so they are there in an empty database, too. */
#ifndef LAUREATE_AWARDS_MODELS_H
#define LAUREATE_AWARDS_MODELS_H

#include "awards/programme.h"

/* All of them, in the programme's order, from the arena. */
const struct programme_award *models_all(struct arena *arena, size_t *count);

/* NULL when there is none with that slug. Its texts speak of `name` where they named the model. */
const struct programme_award *model_find(struct arena *arena, struct text slug, struct text name);

/* Queues what gives the award `slug`, called `name`, the model's form, rubric and exclusions: what it asks for, what it
 * is scored by, and who stands aside. Whoever the work is for keeps the award, which is new. */
void model_follow(struct work *work, struct arena *arena, const struct programme_award *model, struct text slug,
                  struct text name);

#endif
