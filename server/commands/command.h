/* Commands: what `laureate` does when it is called. Each has a line in the table of commands.c, its words,
 * its help and a function that gives the exit status: 0 done, 1 not done and said why, 2 called wrongly. */
#ifndef LAUREATE_COMMANDS_COMMAND_H
#define LAUREATE_COMMANDS_COMMAND_H

#include "base/arena.h"
#include "db/connection.h"
#include "settings.h"

enum { DONE = 0, NOT_DONE = 1, CALLED_WRONGLY = 2 };

struct call {
    struct arena *arena;
    struct settings settings;
    int count;        /* of the arguments behind the command's words */
    char **arguments; /* arguments[0] is the command itself, as getopt_long wants it */
};

struct command {
    const char *words;     /* "import honorees" */
    const char *arguments; /* "FILE.csv [--dry-run]" */
    const char *summary;   /* one line, for the list of commands */
    const char *help;      /* what --help says behind that; may be NULL */
    int (*run)(struct call *call);
    bool ignores_settings; /* works even when the settings are wrong */
};

extern const struct command commands[]; /* ended by one without words */

/* Says why on standard error, and gives NOT_DONE. */
int not_done(const struct fault *fault);
int not_done_all(const char *file, const struct faults *faults); /* file may be NULL */
int called_wrongly(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A connection of the role, to be freed by the caller. */
struct connection *call_connection(const struct call *call, enum database_role role);

/* The whole file, or standard input for "-". */
bool read_whole(struct arena *arena, const char *path, struct text *bytes, struct fault *fault);

int run_serve(struct call *call);
int run_migrate(struct call *call);
int run_demo(struct call *call);
int run_import_honorees(struct call *call);
int run_person_same(struct call *call);
int run_person_different(struct call *call);
int run_database_setup(struct call *call);
int run_clock(struct call *call);
int run_key_create(struct call *call);
int run_backup(struct call *call);
int run_restore(struct call *call);
int run_export_ledger(struct call *call);
int run_verify(struct call *call);
int run_person_add(struct call *call);
int run_person_role(struct call *call);
int run_person_password(struct call *call);
int run_import_people(struct call *call);
int run_config_check(struct call *call);
int run_version(struct call *call);

#endif
