/* iCalendar: a calendar of dates that other calendars subscribe to (RFC 5545, RFC 7986 for its name), written
 * through libical. The same events give the same bytes: nothing of the present time is in them.
 *
 * There is no state outside of the calendar that ics_begin returns; each thread may have its own. (libical
 * reads the machine's list of time zones once, at the first instant, under its own lock. It also counts its
 * list elements without one, which race detectors see; it never uses these counts.) */
#ifndef LAUREATE_FORMAT_ICS_H
#define LAUREATE_FORMAT_ICS_H

#include "base/arena.h"
#include "base/buffer.h"

struct ics_calendar;

struct ics_event {
    struct text uid;         /* names the event for ever, in all calendars: "cycle-7-closes@awards.example.org" */
    struct text start;       /* the instant of it, as format/instant.h reads it; it lasts no time */
    struct text stamp;       /* the instant of its last change; likewise */
    struct text summary;     /* one line */
    struct text description; /* may be absent; may have several lines */
    struct text url;         /* may be absent */
};

/* Every calendar that was begun must be ended; the arena must last until then. */
struct ics_calendar *ics_begin(struct arena *arena, struct text name);

/* False, with nothing added, when the uid is empty or an instant is none. Text that a calendar cannot carry
 * is left out (unicode_tidy). */
bool ics_add(struct ics_calendar *calendar, const struct ics_event *event);

/* Appends the calendar to `out`, lines folded at 75 bytes, and frees it. */
void ics_end(struct ics_calendar *calendar, struct buffer *out);

#endif
