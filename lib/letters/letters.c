/* Letters: asked for, answered, written, sent. */
#include "letters/letters.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "letters/letters.sql.h"
#include "mail/address.h"
#include "nominations/nominations.sql.h"

enum { NAME_MOST = 200, RELATIONSHIP_MOST = 500 /* characters */, TEXT_MOST = 50000 /* bytes */ };

/* Characters as people see them; but marks may be heaped upon one without end. */
static bool is_longer(struct text text, size_t characters)
{
    return text.length > 8 * characters || unicode_length(text) > characters;
}

/* The same of words. */
static bool is_wordier(struct text text, size_t words)
{
    return text.length > 100 * words || unicode_words(text) > words;
}

static bool referee_is_fit(const struct referee *referee, struct fault *fault)
{
    if (text_is_empty(referee->name))
        return fault_set(fault, FAULT_INVALID, "name", "Give the name of the person who is to write.");
    if (is_longer(referee->name, NAME_MOST))
        return fault_set(fault, FAULT_INVALID, "name", "Give a name of at most %d characters.", NAME_MOST);
    if (!mail_address_is_valid(referee->email))
        return fault_set(fault, FAULT_INVALID, "email", "Give an e-mail address, such as name@example.org.");
    return true;
}

bool letter_ask(struct work *work, struct arena *arena, struct uuid nomination, struct uuid letter,
                const struct referee *referee, struct text note, struct fault *fault)
{
    struct text folded = mail_address_fold(arena, referee->email);
    if (!referee_is_fit(referee, fault))
        return false;
    if (is_wordier(note, NOTE_MOST_WORDS))
        return fault_set(fault, FAULT_INVALID, "note", "Shorten the note to at most %d words.", NOTE_MOST_WORDS);
    if (text_is_absent(uuid_text(&letter)))
        return fault_set(fault, FAULT_INVALID, NULL, "Something was missing from the form. Please send it once more.");
    struct rows *ours = work_ask(work, nomination_locked(nomination));
    struct rows *before = work_ask(work, letter_locked(nomination, letter));
    struct rows *asked = work_ask(work, letter_asked(nomination, letter, referee->name, referee->email, folded, note));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(ours) == 0)
        return fault_not_found(fault);
    bool is_new = rows_count(before) == 0;
    if (rows_count(asked) == 0 || (!is_new && !text_equal(rows_text(before, 0, "email_folded"), folded)))
        return fault_set(fault, FAULT_INVALID, NULL,
                         "This form had been used to ask somebody else. To ask this person too, send it once more.");
    if (is_new)
        work_ask(work, letter_mailed(letter, text_of("letters/request")));
    return true;
}

/* When a letter's referee may be reminded again. */
static struct text remind_when(const struct rows *letters, struct uuid letter)
{
    for (size_t row = 0; row < rows_count(letters); row++)
        if (text_equal(rows_text(letters, row, "id"), uuid_text(&letter)))
            return rows_text(letters, row, "remind_when");
    return text_empty;
}

static bool is_open(struct text state)
{
    return text_is(state, "requested") || text_is(state, "opened");
}

bool letter_remind(struct work *work, struct uuid nomination, struct uuid letter, struct fault *fault)
{
    struct rows *locked = work_ask(work, letter_locked(nomination, letter));
    struct rows *letters = work_ask(work, nomination_letters(nomination));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    if (is_open(rows_text(locked, 0, "state")) && !rows_flag(locked, 0, "can_remind"))
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "A mail has been sent to them within a day. You can send the next one from %.*s on.",
                         TEXT_ARGUMENTS(remind_when(letters, letter)));
    work_ask(work, letter_reminded(letter));
    work_ask(work, letter_mailed(letter, text_of("letters/reminder")));
    return true;
}

bool letter_cancel(struct work *work, struct uuid nomination, struct uuid letter, struct fault *fault)
{
    struct rows *locked = work_ask(work, letter_locked(nomination, letter));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    if (text_is(rows_text(locked, 0, "state"), "cancelled")) /* sent twice */
        return true;
    work_ask(work, letter_cancelled(letter));
    work_ask(work, letter_links_over(letter));
    work_ask(work, letter_cancel_mailed(letter));
    return true;
}

bool letter_correct(struct work *work, struct arena *arena, struct uuid nomination, struct uuid letter,
                    const struct referee *referee, struct fault *fault)
{
    struct text folded = mail_address_fold(arena, referee->email);
    if (!referee_is_fit(referee, fault))
        return false;
    struct rows *locked = work_ask(work, letter_locked(nomination, letter));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    bool is_moved = !text_equal(rows_text(locked, 0, "email_folded"), folded);
    if (is_moved && text_is(rows_text(locked, 0, "state"), "opened"))
        return fault_set(fault, FAULT_INVALID, "email",
                         "They have said yes at the present address, and may have begun to write. To ask at another "
                         "one, cancel this request and make a new one.");
    work_ask(work, letter_corrected(letter, referee->name, referee->email, folded));
    if (is_moved) {
        work_ask(work, letter_links_over(letter)); /* first, for it drops the mail that waits */
        work_ask(work, letter_mailed(letter, text_of("letters/request")));
    }
    return true;
}

void letter_accept(struct work *work)
{
    work_ask(work, letter_accepted());
    work_ask(work, letter_begun());
}

bool letter_decline(struct work *work, struct text reason, struct fault *fault)
{
    if (is_wordier(reason, REASON_MOST_WORDS))
        return fault_set(fault, FAULT_INVALID, "reason", "Shorten the reason to at most %d words.", REASON_MOST_WORDS);
    struct rows *declined = work_ask(work, letter_declined(reason));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(declined) == 1)
        work_ask(work, letter_answer_mailed(text_of("letters/declined")));
    return true;
}

static bool not_begun(struct fault *fault)
{
    return fault_set(fault, FAULT_REFUSED, NULL, "First say that you will write this letter.");
}

bool letter_save(struct work *work, const struct letter_text *written, int64_t version, struct kept *kept,
                 struct fault *fault)
{
    if (is_longer(written->name, NAME_MOST))
        return fault_set(fault, FAULT_INVALID, "name", "Give a name of at most %d characters.", NAME_MOST);
    if (is_longer(written->relationship, RELATIONSHIP_MOST))
        return fault_set(fault, FAULT_INVALID, "relationship", "Say it in at most %d characters.", RELATIONSHIP_MOST);
    if (written->text.length > TEXT_MOST)
        return fault_set(fault, FAULT_INVALID, "text", "This text is too long to be kept. Shorten it first.");
    struct rows *saved = work_ask(work, letter_saved(written->name, written->relationship, written->text, version));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(saved) == 0)
        return not_begun(fault);
    *kept = kept_read(saved, 0);
    return true;
}

bool letter_is_short_enough(struct text text, struct fault *fault)
{
    size_t words = unicode_words(text);
    return words <= LETTER_MOST_WORDS ||
           fault_set(fault, FAULT_INVALID, "text", "The letter has %zu words. At most %d can be sent.", words,
                     LETTER_MOST_WORDS);
}

static void add_wrong(struct faults *wrong, struct arena *arena, const char *field, const char *sentence)
{
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, field, "%s", sentence);
    faults_add(wrong, arena, fault);
}

/* Everything that keeps a letter from being sent. */
static void find_wrong(const struct rows *content, struct arena *arena, struct faults *wrong)
{
    struct fault fault;
    struct text text = rows_text(content, 0, "text");
    bool has_file = !text_is_absent(rows_text(content, 0, "file"));
    if (text_is_empty(rows_text(content, 0, "name")))
        add_wrong(wrong, arena, "name", "Give your name.");
    if (text_is_empty(rows_text(content, 0, "relationship")))
        add_wrong(wrong, arena, "relationship", "Say how you know the nominee.");
    if (unicode_words(text) == 0 && !has_file)
        add_wrong(wrong, arena, "text", "Write the letter, or add it as a PDF.");
    if (!letter_is_short_enough(text, &fault))
        faults_add(wrong, arena, fault);
}

/* It is sent first and looked at then, in the same work: so nothing can change in it between the two, and what is not
 * ready is not kept as sent. */
bool letter_send(struct work *work, struct arena *arena, struct faults *wrong, struct fault *fault)
{
    struct rows *sent = work_ask(work, letter_sent());
    struct rows *content = work_ask(work, letter_content_mine());
    if (!work_trip(work, fault))
        return false;
    if (rows_count(content) == 0)
        return not_begun(fault);
    if (rows_count(sent) == 0) /* sent twice, or answered otherwise, which the page says */
        return true;
    find_wrong(content, arena, wrong);
    if (wrong->count > 0)
        return false;
    work_ask(work, letter_answer_mailed(text_of("letters/received")));
    return true;
}

void letter_take_back(struct work *work)
{
    work_ask(work, letter_taken_back());
}

bool letter_put_file(struct work *work, struct uuid file, struct text name, int64_t size, struct text hash,
                     struct fault *fault)
{
    struct rows *put = work_ask(work, letter_file_put(file, name, size, hash));
    return work_trip(work, fault) && (rows_count(put) == 1 || not_begun(fault));
}

void letter_drop_file(struct work *work)
{
    work_ask(work, letter_file_dropped());
}
