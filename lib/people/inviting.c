/* Inviting: an account for somebody, and a mail with a link that sets its password. */
#include "people/inviting.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "mail/address.h"
#include "people/names.h"
#include "people/register.h"
#include "people/staff.sql.h"

struct rows *person_ask_to_invite(struct work *work, struct arena *arena, struct text name, struct text email,
                                  struct faults *faults)
{
    struct text sort_name = name_for_sorting(arena, name), folded = unicode_fold(arena, name);
    if (text_is_empty(sort_name))
        faults_say(faults, arena, "name", "Give the full name.");
    else if (unicode_length(name) > MEMBER_NAME_MOST)
        faults_say(faults, arena, "name", "This name is too long.");
    if (!mail_address_is_valid(email))
        faults_say(faults, arena, "email", "Give an e-mail address, such as name@example.org.");
    if (faults->count > 0)
        return NULL;
    return work_ask(work, person_invited(name, folded, sort_name, folded, email, mail_address_fold(arena, email)));
}
