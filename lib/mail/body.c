/* The text of a mail, read back from its bytes. */
#include "mail/body.h"

#include "base/buffer.h"

static int digit(char byte)
{
    return byte >= '0' && byte <= '9' ? byte - '0' : byte >= 'A' && byte <= 'F' ? byte - 'A' + 10 : -1;
}

static void undo_line(struct buffer *body, struct text line)
{
    for (size_t i = 0; i < line.length; i++) {
        int high = line.bytes[i] == '=' && i + 2 < line.length ? digit(line.bytes[i + 1]) : -1;
        int low = high < 0 ? -1 : digit(line.bytes[i + 2]);
        buffer_add_byte(body, low < 0 ? line.bytes[i] : (char)(high * 16 + low));
        i += low < 0 ? 0 : 2;
    }
}

/* One line, and its end, unless the next one goes on with it. */
static void add_line(struct buffer *body, struct text line, bool is_quoted)
{
    if (text_ends(line, text_of("\r")))
        line.length--;
    if (!is_quoted) {
        buffer_add(body, line);
        buffer_add_byte(body, '\n');
        return;
    }
    bool goes_on = text_ends(line, text_of("="));
    undo_line(body, text_part(line, 0, line.length - goes_on));
    if (!goes_on)
        buffer_add_byte(body, '\n');
}

struct text mail_body(struct arena *arena, struct text message)
{
    bool is_quoted = false;
    struct text line = text_empty;
    while (!text_is_absent(message)) {
        line = text_cut(&message, '\n');
        if (text_is_empty(text_trim(line)))
            break;
        is_quoted |= text_is(text_trim(line), "Content-Transfer-Encoding: quoted-printable");
    }
    struct buffer body = {0};
    while (!text_is_empty(message))
        add_line(&body, text_cut(&message, '\n'), is_quoted);
    struct text text = arena_copy(arena, buffer_text(&body));
    buffer_free(&body);
    return text_is_absent(text) ? text_empty : text;
}
