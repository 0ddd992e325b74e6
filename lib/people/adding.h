/* One person added by those who run the installation, and links that set a password. */
#ifndef LAUREATE_PEOPLE_ADDING_H
#define LAUREATE_PEOPLE_ADDING_H

#include "people/offices.h"

/* A link that opens once: /password/TOKEN. Of the token only a hash is kept, so it is shown now or never. */
struct password_link {
    struct text token;
    struct text ends_at; /* an instant */
};

struct person_added {
    bool is_new;
    bool is_given;             /* the term, which they did not have before */
    struct text name;          /* as it is kept */
    struct password_link link; /* absent texts when they have a password already */
};

/* Adds whoever has that address, unless they are there (then the name stays as it is), gives them the term, which may
 * be NULL, and makes a link for their first password, good for 14 days. The connection is the owner's. Faults:
 * FAULT_INVALID in email or name, and those of term_give. */
bool person_add(struct arena *arena, struct connection *connection, struct text email, struct text name,
                const struct term *term, struct person_added *added, struct fault *fault);

/* A link for a new password, good for two hours. The connection is the owner's. Faults: FAULT_NOT_FOUND;
 * FAULT_REFUSED when the account has ended. */
bool person_password_link(struct arena *arena, struct connection *connection, struct text email,
                          struct password_link *link, struct fault *fault);

#endif
