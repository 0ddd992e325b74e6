/* Balance: who judges what, so that as many seats as possible are filled and the work is spread as evenly as can be.
 *
 * The model. Each nomination wants so many reviewers. A pair of a nomination and a reviewer is kept (it stands, whatever
 * else is said of it), or allowed (it may be added), or neither (a conflict: it is never added). Of all ways to add
 * allowed pairs so that no nomination gets more than it wants, one is proposed that fills the most seats, and among
 * these one with the smallest sum of squared loads, a reviewer's load being all pairs they then have, kept ones too.
 * That is also the way with the smallest variance of the loads, whose sum is the same in all of them.
 *
 * The method. A flow of least cost: from the source to each nomination as much as it still wants, from a nomination to a
 * reviewer one for each allowed pair, and from a reviewer with load l to the sink one at the cost (l + 1)² − l² = 2l + 1,
 * the next at 2l + 3, and so on. The costs of a reviewer grow, so the flow of least cost for each amount comes from the
 * one before by a cheapest path in what is left (successive shortest paths: R. K. Ahuja, T. L. Magnanti, J. B. Orlin,
 * Network Flows, 1993, section 9.7 and chapter 14). Only the last step of such a path costs anything, so the cheapest one ends
 * at the reviewer with the smallest load that can be reached at all, and a breadth-first search finds it.
 *
 * Ties go to the nomination, then to the reviewer, that stands first; the same input gives the same proposal.
 *
 * Cost: seats to fill × nominations × reviewers steps at most, and memory for a few words a nomination and reviewer:
 * 300 nominations with three reviewers each out of 20 take a few milliseconds. */
#ifndef LAUREATE_MATCHING_BALANCE_H
#define LAUREATE_MATCHING_BALANCE_H

#include "base/arena.h"

/* Tables of pairs stand row by row: the pair of nomination n and reviewer r is at n * reviewers + r. */
struct balance {
    size_t nominations, reviewers;
    const bool *is_allowed; /* a pair may be added */
    const bool *is_kept;    /* a pair stands; it need not be allowed */
    const size_t *wanted;   /* reviewers for each nomination, kept ones among them */
};

struct balance_proposal {
    bool *is_assigned; /* by pair: kept or added */
    size_t *missing;   /* by nomination: how many fewer it has than it wants; 0 when it has enough, or more */
    size_t *loads;     /* by reviewer */
};

/* All of the proposal is from the arena. */
struct balance_proposal balance_propose(struct arena *arena, const struct balance *balance);

#endif
