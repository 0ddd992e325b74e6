/* Screening: what staff make of a nomination that came in. */
#include "nominations/screening.h"

#include "base/unicode.h"
#include "nominations/screening.sql.h"

enum { WORDS_MOST = 500 };

static bool words_are_fit(struct text words, const char *field, const char *missing, struct fault *fault)
{
    if (text_is_empty(words))
        return fault_set(fault, FAULT_INVALID, field, "%s", missing);
    if (words.length > 100 * WORDS_MOST || unicode_words(words) > WORDS_MOST)
        return fault_set(fault, FAULT_INVALID, field, "Use at most %d words.", WORDS_MOST);
    return true;
}

static bool screening_is_fit(const struct screening *screening, struct fault *fault)
{
    if (text_is(screening->finding, "eligible"))
        return true;
    if (text_is(screening->finding, "ineligible"))
        return words_are_fit(screening->reason, "reason", "Say why, for the nominator.", fault);
    if (!text_is(screening->finding, "returned"))
        return fault_set(fault, FAULT_INVALID, "finding", "Choose what you have found.");
    if (!words_are_fit(screening->note, "note", "Say what is missing, for the nominator.", fault))
        return false;
    return !text_is_empty(screening->until) ||
           fault_set(fault, FAULT_INVALID, "until.date",
                     "Give a date that is still to come, by which it is to be submitted again.");
}

bool nomination_screen(struct work *work, struct uuid nomination, const struct screening *screening,
                       struct fault *fault)
{
    if (!screening_is_fit(screening, fault))
        return false;
    struct rows *screened = work_ask(work, nomination_screened(nomination, screening->finding, screening->reason,
                                                               screening->note, screening->until));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(screened) == 0)
        return fault_not_found(fault);
    bool is_news = !text_is(screening->finding, "eligible") || text_is(rows_text(screened, 0, "was"), "ineligible");
    if (rows_flag(screened, 0, "is_changed") && is_news)
        work_ask(work, screening_mailed(nomination));
    return true;
}
