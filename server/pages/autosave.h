/* The answer to a script that saves while somebody is typing. */
#ifndef LAUREATE_PAGES_AUTOSAVE_H
#define LAUREATE_PAGES_AUTOSAVE_H

#include "db/kept.h"
#include "http/route.h"

/* JSON: 200 with {"version", "words", "saved", "error"} when the text was kept (error: what keeps it from being sent,
 * or null), 409 with {"version", "value"} when another text stands. */
void autosave_answer(struct act *act, const struct kept *kept, struct text text, const char *error);

/* The same 409 where several texts are kept together: what stands is a JSON object already. */
void autosave_clash(struct act *act, const struct kept *kept);

#endif
