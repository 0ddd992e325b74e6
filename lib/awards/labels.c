/* Labels and hints as staff type them. */
#include "awards/labels.h"

#include "base/buffer.h"
#include "base/unicode.h"

#include <stdarg.h>

enum { NAME_MOST = 40 };

void label_wrong(struct faults *faults, struct arena *arena, const char *field, const char *format, ...)
{
    struct fault fault;
    va_list arguments;
    va_start(arguments, format);
    struct text sentence = arena_print_list(arena, format, arguments);
    va_end(arguments);
    fault_set(&fault, FAULT_INVALID, field, "%.*s", TEXT_ARGUMENTS(sentence));
    faults_add(faults, arena, fault);
}

void label_check_length(struct faults *faults, struct arena *arena, const char *field, const char *what,
                        struct text text, size_t most)
{
    size_t length = unicode_length(text);
    if (length > most)
        label_wrong(faults, arena, field, "Give %s of at most %zu characters; this has %zu.", what, most, length);
}

void label_check(struct faults *faults, struct arena *arena, struct text label, struct text hint, const char *sentence)
{
    if (text_is_empty(label))
        label_wrong(faults, arena, "label", "%s", sentence);
    label_check_length(faults, arena, "label", "a label", label, LABEL_MOST);
    label_check_length(faults, arena, "hint", "a hint", hint, HINT_MOST);
}

struct text label_lines(struct arena *arena, struct text lines)
{
    struct buffer kept = {0};
    for (struct text rest = lines; !text_is_absent(rest);) {
        struct text line = unicode_tidy(arena, text_cut(&rest, '\n'));
        if (text_is_empty(line))
            continue;
        if (kept.length > 0)
            buffer_add_byte(&kept, '\n');
        buffer_add(&kept, line);
    }
    struct text text = arena_copy(arena, buffer_text(&kept));
    buffer_free(&kept);
    return text;
}

static bool is_taken(struct text name, const struct text *taken, size_t count)
{
    bool is = text_is(name, "letters"); /* what a nomination's faults call its letters */
    for (size_t i = 0; i < count; i++)
        is = is || text_equal(name, taken[i]);
    return is;
}

/* The label's plain letters and digits, with _ between its words; whole words as far as they go into a name. */
static struct text plain(struct arena *arena, struct text label)
{
    struct text folded = unicode_fold(arena, label);
    char *name = arena_take(arena, folded.length + 1);
    size_t length = 0;
    for (size_t i = 0; i < folded.length; i++) {
        char one = folded.bytes[i] == ' ' ? '_' : folded.bytes[i];
        bool is_letter = one >= 'a' && one <= 'z', is_digit = one >= '0' && one <= '9';
        if (length == 0 ? is_letter : is_letter || is_digit || (one == '_' && name[length - 1] != '_'))
            name[length++] = one;
    }
    if (length > NAME_MOST) {
        size_t end = NAME_MOST;
        while (end > 0 && name[end] != '_')
            end--;
        length = end > 0 ? end : NAME_MOST;
    }
    while (length > 0 && name[length - 1] == '_')
        length--;
    return text_from(name, length);
}

struct text label_name(struct arena *arena, struct text label, const char *otherwise, const struct text *taken,
                       size_t count)
{
    struct text first = plain(arena, label);
    if (text_is_empty(first))
        first = text_of(otherwise);
    struct text name = first;
    for (int number = 2; is_taken(name, taken, count); number++)
        name = arena_print(arena, "%.*s_%d", TEXT_ARGUMENTS(first), number);
    return name;
}
