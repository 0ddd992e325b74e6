/* Accounts: the rules of passwords, and how tries are counted. */
#include "people/accounts.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "mail/message.h"

bool password_is_fit(struct text password, struct text email, struct fault *fault)
{
    if (!text_is_utf8(password) || unicode_length(password) < PASSWORD_LEAST)
        return fault_set(fault, FAULT_INVALID, "password",
                         "Choose a password of at least %d characters: a few words do well.", PASSWORD_LEAST);
    if (unicode_length(password) > PASSWORD_MOST)
        return fault_set(fault, FAULT_INVALID, "password", "Choose a password of at most %d characters.",
                         PASSWORD_MOST);
    if (text_equal_ascii_case(password, email))
        return fault_set(fault, FAULT_INVALID, "password", "Choose a password that is not your e-mail address.");
    return true;
}

struct tried account_tried(struct arena *arena, const struct keys *keys, struct text email, struct text address)
{
    struct text folded = mail_address_fold(arena, email);
    return (struct tried){
        .email = folded,
        .pair_key = keyed_hash(arena, keys, "account and address",
                               arena_print(arena, "%.*s %.*s", TEXT_ARGUMENTS(folded), TEXT_ARGUMENTS(address))),
        .account_key = keyed_hash(arena, keys, "account", folded),
        .address_key = keyed_hash(arena, keys, "address", address),
    };
}
