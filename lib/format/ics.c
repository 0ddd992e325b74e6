/* iCalendar: a calendar of dates that other calendars subscribe to. */
#include "format/ics.h"

#include "base/log.h"
#include "base/unicode.h"
#include "format/instant.h"

#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

struct ics_calendar {
    struct arena *arena;
    icalcomponent *component;
};

static void add_property(icalcomponent *component, icalproperty *property)
{
    if (property == NULL)
        log_abort("out of memory");
    icalcomponent_add_property(component, property);
}

/* The name twice: as RFC 7986 says, and as most calendars still look for it. */
static void add_name(icalcomponent *component, struct text name)
{
    if (text_is_empty(name))
        return;
    icalproperty *older = icalproperty_new_x(name.bytes);
    if (older != NULL)
        icalproperty_set_x_name(older, "X-WR-CALNAME");
    add_property(component, icalproperty_new_name(name.bytes));
    add_property(component, older);
}

struct ics_calendar *ics_begin(struct arena *arena, struct text name)
{
    struct ics_calendar *calendar = arena_new_of(arena, struct ics_calendar);
    calendar->arena = arena;
    calendar->component = icalcomponent_new(ICAL_VCALENDAR_COMPONENT);
    if (calendar->component == NULL)
        log_abort("out of memory");
    add_property(calendar->component, icalproperty_new_version("2.0"));
    add_property(calendar->component, icalproperty_new_prodid("-//Laureate//Awards calendar//EN"));
    add_property(calendar->component, icalproperty_new_calscale("GREGORIAN"));
    add_name(calendar->component, unicode_tidy(arena, name));
    return calendar;
}

static struct icaltimetype utc_time(const struct instant *instant)
{
    struct icaltimetype time = icaltime_null_time();
    time.year = instant->year;
    time.month = instant->month;
    time.day = instant->day;
    time.hour = instant->hour;
    time.minute = instant->minute;
    time.second = instant->second;
    time.zone = icaltimezone_get_utc_timezone();
    return time;
}

bool ics_add(struct ics_calendar *calendar, const struct ics_event *event)
{
    struct instant start, stamp;
    struct text uid = unicode_tidy(calendar->arena, event->uid);
    if (text_is_empty(uid) || !instant_read(event->start, &start) || !instant_read(event->stamp, &stamp))
        return false;
    /* The url is the one value that libical writes as it is: no line break may be left in it. */
    struct text summary = unicode_tidy(calendar->arena, event->summary);
    struct text description = unicode_tidy_lines(calendar->arena, event->description);
    struct text url = unicode_tidy(calendar->arena, event->url);

    icalcomponent *component = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    if (component == NULL)
        log_abort("out of memory");
    add_property(component, icalproperty_new_uid(uid.bytes));
    add_property(component, icalproperty_new_dtstamp(utc_time(&stamp)));
    add_property(component, icalproperty_new_dtstart(utc_time(&start)));
    if (!text_is_empty(summary))
        add_property(component, icalproperty_new_summary(summary.bytes));
    if (!text_is_empty(description))
        add_property(component, icalproperty_new_description(description.bytes));
    if (!text_is_empty(url))
        add_property(component, icalproperty_new_url(url.bytes));
    add_property(component, icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT)); /* nobody is busy with it */
    icalcomponent_add_component(calendar->component, component);
    return true;
}

/* Appends a content line, folded: 75 bytes a line at most, never inside a character (RFC 5545 section 3.1).
 */
static void write_folded(struct buffer *out, struct text line)
{
    size_t room = 75;
    while (line.length > room) {
        size_t length = room;
        while (((unsigned char)line.bytes[length] & 0xC0) == 0x80)
            length--;
        buffer_add(out, text_part(line, 0, length));
        buffer_add_string(out, "\r\n ");
        line = text_part(line, length, line.length);
        room = 74; /* the space counts */
    }
    buffer_add(out, line);
    buffer_add_string(out, "\r\n");
}

/* libical 3.0 folds too, but when a line is just full it folds between CR and LF of its own line break and so
 * breaks the line in two. Unfolding, which is to take out every CR LF and space, mends that too. */
static void write_refolded(struct buffer *out, char *folded)
{
    size_t kept = 0;
    for (const char *at = folded; *at != '\0';) {
        if (strncmp(at, "\r\n ", 3) == 0)
            at += 3;
        else
            folded[kept++] = *at++;
    }
    struct text rest = text_from(folded, kept);
    while (!text_is_empty(rest)) {
        struct text line = text_cut(&rest, '\n');
        write_folded(out, text_part(line, 0, line.length - 1)); /* without its CR */
    }
}

void ics_end(struct ics_calendar *calendar, struct buffer *out)
{
    char *folded = icalcomponent_as_ical_string_r(calendar->component);
    if (folded == NULL)
        log_abort("out of memory");
    write_refolded(out, folded);
    free(folded);
    icalcomponent_free(calendar->component);
    calendar->component = NULL;
}
