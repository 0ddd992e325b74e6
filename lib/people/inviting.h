/* Inviting: an account for somebody, and a mail with a link that sets its password. */
#ifndef LAUREATE_PEOPLE_INVITING_H
#define LAUREATE_PEOPLE_INVITING_H

#include "base/fault.h"
#include "db/work.h"

/* Queues the invitation of somebody by whoever the work is for: staff or an administrator, to whom alone the database
 * does it. The row: person. Where a name or an address is wrong NULL, and all that is wrong is named in `faults`: fields
 * name and email. The texts are tidied already. Faults of the work: FAULT_NOT_FOUND; FAULT_INVALID in email when the
 * account has a password. */
struct rows *person_ask_to_invite(struct work *work, struct arena *arena, struct text name, struct text email,
                                  struct faults *faults);

#endif
