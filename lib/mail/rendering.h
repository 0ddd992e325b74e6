/* What a mail says: the template of its kind, filled. */
#ifndef LAUREATE_MAIL_RENDERING_H
#define LAUREATE_MAIL_RENDERING_H

#include "base/fault.h"
#include "db/rows.h"
#include "format/mustache.h"

struct arena;

struct mail_text {
    struct text subject;
    struct text body;
};

/* Fills the template of the outbox's row: 'people/password' is mail/people_password, whose first line is the subject;
 * the body follows after an empty line. The row has template, facts, to_name, sender and ends. The template knows the
 * facts by their names, to_name, sender, ends, and what follows from the site's origin: origin, link, and the address
 * of the nomination where the facts name one. Faults: FAULT_BROKEN when there is no such template or it fails. */
bool mail_render(struct arena *arena, const struct mustache *templates, struct text origin, const struct rows *rows,
                 size_t row, struct text link, struct mail_text *text, struct fault *fault);

/* The link for that purpose: origin/password/TOKEN or origin/letters/TOKEN. Absent without a purpose. */
struct text mail_link(struct arena *arena, struct text origin, struct text purpose, struct text token);

#endif
