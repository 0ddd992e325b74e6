/* JSON as values, for templates. */
#include "format/json.h"

#include "base/arena.h"

#include <stdlib.h>

struct json_record {
    struct record record;
    struct arena *arena;
    const json_t *object;
};

struct json_list {
    struct list list;
    struct arena *arena;
    const json_t *array;
};

static struct value find_part(const struct record *record, struct text name)
{
    const struct json_record *self = (const struct json_record *)record;
    const json_t *part = json_object_getn(self->object, name.bytes, name.length);
    return part == NULL ? (struct value){0} : json_value(self->arena, part);
}

static struct value item_at(const struct list *list, size_t index)
{
    const struct json_list *self = (const struct json_list *)list;
    return json_value(self->arena, json_array_get(self->array, index));
}

static struct text real_text(struct arena *arena, double number)
{
    struct text text = text_empty;
    for (int digits = 15; digits <= 17; digits++) {
        text = arena_print(arena, "%.*g", digits, number);
        if (strtod(text.bytes, NULL) == number)
            break;
    }
    return text;
}

struct value json_value(struct arena *arena, const json_t *json)
{
    switch (json_typeof(json)) {
    case JSON_OBJECT: {
        struct json_record *record = arena_new_of(arena, struct json_record);
        *record = (struct json_record){.record.find = find_part, .arena = arena, .object = json};
        return value_record(&record->record);
    }
    case JSON_ARRAY: {
        struct json_list *list = arena_new_of(arena, struct json_list);
        *list =
            (struct json_list){.list = {.count = json_array_size(json), .at = item_at}, .arena = arena, .array = json};
        return value_list(&list->list);
    }
    case JSON_STRING:
        return value_text(text_from(json_string_value(json), json_string_length(json)));
    case JSON_INTEGER:
        return value_text(arena_print(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(json)));
    case JSON_REAL:
        return value_text(real_text(arena, json_real_value(json)));
    case JSON_TRUE:
        return value_flag(true);
    case JSON_FALSE:
    case JSON_NULL:
        break;
    }
    return value_flag(false);
}
