/* Making a backup. */
#include "backups/backup.h"

#include "backups/backups.sql.h"
#include "backups/parts.h"
#include "base/arena.h"
#include "base/disk.h"
#include "base/time.h"
#include "crypto/signatures.h"
#include "db/programs.h"
#include "db/work.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NEWS_EVERY = 10 * 1000000 }; /* microseconds */

struct making {
    struct arena *arena;
    const struct backed_up *house;
    const char *folder;
    struct faults *faults;
    json_t *manifest;
};

static bool failed(struct making *making, const struct fault *fault)
{
    faults_add(making->faults, making->arena, *fault);
    return false;
}

static bool make_folder(const char *folder, struct fault *fault)
{
    if (!folder_is_free(folder, fault))
        return false;
    if ((mkdir(folder, 0700) == 0 || errno == EEXIST) && chmod(folder, 0700) == 0)
        return true;
    return fault_set(fault, FAULT_INVALID, NULL, "The folder %s cannot be made: %s.", folder, strerror(errno));
}

/* The record of migrations stays out: see the header. Privileges of PostgreSQL's own functions are the administrator's
 * to give, by `laureate database setup`. */
static bool dump(struct making *making, const struct rows *begun, struct fault *fault)
{
    struct arena *arena = making->arena;
    const char *program = program_find(arena, "pg_dump", rows_number(begun, 0, "server"), fault);
    if (program == NULL)
        return false;
    const char *const arguments[] = {
        "--format=custom",
        "--no-password",
        "--exclude-schema=pg_catalog",
        "--exclude-table-data=public.migration",
        arena_print(arena, "--snapshot=%.*s", TEXT_ARGUMENTS(rows_text(begun, 0, "snapshot"))).bytes,
        arena_print(arena, "--file=%s", backup_path(arena, making->folder, BACKUP_DUMP)).bytes,
        NULL,
    };
    making->house->told(text_of("Copying the database."));
    return program_run(arena, program, arguments, making->house->database->connections[DATABASE_OWNER], fault);
}

/* All documents, however many of them are missing, and the list of their hashes. */
static bool copy_files(struct making *making, const struct rows *files, uint64_t *bytes, struct buffer *sums)
{
    struct arena *arena = making->arena;
    struct store copy = {.folder = text_of(backup_path(arena, making->folder, BACKUP_FILES))};
    size_t count = rows_count(files), before = making->faults->count;
    uint64_t news = time_passed() + NEWS_EVERY;
    struct fault fault;
    struct copied copied;
    *bytes = 0;
    making->house->told(arena_print(arena, "Copying %zu documents.", count));
    if (mkdir(copy.folder.bytes, 0700) != 0) {
        fault_set(&fault, FAULT_INVALID, NULL, "%s cannot be made: %s.", copy.folder.bytes, strerror(errno));
        return failed(making, &fault);
    }
    for (size_t row = 0; row < count; row++) {
        struct uuid id = rows_uuid(files, row, "id");
        if (time_passed() > news) {
            making->house->told(arena_print(arena, "%zu of %zu documents.", row, count));
            news = time_passed() + NEWS_EVERY;
        }
        if (!store_copy(&making->house->store, &id, &copy, &copied, &fault)) {
            failed(making, &fault);
            continue;
        }
        sums_add(sums, &id, copied.hash);
        *bytes += copied.bytes;
    }
    return making->faults->count == before;
}

static bool write_sums(struct making *making, const struct buffer *sums, struct fault *fault)
{
    const char *path = backup_path(making->arena, making->folder, BACKUP_SUMS);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = file >= 0 && disk_write(file, buffer_text(sums));
    if (!done)
        fault_set(fault, FAULT_INVALID, NULL, "%s cannot be written: %s.", path, strerror(errno));
    if (file >= 0)
        close(file);
    return done;
}

/* What the manifest says of the database, and of whom it can be restored by. */
static void describe(struct making *making, const struct rows *begun)
{
    char public_key[65];
    struct text now = rows_text(begun, 0, "now"), migrations = rows_text(begun, 0, "migrations");
    ledger_public_key(making->house->store.keys, public_key);
    making->manifest =
        json_pack("{s:s, s:s, s:s%, s:s, s:s, s:I, s:o}", "format", "laureate backup 1", "program", LAUREATE_VERSION,
                  "made_at", now.bytes, now.length, "role_prefix", making->house->role_prefix, "ledger_key", public_key,
                  "events", (json_int_t)rows_number(begun, 0, "events"), "migrations",
                  json_loadb(migrations.bytes, migrations.length, 0, NULL));
}

static bool finish(struct making *making, size_t files, uint64_t bytes, const struct buffer *sums, struct fault *fault)
{
    json_t *dumped = NULL, *summed = NULL;
    bool done = write_sums(making, sums, fault) &&
                (dumped = part_measured(making->arena, making->folder, BACKUP_DUMP, fault)) != NULL &&
                (summed = part_measured(making->arena, making->folder, BACKUP_SUMS, fault)) != NULL;
    json_object_set_new(making->manifest, "files",
                        json_pack("{s:I, s:I}", "count", (json_int_t)files, "bytes", (json_int_t)bytes));
    json_object_set_new(making->manifest, "parts", json_pack("{s:o*, s:o*}", BACKUP_DUMP, dumped, BACKUP_SUMS, summed));
    done = done && folder_sync(making->folder, fault) &&
           manifest_write(making->arena, making->folder, making->manifest, fault);
    if (done)
        making->house->told(
            arena_print(making->arena, "The backup in %s is whole: %lld events, %zu documents of %llu bytes.",
                        making->folder, (long long)json_integer_value(json_object_get(making->manifest, "events")),
                        files, (unsigned long long)bytes));
    return done;
}

/* All within the transaction of the snapshot. */
static bool make_from(struct making *making, struct work *work)
{
    struct fault fault;
    struct buffer sums = {0};
    struct rows *begun = work_ask(work, backup_begun()), *files = NULL;
    uint64_t bytes = 0;
    if (!work_trip(work, &fault))
        return failed(making, &fault);
    if (rows_flag(begun, 0, "has_files"))
        files = work_ask(work, backup_files());
    if (!work_trip(work, &fault) || !make_folder(making->folder, &fault) || !dump(making, begun, &fault))
        return failed(making, &fault);
    describe(making, begun);
    bool done = files == NULL || copy_files(making, files, &bytes, &sums);
    if (done && !finish(making, files == NULL ? 0 : rows_count(files), bytes, &sums, &fault))
        done = failed(making, &fault);
    buffer_free(&sums);
    return done;
}

bool backup_make(struct arena *arena, const struct backed_up *house, const char *folder, struct faults *faults)
{
    struct making making = {.arena = arena, .house = house, .folder = folder, .faults = faults};
    struct connection *connection = connection_new(house->database->connections[DATABASE_OWNER]);
    struct work *work = work_new(arena, connection, WORK_READ);
    bool done = make_from(&making, work);
    work_end(work);
    connection_free(connection);
    json_decref(making.manifest);
    return done;
}
