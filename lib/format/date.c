/* Dates: days without a time. */
#include "format/date.h"

#include "format/instant.h"

#include <string.h>

bool date_read(struct text text, struct date *date)
{
    static const char shape[] = "YYYY-MM-DD";
    char midnight[] = "YYYY-MM-DDT00:00:00Z";
    struct instant instant;
    if (text.length != sizeof shape - 1)
        return false;
    memcpy(midnight, text.bytes, text.length);
    if (!instant_read(text_of(midnight), &instant) || instant.year == 0)
        return false;
    *date = (struct date){.year = instant.year, .month = instant.month, .day = instant.day};
    return true;
}

struct text date_words(struct arena *arena, struct date date)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    return arena_print(arena, "%d %s %d", date.day, months[date.month - 1], date.year);
}
