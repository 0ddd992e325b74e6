/* The parameters of a header, as in Content-Type and Content-Disposition: `; name=value; other="quoted"`. */
#ifndef LAUREATE_HTTP_PARAMETERS_H
#define LAUREATE_HTTP_PARAMETERS_H

#include "base/arena.h"

/* What stands before the parameters, without white space; `header` is moved to them. Absent when there are none. */
struct text parameters_begin(struct text *header);

/* Takes the next parameter from `rest`, which becomes absent behind the last one; loop while it is not. Both texts are
 * absent where nothing stands between two semicolons. In quotes, \" and \\ stand for " and \, and any other backslash
 * for itself: browsers send it so. False when it is malformed. The name is a view of `rest`; the value
 * is one, too, or comes from the arena. */
bool parameters_next(struct arena *arena, struct text *rest, struct text *name, struct text *value);

#endif
