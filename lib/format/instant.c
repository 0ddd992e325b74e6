/* An instant as the formats carry it. */
#include "format/instant.h"

static int days_in(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && leap ? 29 : days[month - 1];
}

static int number_at(struct text text, size_t start, size_t length)
{
    int number = 0;
    for (size_t i = start; i < start + length; i++)
        number = number * 10 + (text.bytes[i] - '0');
    return number;
}

bool instant_read(struct text text, struct instant *instant)
{
    static const struct text shape = TEXT("dddd-dd-ddTdd:dd:ddZ");
    if (text.length != shape.length)
        return false;
    for (size_t i = 0; i < shape.length; i++) {
        bool digit = text.bytes[i] >= '0' && text.bytes[i] <= '9';
        if (shape.bytes[i] == 'd' ? !digit : text.bytes[i] != shape.bytes[i])
            return false;
    }
    *instant = (struct instant){
        .year = number_at(text, 0, 4),
        .month = number_at(text, 5, 2),
        .day = number_at(text, 8, 2),
        .hour = number_at(text, 11, 2),
        .minute = number_at(text, 14, 2),
        .second = number_at(text, 17, 2),
    };
    return instant->month >= 1 && instant->month <= 12 && instant->day >= 1 &&
           instant->day <= days_in(instant->year, instant->month) && instant->hour <= 23 && instant->minute <= 59 &&
           instant->second <= 59;
}
