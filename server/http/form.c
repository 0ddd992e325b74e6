/* A form that was sent. */
#include "http/form.h"

#include "http/request.h"

#include <string.h>

enum { FIRST_ROOM = 16 };

struct field {
    struct text name;
    struct text value;
};

struct form {
    struct record record;
    struct arena *arena;
    struct field *fields;
    size_t count;
    size_t room;
};

static const struct field *find(const struct form *form, struct text name)
{
    for (size_t i = 0; i < form->count; i++)
        if (text_equal(form->fields[i].name, name))
            return &form->fields[i];
    return NULL;
}

static struct value find_value(const struct record *record, struct text name)
{
    const struct field *field = find((const struct form *)record, name);
    return field == NULL ? (struct value){0} : value_text(field->value);
}

struct form *form_new(struct arena *arena)
{
    struct form *form = arena_new_of(arena, struct form);
    form->record.find = find_value;
    form->arena = arena;
    return form;
}

/* Adds the field without copying its texts. */
static bool keep(struct form *form, struct text name, struct text value)
{
    if (form->count == FORM_FIELDS_MOST || !text_is_utf8(name) || !text_is_utf8(value))
        return false;
    if (form->count == form->room) {
        form->room = form->room == 0 ? FIRST_ROOM : form->room * 2;
        struct field *fields = arena_new_array(form->arena, struct field, form->room);
        if (form->count > 0)
            memcpy(fields, form->fields, form->count * sizeof *fields);
        form->fields = fields;
    }
    form->fields[form->count++] = (struct field){name, value};
    return true;
}

static struct text copy(struct form *form, struct text text)
{
    return arena_copy(form->arena, text_is_absent(text) ? text_empty : text);
}

bool form_add(struct form *form, struct text name, struct text value)
{
    return keep(form, copy(form, name), copy(form, value));
}

static bool decode(struct form *form, struct text encoded, struct text *text)
{
    char *decoded = arena_take(form->arena, encoded.length + 1);
    text->bytes = decoded;
    return request_decode(encoded, true, decoded, &text->length);
}

bool form_read(struct form *form, struct text body)
{
    struct text rest = body, name, value;
    while (!text_is_absent(rest)) {
        struct text encoded = text_cut(&rest, '&');
        if (text_is_empty(encoded))
            continue;
        struct text encoded_name = text_cut(&encoded, '=');
        if (!decode(form, encoded_name, &name) || !decode(form, encoded, &value) || !keep(form, name, value))
            return false;
    }
    return true;
}

struct text form_field(const struct form *form, const char *name)
{
    const struct field *field = find(form, text_of(name));
    return field == NULL ? text_absent : field->value;
}

size_t form_count(const struct form *form)
{
    return form->count;
}

struct text form_name_at(const struct form *form, size_t index)
{
    return form->fields[index].name;
}

struct text form_value_at(const struct form *form, size_t index)
{
    return form->fields[index].value;
}

const struct record *form_record(const struct form *form)
{
    return &form->record;
}

static bool stands_for_itself(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
           c == '_' || c == '*';
}

/* Writes the encoded text and returns where it ends; every byte takes three at most. */
static char *encode(char *out, struct text text)
{
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.length; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (stands_for_itself(text.bytes[i])) {
            *out++ = text.bytes[i];
        } else if (byte == ' ') {
            *out++ = '+';
        } else {
            *out++ = '%';
            *out++ = digits[byte >> 4];
            *out++ = digits[byte & 15];
        }
    }
    return out;
}

struct text form_write(struct arena *arena, const struct form *form)
{
    size_t most = 0;
    for (size_t i = 0; i < form->count; i++)
        most += 3 * (form->fields[i].name.length + form->fields[i].value.length) + 2;
    char *body = arena_take(arena, most + 1), *end = body;
    for (size_t i = 0; i < form->count; i++) {
        if (i > 0)
            *end++ = '&';
        end = encode(end, form->fields[i].name);
        *end++ = '=';
        end = encode(end, form->fields[i].value);
    }
    return text_from(body, (size_t)(end - body));
}
