/* Offices and seats: what a person is to the house, to an organization, or on the committee of an award. */
#ifndef LAUREATE_PEOPLE_OFFICES_H
#define LAUREATE_PEOPLE_OFFICES_H

#include "base/fault.h"
#include "db/work.h"

/* An office (administrator; staff and board, which have an organization) or a seat (chair, deputy and member, which
 * have an award). Organization and award are slugs, absent where the role has none. */
struct term {
    struct text role;
    struct text organization;
    struct text award;
};

/* Whether there is such a role and it has what it needs, nothing more. FAULT_INVALID in role, organization or award. */
bool term_is_whole(const struct term *term, struct fault *fault);

/* Gives the office or seat to whoever has that e-mail address, or ends it. Of the seats on one committee a person has
 * one: another role there takes its place. *changed is false when all was so already. The connection is the owner's.
 * Faults: as above; FAULT_NOT_FOUND when nobody has the address or there is no such organization or award;
 * FAULT_REFUSED when the account has ended. */
bool term_give(struct arena *arena, struct connection *connection, struct text email, const struct term *term,
               bool *changed, struct fault *fault);
bool term_end(struct arena *arena, struct connection *connection, struct text email, const struct term *term,
              bool *changed, struct fault *fault);

/* The same for a page, in a work in which somebody has entered, and which is left to be finished: administrators give
 * staff and board, staff give seats; both know the role, and whose it is. Faults: FAULT_NOT_FOUND for all others;
 * FAULT_INVALID in email when no account has that address. */
bool term_give_as_keeper(struct work *work, struct arena *arena, struct text email, const struct term *term,
                         struct fault *fault);

/* For what gives a term with something else in one transaction: asks after the person and what the term names, the
 * faults that this finds, and the statement that gives it. The address is folded; `term` may be NULL in the first two.
 * The row asked: person (null when nobody has the address), name, has_password, held (the term, where they have it). The
 * row given: is_changed. */
struct rows *term_ask(struct work *work, struct text folded, const struct term *term);
bool term_is_there(const struct rows *asked, const struct term *term, struct fault *fault);
struct rows *term_ask_to_give(struct work *work, struct text folded, const struct term *term);

/* FAULT_NOT_FOUND, or FAULT_REFUSED when the account has ended. */
bool person_is_there(const struct rows *asked, struct fault *fault);

#endif
