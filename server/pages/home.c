/* The front door: what is open, what comes next, and who was honored last. */
#include "awards/awards.sql.h"
#include "honors/honors.sql.h"
#include "pages/pages.h"

/* GET /   calls that are open, calls that come, the honors of the latest year */
static void ask_home(struct ask *ask)
{
    ask_rows(ask, "calls", calls_open());
    ask_rows(ask, "coming", calls_coming());
    ask_rows(ask, "latest", honors_latest());
}

static void complete_home(struct show *show)
{
    const struct rows *latest = show_rows(show, "latest");
    if (rows_count(latest) > 0)
        show_tell(show, "year", value_text(rows_text(latest, 0, "year")));
}

const struct route home_routes[] = {
    {GET, "/", ask_home, .show = "home/home", .complete = complete_home},
    {0},
};
