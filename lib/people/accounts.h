/* Accounts: signing in, passwords, invitations. Rules that hold whoever asks.
 *
 * A password has 12 to 200 characters and is not the address itself (NIST SP 800-63B, section 5.1.1: length counts,
 * composition does not). */
#ifndef LAUREATE_PEOPLE_ACCOUNTS_H
#define LAUREATE_PEOPLE_ACCOUNTS_H

#include "crypto/keys.h"
#include "db/work.h"

enum { PASSWORD_LEAST = 12, PASSWORD_MOST = 200 };

/* Whether a password may be chosen. FAULT_INVALID, field "password". */
bool password_is_fit(struct text password, struct text email, struct fault *fault);

/* Who tries, as the counting of tries knows them: keyed hashes. */
struct tried {
    struct text email;                              /* folded */
    struct text pair_key, account_key, address_key; /* of both together, and of each */
};
struct tried account_tried(struct arena *arena, const struct keys *keys, struct text email, struct text address);

#endif
