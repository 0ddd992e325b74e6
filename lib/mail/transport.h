/* The way of a mail out of the house: one mail server that takes what we send (SMTP, RFC 5321, through libcurl). */
#ifndef LAUREATE_MAIL_TRANSPORT_H
#define LAUREATE_MAIL_TRANSPORT_H

#include "base/arena.h"
#include "base/fault.h"

struct transport;

struct transport_settings {
    /* smtp://host:port, with encryption by STARTTLS before anything else is said, which is left out only for a server
     * on this machine (localhost, 127.0.0.0/8, ::1); or smtps://host:port, encrypted from the start. The certificate
     * has to hold. A path is the name by which we greet: smtp://mail.example.org:587/awards.example.org. */
    struct text url;
    struct text user; /* absent: no signing in */
    struct text password;
    unsigned connect_seconds; /* until the connection stands, encrypted and signed in; 0 means 10 */
    unsigned whole_seconds;   /* for one mail, with everything; 0 means 60 */
};

/* What became of a mail. */
enum delivery {
    DELIVERED,        /* the server has taken it over */
    REFUSED_FOR_GOOD, /* the server will not take this mail to this address: asking again is of no use */
    REFUSED_FOR_NOW,  /* nothing was taken; later it may be. Also whatever the mail has no part in: no connection, no
                       * encryption, a wrong password, a sender that the server does not know */
    UNSURE,           /* the connection was lost after the whole mail had left and before the server answered: it may
                       * have been taken or not. Sending it again could deliver it twice */
};

/* Makes no connection yet. NULL with a FAULT_INVALID in "url" when that is none of the two forms. One thread at a time
 * may use a transport; the connection stays open between mails. */
struct transport *transport_new(const struct transport_settings *settings, struct fault *fault);
void transport_free(struct transport *transport); /* NULL is fine */

/* Sends the bytes that mail_write() made (not empty) to one address, by way of the envelope's two addresses, both of
 * which have to be mail_address_is_valid(). Takes at most the seconds of the settings, and once more as long in the rare
 * case that a connection kept from before breaks only after a wait.
 *
 * `said` becomes one line for staff, from the arena: the server's last ("550 5.1.1 No such user here") where that
 * decided, else what happened ("Connection refused"). Servers like to repeat the address in it: it is not for the
 * log. */
enum delivery transport_send(struct transport *transport, struct arena *arena, struct text from, struct text to,
                             struct text bytes, struct text *said);

#endif
