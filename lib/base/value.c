/* Values: what names in a template mean. */
#include "base/value.h"

#include "base/arena.h"

struct value value_text(struct text text)
{
    return text_is_absent(text) ? (struct value){0} : (struct value){.kind = VALUE_TEXT, .text = text};
}

struct value value_filled(struct text text)
{
    return text_is_empty(text) ? value_flag(false) : value_text(text);
}

struct value value_number(struct arena *arena, int64_t number)
{
    return value_text(arena_print(arena, "%lld", (long long)number));
}

struct value value_flag(bool flag)
{
    return (struct value){.kind = flag ? VALUE_TRUE : VALUE_FALSE};
}

struct value value_list(const struct list *list)
{
    return (struct value){.kind = VALUE_LIST, .list = list};
}

struct value value_record(const struct record *record)
{
    return (struct value){.kind = VALUE_RECORD, .record = record};
}

struct named {
    struct named *older;
    struct text name;
    struct value value;
};

struct names {
    struct record record;
    struct arena *arena;
    struct named *newest;
};

static struct value names_find(const struct record *record, struct text name)
{
    const struct names *names = (const struct names *)record;
    for (const struct named *named = names->newest; named != NULL; named = named->older)
        if (text_equal(named->name, name))
            return named->value;
    return (struct value){0};
}

struct names *names_new(struct arena *arena)
{
    struct names *names = arena_new_of(arena, struct names);
    names->record.find = names_find;
    names->arena = arena;
    return names;
}

void names_set(struct names *names, const char *name, struct value value)
{
    struct named *named = arena_new_of(names->arena, struct named);
    *named = (struct named){.older = names->newest, .name = text_of(name), .value = value};
    names->newest = named;
}

const struct record *names_record(const struct names *names)
{
    return &names->record;
}

struct items {
    struct list list;
    struct arena *arena;
    struct names **records;
    size_t size;
};

static struct value item_at(const struct list *list, size_t index)
{
    return value_record(names_record(((const struct items *)(const void *)list)->records[index]));
}

struct items *items_new(struct arena *arena)
{
    struct items *items = arena_new_of(arena, struct items);
    *items = (struct items){.list = {0, item_at}, .arena = arena};
    return items;
}

struct names *items_add(struct items *items)
{
    if (items->list.count == items->size) {
        size_t size = items->size == 0 ? 8 : 2 * items->size;
        struct names **records = arena_new_array(items->arena, struct names *, size);
        for (size_t i = 0; i < items->list.count; i++)
            records[i] = items->records[i];
        items->records = records;
        items->size = size;
    }
    return items->records[items->list.count++] = names_new(items->arena);
}

size_t items_count(const struct items *items)
{
    return items->list.count;
}

struct value items_value(const struct items *items)
{
    return value_list(&items->list);
}
