/* Unicode: text folded for searching, tidied for keeping, and counted as people count (libunistring).
 *
 * Every function takes any bytes: what is not UTF-8 never passes through. Absent text stays absent. Results
 * come from the arena and end in a zero byte. */
#ifndef LAUREATE_BASE_UNICODE_H
#define LAUREATE_BASE_UNICODE_H

#include "base/arena.h"

/* Folds text for searching: what is stored and what is looked for both go through here, and nowhere else.
 *
 * Case is folded and compatibility forms are taken apart (Unicode 3.13 D145, NFKD); combining marks,
 * invisible format characters and apostrophes of every kind vanish ("O’Brien" and "obrien" are alike);
 * letters that do not come apart are spelled as in passports (ICAO 9303-3 section 6: "œ" is "oe"), but "ø" is
 * "o", as people type it. Every run of anything else that is no letter or number is one space, bytes that are
 * not UTF-8 included. No space at the ends. Folding what is folded changes nothing. */
struct text unicode_fold(struct arena *arena, struct text text);

/* What a person typed on one line, as it is kept: composed (NFC), each run of white space (no-break spaces
 * and line breaks too) one space, none at the ends. Removed are control characters, bidirectional embeddings,
 * overrides and isolates, zero-width spaces, byte order marks, noncharacters, and bytes that are not UTF-8.
 * Joiners stay: Persian and emoji need them. So the result can stand in HTML, XML 1.0, JSON and PostgreSQL.
 */
struct text unicode_tidy(struct arena *arena, struct text text);

/* The same for text of several lines: each line break of any kind is one LF; spaces and tabs stay as typed.
 */
struct text unicode_tidy_lines(struct arena *arena, struct text text);

/* Words by UAX #29 segmentation: the segments that hold a letter or a number. */
size_t unicode_words(struct text text);

/* Characters as people see them: extended grapheme clusters of UAX #29. */
size_t unicode_length(struct text text);

#endif
