/* A cycle's page for those who act in it, and who is to judge what. */
#include "base/unicode.h"
#include "committees/assignments.h"
#include "committees/assignments.sql.h"
#include "committees/committees.sql.h"
#include "pages/pages.h"

/* GET /cycles/{cycle}   its phase, its committee, what there is to do for who asks, and what they may read */
static void ask_cycle(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "cycle", cycle_of_mine(cycle));
    ask_rows(ask, "tasks", cycle_tasks(cycle));
    ask_rows(ask, "phases", cycle_phases(cycle));
    ask_rows(ask, "committee", cycle_committee(cycle));
    ask_rows(ask, "lacking", cycle_lacking(cycle));
    ask_rows(ask, "nominations", cycle_nominations(cycle));
}

/* GET /cycles/{cycle}/assignments   propose: so many reviewers for each nomination, as a preview; done: after the act */
static void ask_assignments(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    struct text *proposed = arena_new_of(ask_arena(ask), struct text);
    *proposed = unicode_tidy(ask_arena(ask), ask_query(ask, "propose"));
    ask_remember(ask, proposed);
    ask_one(ask, "cycle", assignments_of(cycle));
    ask_rows(ask, "nominations", assignment_nominations(cycle));
    ask_rows(ask, "reviewers", assignment_reviewers(cycle));
    ask_rows(ask, "cells", assignment_cells(cycle));
    ask_tell(ask, "is_done", value_flag(text_is(ask_query(ask, "done"), "saved")));
}

/* The grid as it is shown: as it stands, as it is proposed, or as it was sent. */
struct view {
    struct grid grid;
    bool is_open;
    const struct grid_wish *wish; /* what was sent; else NULL */
    const bool *proposed;         /* by cell; NULL without a proposal */
    const size_t *missing;        /* by nomination, with a proposal */
};

static bool is_ticked(const struct view *view, size_t cell)
{
    if (view->wish != NULL && grid_wants(&view->grid, view->wish, cell))
        return view->wish->is_ticked[cell];
    return view->proposed != NULL ? view->proposed[cell] : grid_is_assigned(&view->grid, cell);
}

static bool is_box(const struct view *view, size_t cell)
{
    return view->is_open &&
           (grid_is_assigned(&view->grid, cell) ? !grid_is_begun(&view->grid, cell) : grid_may_add(&view->grid, cell));
}

static bool is_new(const struct view *view, size_t cell)
{
    return view->proposed != NULL && view->proposed[cell] && !grid_is_assigned(&view->grid, cell);
}

/* The one thing that is said of a cell, as the template knows it; NULL where there is nothing to say. */
static const char *note_of(const struct view *view, size_t cell)
{
    const struct grid_cell *one = &view->grid.cells[cell];
    bool is_moved = view->wish != NULL && grid_is_moved(&view->grid, view->wish, cell);
    if (is_moved && !text_is(one->state, "recused"))
        return grid_is_assigned(&view->grid, cell) ? "is_added_meanwhile" : "is_removed_meanwhile";
    if (is_new(view, cell))
        return "is_proposed";
    if (!text_is_absent(one->state))
        return text_is(one->state, "submitted") ? "is_submitted"
               : text_is(one->state, "draft")   ? "is_begun"
               : text_is(one->state, "recused") ? "is_recused"
                                                : "is_not_started";
    return one->is_conflicted                                  ? "is_conflicted"
           : !view->grid.has_seat[cell % view->grid.reviewers] ? "is_gone"
           : !one->has_declared                                ? "is_undeclared"
                                                               : NULL;
}

static struct text pair_of(struct arena *arena, const struct grid *grid, size_t cell)
{
    return arena_print(arena, "%.*s:%.*s", TEXT_ARGUMENTS(grid->nomination_ids[cell / grid->reviewers]),
                       TEXT_ARGUMENTS(grid->reviewer_ids[cell % grid->reviewers]));
}

static struct text number_words(struct arena *arena, size_t number)
{
    return arena_print(arena, "%zu", number);
}

static void tell_line(struct show *show, const struct view *view, size_t row, struct names *line)
{
    struct arena *arena = show_arena(show);
    const struct grid *grid = &view->grid;
    struct items *cells = items_new(arena);
    size_t has = 0;
    for (size_t cell = row * grid->reviewers; cell < (row + 1) * grid->reviewers; cell++) {
        struct names *item = items_add(cells);
        const char *note = note_of(view, cell);
        has += is_ticked(view, cell);
        names_set(item, "reviewer", value_text(grid->names[cell % grid->reviewers]));
        names_set(item, "pair", value_text(pair_of(arena, grid, cell)));
        names_set(item, "is_box", value_flag(is_box(view, cell)));
        names_set(item, "is_ticked", value_flag(is_ticked(view, cell)));
        names_set(item, "is_fixed", value_flag(view->is_open && grid_is_begun(grid, cell)));
        if (note != NULL)
            names_set(item, note, value_flag(true));
    }
    struct text error = show_error(show, arena_copy(arena, grid->nomination_ids[row]).bytes);
    names_set(line, "id", value_text(grid->nomination_ids[row]));
    names_set(line, "nominee", value_text(grid->nominees[row]));
    names_set(line, "cells", items_value(cells));
    names_set(line, "has", value_text(number_words(arena, has)));
    names_set(line, "is_one", value_flag(has == 1));
    names_set(line, "wrong", value_filled(error));
    names_set(line, "missing",
              view->missing == NULL || view->missing[row] == 0 ? value_flag(false)
                                                               : value_text(number_words(arena, view->missing[row])));
}

/* What each reviewer has, of what is shown. */
static void tell_column(struct arena *arena, const struct view *view, size_t reviewer, struct names *column)
{
    const struct grid *grid = &view->grid;
    size_t has = 0, submitted = 0, undeclared = 0, seen = 0;
    for (size_t cell = reviewer; cell < grid->nominations * grid->reviewers; cell += grid->reviewers) {
        has += is_ticked(view, cell);
        submitted += text_is(grid->cells[cell].state, "submitted");
        undeclared += !grid->cells[cell].has_declared && !grid->cells[cell].is_conflicted;
        seen++;
    }
    names_set(column, "name", value_text(grid->names[reviewer]));
    names_set(column, "has", value_text(number_words(arena, has)));
    names_set(column, "submitted", submitted == 0 ? value_flag(false) : value_text(number_words(arena, submitted)));
    names_set(column, "has_left", value_flag(!grid->has_seat[reviewer]));
    names_set(column, "has_declared_nothing", value_flag(grid->has_seat[reviewer] && undeclared == seen));
}

static struct grid_wish wish_of(struct arena *arena, const struct form *form, const struct grid *grid)
{
    struct grid_wish wish = grid_wish_new(arena, grid);
    grid_wish_shown(&wish, grid, form_field(form, "shown"));
    for (size_t i = 0; i < form_count(form); i++)
        if (text_is(form_name_at(form, i), "assigned"))
            grid_wish_ticked(&wish, grid, form_value_at(form, i));
    return wish;
}

/* What is assigned now: a change is made upon this. */
static struct text shown_now(struct arena *arena, const struct grid *grid)
{
    struct buffer pairs = {0};
    for (size_t cell = 0; cell < grid->nominations * grid->reviewers; cell++) {
        if (!grid_is_assigned(grid, cell))
            continue;
        buffer_add_string(&pairs, pairs.length > 0 ? " " : "");
        buffer_add(&pairs, pair_of(arena, grid, cell));
    }
    struct text text = arena_copy(arena, buffer_text(&pairs));
    buffer_free(&pairs);
    return text;
}

/* Adds the proposal, where one is asked for and can be made, with what it would change. */
static void propose(struct show *show, struct view *view)
{
    struct text asked = *(const struct text *)show_remembered(show);
    int64_t wanted = 0;
    bool is_asked = !text_is_empty(asked) && view->is_open && view->grid.nominations > 0;
    bool is_fit = text_number(asked, &wanted) && wanted >= 1 && wanted <= GRID_WANTED_MOST;
    show_tell(show, "propose", value_text(text_is_empty(asked) ? text_of("3") : asked));
    show_tell(show, "is_propose_wrong", value_flag(is_asked && !is_fit));
    if (!is_asked || !is_fit)
        return;
    view->proposed = grid_propose(show_arena(show), &view->grid, (size_t)wanted, &view->missing);
    size_t added = 0, missing = 0;
    for (size_t cell = 0; cell < view->grid.nominations * view->grid.reviewers; cell++)
        added += is_new(view, cell);
    for (size_t row = 0; row < view->grid.nominations; row++)
        missing += view->missing[row] > 0;
    show_tell(show, "is_proposal", value_flag(true));
    show_tell(show, "wanted", value_text(number_words(show_arena(show), (size_t)wanted)));
    show_tell(show, "added", added == 0 ? value_flag(false) : value_text(number_words(show_arena(show), added)));
    show_tell(show, "is_one_added", value_flag(added == 1));
    show_tell(show, "is_missing", value_flag(missing > 0));
}

static void complete_assignments(struct show *show)
{
    struct arena *arena = show_arena(show);
    struct grid_rows rows = {show_rows(show, "cycle"), show_rows(show, "nominations"), show_rows(show, "reviewers"),
                             show_rows(show, "cells")};
    struct view view = {.grid = grid_read(arena, &rows), .is_open = rows_flag(rows.cycle, 0, "is_open")};
    struct grid_wish wish;
    if (show_typed(show) != NULL) {
        wish = wish_of(arena, show_typed(show), &view.grid);
        view.wish = &wish;
    }
    propose(show, &view);
    struct items *lines = items_new(arena), *columns = items_new(arena);
    for (size_t row = 0; row < view.grid.nominations; row++)
        tell_line(show, &view, row, items_add(lines));
    for (size_t reviewer = 0; reviewer < view.grid.reviewers; reviewer++)
        tell_column(arena, &view, reviewer, items_add(columns));
    show_tell(show, "is_grid", value_flag(view.grid.nominations > 0));
    show_tell(show, "lines", items_value(lines));
    show_tell(show, "columns", items_value(columns));
    show_tell(show, "shown", value_text(shown_now(arena, &view.grid)));
}

/* POST /cycles/{cycle}/assignments   shown: the pairs that were assigned when the page was shown, with spaces between;
 * assigned: each pair that is ticked */
static void act_assign(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    struct faults faults = {0};
    if (!act_is_well(act))
        return;
    struct grid_rows rows = grid_ask(act_work(act), cycle);
    if (!act_trip(act))
        return;
    if (rows_count(rows.cycle) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    struct grid grid = grid_read(act_arena(act), &rows);
    struct grid_wish wish = wish_of(act_arena(act), act_form(act), &grid);
    grid_faults(act_arena(act), &grid, &wish, &faults);
    for (size_t i = 0; i < faults.count; i++)
        act_wrong(act, faults.items[i].field, "%s", faults.items[i].sentence);
    if (!act_is_well(act))
        return;
    grid_change(act_work(act), act_arena(act), rows_uuid(rows.cycle, 0, "round"), &grid, &wish);
    if (act_finish(act))
        act_see(act, "/cycles/%s/assignments?done=saved", cycle.characters);
}

const struct route committees_routes[] = {
    {GET, "/cycles/{cycle}", ask_cycle, .show = "committees/cycle", .audience = FOR_A_PERSON},
    {GET, "/cycles/{cycle}/assignments", ask_assignments, .show = "committees/assignments",
     .complete = complete_assignments, .audience = FOR_A_PERSON, .reads_query = true},
    {POST, "/cycles/{cycle}/assignments", ask_assignments, .show = "committees/assignments",
     .complete = complete_assignments, .act = act_assign, .audience = FOR_A_PERSON},
    {0},
};
