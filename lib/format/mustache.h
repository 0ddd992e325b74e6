/* Mustache: templates in the field's standard language, compiled once and then rendered by any number of
 * threads at the same time.
 *
 * Source: the Mustache specification (github.com/mustache/spec), version 1.4: comments, delimiters,
 * interpolation, inverted sections, partials, sections, and the optional inheritance module. There are no
 * lambdas and no dynamic names ({{>*name}} is a fault).
 *
 *   {{name}}  {{a.b}}  {{.}}            a text, escaped for HTML
 *   {{{name}}}  {{&name}}               the same unescaped: only for text that is HTML already
 *   {{#name}} … {{/name}}               once, once for each item of a list, or not at all
 *   {{^name}} … {{/name}}               only when the section {{#name}} would show nothing
 *   {{>folder/file}}                    another template, here
 *   {{<layout}} {{$part}} … {{/part}} {{/layout}}    another template with some of its blocks replaced
 *   {{$part}} … {{/part}}               a block: what stands here unless it is replaced
 *   {{! remark }}  {{=<% %>=}}          nothing; other delimiters from here to the end of this template
 *
 * Where the specification leaves it open:
 * - Nothing, false, the empty text and the empty list hide their section; everything else shows it, with
 *   itself as {{.}}. Only text prints: a flag, a list or a record as {{name}} is nothing.
 * - A name is looked for from the innermost section outwards, and found where it is not VALUE_NONE. A record
 *   whose part is null and should hide an outer part of the same name says VALUE_FALSE.
 * - A line leaves no trace when it has, besides white space at its ends, only tags side by side that put
 *   nothing into it (a section begins or ends, a remark …), or only one partial, or one pair of tags with
 *   nothing between them.
 * - A block whose first tag ends such a line loses its first line's indentation from all its lines, and
 *   gains that of the block it replaces. A block on lines of its own ends in a newline. Empty lines are
 *   never indented, nor are lines inside a value.
 * - Between {{<layout}} and {{/layout}} only blocks count; text is ignored and other tags are a fault. The
 *   outermost replacement of a block wins. */
#ifndef LAUREATE_FORMAT_MUSTACHE_H
#define LAUREATE_FORMAT_MUSTACHE_H

#include "base/buffer.h"
#include "base/fault.h"
#include "base/text.h"
#include "base/value.h"

struct mustache; /* templates that can include one another by name */

struct mustache *mustache_new(void);
void mustache_free(struct mustache *set);

/* Compiles a template into the set; name and source are copied. A wrong source is FAULT_INVALID; its sentence
 * begins with the template's name and the line, which is in `fault.line` too. A name can be added once. */
bool mustache_add(struct mustache *set, struct text name, struct text source, struct fault *fault);

/* True when every template that another names is there. By the specification a missing one renders as
 * nothing, so the program asks this once, when all are added. */
bool mustache_check(const struct mustache *set, struct fault *fault);

/* True when the set has a template of this name. */
bool mustache_has(const struct mustache *set, struct text name);

/* Adds the template, filled with the data, to the end of `out`. FAULT_BROKEN, and `out` as it was, when there
 * is no such template or when sections and partials stand more than 256 deep inside one another. Needs no
 * lock once nothing more is added. */
bool mustache_render(const struct mustache *set, struct text name, struct value data, struct buffer *out,
                     struct fault *fault);

/* Adds text as HTML that shows it, between tags and inside quoted attributes alike: & < > " ' become
 * entities. */
void mustache_escape(struct buffer *out, struct text text);

#endif
