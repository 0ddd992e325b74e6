/* The awards: the catalogue, a page for each, and the closing dates as a calendar. */
#include "awards/awards.sql.h"
#include "format/ics.h"
#include "format/markdown.h"
#include "honors/honors.sql.h"
#include "http/house.h"
#include "pages/pages.h"

enum { HONORS_MOST = 100 }; /* on an award's own page; the archive has them all */

/* GET /awards   every award by its organization, with the call that is open or comes next */
static void ask_awards(struct ask *ask)
{
    ask_rows(ask, "awards", award_catalogue());
}

/* GET /awards/{slug}   what it honors, its calls, its honorees */
static void ask_award(struct ask *ask)
{
    struct text slug = ask_path(ask, "slug");
    ask_one(ask, "award", award_page(slug));
    ask_rows(ask, "cycles", award_cycles(slug));
    ask_rows(ask, "honorees", honors_of_award(slug, HONORS_MOST + 1));
}

/* The award's texts are Markdown, and of many honorees only the newest stand here. */
static void complete_award(struct show *show)
{
    static const struct {
        const char *column, *name;
    } texts[] = {
        {"purpose", "purpose_html"},
        {"eligibility", "eligibility_html"},
        {"packet", "packet_html"},
        {"judging", "judging_html"},
    };
    const struct rows *award = show_rows(show, "award");
    struct rows *honorees = show_rows(show, "honorees");
    show_tell(show, "is_more", value_flag(rows_count(honorees) > HONORS_MOST));
    rows_keep(honorees, HONORS_MOST);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        show_tell(show, texts[i].name,
                  value_text(markdown_html(show_arena(show), rows_text(award, 0, texts[i].column))));
}

/* GET /deadlines.ics   every close from now on */
static void ask_deadlines(struct ask *ask)
{
    ask_rows(ask, "deadlines", deadlines());
}

static void write_deadlines(struct show *show)
{
    struct arena *arena = show_arena(show);
    struct text origin = show_house(show)->origin;
    const struct rows *rows = show_rows(show, "deadlines");
    struct ics_calendar *calendar = ics_begin(arena, text_of("Awards: closing dates"));
    for (size_t row = 0; row < rows_count(rows); row++) {
        struct text name = rows_text(rows, row, "name"), year = rows_text(rows, row, "year");
        struct ics_event event = {
            .uid = arena_print(arena, "%.*s-closes@laureate", TEXT_ARGUMENTS(rows_text(rows, row, "id"))),
            .start = rows_text(rows, row, "closes_at"),
            .stamp = rows_text(rows, row, "changed_at"),
            .summary = arena_print(arena, "%.*s %.*s closes", TEXT_ARGUMENTS(name), TEXT_ARGUMENTS(year)),
            .description =
                arena_print(arena, "%.*s. Closes %.*s.", TEXT_ARGUMENTS(rows_text(rows, row, "organization")),
                            TEXT_ARGUMENTS(rows_text(rows, row, "closes_official"))),
            .url = arena_print(arena, "%.*s/awards/%.*s", TEXT_ARGUMENTS(origin),
                               TEXT_ARGUMENTS(rows_text(rows, row, "slug"))),
        };
        ics_add(calendar, &event);
    }
    ics_end(calendar, show_bytes(show, "text/calendar; charset=utf-8"));
}

const struct route awards_routes[] = {
    {GET, "/awards", ask_awards, .show = "awards/awards"},
    {GET, "/awards/{slug}", ask_award, .show = "awards/award", .complete = complete_award},
    {GET, "/deadlines.ics", ask_deadlines, .write = write_deadlines},
    {0},
};
