/* Fuzzing forms: what is read is text, and comes back when it is written and read again. */
#include "http/form.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_fields(const struct form *form)
{
    require(form_count(form) <= FORM_FIELDS_MOST);
    for (size_t i = 0; i < form_count(form); i++) {
        struct text name = form_name_at(form, i), value = form_value_at(form, i);
        require(!text_is_absent(name) && text_is_utf8(name) && name.bytes[name.length] == '\0');
        require(!text_is_absent(value) && text_is_utf8(value) && value.bytes[value.length] == '\0');
        require(!text_is_absent(form_field(form, name.bytes)));
    }
}

static void check_coming_back(struct arena *arena, const struct form *form)
{
    struct text body = form_write(arena, form);
    struct form *again = form_new(arena);
    for (size_t i = 0; i < body.length; i++)
        require(body.bytes[i] > ' ' && body.bytes[i] < 0x7F);
    require(form_read(again, body));
    require(form_count(again) == form_count(form));
    for (size_t i = 0; i < form_count(form); i++) {
        require(text_equal(form_name_at(again, i), form_name_at(form, i)));
        require(text_equal(form_value_at(again, i), form_value_at(form, i)));
    }
    require(text_equal(form_write(arena, again), body));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct text input = length == 0 ? text_empty : text_from((const char *)bytes, length);
    struct form *form = form_new(arena);
    form_read(form, input); /* the fields before a fault are as good */
    check_fields(form);
    check_coming_back(arena, form);

    struct form *added = form_new(arena);
    struct text value = input, name = text_cut(&value, '\n');
    require(form_add(added, name, value) == (text_is_utf8(name) && text_is_utf8(value)));
    check_fields(added);
    check_coming_back(arena, added);
    arena_free(arena);
    return 0;
}
