/* Where the database is: the four connections that are derived from one address. */
#include "db/database.h"

#include "base/arena.h"

#include "arena.h"
#include "test.h"

#include <libpq-fe.h>

static struct database database;
static const struct text none[DATABASE_ROLES];

static void must_describe(const char *address, const struct text own[DATABASE_ROLES], const char *prefix)
{
    struct fault fault;
    if (!database_describe(arena, text_of(address), own, text_of(prefix), &database, &fault))
        fail_msg("%s: %s", fault.field, fault.sentence);
}

/* What libpq reads in the role's connection under that keyword; empty when nothing. */
static const char *setting(enum database_role role, const char *keyword)
{
    const char *found = "";
    PQconninfoOption *options = PQconninfoParse(database.connections[role], NULL);
    assert_non_null(options);
    for (const PQconninfoOption *option = options; option->keyword != NULL; option++)
        if (strcmp(option->keyword, keyword) == 0 && option->val != NULL)
            found = arena_copy(arena, text_of(option->val)).bytes;
    PQconninfoFree(options);
    return found;
}

static void each_role_has_its_connection(void **state)
{
    (void)state;
    static const char *const addresses[] = {
        "postgresql://someone:it's \\%20so@db.example.org:5433/awards?sslmode=require",
        "host=db.example.org port=5433 dbname=awards user=someone password='it\\'s \\\\ so' sslmode=require",
    };
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        must_describe(addresses[i], none, "laureate");
        assert_string_equal(database.name, "awards");
        assert_string_equal(database.roles[DATABASE_APP], "laureate_app");
        for (int role = 0; role < DATABASE_ROLES; role++) {
            assert_string_equal(setting((enum database_role)role, "host"), "db.example.org");
            assert_string_equal(setting((enum database_role)role, "port"), "5433");
            assert_string_equal(setting((enum database_role)role, "dbname"), "awards");
            assert_string_equal(setting((enum database_role)role, "sslmode"), "require");
            assert_string_equal(setting((enum database_role)role, "user"), database.roles[role]);
            assert_string_equal(setting((enum database_role)role, "client_encoding"), "UTF8");
        }
    }
    assert_string_equal(setting(DATABASE_APP, "password"), "it's \\ so");
}

static void sessions_have_limits(void **state)
{
    (void)state;
    must_describe("postgresql:///laureate?connect_timeout=2&options=-c%20statement_timeout%3D0", none, "laureate");
    assert_string_equal(setting(DATABASE_JOBS, "connect_timeout"), "2");
    assert_non_null(strstr(setting(DATABASE_VISITOR, "options"), "statement_timeout=15s"));
    assert_null(strstr(setting(DATABASE_VISITOR, "options"), "statement_timeout=0"));
    for (int role = DATABASE_APP; role < DATABASE_ROLES; role++)
        assert_non_null(strstr(setting((enum database_role)role, "options"), "jit=off"));
    assert_null(strstr(setting(DATABASE_OWNER, "options"), "statement_timeout")); /* migrations may take long */
    for (int role = 0; role < DATABASE_ROLES; role++)
        assert_non_null(strstr(setting((enum database_role)role, "options"), "lock_timeout="));
    must_describe("postgresql:///laureate", none, "laureate");
    assert_string_equal(setting(DATABASE_APP, "connect_timeout"), "5");
    assert_string_equal(database.name, "laureate");
    must_describe("host=/run/postgresql", none, "society");
    assert_string_equal(database.name, "laureate");
    assert_string_equal(database.roles[DATABASE_OWNER], "society_owner");
}

static void a_role_may_have_a_place_of_its_own(void **state)
{
    (void)state;
    const struct text own[DATABASE_ROLES] = {[DATABASE_VISITOR] = text_of("host=replica user=reader dbname=copy")};
    must_describe("host=primary dbname=awards", own, "laureate");
    assert_string_equal(setting(DATABASE_APP, "host"), "primary");
    assert_string_equal(setting(DATABASE_APP, "user"), "laureate_app");
    assert_string_equal(setting(DATABASE_VISITOR, "host"), "replica");
    assert_string_equal(setting(DATABASE_VISITOR, "user"), "reader");
    assert_string_equal(setting(DATABASE_VISITOR, "dbname"), "copy");
    assert_non_null(strstr(setting(DATABASE_VISITOR, "options"), "statement_timeout=15s"));
    assert_string_equal(database.name, "awards");
}

static void what_is_no_address_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {"laureate",          "host",
                                        "host=a colour=red", "postgresql://a:b@[::1/x",
                                        "password='secret",  "postgresql:///x?colour=red",
                                        "host = 'a"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct fault fault;
        assert_false(database_describe(arena, text_of(wrong[i]), none, text_of("laureate"), &database, &fault));
        assert_int_equal(fault.kind, FAULT_INVALID);
        assert_string_equal(fault.field, "LAUREATE_DATABASE_URL");
        assert_null(strstr(fault.sentence, "secret"));
        const struct text own[DATABASE_ROLES] = {[DATABASE_JOBS] = text_of(wrong[i])};
        assert_false(database_describe(arena, text_of("host=a"), own, text_of("laureate"), &database, &fault));
        assert_int_equal(fault.kind, FAULT_INVALID);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_has_its_connection),
        cmocka_unit_test(sessions_have_limits),
        cmocka_unit_test(a_role_may_have_a_place_of_its_own),
        cmocka_unit_test(what_is_no_address_is_refused),
    };
    return cmocka_run_group_tests(tests, arena_begin, arena_end);
}
