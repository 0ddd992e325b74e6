/* Letters: asked for by a nominator, written by a referee. All take a work in which one of them has entered, and leave
 * it to be finished; who may, and until when, the database says once more before it keeps anything. Each can be done
 * twice without harm: the second time nothing changes and nobody is written to. */
#ifndef LAUREATE_LETTERS_LETTERS_H
#define LAUREATE_LETTERS_LETTERS_H

#include "db/kept.h"
#include "db/work.h"

/* How much may be written. All limits are ours. */
enum {
    LETTER_MOST_WORDS = 1500, /* about three pages */
    NOTE_MOST_WORDS = 300,
    REASON_MOST_WORDS = 200,
};

/* ---- the nominator ---- */

struct referee {
    struct text name, email;
};

/* Asks for a letter under an id that the form brought, and mails the referee, with the note. FAULT_INVALID names the
 * field (name, email, note); without one, the form was used for somebody else before. */
bool letter_ask(struct work *work, struct arena *arena, struct uuid nomination, struct uuid letter,
                const struct referee *referee, struct text note, struct fault *fault);

/* Mails the referee once more, at most once a day: FAULT_REFUSED says when it can be done again. */
bool letter_remind(struct work *work, struct uuid nomination, struct uuid letter, struct fault *fault);

/* The letter is no longer wanted: the links to it are over, and the referee is told. */
bool letter_cancel(struct work *work, struct uuid nomination, struct uuid letter, struct fault *fault);

/* Another name or address for the same referee. Only with another address the links that went out are over, mail that
 * waits is dropped, and the request is mailed anew. That is refused when somebody has begun to write: what they wrote
 * would be read by whoever has the new address. */
bool letter_correct(struct work *work, struct arena *arena, struct uuid nomination, struct uuid letter,
                    const struct referee *referee, struct fault *fault);

/* ---- the referee ---- */

/* Yes: there is a place for what the referee will write. */
void letter_accept(struct work *work);

/* No, with a reason that the nominator is mailed; it may be empty. */
bool letter_decline(struct work *work, struct text reason, struct fault *fault);

struct letter_text {
    struct text name, relationship; /* on one line */
    struct text text;               /* on several */
};

/* Keeps what was written upon `version`. Nothing is refused for what it says, only for a length that nobody needs. The
 * texts of `kept` live as long as the work. */
bool letter_save(struct work *work, const struct letter_text *written, int64_t version, struct kept *kept,
                 struct fault *fault);

/* Whether a text is short enough to be sent. FAULT_INVALID in "text". */
bool letter_is_short_enough(struct text text, struct fault *fault);

/* Sends what was kept, and tells the nominator that the letter is there. False without a fault when it is not ready:
 * then `wrong` says all that is wrong with it, by the fields name, relationship and text. */
bool letter_send(struct work *work, struct arena *arena, struct faults *wrong, struct fault *fault);

/* It may be changed again, and has to be sent again. */
void letter_take_back(struct work *work);

/* The letter as a PDF, in place of the one before; and without one. */
bool letter_put_file(struct work *work, struct uuid file, struct text name, int64_t size, struct text hash,
                     struct fault *fault);
void letter_drop_file(struct work *work);

#endif
