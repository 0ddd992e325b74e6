/* Migrations: how the schema came to be. */
#include "db/migrate.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/log.h"
#include "crypto/crypto.h"
#include "db/migrate.sql.h"
#include "db/session.h"
#include "db/work.h"

#include <string.h>

struct migration {
    int64_t number; /* 0 is for the administrator and not applied by us */
    struct text name;
    struct text sql;
    struct text checksum;
};

/* "0002_awards.sql" is number 2. */
static struct migration read_migration(struct arena *arena, const struct baked_file *file)
{
    struct migration migration = {.name = file->name, .sql = file->bytes};
    if (!text_number(text_part(file->name, 0, 4), &migration.number))
        log_abort("a migration without a number: %.*s", TEXT_ARGUMENTS(file->name));
    migration.checksum = hash_of(arena, file->bytes);
    return migration;
}

static void add_identifier(struct buffer *buffer, const char *name)
{
    buffer_add_byte(buffer, '"');
    for (; *name != '\0'; name++) {
        if (*name == '"')
            buffer_add_byte(buffer, '"');
        buffer_add_byte(buffer, *name);
    }
    buffer_add_byte(buffer, '"');
}

/* The SQL with {owner}, {app}, {visitor}, {jobs} and {database} replaced by their names. */
static struct text with_names(struct arena *arena, const struct database *database, struct text sql)
{
    const struct {
        struct text word;
        const char *name;
    } words[] = {
        {TEXT("{owner}"), database->roles[DATABASE_OWNER]},
        {TEXT("{app}"), database->roles[DATABASE_APP]},
        {TEXT("{visitor}"), database->roles[DATABASE_VISITOR]},
        {TEXT("{jobs}"), database->roles[DATABASE_JOBS]},
        {TEXT("{database}"), database->name},
    };
    struct buffer buffer = {0};
    for (size_t at = 0; at < sql.length;) {
        size_t word = 0, count = sizeof words / sizeof *words;
        while (word < count && !text_starts(text_part(sql, at, sql.length), words[word].word))
            word++;
        if (word < count) {
            add_identifier(&buffer, words[word].name);
            at += words[word].word.length;
        } else {
            buffer_add_byte(&buffer, sql.bytes[at++]);
        }
    }
    struct text text = arena_copy(arena, buffer_text(&buffer));
    buffer_free(&buffer);
    return text;
}

struct text database_setup_sql(struct arena *arena, const struct database *database)
{
    return with_names(arena, database, baked_find(baked_migrations, text_of("0000_setup.sql")));
}

/* A command outside of any pipeline. What PostgreSQL says of a migration is about its SQL, and is told. */
static bool run(struct connection *connection, const char *sql, const char *what, struct fault *fault)
{
    PGresult *result = PQexec(connection->session, sql);
    ExecStatusType status = PQresultStatus(result);
    bool done = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!done) {
        const char *sentence = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
        fault_set(fault, FAULT_BROKEN, NULL, "%s could not be applied: %s.", what,
                  sentence == NULL ? "the database is gone" : sentence);
    }
    PQclear(result);
    return done;
}

static bool apply(struct arena *arena, struct connection *connection, const struct database *database,
                  const struct migration *migration, struct text kind, struct fault *fault)
{
    const char *name = arena_copy(arena, migration->name).bytes;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, migration_kind(kind));
    bool done = work_trip(work, fault) && PQexitPipelineMode(connection->session) != 0 &&
                run(connection, with_names(arena, database, migration->sql).bytes, name, fault);
    if (done) {
        work_ask(work, migration_done(migration->number, migration->name, migration->checksum));
        done = work_finish(work, fault);
    }
    work_end(work);
    return done;
}

/* Compares what is on record with what we know: *known counts the migrations that are on record. */
static bool compare(struct arena *arena, const struct rows *done, const struct baked_file *migrations, size_t *known,
                    struct fault *fault)
{
    *known = 0;
    for (const struct baked_file *file = migrations; !text_is_absent(file->name); file++) {
        struct migration migration = read_migration(arena, file);
        if (migration.number == 0)
            continue;
        if (*known == rows_count(done))
            return true;
        if (rows_number(done, *known, "number") != migration.number ||
            !text_equal(rows_text(done, *known, "checksum"), migration.checksum))
            return fault_set(fault, FAULT_REFUSED, NULL,
                             "The database's schema was made by another program: its migration %.*s is not the one "
                             "that this program knows as %.*s.",
                             TEXT_ARGUMENTS(rows_text(done, *known, "name")), TEXT_ARGUMENTS(migration.name));
        ++*known;
    }
    if (*known < rows_count(done))
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "The database's schema is newer than this program: it has %.*s. Use the newer program.",
                         TEXT_ARGUMENTS(rows_text(done, *known, "name")));
    return true;
}

/* What is on record; nothing, in a database that has never been migrated. The lock is held from here on. */
static bool read_record(struct arena *arena, struct connection *connection, const struct baked_file *migrations,
                        size_t *known, struct fault *fault)
{
    *known = 0;
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    work_ask(work, migration_lock());
    struct rows *there = work_ask(work, migration_table_there());
    bool good = work_trip(work, fault);
    if (good && rows_flag(there, 0, "is_there")) {
        struct rows *done = work_ask(work, migrations_done());
        good = work_trip(work, fault) && compare(arena, done, migrations, known, fault);
    }
    good = good && work_finish(work, fault);
    work_end(work);
    return good;
}

bool migrate(struct arena *arena, const struct database *database, const struct baked_file *migrations,
             struct text kind, void (*told)(struct text name), struct fault *fault)
{
    struct connection *connection = connection_new(database->connections[DATABASE_OWNER]);
    size_t known = 0, number = 0;
    connection->is_single = connection->waits_for_ever = true;
    bool done = read_record(arena, connection, migrations, &known, fault);
    for (const struct baked_file *file = migrations; done && !text_is_absent(file->name); file++) {
        struct migration migration = read_migration(arena, file);
        if (migration.number == 0 || number++ < known)
            continue;
        done = apply(arena, connection, database, &migration, kind, fault);
        if (done && told != NULL)
            told(migration.name);
    }
    connection_free(connection);
    return done;
}

static bool ask_record(struct arena *arena, struct connection *connection, const struct baked_file *migrations,
                       size_t *known, struct fault *fault)
{
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *there = work_ask(work, migration_table_there());
    bool good = work_trip(work, fault);
    if (good && !rows_flag(there, 0, "is_there"))
        good = fault_set(fault, FAULT_REFUSED, NULL, "The database is empty: run `laureate migrate` first.");
    if (good) {
        struct rows *done = work_ask(work, migrations_done());
        good = work_finish(work, fault) && compare(arena, done, migrations, known, fault);
    }
    work_end(work);
    return good;
}

bool migrations_hold(struct arena *arena, struct connection *connection, const struct baked_file *migrations,
                     struct fault *fault)
{
    size_t known = 0, count = 0;
    if (!ask_record(arena, connection, migrations, &known, fault))
        return false;
    for (const struct baked_file *file = migrations; !text_is_absent(file->name); file++)
        count += !text_starts(file->name, text_of("0000"));
    if (known < count)
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "The database's schema is older than this program: run `laureate migrate` first.");
    return true;
}

bool installation_is(struct arena *arena, struct connection *connection, struct text *kind, struct fault *fault)
{
    struct work *work = work_new(arena, connection, WORK_READ);
    struct rows *rows = work_ask(work, installation_kind());
    bool done = work_finish(work, fault);
    if (done)
        *kind = rows_count(rows) == 0 ? text_absent : arena_copy(arena, rows_text(rows, 0, "kind"));
    work_end(work);
    return done;
}
