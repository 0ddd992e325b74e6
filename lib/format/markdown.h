/* Markdown: what staff write about an award, as HTML (CommonMark, by cmark). Raw HTML in it and addresses
 * that are not safe to follow are left out, so the result may be put into a page as it is. */
#ifndef LAUREATE_FORMAT_MARKDOWN_H
#define LAUREATE_FORMAT_MARKDOWN_H

#include "base/arena.h"

/* Absent for absent or empty text. */
struct text markdown_html(struct arena *arena, struct text markdown);

#endif
