/* Any bytes as a template: compiled, and rendered over a small nested record beside a layout. It is refused
 * or it comes to an end. */
#include "base/buffer.h"
#include "format/mustache.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A template may repeat a list inside itself 64 deep; so that this ends, the data is gone after so many
 * look-ups. */
enum { LOOK_UPS = 5000 };
static unsigned look_ups;

static struct value letter(const struct list *list, size_t index)
{
    (void)list;
    static const char *const letters[] = {"a", "<b>", ""};
    return value_text(text_of(letters[index]));
}

static const struct list letters = {.count = 3, .at = letter};

static struct value find_part(const struct record *record, struct text name);
static const struct record root = {.find = find_part}, child = {.find = find_part};

static struct value row(const struct list *list, size_t index)
{
    (void)list;
    return index == 0 ? value_record(&child) : value_list(&letters);
}

static const struct list rows = {.count = 2, .at = row};

static struct value find_part(const struct record *record, struct text name)
{
    if (++look_ups > LOOK_UPS || name.length != 1)
        return (struct value){0};
    switch (name.bytes[0]) {
    case 't':
        return value_text(text_of("two\nlines & more"));
    case 'f':
        return value_flag(false);
    case 'y':
        return value_flag(true);
    case 'l':
        return value_list(&letters);
    case 'r':
        return value_list(&rows);
    case 'c':
        return record == &root ? value_record(&child) : value_flag(false);
    default:
        return (struct value){0};
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct mustache *set = mustache_new();
    struct buffer out = {0};
    struct fault fault = {0};
    look_ups = 0;
    if (!mustache_add(set, text_of("l"), text_of("<{{$t}}t{{/t}}>\n  {{$m}}\n   d\n  {{/m}}\n"), &fault))
        __builtin_trap();
    if (mustache_add(set, text_of("p"), text_from((const char *)bytes, size), &fault)) {
        mustache_check(set, &fault);
        mustache_render(set, text_of("p"), value_record(&root), &out, &fault);
    } else if (fault.kind != FAULT_INVALID || fault.sentence[0] == '\0') {
        __builtin_trap();
    }
    buffer_free(&out);
    mustache_free(set);
    return 0;
}
