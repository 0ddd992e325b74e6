/* A set of templates: added and compiled, found by name, checked for what is missing. */
#include "format/mustache.h"

#include "format/mustache_program.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct mustache {
    struct arena *arena;
    struct template **templates; /* in the order of their names */
    size_t count;
    size_t size;
};

struct mustache *mustache_new(void)
{
    struct arena *arena = arena_new();
    struct mustache *set = arena_new_of(arena, struct mustache);
    set->arena = arena;
    return set;
}

void mustache_free(struct mustache *set)
{
    if (set != NULL)
        arena_free(set->arena); /* the set itself lies in it */
}

/* The place of the first template whose name is not before this one. */
static size_t place_of(const struct mustache *set, struct text name)
{
    size_t low = 0, high = set->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (text_compare(set->templates[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static struct template *template_at(const struct mustache *set, size_t place, struct text name)
{
    return place < set->count && text_equal(set->templates[place]->name, name) ? set->templates[place] : NULL;
}

static void insert(struct mustache *set, size_t place, struct template *template)
{
    if (set->count == set->size) {
        size_t size = set->size == 0 ? 64 : set->size * 2;
        struct template **templates = arena_new_array(set->arena, struct template *, size);
        if (set->count > 0)
            memcpy(templates, set->templates, set->count * sizeof(struct template *));
        set->templates = templates;
        set->size = size;
    }
    for (size_t i = set->count; i > place; i--)
        set->templates[i] = set->templates[i - 1];
    set->templates[place] = template;
    set->count++;
}

struct template *mustache_template(struct mustache *set, struct text name)
{
    size_t place = place_of(set, name);
    struct template *template = template_at(set, place, name);
    if (template == NULL) {
        template = arena_new_of(set->arena, struct template);
        template->name = arena_copy(set->arena, name);
        insert(set, place, template);
    }
    return template;
}

const struct template *mustache_find(const struct mustache *set, struct text name)
{
    const struct template *template = template_at(set, place_of(set, name), name);
    return template != NULL && template->added ? template : NULL;
}

bool mustache_has(const struct mustache *set, struct text name)
{
    return mustache_find(set, name) != NULL;
}

bool mustache_add(struct mustache *set, struct text name, struct text source, struct fault *fault)
{
    struct template *template = mustache_template(set, name);
    if (template->added)
        return mustache_refuse(fault, name, 0, "there are two of this name; rename one.");
    struct arena *scratch = arena_new();
    struct tokens tokens = {0};
    bool done = mustache_scan(scratch, name, arena_copy(set->arena, source), &tokens, fault) &&
                mustache_compile(set, set->arena, template, &tokens, fault);
    arena_free(scratch);
    template->added = done;
    return done;
}

bool mustache_check(const struct mustache *set, struct fault *fault)
{
    for (size_t i = 0; i < set->count; i++) {
        const struct template *template = set->templates[i];
        if (!template->added && template->namer != NULL)
            return mustache_refuse(fault, template->namer->name, template->namer_line,
                                   "there is no template %.*s; add it or correct the name.",
                                   NAME_ARGUMENTS(template->name));
    }
    return true;
}

bool mustache_refuse(struct fault *fault, struct text name, unsigned line, const char *format, ...)
{
    char reason[200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    if (line == 0)
        return fault_set(fault, FAULT_INVALID, NULL, "Template %.*s: %s", NAME_ARGUMENTS(name), reason);
    fault_set(fault, FAULT_INVALID, NULL, "Template %.*s, line %u: %s", NAME_ARGUMENTS(name), line, reason);
    fault->line = line;
    return false;
}
