/* Offices and seats, given and ended. */
#include "people/offices.h"

#include "base/arena.h"
#include "mail/message.h"
#include "people/offices.sql.h"
#include "people/people.sql.h"

enum place { NOWHERE, ORGANIZATION, AWARD };

static const struct {
    const char *role;
    enum place place;
} roles[] = {
    {"administrator", NOWHERE}, {"staff", ORGANIZATION}, {"board", ORGANIZATION},
    {"chair", AWARD},           {"deputy", AWARD},       {"member", AWARD},
};

/* Of a role that there is. */
static bool find_place(struct text role, enum place *place)
{
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (text_is(role, roles[i].role)) {
            *place = roles[i].place;
            return true;
        }
    return false;
}

static bool is_seat(const struct term *term)
{
    enum place place = NOWHERE;
    find_place(term->role, &place);
    return place == AWARD;
}

/* What a role has beside it is given, and what it has not is not. */
static bool is_given(struct text slug, bool needed, const char *field, struct text role, struct fault *fault)
{
    if (needed && text_is_empty(slug))
        return fault_set(fault, FAULT_INVALID, field, "Which %s? The role %.*s is that of one.", field,
                         TEXT_ARGUMENTS(role));
    if (!needed && !text_is_absent(slug))
        return fault_set(fault, FAULT_INVALID, field, "The role %.*s has no %s.", TEXT_ARGUMENTS(role), field);
    return true;
}

bool term_is_whole(const struct term *term, struct fault *fault)
{
    enum place place;
    if (!find_place(term->role, &place))
        return fault_set(fault, FAULT_INVALID, "role",
                         "A role is administrator, staff, board, chair, deputy or member.");
    return is_given(term->organization, place == ORGANIZATION, "organization", term->role, fault) &&
           is_given(term->award, place == AWARD, "award", term->role, fault);
}

struct rows *term_ask(struct work *work, struct text folded, const struct term *term)
{
    static const struct term none = {0};
    if (term == NULL)
        term = &none;
    work_ask(work, people_lock());
    return work_ask(work, person_and_place(folded, term->role, term->organization, term->award));
}

bool person_is_there(const struct rows *asked, struct fault *fault)
{
    if (text_is_absent(rows_text(asked, 0, "person")))
        return fault_set(fault, FAULT_NOT_FOUND, "email", "Nobody has this address. Add the person first.");
    if (rows_flag(asked, 0, "is_ended"))
        return fault_set(fault, FAULT_REFUSED, "email", "The account with this address has ended.");
    return true;
}

bool term_is_there(const struct rows *asked, const struct term *term, struct fault *fault)
{
    if (term == NULL)
        return true;
    if (!text_is_absent(term->organization) && text_is_absent(rows_text(asked, 0, "organization")))
        return fault_set(fault, FAULT_NOT_FOUND, "organization", "There is no organization called “%.*s”.",
                         TEXT_ARGUMENTS(term->organization));
    if (!text_is_absent(term->award) && text_is_absent(rows_text(asked, 0, "award")))
        return fault_set(fault, FAULT_NOT_FOUND, "award", "There is no award called “%.*s”.",
                         TEXT_ARGUMENTS(term->award));
    return true;
}

struct rows *term_ask_to_give(struct work *work, struct text folded, const struct term *term)
{
    return work_ask(work, is_seat(term) ? seat_given(folded, term->role, term->award)
                                        : office_given(folded, term->role, term->organization));
}

static struct rows *ask_to_end(struct work *work, struct uuid held, const struct term *term)
{
    return work_ask(work, is_seat(term) ? seat_ended(held, term->award) : office_ended(held, term->organization));
}

/* Whoever has that address is given the term, or it is ended, if it is theirs. */
static bool change(struct arena *arena, struct connection *connection, struct text email, const struct term *term,
                   bool gives, bool *changed, struct fault *fault)
{
    if (!term_is_whole(term, fault))
        return false;
    struct text folded = mail_address_fold(arena, email);
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    struct rows *asked = term_ask(work, folded, term);
    bool done = work_trip(work, fault) && person_is_there(asked, fault) && term_is_there(asked, term, fault);
    if (done) {
        struct rows *answer =
            gives ? term_ask_to_give(work, folded, term) : ask_to_end(work, rows_uuid(asked, 0, "held"), term);
        done = work_finish(work, fault);
        *changed = done && rows_flag(answer, 0, "is_changed");
    }
    work_end(work);
    return done;
}

bool term_give(struct arena *arena, struct connection *connection, struct text email, const struct term *term,
               bool *changed, struct fault *fault)
{
    return change(arena, connection, email, term, true, changed, fault);
}

bool term_end(struct arena *arena, struct connection *connection, struct text email, const struct term *term,
              bool *changed, struct fault *fault)
{
    return change(arena, connection, email, term, false, changed, fault);
}

bool term_give_as_keeper(struct work *work, struct arena *arena, struct text email, const struct term *term,
                         struct fault *fault)
{
    struct text folded = mail_address_fold(arena, email);
    if (!mail_address_is_valid(email))
        return fault_set(fault, FAULT_INVALID, "email", "Give an e-mail address, such as name@example.org.");
    work_ask(work, people_lock());
    struct rows *asked = work_ask(work, member_and_place(folded, term->organization, term->award));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(asked) == 0)
        return fault_not_found(fault);
    if (text_is_absent(rows_text(asked, 0, "person")))
        return fault_set(fault, FAULT_INVALID, "email",
                         "Nobody with this address has an account yet. Invite them first, on the page People.");
    term_ask_to_give(work, folded, term);
    return true;
}
