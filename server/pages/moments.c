/* Dates with a time of the day in forms. */
#include "pages/moments.h"

#include "base/arena.h"
#include "format/date.h"

static const char *part_name(struct arena *arena, const char *name, const char *part)
{
    return arena_print(arena, "%s.%s", name, part).bytes;
}

static bool is_digit(char one)
{
    return one >= '0' && one <= '9';
}

/* HH:MM, of 24 hours. */
static bool time_is_fit(struct text time)
{
    if (time.length != 5 || time.bytes[2] != ':')
        return false;
    for (size_t i = 0; i < 5; i++)
        if (i != 2 && !is_digit(time.bytes[i]))
            return false;
    return (time.bytes[0] < '2' || (time.bytes[0] == '2' && time.bytes[1] < '4')) && time.bytes[3] < '6';
}

struct text act_moment(struct act *act, const char *name)
{
    struct arena *arena = act_arena(act);
    const char *date_name = part_name(arena, name, "date");
    struct text date = act_line(act, date_name), time = act_line(act, part_name(arena, name, "time"));
    struct date day;
    if (text_is_empty(date) && text_is_empty(time))
        return text_empty;
    if (!date_read(date, &day))
        act_wrong(act, date_name, "Give a day of the calendar, such as 2026-12-05.");
    else if (!time_is_fit(time))
        act_wrong(act, date_name, "Give a time of the day, such as 17:00.");
    return arena_print(arena, "%.*s %.*s", TEXT_ARGUMENTS(date), TEXT_ARGUMENTS(time));
}

void show_moment(struct show *show, const char *name, struct text local)
{
    struct arena *arena = show_arena(show);
    const struct form *typed = show_typed(show);
    const char *date_name = part_name(arena, name, "date");
    struct text rest = text_is_absent(local) ? text_empty : local, date = text_cut(&rest, ' '), time = rest;
    if (typed != NULL && !text_is_absent(form_field(typed, date_name))) { /* else another form of the page was sent */
        date = form_field(typed, date_name);
        time = form_field(typed, part_name(arena, name, "time"));
    }
    struct text error = show_error(show, date_name);
    struct names *moment = names_new(arena);
    names_set(moment, "name", value_text(text_of(name)));
    names_set(moment, "date", value_text(text_is_absent(date) ? text_empty : date));
    names_set(moment, "time", value_text(text_is_absent(time) ? text_empty : time));
    names_set(moment, "error", value_filled(error));
    show_tell(show, name, value_record(names_record(moment)));
}
