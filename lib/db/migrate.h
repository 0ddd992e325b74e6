/* Migrations: how the schema came to be. Forward only, each in a transaction of its own, each with the
 * checksum of its file on record, one migrator at a time. */
#ifndef LAUREATE_DB_MIGRATE_H
#define LAUREATE_DB_MIGRATE_H

#include "base/baked.h"
#include "db/connection.h"
#include "db/database.h"

/* Brings the schema up to date. `kind` (real, demo or test) counts only where the database is still empty.
 * `told` is called with the name of each migration as it is applied; it may be NULL. */
bool migrate(struct arena *arena, const struct database *database, const struct baked_file *migrations,
             struct text kind, void (*told)(struct text name), struct fault *fault);

/* Whether the schema is exactly the one these migrations make: neither older nor newer nor another. */
bool migrations_hold(struct arena *arena, struct connection *connection, const struct baked_file *migrations,
                     struct fault *fault);

/* What the database was made as: "real", "demo" or "test". */
bool installation_is(struct arena *arena, struct connection *connection, struct text *kind, struct fault *fault);

#endif
