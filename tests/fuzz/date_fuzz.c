/* Fuzzing the reading of dates: just the days that the C library's calendar has, and each reads back. */
#include "format/date.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void require(bool holds)
{
    if (!holds)
        abort();
}

/* Whether the calendar gives the day back unchanged. */
static bool is_day(int year, int month, int day)
{
    struct tm time = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    timegm(&time);
    return year >= 1 && time.tm_year == year - 1900 && time.tm_mon == month - 1 && time.tm_mday == day;
}

static void check_words(struct arena *arena, struct date date)
{
    struct text words = date_words(arena, date);
    struct tm time = {0};
    const char *end = strptime(words.bytes, "%d %B %Y", &time);
    require(end == words.bytes + words.length);
    require(time.tm_mday == date.day && time.tm_mon + 1 == date.month && time.tm_year + 1900 == date.year);
}

/* Any three numbers, written as a date. */
static void check_numbers(int year, int month, int day)
{
    char text[16];
    struct date date;
    snprintf(text, sizeof text, "%04d-%02d-%02d", year, month, day);
    require(date_read(text_of(text), &date) == is_day(year, month, day));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct text input = text_from((const char *)bytes, length);
    struct date date;
    if (length >= 4)
        check_numbers((bytes[0] << 8 | bytes[1]) % 10000, bytes[2] % 100, bytes[3] % 100);
    if (date_read(input, &date)) {
        require(text_equal(arena_print(arena, "%04d-%02d-%02d", date.year, date.month, date.day), input));
        require(is_day(date.year, date.month, date.day));
        check_words(arena, date);
    }
    arena_free(arena);
    return 0;
}
