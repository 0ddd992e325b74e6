/* A form that was sent: its fields, in the order in which they came. What they mean is not looked at here. */
#ifndef LAUREATE_HTTP_FORM_H
#define LAUREATE_HTTP_FORM_H

#include "base/arena.h"
#include "base/value.h"

enum { FORM_FIELDS_MOST = 4096 /* an assignment grid sends a box for each pair */ };

struct form;

/* An empty form. All that is put into it is in the arena, too. */
struct form *form_new(struct arena *arena);

/* Adds a copy of the field; an absent value is an empty one. False, with nothing added, for a zero byte, for bytes that
 * are not UTF-8, and when the form is full. */
bool form_add(struct form *form, struct text name, struct text value);

/* Adds the fields of an application/x-www-form-urlencoded body (WHATWG URL Standard, section 5.1, but strict). False
 * for a bad escape and for what form_add refuses; then only some of the fields may have been added.
 *
 * Line breaks stay as sent, and browsers send CR LF: tidy them with unicode_tidy_lines. */
bool form_read(struct form *form, struct text body);

/* The first field of that name, exactly as sent, ending in a zero byte; absent when none was sent. */
struct text form_field(const struct form *form, const char *name);

/* All of them, the first being 0. */
size_t form_count(const struct form *form);
struct text form_name_at(const struct form *form, size_t index);
struct text form_value_at(const struct form *form, size_t index);

/* The fields as a template sees them: the first of a name, VALUE_NONE when none was sent. */
const struct record *form_record(const struct form *form);

/* The form as a body: form_read gives the same fields from it, in the same order. */
struct text form_write(struct arena *arena, const struct form *form);

#endif
