/* All pages: each feature's table of routes. */
#ifndef LAUREATE_PAGES_PAGES_H
#define LAUREATE_PAGES_PAGES_H

#include "http/route.h"

extern const struct route home_routes[];
extern const struct route awards_routes[];
extern const struct route honors_routes[];
extern const struct route feeds_routes[];
extern const struct route service_routes[];
extern const struct route sign_in_routes[];
extern const struct route account_routes[];
extern const struct route desk_routes[];
extern const struct route nominations_routes[];
extern const struct route parts_routes[];
extern const struct route documents_routes[];
extern const struct route asked_letters_routes[];
extern const struct route letters_routes[];
extern const struct route mail_routes[];
extern const struct route people_routes[];
extern const struct route organizations_routes[];
extern const struct route keeping_routes[];
extern const struct route cycles_routes[];
extern const struct route forms_routes[];
extern const struct route screening_routes[];
extern const struct route conflicts_routes[];
extern const struct route packets_routes[];
extern const struct route reviews_routes[];
extern const struct route scores_routes[];
extern const struct route committees_routes[];
extern const struct route decisions_routes[];
extern const struct route announcements_routes[];

/* Whether the file that came with a form is one that is kept; says what is wrong with it (field "file"). */
bool document_is_fit(struct act *act);

#endif
