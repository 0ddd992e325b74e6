/* A database of a test program's own, in the throw-away PostgreSQL that tests/run starts (`./tests/run
 * unit`). It is made as an administrator would make it, by the SQL of `laureate database setup`, and dropped
 * at the end. */
#ifndef LAUREATE_TEST_DATABASE_H
#define LAUREATE_TEST_DATABASE_H

#include "base/arena.h"
#include "base/baked.h"
#include "crypto/crypto.h"
#include "db/database.h"
#include "db/migrate.h"

#include "test.h"

#include <libpq-fe.h>
#include <stdlib.h>

static struct arena *arena;      /* of the whole program */
static struct database database; /* the test program's own */
static PGconn *administrator;    /* in that database, as postgres */

static inline PGconn *database_connect(const char *address)
{
    PGconn *session = PQconnectdb(address);
    if (PQstatus(session) != CONNECTION_OK)
        fail_msg("%s", PQerrorMessage(session));
    return session;
}

/* Runs SQL as the administrator; the test fails when it does. The answer is the last cell, absent without
 * one. */
static inline struct text database_do(const char *sql)
{
    PGresult *result = PQexec(administrator, sql);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) {
        PQclear(result);
        fail_msg("%s: %s", sql, PQerrorMessage(administrator));
    }
    int row = PQntuples(result) - 1, column = PQnfields(result) - 1;
    struct text cell = text_absent;
    if (row >= 0 && column >= 0 && !PQgetisnull(result, row, column))
        cell = arena_copy(arena, text_of(PQgetvalue(result, row, column)));
    PQclear(result);
    return cell;
}

/* The whole number that a query answers. */
static inline int64_t database_number(const char *sql)
{
    int64_t number;
    struct text cell = database_do(sql);
    if (!text_number(cell, &number))
        fail_msg("%s: answered “%.*s”, no whole number", sql, TEXT_ARGUMENTS(cell));
    return number;
}

static inline struct text database_address(const char *name, const char *user)
{
    return arena_print(arena, "host=%s dbname=%s user=%s client_encoding=UTF8", getenv("LAUREATE_TEST_SOCKET"), name,
                       user);
}

/* Ends what the administrator's session is in, and goes to another database. */
static inline void database_enter(const char *name)
{
    PQfinish(administrator);
    administrator = database_connect(database_address(name, "postgres").bytes);
    database_do("set client_min_messages = warning");
}

/* Makes an empty database; for the start of a group of tests. */
static inline bool database_make(const char *name)
{
    if (getenv("LAUREATE_TEST_SOCKET") == NULL || getenv("LAUREATE_TEST_PROGRAM") == NULL) {
        print_error("These tests need a PostgreSQL of their own: run ./tests/run unit.\n");
        return false;
    }
    crypto_start();
    arena = arena_new();
    database_enter("postgres");
    database_do(arena_print(arena, "drop database if exists %s with (force)", name).bytes);
    struct text address = arena_print(arena, "host=%s dbname=%s", getenv("LAUREATE_TEST_SOCKET"), name);
    setenv("LAUREATE_DATABASE_URL", address.bytes, 1);
    if (system("\"$LAUREATE_TEST_PROGRAM\" database setup | psql -X -q -v ON_ERROR_STOP=1 "
               "-h \"$LAUREATE_TEST_SOCKET\" -U postgres -d postgres >/dev/null") != 0) {
        print_error("The database of this test could not be made.\n");
        return false;
    }
    unsetenv("LAUREATE_DATABASE_URL");
    static const struct text own[DATABASE_ROLES];
    struct fault fault;
    if (!database_describe(arena, address, own, text_of("laureate"), &database, &fault)) {
        print_error("%s\n", fault.sentence);
        return false;
    }
    database_enter(name);
    return true;
}

/* The same with the program's schema in it. */
static inline bool database_make_whole(const char *name)
{
    struct fault fault;
    if (!database_make(name))
        return false;
    if (migrate(arena, &database, baked_migrations, text_of("test"), NULL, &fault))
        return true;
    print_error("%s\n", fault.sentence);
    return false;
}

/* For the end of a group of tests, also of one that could not begin. */
static inline int database_drop(void **state)
{
    (void)state;
    if (database.name != NULL) {
        database_enter("postgres");
        database_do(arena_print(arena, "drop database %s with (force)", database.name).bytes);
    }
    PQfinish(administrator);
    administrator = NULL;
    arena_free(arena);
    return 0;
}

#endif
