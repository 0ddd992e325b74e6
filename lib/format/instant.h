/* An instant as the formats carry it: UTC, to the second, as text the database made. */
#ifndef LAUREATE_FORMAT_INSTANT_H
#define LAUREATE_FORMAT_INSTANT_H

#include "base/text.h"

struct instant {
    int year; /* 0 to 9999, of the Gregorian calendar */
    int month;
    int day;
    int hour;
    int minute;
    int second; /* 0 to 59: PostgreSQL knows no leap seconds */
};

/* Reads "2026-03-01T17:00:00Z" (RFC 3339 with Z and no fraction), nothing else; false when it is none. */
bool instant_read(struct text text, struct instant *instant);

#endif
