/* A fault: why something was not done. */
#include "base/fault.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* What does not fit into the room is left out, from a whole UTF-8 character on. */
static void end_whole(char *room, size_t size, int length)
{
    size_t end = size - 1;
    if (length < 0 || (size_t)length < size)
        return;
    for (int back = 0; back < 3 && end > 0 && !text_is_utf8(text_from(room, end)); back++)
        end--;
    room[end] = '\0';
}

bool fault_set(struct fault *fault, enum fault_kind kind, const char *field, const char *format, ...)
{
    *fault = (struct fault){.kind = kind};
    end_whole(fault->field, sizeof fault->field,
              snprintf(fault->field, sizeof fault->field, "%s", field == NULL ? "" : field));
    va_list arguments;
    va_start(arguments, format);
    end_whole(fault->sentence, sizeof fault->sentence,
              vsnprintf(fault->sentence, sizeof fault->sentence, format, arguments));
    va_end(arguments);
    return false;
}

bool fault_not_found(struct fault *fault)
{
    return fault_set(fault, FAULT_NOT_FOUND, NULL, "%s", "");
}

const char *fault_code(enum fault_kind kind)
{
    static const char *const codes[] = {
        [FAULT_NONE] = "none",
        [FAULT_INVALID] = "invalid",
        [FAULT_NOT_FOUND] = "not-found",
        [FAULT_REFUSED] = "refused",
        [FAULT_CLASH] = "clash",
        [FAULT_BUSY] = "busy",
        [FAULT_SIGNED_OUT] = "signed-out",
        [FAULT_TOO_MANY] = "too-many",
        [FAULT_LOST] = "unavailable",
        [FAULT_UNSURE] = "unsure",
        [FAULT_BROKEN] = "broken",
    };
    return codes[kind];
}

void faults_add(struct faults *faults, struct arena *arena, struct fault fault)
{
    if (faults->count == faults->size) {
        size_t size = faults->size == 0 ? 8 : faults->size * 2;
        struct fault *items = arena_new_array(arena, struct fault, size);
        if (faults->count > 0)
            memcpy(items, faults->items, faults->count * sizeof *items);
        faults->items = items;
        faults->size = size;
    }
    faults->items[faults->count++] = fault;
}

void faults_say(struct faults *faults, struct arena *arena, const char *field, const char *sentence)
{
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, field, "%s", sentence);
    faults_add(faults, arena, fault);
}
