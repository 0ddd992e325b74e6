/* E-mail addresses: which ones are accepted, and when two are the same. */
#ifndef LAUREATE_MAIL_ADDRESS_H
#define LAUREATE_MAIL_ADDRESS_H

#include "base/arena.h"

/* Whether this is what we accept as somebody's address: ASCII, at most 254 characters, one @, before it at most 64
 * characters of RFC 5322's dot-atom, behind it a domain name of two labels or more (RFC 1035; an international name
 * is written in its "xn--" form). Stricter than RFC 5322, which also allows quoted names, comments and numbers for a
 * host: nobody's real mailbox needs these, and they are how mail is led astray. For the same reason "=?", which some
 * servers decode in an address too, is refused. Nothing is trimmed first. */
bool mail_address_is_valid(struct text address);

/* The form in which addresses are compared and kept unique: trimmed, in lower case. RFC 5321 lets a server tell
 * "Ann@" from "ann@"; none does, and people type both. */
struct text mail_address_fold(struct arena *arena, struct text address);

/* A dot-atom of RFC 5322 section 3.2.3: words of printable ASCII without brackets, quotes, commas, colons, semicolons
 * and @, joined by single dots. */
bool mail_is_dot_atom(struct text text);

#endif
