/* Nominations: what a nominator does with one, from beginning to receipt. All take a work in which somebody has
 * entered, and leave it to be finished; who may, and until when, the database says once more before it keeps anything.
 * Each can be done twice without harm. */
#ifndef LAUREATE_NOMINATIONS_NOMINATIONS_H
#define LAUREATE_NOMINATIONS_NOMINATIONS_H

#include "crypto/keys.h"
#include "db/kept.h"
#include "db/work.h"
#include "nominations/packet.h"

/* Begins one in the award's open call, under an id that the form brought. The nominee is somebody of the directory, or
 * a name and an e-mail address. FAULT_INVALID names the field: nominee, name, email. */
bool nomination_begin(struct work *work, struct arena *arena, struct uuid id, struct text award, struct uuid nominee,
                      struct text name, struct text email, struct fault *fault);

/* Asks that an answer, written upon `version` of it, be kept; after the trip answer_kept says what became of it.
 * Nothing is refused for what it says; whoever asks sees to its
 * length. The texts of `kept` live as long as the work. */
struct rows *answer_keep(struct work *work, struct uuid nomination, struct text question, struct text value,
                         int64_t version);
bool answer_kept(const struct rows *rows, struct kept *kept, struct fault *fault);

enum { ANSWER_MOST = 50000 /* bytes of one */ };

/* Submits it; the keys are for the ledger, which holds no hash that anybody could try texts against. False without a fault when something is missing: then `missing` says all of it. */
bool nomination_submit(struct work *work, struct arena *arena, const struct keys *keys, struct uuid nomination,
                       struct faults *missing, struct fault *fault);

/* Puts right the name and address of a nominee who is not of the directory. */
bool nomination_correct(struct work *work, struct arena *arena, struct uuid nomination, struct text name,
                        struct text email, struct fault *fault);
bool nomination_take_back(struct work *work, struct uuid nomination, struct fault *fault);
bool nomination_withdraw(struct work *work, struct uuid nomination, struct fault *fault);

#endif
