/* A person's name taken apart: what was written on one line, as words of a name and what stands beside them.
 *
 * Words are folded (base/unicode.h): no case, accents or punctuation. Set apart and forgotten are titles in
 * front (Dr, Prof) and postnominals behind (MD, PhD, FSIR …). Some of these are family names too (Do, Ma):
 * they are postnominals only behind a comma that follows at least two words. Particles (van der, de la, al,
 * St, Mc) are one word with what follows them: "van der Berg" is vanderberg, "La Berge" is laberge.
 *
 * A comma that is followed by more than postnominals and a suffix says that the family name stands first:
 * "Berg, Jan van der". Otherwise the last word is the family name, with what a hyphen ties to it; that no
 * reader of one line can know better is why "Ana Garcia Lopez" has the family name lopez here. Names that put
 * the family first without a comma are read the wrong way round, always alike. */
#ifndef LAUREATE_PEOPLE_NAME_PARTS_H
#define LAUREATE_PEOPLE_NAME_PARTS_H

#include "base/arena.h"

struct name_word {
    struct text letters;
    bool bound; /* a hyphen ties it to the word before */
};

struct name_words {
    struct name_word *list;
    size_t count;
};

struct name_parts {
    struct name_words words; /* given names, then the family name; none only when the name has no letter */
    size_t family;           /* how many of the last words are surely family name; at least 1 of any words */
    struct text suffix;      /* jr, sr, ii, iii, iv; or absent */
    struct text nickname;    /* what stood in double quotes or parentheses, without spaces; or absent */
    bool family_first;       /* the family name was written first, with a comma */
};

/* Any bytes will do. The parts live in the arena. Time and memory grow in step with the name's length. */
struct name_parts name_take_apart(struct arena *arena, struct text name);

/* The letters of the first `count` words without spaces; absent for none. */
struct text name_letters(struct arena *arena, struct name_words words, size_t count);

#endif
