/* The outbox's way out: mail that the database holds ready is rendered and sent, one at a time, each once.
 *
 * That a mail is being sent is on record before its first byte leaves. A mail that a program was sending when it ended
 * is unsure afterwards, and never sent again by itself. A link's token is made when the mail is taken. What the server
 * refuses for now is tried again after 1, 5 and 30 minutes, 2, 6 and 12 hours, and a day, and refused when that has
 * taken three days. The Message-ID is the same at every try. */
#ifndef LAUREATE_MAIL_OUTBOX_H
#define LAUREATE_MAIL_OUTBOX_H

#include "base/fault.h"
#include "db/connection.h"
#include "format/mustache.h"
#include "mail/transport.h"

struct outbox_way {
    const struct mustache *templates;
    struct text origin;          /* of the site, without a slash at the end */
    struct text from;            /* the address that mail comes from */
    struct transport *transport; /* NULL: mail goes into the mailbox of a demo or test */
};

/* Sends mail by that way, on one connection of the role jobs; one thread at a time. What the way names is not copied. */
struct outbox;
struct outbox *outbox_new(const struct outbox_way *way, struct connection *jobs);
void outbox_free(struct outbox *outbox);

/* Sends the next mail that is due; *found is whether there was one and the next may follow at once: the mail server did
 * not ask to be left in peace. Takes as long as the transport may. What became of a mail is told the database before
 * anything else; while that fails, all fails. */
bool outbox_send(struct outbox *outbox, struct arena *arena, bool *found, struct fault *fault);

/* Marks as unsure what was being sent by whoever is no longer there. */
bool outbox_find_left(struct outbox *outbox, struct arena *arena, struct fault *fault);

#endif
