/* Dates: days without a time, as forms send them and as people read them. */
#ifndef LAUREATE_FORMAT_DATE_H
#define LAUREATE_FORMAT_DATE_H

#include "base/arena.h"

struct date {
    int year;  /* 1 to 9999, proleptic Gregorian */
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
};

/* From YYYY-MM-DD (ISO 8601, as <input type="date"> sends it) and nothing else. False, with nothing changed, when that
 * is no day of the calendar. */
bool date_read(struct text text, struct date *date);

/* For reading: "5 December 2026". The date is a real one. */
struct text date_words(struct arena *arena, struct date date);

#endif
