/* The honorees: the archive, a year of it, and a page for each person. */
#include "honors/honors.sql.h"
#include "pages/archive.h"
#include "pages/pages.h"

enum { PAGE_MOST = 100 };

/* GET /honorees         q, award, year, after: the archive, newest first
 * GET /honorees/{year}  one year of it; not found when nobody was honored in it */
static void ask_honorees(struct ask *ask)
{
    struct arena *arena = ask_arena(ask);
    const struct archive_question *question = ask_archive(ask, PAGE_MOST);
    bool is_filtered = !text_is_empty(question->typed) || !text_is_empty(question->award) || question->year != 0;
    ask_one(ask, "found", honors_found(question->words, question->award, question->year));
    ask_rows(ask, "years", honors_years(question->year));
    ask_rows(ask, "awards_to_choose", honors_awards(question->award));
    ask_tell(ask, "q", value_text(question->typed));
    ask_tell(ask, "is_filtered", value_flag(is_filtered));
    ask_tell(ask, "json", value_text(archive_address(arena, "/honorees.json", question, text_absent)));
    ask_tell(ask, "csv", value_text(archive_address(arena, "/honorees.csv", question, text_absent)));
    ask_tell(ask, "atom", value_text(archive_address(arena, "/honorees.atom", question, text_absent)));
}

static void complete_honorees(struct show *show)
{
    show_tell(show, "next", value_text(archive_next(show, "/honorees")));
}

static void complete_year(struct show *show)
{
    complete_honorees(show);
    if (rows_count(show_rows(show, "honors")) == 0)
        show_not_found(show);
    show_tell(show, "heading_year", value_text(request_capture(show_request(show), "year")));
}

/* GET /honorees/people/{person}   the person and every honor; elsewhere, when the two were found to be one */
static void ask_honoree(struct ask *ask)
{
    struct uuid person = ask_path_uuid(ask, "person");
    ask_one(ask, "person", honoree_page(person));
    ask_rows(ask, "honors", honoree_honors(person));
}

static void complete_honoree(struct show *show)
{
    const struct rows *person = show_rows(show, "person");
    if (rows_flag(person, 0, "is_elsewhere"))
        show_moved(
            show, arena_print(show_arena(show), "/honorees/people/%.*s", TEXT_ARGUMENTS(rows_text(person, 0, "page"))));
}

const struct route honors_routes[] = {
    {GET, "/honorees", ask_honorees, .show = "honors/archive", .complete = complete_honorees, .reads_query = true},
    {GET, "/honorees/{year}", ask_honorees, .show = "honors/archive", .complete = complete_year, .reads_query = true},
    {GET, "/honorees/people/{person}", ask_honoree, .show = "honors/person", .complete = complete_honoree},
    {0},
};
