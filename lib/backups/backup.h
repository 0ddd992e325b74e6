/* Backups: the database and its documents together, in a folder that belongs to its owner alone.
 *
 *     database.dump    all of the database but the record of its migrations, as pg_dump's custom format has it
 *     files/…          every document that the database speaks of, sealed, where it lies in the store too
 *     files.b2sum      their hashes: `b2sum --length=256 --check files.b2sum` checks them
 *     manifest.json    when, by what, of what; the record of migrations; size and hash of the two above
 *
 * The manifest is written last: a folder without one is no backup. The keys are never in it. The database is copied
 * first, from one snapshot, then the documents, which are only added to: so all that it speaks of is there, and people
 * may go on working meanwhile. The record of migrations is not in the dump but in the manifest, and is put back in the
 * transaction that holds the mail: until then no program serves a restored database. */
#ifndef LAUREATE_BACKUPS_BACKUP_H
#define LAUREATE_BACKUPS_BACKUP_H

#include "base/baked.h"
#include "base/fault.h"
#include "db/database.h"
#include "files/store.h"

struct arena;

/* An installation, as far as it is backed up. */
struct backed_up {
    const struct database *database;
    const char *role_prefix;
    struct store store; /* with the keys; need not be open */
    void (*told)(struct text sentence);
};

/* Into an empty or missing folder. Every document that is missing is a fault of its own. */
bool backup_make(struct arena *arena, const struct backed_up *house, const char *folder, struct faults *faults);

struct restored {
    int64_t mails;   /* that are held */
    bool is_older;   /* the schema is: `laureate migrate` has something to do */
    bool is_touched; /* something was written, also when it failed */
};

/* Into a database without tables and an empty or missing folder of files. The whole backup is checked before anything
 * is written, and all that is missing or changed in it is named. The keys have to be those under which it was made, and
 * the roles' prefix too, for the policies in it name the roles; every migration has to be a known one. */
bool backup_restore(struct arena *arena, const struct backed_up *house, const struct baked_file *migrations,
                    const char *folder, struct restored *restored, struct faults *faults);

#endif
