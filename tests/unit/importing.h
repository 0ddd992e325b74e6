/* What the tests of importing share: a database with the programme in it, and what an import said. */
#ifndef LAUREATE_TEST_IMPORTING_H
#define LAUREATE_TEST_IMPORTING_H

#include "awards/programme.h"
#include "db/work.h"
#include "honors/import.h"

#include "database.h"

static struct connection *connection; /* the app's */
static struct honors_imported imported;
static struct faults faults;

static inline bool import_text(struct text file, bool keeps)
{
    faults = (struct faults){0};
    return honors_import(arena, connection, file, keeps, NULL, &imported, &faults);
}

static inline void must_import(const char *file)
{
    if (!import_text(text_of(file), true))
        fail_msg("line %u, %s: %s", faults.items[0].line, faults.items[0].field, faults.items[0].sentence);
    assert_int_equal(faults.count, 0);
}

static inline void must_count(size_t added, size_t corrected, size_t known, size_t people)
{
    assert_int_equal(imported.rows, added + corrected + known);
    assert_int_equal(imported.added, added);
    assert_int_equal(imported.corrected, corrected);
    assert_int_equal(imported.known, known);
    assert_int_equal(imported.people, people);
}

static inline void nothing_is_kept(void)
{
    assert_int_equal(database_number("select (select count(*) from honor) + (select count(*) from person)"
                                     " + (select count(*) from likeness)"),
                     0);
}

static inline int empty(void **state)
{
    (void)state;
    database_do("truncate honor, likeness, person cascade");
    return 0;
}

static inline bool save_programme(void)
{
    struct fault fault;
    faults = (struct faults){0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    bool done = programme_save(work, arena, baked_programme, &faults) && work_finish(work, &fault);
    work_end(work);
    return done;
}

static inline int import_begin(const char *name)
{
    if (!database_make_whole(name))
        return -1;
    connection = connection_new(database.connections[DATABASE_OWNER]);
    return save_programme() ? 0 : -1;
}

static inline int import_end(void **state)
{
    connection_free(connection);
    return database_drop(state);
}

#define TEST(function) cmocka_unit_test_setup(function, empty)

#endif
