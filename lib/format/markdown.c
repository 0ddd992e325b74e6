/* Markdown, by cmark in its safe mode. */
#include "format/markdown.h"

#include "base/log.h"

#include <cmark.h>
#include <stdlib.h>

struct text markdown_html(struct arena *arena, struct text markdown)
{
    if (text_is_empty(markdown))
        return text_absent;
    char *html = cmark_markdown_to_html(markdown.bytes, markdown.length, CMARK_OPT_SAFE | CMARK_OPT_VALIDATE_UTF8);
    if (html == NULL)
        log_abort("out of memory");
    struct text copy = arena_copy(arena, text_of(html));
    free(html);
    return copy;
}
