/* Who is to judge what: a grid of nominations and reviewers, what the program proposes for it, and how it is changed.
 *
 * Two who change it at once do not undo each other. A change is made upon the grid as it was shown, and only what differs
 * from that is a wish; where somebody else has meanwhile changed the reviewers of the same nomination, both are shown and
 * nothing is done. */
#ifndef LAUREATE_COMMITTEES_ASSIGNMENTS_H
#define LAUREATE_COMMITTEES_ASSIGNMENTS_H

#include "db/work.h"

/* A nomination and a reviewer. */
struct grid_cell {
    struct text state; /* of the assignment: not_started, draft, submitted, recused; absent without one */
    bool has_declared, is_conflicted;
};

struct grid {
    size_t nominations, reviewers;
    struct text *nomination_ids, *nominees;
    struct text *reviewer_ids, *names;
    bool *has_seat;          /* by reviewer; one without may keep what they have, and gets nothing new */
    struct grid_cell *cells; /* row by row: nomination * reviewers + reviewer */
};

/* The rows of one cycle's grid; they live as long as the work. */
struct grid_rows {
    struct rows *cycle, *nominations, *reviewers, *cells;
};
struct grid grid_read(struct arena *arena, const struct grid_rows *rows);

/* Somebody is to judge it, and has not stepped back; has begun to; or may be asked to. */
bool grid_is_assigned(const struct grid *grid, size_t cell);
bool grid_is_begun(const struct grid *grid, size_t cell);
bool grid_may_add(const struct grid *grid, size_t cell);

/* Why not, for a person: "Ida Falk is in conflict with Ada Quill." */
struct text grid_why_not(struct arena *arena, const struct grid *grid, size_t cell);

/* The grid as the program would fill it, so many reviewers for each nomination; what is assigned stays (see
 * matching/balance.h). By cell; `missing`, by nomination, is how many it would be short of. */
const bool *grid_propose(struct arena *arena, const struct grid *grid, size_t wanted, const size_t **missing);

enum { GRID_WANTED_MOST = 20 };

/* What was wished, by cell, where was_shown and is_ticked say so of pairs NOMINATION:REVIEWER. */
struct grid_wish {
    bool *was_shown, *is_ticked;
    bool has_strangers; /* a pair that was ticked anew has no cell any more */
};
struct grid_wish grid_wish_new(struct arena *arena, const struct grid *grid);
void grid_wish_shown(struct grid_wish *wish, const struct grid *grid, struct text pairs); /* with spaces between */
void grid_wish_ticked(struct grid_wish *wish, const struct grid *grid, struct text pair);

/* Whether the cell is still to be changed as was wished; and whether somebody else has changed it meanwhile. */
bool grid_wants(const struct grid *grid, const struct grid_wish *wish, size_t cell);
bool grid_is_moved(const struct grid *grid, const struct grid_wish *wish, size_t cell);

/* What keeps the wish from being done, each under the nomination's id as its field. */
void grid_faults(struct arena *arena, const struct grid *grid, const struct grid_wish *wish, struct faults *faults);

/* Asks for the rows of a cycle's grid, which nobody else changes until the work ends. */
struct grid_rows grid_ask(struct work *work, struct uuid cycle);

/* Queues all of the wish in one act, with its events, and a mail to each reviewer who gets something new. Who may do
 * that, and until when, the database says once more. */
void grid_change(struct work *work, struct arena *arena, struct uuid round, const struct grid *grid,
                 const struct grid_wish *wish);

#endif
