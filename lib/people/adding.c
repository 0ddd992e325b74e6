/* One person added, and links that set a password. */
#include "people/adding.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "crypto/tokens.h"
#include "mail/message.h"
#include "people/adding.sql.h"
#include "people/names.h"
#include "people/register.h"

/* The name is needed where the person is not there yet. */
static bool is_fit(struct arena *arena, const struct member *member, struct fault *fault)
{
    if (!mail_address_is_valid(member->email))
        return fault_set(fault, FAULT_INVALID, "email", "This is not an e-mail address such as name@example.org.");
    if (text_is_empty(name_for_sorting(arena, member->name)))
        return fault_set(fault, FAULT_INVALID, "name",
                         text_is_empty(member->name) ? "A name is missing." : "This name has no letter.");
    if (unicode_length(member->name) > MEMBER_NAME_MOST)
        return fault_set(fault, FAULT_INVALID, "name", "This has more than %d characters.", MEMBER_NAME_MOST);
    return true;
}

/* Queues the making of a link; its end is known once the rows are there. */
static struct rows *make_link(struct work *work, struct arena *arena, struct text folded, const char *lasts,
                              struct password_link *link)
{
    link->token = token_new(arena);
    return work_ask(work, password_link_made(folded, token_hash(arena, link->token), text_of(lasts)));
}

/* The person is there or is as `member` says; all that is missing is done in one trip. */
static bool finish_adding(struct work *work, struct arena *arena, const struct member *member, const struct term *term,
                          const struct rows *asked, struct person_added *added, struct fault *fault)
{
    struct text folded = mail_address_fold(arena, member->email);
    struct rows *given = NULL, *made = NULL;
    added->is_new = text_is_absent(rows_text(asked, 0, "person"));
    added->name = added->is_new ? member->name : arena_copy(arena, rows_text(asked, 0, "name"));
    if (added->is_new)
        member_keep(work, arena, member);
    if (term != NULL)
        given = term_ask_to_give(work, folded, term);
    if (!rows_flag(asked, 0, "has_password"))
        made = make_link(work, arena, folded, "14 days", &added->link);
    if (!work_finish(work, fault))
        return false;
    added->is_given = given != NULL && rows_flag(given, 0, "is_changed");
    if (made != NULL)
        added->link.ends_at = arena_copy(arena, rows_text(made, 0, "ends_at"));
    return true;
}

bool person_add(struct arena *arena, struct connection *connection, struct text email, struct text name,
                const struct term *term, struct person_added *added, struct fault *fault)
{
    struct member member = {.email = email, .name = unicode_tidy(arena, name)};
    *added = (struct person_added){0};
    if (!is_fit(arena, &member, fault) || (term != NULL && !term_is_whole(term, fault)))
        return false;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    struct rows *asked = term_ask(work, mail_address_fold(arena, email), term);
    bool done = work_trip(work, fault) && term_is_there(asked, term, fault) &&
                (text_is_absent(rows_text(asked, 0, "person")) || person_is_there(asked, fault)) &&
                finish_adding(work, arena, &member, term, asked, added, fault);
    work_end(work);
    return done;
}

bool person_password_link(struct arena *arena, struct connection *connection, struct text email,
                          struct password_link *link, struct fault *fault)
{
    struct text folded = mail_address_fold(arena, email);
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    struct rows *asked = term_ask(work, folded, NULL);
    bool done = work_trip(work, fault) && person_is_there(asked, fault);
    if (done) {
        struct rows *made = make_link(work, arena, folded, "2 hours", link);
        done = work_finish(work, fault);
        if (done)
            link->ends_at = arena_copy(arena, rows_text(made, 0, "ends_at"));
    }
    work_end(work);
    return done;
}
