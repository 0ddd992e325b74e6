/* JSON as values, for templates. */
#ifndef LAUREATE_FORMAT_JSON_H
#define LAUREATE_FORMAT_JSON_H

#include "base/value.h"

#include <jansson.h>

/* Shows a JSON document as a value: objects are records, arrays lists, true and false themselves. A number is
 * its shortest text that reads back as the same number ("85", "1.21"). Null is VALUE_FALSE, so that it hides
 * an outer part of the same name. The value looks into the document, which must outlive it; what it needs
 * besides comes from the arena, also while its parts are being asked for. */
struct value json_value(struct arena *arena, const json_t *json);

#endif
