/* The text of a mail that mail_write() made, read back from its bytes. */
#ifndef LAUREATE_MAIL_BODY_H
#define LAUREATE_MAIL_BODY_H

#include "base/arena.h"

/* The body as it was before it was written, with lines that end in LF: quoted-printable (RFC 2045, section 6.7) is
 * undone where the headers say so. Takes any bytes; what is no quoted-printable stays as it is. Empty when there is no
 * body. From the arena. */
struct text mail_body(struct arena *arena, struct text message);

#endif
