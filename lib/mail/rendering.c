/* What a mail says: the template of its kind, filled. */
#include "mail/rendering.h"

#include "base/arena.h"
#include "format/json.h"

/* What a template knows: what it is told, and behind that the facts. */
struct known {
    struct record record;
    const struct record *told;
    struct value facts;
};

static struct value find_known(const struct record *record, struct text name)
{
    const struct known *known = (const struct known *)(const void *)record;
    struct value value = known->told->find(known->told, name);
    if (value.kind != VALUE_NONE || known->facts.kind != VALUE_RECORD)
        return value;
    return known->facts.record->find(known->facts.record, name);
}

static struct names *tell(struct arena *arena, struct text origin, const struct rows *rows, size_t row,
                          struct text link, const json_t *facts)
{
    static const char *const columns[] = {"to_name", "sender", "ends"};
    struct names *told = names_new(arena);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        names_set(told, columns[i], value_filled(rows_text(rows, row, columns[i])));
    names_set(told, "origin", value_text(origin));
    names_set(told, "link", value_filled(link));
    const char *nomination = json_string_value(json_object_get(facts, "nomination"));
    if (nomination != NULL)
        names_set(told, "address",
                  value_text(arena_print(arena, "%.*s/nominations/%s", TEXT_ARGUMENTS(origin), nomination)));
    return told;
}

static struct text template_name(struct arena *arena, struct text kind)
{
    struct text feature = text_cut(&kind, '/');
    return arena_print(arena, "mail/%.*s_%.*s", TEXT_ARGUMENTS(feature), TEXT_ARGUMENTS(kind));
}

/* The first line is the subject. */
static struct mail_text take_apart(struct text whole)
{
    struct mail_text text = {.subject = text_cut(&whole, '\n')};
    if (text_starts(whole, text_of("\n")))
        whole = text_part(whole, 1, whole.length);
    text.body = text_is_absent(whole) ? text_empty : whole;
    return text;
}

bool mail_render(struct arena *arena, const struct mustache *templates, struct text origin, const struct rows *rows,
                 size_t row, struct text link, struct mail_text *text, struct fault *fault)
{
    struct text written = rows_text(rows, row, "facts");
    json_t *facts = json_loadb(written.bytes, written.length, 0, NULL);
    if (facts == NULL)
        return fault_set(fault, FAULT_BROKEN, NULL, "The facts of this mail cannot be read.");
    struct known known = {.record = {find_known},
                          .told = names_record(tell(arena, origin, rows, row, link, facts)),
                          .facts = json_value(arena, facts)};
    struct buffer out = {0};
    bool done = mustache_render(templates, template_name(arena, rows_text(rows, row, "template")),
                                value_record(&known.record), &out, fault);
    if (done)
        *text = take_apart(arena_copy(arena, buffer_text(&out)));
    buffer_free(&out);
    json_decref(facts);
    return done;
}

struct text mail_link(struct arena *arena, struct text origin, struct text purpose, struct text token)
{
    if (text_is_absent(purpose))
        return text_absent;
    const char *path = text_is(purpose, "letter") ? "letters" : "password";
    return arena_print(arena, "%.*s/%s/%.*s", TEXT_ARGUMENTS(origin), path, TEXT_ARGUMENTS(token));
}
