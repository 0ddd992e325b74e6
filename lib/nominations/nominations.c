/* Nominations: begun, written, submitted, taken back, withdrawn. */
#include "nominations/nominations.h"

#include "crypto/crypto.h"
#include "mail/message.h"
#include "nominations/nominations.sql.h"

enum { NAME_MOST = 300 };

static bool nominee_is_fit(struct uuid nominee, struct text name, struct text email, struct fault *fault)
{
    if (!text_is_absent(uuid_text(&nominee)))
        return true;
    if (text_is_empty(name))
        return fault_set(fault, FAULT_INVALID, "name", "Give the nominee's name.");
    if (name.length > NAME_MOST)
        return fault_set(fault, FAULT_INVALID, "name", "Give a name of at most %d characters.", NAME_MOST);
    if (!mail_address_is_valid(email))
        return fault_set(fault, FAULT_INVALID, "email", "Give an e-mail address, such as name@example.org.");
    return true;
}

bool nomination_begin(struct work *work, struct arena *arena, struct uuid id, struct text award, struct uuid nominee,
                      struct text name, struct text email, struct fault *fault)
{
    if (text_is_absent(uuid_text(&id)))
        return fault_set(fault, FAULT_INVALID, NULL, "Load the page again and choose the nominee once more.");
    if (!nominee_is_fit(nominee, name, email, fault))
        return false;
    struct rows *begun = work_ask(work, nomination_begun(id, award, nominee, name, mail_address_fold(arena, email)));
    if (!work_trip(work, fault))
        return false;
    return rows_count(begun) == 1 ||
           fault_set(fault, FAULT_REFUSED, NULL, "No call of this award is open for nominations.");
}

struct rows *answer_keep(struct work *work, struct uuid nomination, struct text question, struct text value,
                         int64_t version)
{
    return work_ask(work, answer_saved(nomination, question, value, version));
}

bool answer_kept(const struct rows *saved, struct kept *kept, struct fault *fault)
{
    if (rows_count(saved) == 0)
        return fault_not_found(fault);
    *kept = kept_read(saved, 0);
    return true;
}

/* Whether it is in a state in which this can be done, or has been done. */
static bool is_state(const struct rows *locked, const char *wanted, struct fault *fault)
{
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    struct text state = rows_text(locked, 0, "state");
    for (struct text rest = text_of(wanted); !text_is_absent(rest);)
        if (text_equal(text_cut(&rest, ' '), state))
            return true;
    return fault_set(fault, FAULT_CLASH, NULL, "The nomination is not in a state in which this can be done.");
}

bool nomination_submit(struct work *work, struct arena *arena, const struct keys *keys, struct uuid nomination,
                       struct faults *missing, struct fault *fault)
{
    struct rows *locked = work_ask(work, nomination_locked(nomination));
    struct rows *found = work_ask(work, nomination_of(nomination));
    struct rows *answers = work_ask(work, nomination_answers(nomination));
    struct rows *letters = work_ask(work, nomination_letters(nomination));
    if (!work_trip(work, fault))
        return false;
    if (!is_state(locked, "draft returned submitted", fault))
        return false;
    if (text_is(rows_text(locked, 0, "state"), "submitted")) /* sent twice */
        return true;
    struct packet packet = packet_read(arena, answers);
    packet_missing(arena, &packet, letters_asked(letters), rows_number(found, 0, "letters_needed"), missing);
    if (rows_flag(found, 0, "can_change") && missing->count > 0)
        return false;
    struct text contents = packet_contents(arena, &packet);
    struct text hash = hash_of(arena, contents);
    work_ask(work, nomination_submitted(nomination, keyed_hash(arena, keys, "nomination", contents)));
    work_ask(work, nomination_version_kept(nomination, contents, hash));
    work_ask(work, nomination_receipt_mailed(nomination, hash));
    return true;
}

bool nomination_take_back(struct work *work, struct uuid nomination, struct fault *fault)
{
    struct rows *locked = work_ask(work, nomination_locked(nomination));
    work_ask(work, nomination_taken_back(nomination));
    return work_trip(work, fault) && is_state(locked, "submitted draft returned", fault);
}

bool nomination_correct(struct work *work, struct arena *arena, struct uuid nomination, struct text name,
                        struct text email, struct fault *fault)
{
    if (!nominee_is_fit((struct uuid){0}, name, email, fault))
        return false;
    struct rows *found = work_ask(work, nomination_of(nomination));
    work_ask(work, nominee_corrected(nomination, name, mail_address_fold(arena, email)));
    if (!work_trip(work, fault))
        return false;
    return (rows_count(found) == 1 && !text_is_absent(rows_text(found, 0, "nominee_email"))) || fault_not_found(fault);
}

bool nomination_withdraw(struct work *work, struct uuid nomination, struct fault *fault)
{
    struct rows *locked = work_ask(work, nomination_locked(nomination));
    work_ask(work, nomination_withdrawn(nomination));
    return work_trip(work, fault) && is_state(locked, "draft submitted returned withdrawn", fault);
}
