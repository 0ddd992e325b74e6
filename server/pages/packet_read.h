/* A nomination's packet as those read it who judge it: staff, committee and board. What each of them may read of it the
 * policies say; a nominator reads their own on the nomination's pages, not here.
 *
 * To show it on a page: ask_packet in `ask`, complete_packet in `complete`, and {{>packets/packet}} inside of an element
 * of the class "column", below the page's h1. The template then knows `packet` (id, cycle, award, slug, organization,
 * year, nominee, institution, nominator, submitted_official, …), `parts`, `documents` and `letters`. */
#ifndef LAUREATE_PAGES_PACKET_READ_H
#define LAUREATE_PAGES_PACKET_READ_H

#include "http/route.h"

/* Without a packet that who asks may read, the page is not found. */
void ask_packet(struct ask *ask, struct uuid nomination);

/* The same for a page that has something to say without one: {{#packet}} is then empty. */
void ask_packet_perhaps(struct ask *ask, struct uuid nomination);

void complete_packet(struct show *show);

#endif
