/* A value: what a name in a template means. Whoever has data (the rows of a statement, a JSON document, a few
 * things a page wants to add) shows it as values, and the template engine needs to know no more.
 *
 * Values are views: they live as long as what they look at. */
#ifndef LAUREATE_BASE_VALUE_H
#define LAUREATE_BASE_VALUE_H

#include "base/text.h"

struct record;
struct list;
struct arena;

enum value_kind {
    VALUE_NONE = 0, /* there is no such name, or it is null */
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_TEXT,
    VALUE_LIST,
    VALUE_RECORD,
};

struct value {
    enum value_kind kind;
    union {
        struct text text;
        const struct list *list;
        const struct record *record;
    };
};

/* Something whose parts have names. `find` returns a value of VALUE_NONE for a name that it does not know. */
struct record {
    struct value (*find)(const struct record *record, struct text name);
};

/* Something whose parts have an order. */
struct list {
    size_t count;
    struct value (*at)(const struct list *list, size_t index);
};

struct value value_text(struct text text); /* VALUE_NONE for absent text */
struct value
value_filled(struct text text); /* VALUE_FALSE for empty or absent text, so that no outer name shows through */
struct value value_number(struct arena *arena, int64_t number);
struct value value_flag(bool flag);
struct value value_list(const struct list *list);
struct value value_record(const struct record *record);

/* A record that is put together name by name; a later name hides an earlier one of the same spelling. */
struct names;
struct names *names_new(struct arena *arena);
void names_set(struct names *names, const char *name, struct value value); /* the name is not copied */
const struct record *names_record(const struct names *names);

/* A list of such records that grows. */
struct items;
struct items *items_new(struct arena *arena);
struct names *items_add(struct items *items); /* a new record at the end, to be filled */
size_t items_count(const struct items *items);
struct value items_value(const struct items *items);

#endif
