/* Conflicts of interest: declared, and set aside. */
#include "committees/conflicts.h"

#include "committees/conflicts.sql.h"

bool declared_is_fit(const struct declared *declared, const struct rows *kinds, struct fault *fault)
{
    if (text_is(declared->kind, "none"))
        return true;
    size_t row = 0;
    while (row < rows_count(kinds) && !text_equal(rows_text(kinds, row, "kind"), declared->kind))
        row++;
    if (row == rows_count(kinds))
        return fault_set(fault, FAULT_INVALID, "kind", "Choose one of what is offered.");
    if (text_is_empty(declared->evidence))
        return fault_set(fault, FAULT_INVALID, "evidence", "Say in a line what the conflict is.");
    if (declared->evidence.length > EVIDENCE_MOST)
        return fault_set(fault, FAULT_INVALID, "evidence", "Say it in at most %d characters.", EVIDENCE_MOST);
    return true;
}

void conflict_keep(struct work *work, const struct declared *declared)
{
    bool is_none = text_is(declared->kind, "none");
    work_ask(work, conflict_said(declared->nomination, is_none ? text_empty : declared->kind,
                                 is_none ? text_empty : declared->evidence));
}

bool conflict_set_aside(struct work *work, struct uuid conflict, struct text reason, struct fault *fault)
{
    if (text_is_empty(reason))
        return fault_set(fault, FAULT_INVALID, "reason", "Say why this is no conflict.");
    if (reason.length > 2 * EVIDENCE_MOST)
        return fault_set(fault, FAULT_INVALID, "reason", "Say it in at most %d characters.", 2 * EVIDENCE_MOST);
    work_ask(work, conflict_dismissed(conflict, reason));
    return work_trip(work, fault);
}
