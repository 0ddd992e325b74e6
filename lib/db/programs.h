/* PostgreSQL's own programs, as pg_dump: found where they are installed, and run on a database. */
#ifndef LAUREATE_DB_PROGRAMS_H
#define LAUREATE_DB_PROGRAMS_H

#include "base/fault.h"

struct arena;

/* Where the program is: of Debian's versions, /usr/lib/postgresql/…/bin, the one of that server's (15) or the next
 * newer, for an older one does not know the server; else the one that the PATH has. NULL with FAULT_REFUSED when there
 * is none that will do. */
const char *program_find(struct arena *arena, const char *name, int64_t server, struct fault *fault);

/* Runs it on the database at that address, with these arguments, ended by NULL; the address goes by the environment,
 * for it may hold a password. What the program says goes to standard error. FAULT_BROKEN when it does not end well. */
bool program_run(struct arena *arena, const char *path, const char *const arguments[], const char *address,
                 struct fault *fault);

#endif
