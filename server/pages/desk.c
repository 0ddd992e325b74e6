/* The desk: what waits for the person who is signed in. */
#include "awards/cycles.sql.h"
#include "awards/organizations.sql.h"
#include "committees/assignments.sql.h"
#include "committees/conflicts.sql.h"
#include "committees/desk.sql.h"
#include "decisions/decisions.sql.h"
#include "nominations/nominations.sql.h"
#include "nominations/screening.sql.h"
#include "pages/pages.h"
#include "reviews/reviews.sql.h"

/* What waits, in the order in which it is shown: each a list of {href, name, detail, due_at, due_official, due_in}. */
static const char *const waiting[] = {"to_declare", "to_review",  "to_assign", "to_screen",
                                      "to_decide",  "to_prepare", "to_found"};

/* GET /desk   what is to be done, one's nominations, the calls that are open, the cycles in which one acts */
static void ask_desk(struct ask *ask)
{
    const struct query queries[] = {conflicts_waiting(),    reviews_to_write(),  assignments_waiting(),
                                    screening_waiting(),    decisions_waiting(), cycles_waiting(),
                                    organizations_waiting()};
    for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++)
        ask_rows(ask, waiting[i], queries[i]);
    ask_rows(ask, "nominations", nominations_mine());
    ask_rows(ask, "calls", calls_to_nominate());
    ask_rows(ask, "cycles", cycles_mine());
}

static void complete_desk(struct show *show)
{
    bool is_waited_for = false;
    for (size_t i = 0; i < sizeof waiting / sizeof *waiting; i++)
        is_waited_for = is_waited_for || rows_count(show_rows(show, waiting[i])) > 0;
    show_tell(show, "is_waited_for", value_flag(is_waited_for));
    const struct rows *cycles = show_rows(show, "cycles");
    bool is_of_committee = false;
    for (size_t i = 0; i < rows_count(cycles); i++)
        is_of_committee = is_of_committee || rows_flag(cycles, i, "is_seat");
    show_tell(show, "has_cycles", value_flag(rows_count(cycles) > 0));
    show_tell(show, "is_of_committee", value_flag(is_of_committee));
}

const struct route desk_routes[] = {
    {GET, "/desk", ask_desk, .show = "desk/desk", .complete = complete_desk, .audience = FOR_A_PERSON},
    {0},
};
