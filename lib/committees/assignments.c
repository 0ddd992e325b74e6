/* Who is to judge what. */
#include "committees/assignments.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "committees/assignments.sql.h"
#include "matching/balance.h"

/* ---- the grid ---- */

/* The place of an id, looked for from `from` on: rows that come in order are found at once. `count` when it is none. */
static size_t place_of(const struct text *ids, size_t count, struct text id, size_t from)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(ids[(from + i) % count], id))
            return (from + i) % count;
    return count;
}

static struct text *read_column(struct arena *arena, const struct rows *rows, const char *column)
{
    struct text *texts = arena_new_array(arena, struct text, rows_count(rows) + 1);
    for (size_t row = 0; row < rows_count(rows); row++)
        texts[row] = rows_text(rows, row, column);
    return texts;
}

struct grid grid_read(struct arena *arena, const struct grid_rows *rows)
{
    struct grid grid = {
        .nominations = rows_count(rows->nominations),
        .reviewers = rows_count(rows->reviewers),
        .nomination_ids = read_column(arena, rows->nominations, "id"),
        .nominees = read_column(arena, rows->nominations, "nominee"),
        .reviewer_ids = read_column(arena, rows->reviewers, "id"),
        .names = read_column(arena, rows->reviewers, "name"),
        .has_seat = arena_new_array(arena, bool, rows_count(rows->reviewers) + 1),
    };
    for (size_t reviewer = 0; reviewer < grid.reviewers; reviewer++)
        grid.has_seat[reviewer] = rows_flag(rows->reviewers, reviewer, "has_seat");
    grid.cells = arena_new_array(arena, struct grid_cell, grid.nominations * grid.reviewers + 1);
    size_t nomination = 0, reviewer = 0;
    for (size_t row = 0; row < rows_count(rows->cells); row++) {
        nomination =
            place_of(grid.nomination_ids, grid.nominations, rows_text(rows->cells, row, "nomination"), nomination);
        reviewer = place_of(grid.reviewer_ids, grid.reviewers, rows_text(rows->cells, row, "reviewer"), reviewer);
        if (nomination < grid.nominations && reviewer < grid.reviewers)
            grid.cells[nomination * grid.reviewers + reviewer] = (struct grid_cell){
                rows_text(rows->cells, row, "state"),
                rows_flag(rows->cells, row, "has_declared"),
                rows_flag(rows->cells, row, "is_conflicted"),
            };
    }
    return grid;
}

bool grid_is_assigned(const struct grid *grid, size_t cell)
{
    struct text state = grid->cells[cell].state;
    return !text_is_absent(state) && !text_is(state, "recused");
}

bool grid_is_begun(const struct grid *grid, size_t cell)
{
    return grid_is_assigned(grid, cell) && !text_is(grid->cells[cell].state, "not_started");
}

bool grid_may_add(const struct grid *grid, size_t cell)
{
    const struct grid_cell *one = &grid->cells[cell];
    return text_is_absent(one->state) && one->has_declared && !one->is_conflicted &&
           grid->has_seat[cell % grid->reviewers];
}

struct text grid_why_not(struct arena *arena, const struct grid *grid, size_t cell)
{
    const struct grid_cell *one = &grid->cells[cell];
    struct text name = grid->names[cell % grid->reviewers], nominee = grid->nominees[cell / grid->reviewers];
    if (grid_is_begun(grid, cell))
        return arena_print(arena, "%.*s has begun the review of %.*s, so it stays with them.", TEXT_ARGUMENTS(name),
                           TEXT_ARGUMENTS(nominee));
    if (one->is_conflicted)
        return arena_print(arena, "%.*s is in conflict with %.*s.", TEXT_ARGUMENTS(name), TEXT_ARGUMENTS(nominee));
    if (text_is(one->state, "recused"))
        return arena_print(arena, "%.*s has stepped back from the review of %.*s.", TEXT_ARGUMENTS(name),
                           TEXT_ARGUMENTS(nominee));
    if (!grid->has_seat[cell % grid->reviewers])
        return arena_print(arena, "%.*s has no seat on the committee any more.", TEXT_ARGUMENTS(name));
    return arena_print(arena, "%.*s has not said yet whether they are in conflict with %.*s.", TEXT_ARGUMENTS(name),
                       TEXT_ARGUMENTS(nominee));
}

const bool *grid_propose(struct arena *arena, const struct grid *grid, size_t wanted, const size_t **missing)
{
    size_t count = grid->nominations * grid->reviewers;
    bool *is_allowed = arena_new_array(arena, bool, count + 1), *is_kept = arena_new_array(arena, bool, count + 1);
    size_t *all_wanted = arena_new_array(arena, size_t, grid->nominations + 1);
    for (size_t cell = 0; cell < count; cell++) {
        is_allowed[cell] = grid_may_add(grid, cell);
        is_kept[cell] = grid_is_assigned(grid, cell);
    }
    for (size_t nomination = 0; nomination < grid->nominations; nomination++)
        all_wanted[nomination] = wanted;
    struct balance balance = {grid->nominations, grid->reviewers, is_allowed, is_kept, all_wanted};
    struct balance_proposal proposal = balance_propose(arena, &balance);
    *missing = proposal.missing;
    return proposal.is_assigned;
}

/* ---- the wish ---- */

struct grid_wish grid_wish_new(struct arena *arena, const struct grid *grid)
{
    size_t count = grid->nominations * grid->reviewers;
    return (struct grid_wish){arena_new_array(arena, bool, count + 1), arena_new_array(arena, bool, count + 1), false};
}

/* The cell of a pair; all cells' count when there is none. */
static size_t cell_of(const struct grid *grid, struct text pair)
{
    struct text nomination = text_cut(&pair, ':');
    size_t row = place_of(grid->nomination_ids, grid->nominations, nomination, 0);
    size_t column = place_of(grid->reviewer_ids, grid->reviewers, pair, 0);
    return row < grid->nominations && column < grid->reviewers ? row * grid->reviewers + column
                                                               : grid->nominations * grid->reviewers;
}

void grid_wish_shown(struct grid_wish *wish, const struct grid *grid, struct text pairs)
{
    while (!text_is_absent(pairs)) {
        size_t cell = cell_of(grid, text_cut(&pairs, ' '));
        if (cell < grid->nominations * grid->reviewers)
            wish->was_shown[cell] = true;
    }
}

void grid_wish_ticked(struct grid_wish *wish, const struct grid *grid, struct text pair)
{
    size_t cell = cell_of(grid, pair);
    if (cell < grid->nominations * grid->reviewers)
        wish->is_ticked[cell] = true;
    else
        wish->has_strangers = true;
}

bool grid_wants(const struct grid *grid, const struct grid_wish *wish, size_t cell)
{
    return wish->is_ticked[cell] != wish->was_shown[cell] && wish->is_ticked[cell] != grid_is_assigned(grid, cell);
}

bool grid_is_moved(const struct grid *grid, const struct grid_wish *wish, size_t cell)
{
    bool is_assigned = grid_is_assigned(grid, cell);
    return is_assigned != wish->was_shown[cell] && is_assigned != wish->is_ticked[cell];
}

/* The reviewers in a row whose cells are such, and are assigned or not: "Ida Falk, Otto Brand"; absent without any. */
static struct text names_of(struct arena *arena, const struct grid *grid, const struct grid_wish *wish, size_t row,
                            bool (*is_one)(const struct grid *grid, const struct grid_wish *wish, size_t cell),
                            bool is_assigned)
{
    struct buffer names = {0};
    for (size_t column = 0; column < grid->reviewers; column++) {
        size_t cell = row * grid->reviewers + column;
        if (!is_one(grid, wish, cell) || grid_is_assigned(grid, cell) != is_assigned)
            continue;
        buffer_add_string(&names, names.length > 0 ? ", " : "");
        buffer_add(&names, grid->names[column]);
    }
    struct text text = names.length > 0 ? arena_copy(arena, buffer_text(&names)) : text_absent;
    buffer_free(&names);
    return text;
}

/* Somebody else has changed this row meanwhile, and the wish would change it too. */
static struct text clash_of(struct arena *arena, const struct grid *grid, const struct grid_wish *wish, size_t row)
{
    struct text added = names_of(arena, grid, wish, row, grid_is_moved, true);
    struct text removed = names_of(arena, grid, wish, row, grid_is_moved, false);
    bool is_wish = false;
    for (size_t column = 0; column < grid->reviewers; column++)
        is_wish = is_wish || grid_wants(grid, wish, row * grid->reviewers + column);
    if (!is_wish || (text_is_absent(added) && text_is_absent(removed)))
        return text_absent;
    struct text also = text_is_absent(added) || text_is_absent(removed) ? text_empty : text_of(" and ");
    struct text assigned =
        text_is_absent(added) ? text_empty : arena_print(arena, "assigned %.*s", TEXT_ARGUMENTS(added));
    struct text taken =
        text_is_absent(removed) ? text_empty : arena_print(arena, "taken away %.*s", TEXT_ARGUMENTS(removed));
    return arena_print(arena, "%.*s: somebody else has meanwhile %.*s%.*s%.*s. Look at the row, then save again.",
                       TEXT_ARGUMENTS(grid->nominees[row]), TEXT_ARGUMENTS(assigned), TEXT_ARGUMENTS(also),
                       TEXT_ARGUMENTS(taken));
}

static void add_fault(struct arena *arena, struct faults *faults, struct text field, struct text sentence)
{
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, arena_copy(arena, field).bytes, "%.*s", TEXT_ARGUMENTS(sentence));
    faults_add(faults, arena, fault);
}

void grid_faults(struct arena *arena, const struct grid *grid, const struct grid_wish *wish, struct faults *faults)
{
    for (size_t row = 0; row < grid->nominations; row++) {
        for (size_t cell = row * grid->reviewers; cell < (row + 1) * grid->reviewers; cell++) {
            bool is_kept_from = wish->is_ticked[cell] ? !grid_may_add(grid, cell) : grid_is_begun(grid, cell);
            if (grid_wants(grid, wish, cell) && is_kept_from)
                add_fault(arena, faults, grid->nomination_ids[row], grid_why_not(arena, grid, cell));
        }
        struct text clash = clash_of(arena, grid, wish, row);
        if (!text_is_absent(clash))
            add_fault(arena, faults, grid->nomination_ids[row], clash);
    }
    if (wish->has_strangers)
        add_fault(arena, faults, text_empty,
                  text_of("A reviewer or a nomination that was ticked is not here any more. Look at the ticks, then "
                          "save again."));
}

/* ---- the change ---- */

struct grid_rows grid_ask(struct work *work, struct uuid cycle)
{
    work_ask(work, assignments_held(cycle));
    return (struct grid_rows){
        work_ask(work, assignments_of(cycle)),
        work_ask(work, assignment_nominations(cycle)),
        work_ask(work, assignment_reviewers(cycle)),
        work_ask(work, assignment_cells(cycle)),
    };
}

void grid_change(struct work *work, struct arena *arena, struct uuid round, const struct grid *grid,
                 const struct grid_wish *wish)
{
    struct buffer added = {0}, removed = {0};
    for (size_t cell = 0; cell < grid->nominations * grid->reviewers; cell++) {
        if (!grid_wants(grid, wish, cell))
            continue;
        struct buffer *pairs = wish->is_ticked[cell] ? &added : &removed;
        buffer_print(pairs, "%s%.*s:%.*s", pairs->length > 0 ? " " : "",
                     TEXT_ARGUMENTS(grid->nomination_ids[cell / grid->reviewers]),
                     TEXT_ARGUMENTS(grid->reviewer_ids[cell % grid->reviewers]));
    }
    if (added.length > 0 || removed.length > 0) {
        work_ask(work, assignments_changed(round, arena_copy(arena, buffer_text(&added)),
                                           arena_copy(arena, buffer_text(&removed))));
        work_ask(work, assignments_mailed(round));
    }
    buffer_free(&added);
    buffer_free(&removed);
}
