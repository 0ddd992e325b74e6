/* Who judges what, evenly: successive shortest paths, each found by a breadth-first search. */
#include "matching/balance.h"

#include <string.h>

#define NOBODY SIZE_MAX

/* What one search knows. It goes from nominations that want somebody to reviewers they may have, and from a reviewer to
 * the nominations that would have to give them up. */
struct search {
    const struct balance *balance;
    struct balance_proposal proposal;
    size_t *queue;        /* nominations to look at, each at most once */
    size_t *given_up;     /* by nomination: the reviewer it would give up; NOBODY where it wants one more */
    bool *is_reached;     /* by nomination */
    size_t *reached_from; /* by reviewer: the nomination that would get them; NOBODY while not reached */
};

static size_t pair_at(const struct balance *balance, size_t nomination, size_t reviewer)
{
    return nomination * balance->reviewers + reviewer;
}

/* Puts all nominations that want somebody at the start. */
static size_t begin_search(struct search *search)
{
    size_t waiting = 0;
    memset(search->is_reached, 0, search->balance->nominations * sizeof *search->is_reached);
    for (size_t reviewer = 0; reviewer < search->balance->reviewers; reviewer++)
        search->reached_from[reviewer] = NOBODY;
    for (size_t nomination = 0; nomination < search->balance->nominations; nomination++) {
        if (search->proposal.missing[nomination] == 0)
            continue;
        search->is_reached[nomination] = true;
        search->given_up[nomination] = NOBODY;
        search->queue[waiting++] = nomination;
    }
    return waiting;
}

/* The reviewer is reached: so are the nominations that have them by an added pair, and could have somebody else. */
static size_t reach(struct search *search, size_t nomination, size_t reviewer, size_t waiting)
{
    const struct balance *balance = search->balance;
    search->reached_from[reviewer] = nomination;
    for (size_t other = 0; other < balance->nominations; other++) {
        size_t pair = pair_at(balance, other, reviewer);
        if (search->is_reached[other] || !search->proposal.is_assigned[pair] || balance->is_kept[pair])
            continue;
        search->is_reached[other] = true;
        search->given_up[other] = reviewer;
        search->queue[waiting++] = other;
    }
    return waiting;
}

/* The reviewer with the smallest load of all that can be reached; NOBODY when none can. */
static size_t cheapest_end(struct search *search)
{
    const struct balance *balance = search->balance;
    size_t waiting = begin_search(search), found = NOBODY;
    for (size_t next = 0; next < waiting; next++) {
        for (size_t reviewer = 0; reviewer < balance->reviewers; reviewer++) {
            size_t pair = pair_at(balance, search->queue[next], reviewer);
            if (search->reached_from[reviewer] == NOBODY && balance->is_allowed[pair] &&
                !search->proposal.is_assigned[pair])
                waiting = reach(search, search->queue[next], reviewer, waiting);
        }
    }
    for (size_t reviewer = 0; reviewer < balance->reviewers; reviewer++)
        if (search->reached_from[reviewer] != NOBODY &&
            (found == NOBODY || search->proposal.loads[reviewer] < search->proposal.loads[found]))
            found = reviewer;
    return found;
}

/* Goes the path back from its end: each nomination on it takes the next reviewer for the one that it gives up, and the
 * first one, which wanted somebody, has one more. */
static void fill_seat(struct search *search, size_t reviewer)
{
    search->proposal.loads[reviewer]++;
    for (;;) {
        size_t nomination = search->reached_from[reviewer], given_up = search->given_up[nomination];
        search->proposal.is_assigned[pair_at(search->balance, nomination, reviewer)] = true;
        if (given_up == NOBODY) {
            search->proposal.missing[nomination]--;
            return;
        }
        search->proposal.is_assigned[pair_at(search->balance, nomination, given_up)] = false;
        reviewer = given_up;
    }
}

/* What is kept, and what is missing beside it. */
static struct balance_proposal begin_proposal(struct arena *arena, const struct balance *balance)
{
    struct balance_proposal proposal = {
        .is_assigned = arena_new_array(arena, bool, balance->nominations * balance->reviewers + 1),
        .missing = arena_new_array(arena, size_t, balance->nominations + 1),
        .loads = arena_new_array(arena, size_t, balance->reviewers + 1),
    };
    for (size_t nomination = 0; nomination < balance->nominations; nomination++) {
        size_t kept = 0;
        for (size_t reviewer = 0; reviewer < balance->reviewers; reviewer++) {
            size_t pair = pair_at(balance, nomination, reviewer);
            proposal.is_assigned[pair] = balance->is_kept[pair];
            kept += balance->is_kept[pair];
            proposal.loads[reviewer] += balance->is_kept[pair];
        }
        proposal.missing[nomination] = kept < balance->wanted[nomination] ? balance->wanted[nomination] - kept : 0;
    }
    return proposal;
}

struct balance_proposal balance_propose(struct arena *arena, const struct balance *balance)
{
    struct search search = {
        .balance = balance,
        .proposal = begin_proposal(arena, balance),
        .queue = arena_new_array(arena, size_t, balance->nominations + 1),
        .given_up = arena_new_array(arena, size_t, balance->nominations + 1),
        .is_reached = arena_new_array(arena, bool, balance->nominations + 1),
        .reached_from = arena_new_array(arena, size_t, balance->reviewers + 1),
    };
    for (size_t end; (end = cheapest_end(&search)) != NOBODY;)
        fill_seat(&search, end);
    return search.proposal;
}
