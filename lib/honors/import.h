/* Bringing a society's past honorees in from a file. */
#ifndef LAUREATE_HONORS_IMPORT_H
#define LAUREATE_HONORS_IMPORT_H

#include "base/fault.h"
#include "db/connection.h"

/* Two names in the archive that are probably one person's, and what each was honored with. */
struct likely_pair {
    struct text one, one_honors;
    struct text other, other_honors;
    struct text reason;
};

struct honors_imported {
    size_t rows;                    /* of the file */
    size_t added, corrected, known; /* honors: new, with another name or citation than before, as they were */
    size_t people;                  /* people who were not there before */
    struct likely_pair *likely;     /* all pairs that staff have not answered, from the arena */
    size_t likely_count;
};

/* Reads a CSV file with the columns year, award and name, and perhaps postnominals, citation, organization
 * and url (the last two are what an export adds: an organization must be the award's, a url is passed over).
 * An award is given by its name or its slug and must be there. Importing a file again changes nothing; a row
 * whose citation, postnominals or spelling differ from those imported before corrects them.
 *
 * With keeps == false everything is tried and nothing is kept. When any row is wrong all that is wrong is
 * named in `faults`, by line and column, and nothing of the file is kept. `progress` is told how many rows
 * are done; it may be NULL. */
bool honors_import(struct arena *arena, struct connection *connection, struct text file, bool keeps,
                   void (*progress)(size_t done, size_t rows), struct honors_imported *imported, struct faults *faults);

#endif
