/* Restoring a backup. */
#include "backups/backup.h"

#include "backups/backups.sql.h"
#include "backups/parts.h"
#include "base/arena.h"
#include "base/time.h"
#include "crypto/crypto.h"
#include "crypto/signatures.h"
#include "db/programs.h"
#include "db/work.h"

#include <stdlib.h>
#include <string.h>

enum { NEWS_EVERY = 10 * 1000000 }; /* microseconds */

struct restoring {
    struct arena *arena;
    const struct backed_up *house;
    const char *folder;
    struct faults *faults;
    json_t *manifest;
    const struct listed *files;
    size_t file_count;
    int64_t server; /* PostgreSQL's version */
};

static bool failed(struct restoring *restoring, const struct fault *fault)
{
    faults_add(restoring->faults, restoring->arena, *fault);
    return false;
}

static const char *said(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value == NULL ? "" : value;
}

/* Whether this program knows the schema; *is_older whether it knows more. */
static bool check_migrations(const struct restoring *restoring, const struct baked_file *migrations, bool *is_older,
                             struct fault *fault)
{
    size_t i;
    const json_t *record, *records = json_object_get(restoring->manifest, "migrations");
    json_array_foreach(records, i, record)
    {
        struct text bytes = baked_find(migrations, text_of(said(record, "name")));
        if (text_is_absent(bytes) || !text_is(hash_of(restoring->arena, bytes), said(record, "checksum")))
            return fault_set(fault, FAULT_REFUSED, NULL,
                             "This backup was made by a newer program, or another: this one does not know its schema's "
                             "%.60s. Restore it with the program that made it, %.20s.",
                             said(record, "name"), said(restoring->manifest, "program"));
    }
    size_t known = 0;
    for (const struct baked_file *file = migrations; !text_is_absent(file->name); file++)
        known += !text_starts(file->name, text_of("0000"));
    *is_older = json_array_size(records) < known;
    return json_array_size(records) > 0 ||
           fault_set(fault, FAULT_INVALID, NULL, "The manifest of this backup does not say what schema it has.");
}

static bool check_manifest(const struct restoring *restoring, struct fault *fault)
{
    char public_key[65];
    ledger_public_key(restoring->house->store.keys, public_key);
    if (strcmp(said(restoring->manifest, "ledger_key"), public_key) != 0)
        return fault_set(
            fault, FAULT_REFUSED, "LAUREATE_KEYS",
            "These are not the keys under which this backup was made: its documents could not be read, and "
            "its ledger not go on. Bring the file of keys of that installation.");
    if (strcmp(said(restoring->manifest, "role_prefix"), restoring->house->role_prefix) != 0)
        return fault_set(fault, FAULT_REFUSED, "LAUREATE_ROLE_PREFIX",
                         "The roles of this backup begin with %.60s. Make the database with that setting, and restore "
                         "with it.",
                         said(restoring->manifest, "role_prefix"));
    return true;
}

/* Whether there is room: nothing is written over. */
static bool check_target(struct restoring *restoring, struct connection *owner, struct fault *fault)
{
    struct work *work = work_new(restoring->arena, owner, WORK_READ);
    struct rows *begun = work_ask(work, restore_begun());
    bool done = work_finish(work, fault);
    if (done && !rows_flag(begun, 0, "is_empty"))
        done =
            fault_set(fault, FAULT_REFUSED, NULL,
                      "The database holds something. Restore into a new one, which `laureate database setup` makes.");
    if (done)
        restoring->server = rows_number(begun, 0, "server");
    work_end(work);
    return done && folder_is_free(restoring->house->store.folder.bytes, fault);
}

static bool check_part(const struct restoring *restoring, const char *name, struct fault *fault)
{
    json_t *measured = part_measured(restoring->arena, restoring->folder, name, fault);
    bool same = measured != NULL &&
                json_equal(measured, json_object_get(json_object_get(restoring->manifest, "parts"), name)) != 0;
    if (measured != NULL && !same)
        fault_set(fault, FAULT_INVALID, NULL, "%s/%s is not what the manifest says: it was changed or cut.",
                  restoring->folder, name);
    json_decref(measured);
    return same;
}

/* Reads every document of the backup, into the store unless that is NULL; all that is missing or changed is named. */
static bool take_files(struct restoring *restoring, const struct store *to)
{
    struct arena *arena = restoring->arena;
    const struct store kept = {.folder = text_of(backup_path(arena, restoring->folder, BACKUP_FILES))};
    size_t before = restoring->faults->count;
    uint64_t news = time_passed() + NEWS_EVERY;
    struct copied copied;
    struct fault fault;
    for (size_t i = 0; i < restoring->file_count; i++) {
        const struct listed *listed = &restoring->files[i];
        if (time_passed() > news) {
            restoring->house->told(arena_print(arena, "%zu of %zu documents.", i, restoring->file_count));
            news = time_passed() + NEWS_EVERY;
        }
        if (!store_copy(&kept, &listed->id, to, &copied, &fault))
            failed(restoring, &fault);
        else if (strcmp(copied.hash, listed->hash) != 0) {
            fault_set(&fault, FAULT_INVALID, NULL, "The document %s in %s was changed or cut.", listed->id.characters,
                      kept.folder.bytes);
            failed(restoring, &fault);
        }
    }
    return restoring->faults->count == before;
}

/* The whole backup, before anything is written. */
static bool check_backup(struct restoring *restoring)
{
    struct fault fault;
    restoring->house->told(
        arena_print(restoring->arena, "Checking the backup of %s.", said(restoring->manifest, "made_at")));
    if (!check_part(restoring, BACKUP_DUMP, &fault) || !check_part(restoring, BACKUP_SUMS, &fault))
        return failed(restoring, &fault);
    restoring->files = sums_read(restoring->arena, restoring->folder, &restoring->file_count, &fault);
    return restoring->files == NULL ? failed(restoring, &fault) : take_files(restoring, NULL);
}

static bool restore_files(struct restoring *restoring)
{
    struct fault fault;
    struct store store;
    const struct store *wanted = &restoring->house->store;
    restoring->house->told(arena_print(restoring->arena, "Copying %zu documents.", restoring->file_count));
    if (!store_open(&store, wanted->keys, wanted->folder, &fault))
        return failed(restoring, &fault);
    return take_files(restoring, &store) && (folder_sync(wanted->folder.bytes, &fault) || failed(restoring, &fault));
}

/* All of it or nothing. Whose it is, is who restores it: the owner. */
static bool restore_database(struct restoring *restoring, struct fault *fault)
{
    struct arena *arena = restoring->arena;
    const char *program = program_find(arena, "pg_restore", restoring->server, fault);
    const char *const arguments[] = {"--no-owner",
                                     "--no-password",
                                     "--exit-on-error",
                                     "--single-transaction",
                                     backup_path(arena, restoring->folder, BACKUP_DUMP),
                                     NULL};
    restoring->house->told(text_of("Restoring the database."));
    return program != NULL &&
           program_run(arena, program, arguments, restoring->house->database->connections[DATABASE_OWNER], fault);
}

static bool finish(struct restoring *restoring, struct connection *owner, struct restored *restored,
                   struct fault *fault)
{
    char *migrations = json_dumps(json_object_get(restoring->manifest, "migrations"), JSON_COMPACT);
    struct work *work = work_new(restoring->arena, owner, WORK_CHANGE);
    struct rows *finished = work_ask(work, restore_finished(text_of(migrations)));
    bool done = work_finish(work, fault);
    if (done)
        restored->mails = rows_number(finished, 0, "mails");
    work_end(work);
    free(migrations);
    return done;
}

static bool restore(struct restoring *restoring, const struct baked_file *migrations, struct connection *owner,
                    struct restored *restored)
{
    struct fault fault;
    restoring->manifest = manifest_read(restoring->arena, restoring->folder, &fault);
    if (restoring->manifest == NULL || !check_manifest(restoring, &fault) ||
        !check_migrations(restoring, migrations, &restored->is_older, &fault) ||
        !check_target(restoring, owner, &fault))
        return failed(restoring, &fault);
    if (!check_backup(restoring))
        return false;
    restored->is_touched = true;
    if (!restore_files(restoring))
        return false;
    return (restore_database(restoring, &fault) && finish(restoring, owner, restored, &fault)) ||
           failed(restoring, &fault);
}

bool backup_restore(struct arena *arena, const struct backed_up *house, const struct baked_file *migrations,
                    const char *folder, struct restored *restored, struct faults *faults)
{
    struct restoring restoring = {.arena = arena, .house = house, .folder = folder, .faults = faults};
    struct connection *owner = connection_new(house->database->connections[DATABASE_OWNER]);
    *restored = (struct restored){0};
    bool done = restore(&restoring, migrations, owner, restored);
    connection_free(owner);
    json_decref(restoring.manifest);
    return done;
}
