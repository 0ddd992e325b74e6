/* The desk: what waits for the person who is signed in. */
#include "nominations/nominations.sql.h"
#include "pages/pages.h"

/* GET /desk   one's nominations, and the calls that are open */
static void ask_desk(struct ask *ask)
{
    ask_rows(ask, "nominations", nominations_mine());
    ask_rows(ask, "calls", calls_to_nominate());
}

const struct route desk_routes[] = {
    {GET, "/desk", ask_desk, .show = "desk/desk", .audience = FOR_A_PERSON},
    {0},
};
