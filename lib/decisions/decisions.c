/* Decisions: names chosen, citations written, and what the board says to them. */
#include "decisions/decisions.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "decisions/decisions.sql.h"

bool fault_undeclared(struct fault *fault)
{
    return fault_set(fault, FAULT_CLASH, NULL,
                     "Say first with whom you are in conflict: there are nominees of whom you have not said it yet.");
}

void choices_lock(struct work *work, struct uuid cycle)
{
    work_ask(work, decision_begun(cycle));
    work_ask(work, decision_locked(cycle));
}

void choice_keep(struct work *work, struct uuid cycle, struct choice *choice)
{
    choice->saved =
        work_ask(work, proposal_saved(cycle, choice->nomination, choice->is_chosen, choice->citation, choice->version));
}

bool choice_kept(const struct choice *choice, struct kept *kept, struct fault *fault)
{
    if (rows_count(choice->saved) == 0)
        return fault_not_found(fault);
    *kept = kept_read(choice->saved, 0);
    return true;
}

const char *choice_clash(const struct choice *choice, const struct kept *kept)
{
    if (!text_equal(kept->other, choice->citation))
        return "This citation was changed elsewhere meanwhile. Both texts stand here: choose one.";
    return rows_flag(choice->saved, 0, "is_other_chosen")
               ? "This name was chosen elsewhere meanwhile. Tick it or not, then save again."
               : "The tick of this name was taken away elsewhere meanwhile. Tick it or not, then save again.";
}

bool citation_is_fit(struct text citation, struct fault *fault)
{
    return unicode_length(citation) <= CITATION_MOST ||
           fault_set(fault, FAULT_INVALID, NULL,
                     "This citation is too long to be kept. Shorten it to at most %d characters.", CITATION_MOST);
}

bool choices_are_fit(struct arena *arena, const struct choice *choices, size_t count, int64_t most,
                     struct faults *faults)
{
    int64_t chosen = 0;
    size_t before = faults->count;
    for (size_t i = 0; i < count; i++)
        chosen += choices[i].is_chosen;
    if (chosen == 0)
        faults_say(faults, arena, "chosen", "Choose at least one name.");
    else if (most == 1 && chosen > most)
        faults_say(faults, arena, "chosen", "Choose one name only.");
    else if (most > 0 && chosen > most)
        faults_say(faults, arena, "chosen", arena_print(arena, "Choose at most %lld names.", (long long)most).bytes);
    for (size_t i = 0; i < count; i++)
        if (choices[i].is_chosen && text_is_empty(choices[i].citation))
            faults_say(faults, arena, arena_print(arena, "citation.%s", choices[i].nomination.characters).bytes,
                       "Write a citation for each name that you propose.");
    return faults->count == before;
}

/* Whether the board's answer stands: it was given now, or before and sent twice. Asked after it was given. */
static bool is_answered(struct work *work, struct uuid cycle, const char *state, struct fault *fault)
{
    struct rows *found = work_ask(work, decision_page(cycle));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(found) == 0 || !rows_flag(found, 0, "is_board"))
        return fault_not_found(fault);
    if (rows_flag(found, 0, "is_undeclared"))
        return fault_undeclared(fault);
    if (text_is(rows_text(found, 0, "state"), state))
        return true;
    return fault_set(fault, FAULT_CLASH, NULL,
                     rows_flag(found, 0, "is_proposed")
                         ? "The committee has proposed anew meanwhile. Read what stands here now, then answer."
                         : "No names are proposed just now. Load the page again.");
}

bool decision_ratify(struct work *work, struct uuid cycle, int64_t version, struct fault *fault)
{
    work_ask(work, decision_ratified(cycle, version));
    return is_answered(work, cycle, "ratified", fault);
}

bool decision_send_back(struct work *work, struct uuid cycle, int64_t version, struct text note, struct fault *fault)
{
    work_ask(work, decision_sent_back(cycle, version, note));
    return is_answered(work, cycle, "sent_back", fault);
}
