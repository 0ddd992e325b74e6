/* Names that are probably one person's: a question put to the office, never an answer by itself.
 *
 * Both names are taken apart first (people/name_parts.h), so titles and postnominals never count.
 *
 * SAME: equal words, suffix, nickname and order once folded; case, accents, punctuation and spaces do not
 * count ("Ho-Young Song", "Ho Young SONG, MD").
 *
 * PROBABLE: equal family names, and given names that do not contradict each other. Word by word they are
 * equal, or one is an initial of the other ("J. Kaufman", "John Kaufman"), or one first name is a short form
 * of the other: its beginning, of at least three letters and at least three fewer ("Rob", "Robert"; there is
 * no list of nicknames). One name may lack middle names, a leading initial ("M. Victoria Marx", "Victoria
 * Marx"), a suffix or a nickname; a nickname may stand for the first name; given names may be written
 * together ("JA Kaufman"). Or: everything is equal but for one slip in a family name of six letters or more,
 * behind its first letter: a letter more, less or other, or two neighbours that changed places.
 *
 * NONE: anything else, and a contradiction anywhere, such as other middle names or other suffixes.
 *
 * This is precise rather than greedy. Who goes by a second name is not found under the first alone ("M.
 * Victoria Marx", "Mary Marx"). Of names tied by a hyphen none may be missing ("Ho-Young Song", "Young
 * Song"). Married names, nicknames that nobody wrote down (Bill, William) and a family name first without a
 * comma ("Song Ho-Young") are not found. False pairs remain: father and son; "J. Hall" and every John or Jane
 * Hall; Dan, who may be Daniel or Danielle; Hansen and Hanson with the same given names. Therefore a person
 * decides, and sees the reason. */
#ifndef LAUREATE_PEOPLE_LIKENESS_H
#define LAUREATE_PEOPLE_LIKENESS_H

#include "base/arena.h"

enum likeness { LIKENESS_NONE, LIKENESS_PROBABLE, LIKENESS_SAME };

/* Compares two names as people wrote them. Any bytes will do; a name without a letter is like nothing.
 * Symmetric, not transitive. For PROBABLE `reason` (may be NULL) becomes a static phrase, such as "one has a
 * middle initial that the other lacks": of several differences the weightiest. Otherwise it becomes NULL. */
enum likeness names_alike(struct arena *arena, struct text one, struct text other, const char **reason);

/* Under which keys the likes of a name are found without comparing everyone with everyone. Store and index
 * both, absent as null, and compare the names where either key is equal: any two names that are SAME or
 * PROBABLE share one. A single key cannot do this, because a misspelt family name is found by the given names
 * alone, and all other likes by the family name alone. */
struct likeness_keys {
    /* The last word of the family name. Absent only when the name has no letter. */
    struct text family;
    /* All other words without spaces. Absent when the family name is shorter than the six letters from which
     * it may be misspelt, or when fewer than three letters are left. */
    struct text given;
};
struct likeness_keys likeness_keys(struct arena *arena, struct text name);

#endif
