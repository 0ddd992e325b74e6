/* E-mail addresses: which ones are accepted, and when two are the same. */
#include "mail/address.h"

#include <string.h>

enum { ADDRESS_LENGTH = 254, LOCAL_LENGTH = 64, LABEL_LENGTH = 63 };

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || is_digit(byte);
}

bool mail_is_dot_atom(struct text text)
{
    do {
        struct text word = text_cut(&text, '.');
        if (text_is_empty(word))
            return false;
        for (size_t i = 0; i < word.length; i++)
            if (!is_letter_or_digit(word.bytes[i]) &&
                (word.bytes[i] == '\0' || strchr("!#$%&'*+-/=?^_`{|}~", word.bytes[i]) == NULL))
                return false;
    } while (!text_is_absent(text));
    return true;
}

static bool is_label(struct text label)
{
    if (label.length < 1 || label.length > LABEL_LENGTH || label.bytes[0] == '-' ||
        label.bytes[label.length - 1] == '-')
        return false;
    for (size_t i = 0; i < label.length; i++)
        if (!is_letter_or_digit(label.bytes[i]) && label.bytes[i] != '-')
            return false;
    return true;
}

/* The last label begins with a letter: what ends in a number is an address of the network, not a name. */
static bool is_domain(struct text domain)
{
    struct text label = text_absent;
    size_t labels = 0;
    while (!text_is_absent(domain)) {
        label = text_cut(&domain, '.');
        if (!is_label(label))
            return false;
        labels++;
    }
    return labels >= 2 && !is_digit(label.bytes[0]);
}

bool mail_address_is_valid(struct text address)
{
    if (address.length > ADDRESS_LENGTH)
        return false;
    struct text domain = address;
    struct text local = text_cut(&domain, '@');
    for (size_t i = 1; i < local.length; i++)
        if (local.bytes[i - 1] == '=' && local.bytes[i] == '?')
            return false;
    return local.length <= LOCAL_LENGTH && mail_is_dot_atom(local) && is_domain(domain);
}

struct text mail_address_fold(struct arena *arena, struct text address)
{
    struct text trimmed = text_trim(address);
    if (text_is_absent(trimmed))
        return trimmed;
    char *folded = arena_take(arena, trimmed.length + 1); /* ends in a zero byte, as all that arenas give */
    for (size_t i = 0; i < trimmed.length; i++)
        folded[i] = trimmed.bytes[i] >= 'A' && trimmed.bytes[i] <= 'Z' ? (char)(trimmed.bytes[i] - 'A' + 'a')
                                                                       : trimmed.bytes[i];
    return text_from(folded, trimmed.length);
}
