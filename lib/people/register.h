/* The membership register: who the members are and may sign in, brought in from what another system exports. */
#ifndef LAUREATE_PEOPLE_REGISTER_H
#define LAUREATE_PEOPLE_REGISTER_H

#include "base/fault.h"
#include "db/work.h"

enum { MEMBER_NAME_MOST = 200 }; /* characters */

/* One person of the register, checked. What is absent is not known, and stays as it was. */
struct member {
    struct text email; /* mail_address_is_valid */
    struct text name;  /* tidied, with a letter */
    struct text category;
    struct text member_since; /* YYYY-MM-DD */
    struct text institution;
};

/* Queues what finds the person by the address or adds one. The row: person, is_new, is_changed. For the owner's
 * connection. */
struct rows *member_keep(struct work *work, struct arena *arena, const struct member *member);

struct people_imported {
    size_t rows; /* of the file */
    size_t added, changed, unchanged;
};

/* Reads a CSV file with the columns email and name, and perhaps category, member_since and institution. A person is
 * found by the e-mail address. An empty cell says nothing: what is known stays. A category is one of the words of
 * person.category, or as people write it ("medical student", "resident/fellow in training"); member_since is a date or
 * a year. Nobody is sent anything, and importing a file again changes nothing.
 *
 * With keeps == false everything is tried and nothing is kept. When any row is wrong all that is wrong is named in
 * `faults`, by line and column, and nothing of the file is kept. `progress` is told how many rows are done; it may be
 * NULL. The connection is the owner's. */
bool people_import(struct arena *arena, struct connection *connection, struct text file, bool keeps,
                   void (*progress)(size_t done, size_t rows), struct people_imported *imported, struct faults *faults);

#endif
