/* Where the database is, and as whom it is spoken to. Four roles share one database: the owner migrates, the
 * app acts for people, the visitor reads what is published, jobs are the clock's. */
#ifndef LAUREATE_DB_DATABASE_H
#define LAUREATE_DB_DATABASE_H

#include "base/fault.h"

enum database_role { DATABASE_OWNER, DATABASE_APP, DATABASE_VISITOR, DATABASE_JOBS, DATABASE_ROLES };

struct database {
    const char *connections[DATABASE_ROLES]; /* what libpq connects with, from the arena */
    const char *roles[DATABASE_ROLES];       /* the roles' names in PostgreSQL: laureate_owner, … */
    const char *name;                        /* the database's own name */
};

/* Reads the address (a libpq URI or keyword string) and derives the four connections from it: the same place,
 * each as its role. own[role] is the whole address of that role's connection where a setting gives one, else
 * absent. */
bool database_describe(struct arena *arena, struct text address, const struct text own[DATABASE_ROLES],
                       struct text prefix, struct database *database, struct fault *fault);

/* The SQL that an administrator of a PostgreSQL runs once, in psql, to make the roles and the database. It
 * can be run again; it takes nothing away. */
struct text database_setup_sql(struct arena *arena, const struct database *database);

#endif
