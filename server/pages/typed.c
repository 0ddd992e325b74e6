/* What was typed into a page's forms, when the page is shown again. */
#include "pages/typed.h"

bool show_was_typed(const struct show *show, const char *field)
{
    return show_typed(show) != NULL && !text_is_absent(form_field(show_typed(show), field));
}

struct text show_typed_or(const struct show *show, const char *field, struct text otherwise)
{
    return show_was_typed(show, field) ? form_field(show_typed(show), field) : otherwise;
}

void show_choice(struct items *items, struct text value, struct text name, struct text chosen)
{
    struct names *item = items_add(items);
    names_set(item, "value", value_text(value));
    names_set(item, "name", value_text(name));
    names_set(item, "is_chosen", value_flag(text_equal(value, chosen)));
}

void act_wrong_all(struct act *act, const struct faults *wrong)
{
    for (size_t i = 0; i < wrong->count; i++)
        act_wrong(act, wrong->items[i].field, "%s", wrong->items[i].sentence);
}
