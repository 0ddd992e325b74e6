/* Settings: defaults, the environment before the file, what is misspelt, what is no number, and what is
 * secret. */
#include "settings.h"

#include "base/arena.h"

#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern char **environ;

static struct arena *arena;
static struct settings settings;
static struct faults faults;

/* Before each test: no setting at all. What tests/run says to tests is none. */
static int forget(void **state)
{
    (void)state;
    for (char **entry = environ; *entry != NULL;) {
        struct text rest = text_of(*entry);
        struct text name = text_cut(&rest, '=');
        if (text_starts(name, text_of("LAUREATE_")) && !text_starts(name, text_of("LAUREATE_TEST_"))) {
            unsetenv(arena_copy(arena, name).bytes);
            entry = environ; /* which is another one now */
        } else {
            entry++;
        }
    }
    faults = (struct faults){0};
    return 0;
}

static bool read_settings(void)
{
    faults = (struct faults){0};
    return settings_read(arena, &settings, &faults);
}

static void must_read(void)
{
    if (!read_settings())
        fail_msg("%s: %s", faults.items[0].field, faults.items[0].sentence);
}

/* Nothing but one fault with that field and line. */
static void must_refuse(const char *field, unsigned line)
{
    assert_false(read_settings());
    if (faults.count != 1 || strcmp(faults.items[0].field, field) != 0 || faults.items[0].line != line)
        fail_msg("%zu faults, the first on line %u, %s: %s", faults.count, faults.items[0].line, faults.items[0].field,
                 faults.items[0].sentence);
    assert_int_equal(faults.items[0].kind, FAULT_INVALID);
}

static void without_settings_there_are_defaults(void **state)
{
    (void)state;
    must_read();
    assert_text(settings.values[SETTING_ADDRESS], "127.0.0.1");
    assert_int_equal(settings_number(&settings, SETTING_PORT), 8080);
    assert_text(settings.values[SETTING_URL], "http://localhost:8080");
    assert_text(settings.values[SETTING_METRICS], "loopback");
    assert_text(settings.values[SETTING_CLOCK], "");
    assert_int_equal(settings_number(&settings, SETTING_WORKERS), 4);
    assert_string_equal(settings.database.name, "laureate");
    assert_string_equal(settings.database.roles[DATABASE_VISITOR], "laureate_visitor");
    for (int i = 0; i < SETTINGS; i++)
        assert_false(text_is_absent(settings.values[i]));
}

static void the_environment_is_read(void **state)
{
    (void)state;
    setenv("LAUREATE_PORT", "9000", 1);
    setenv("LAUREATE_ROLE_PREFIX", "society", 1);
    setenv("LAUREATE_DATABASE_URL", "postgresql://db.example.org/awards?a=b", 1);
    setenv("LAUREATE_PAGE_CACHE", "0", 1);
    assert_false(read_settings()); /* a=b is nothing that libpq knows */
    setenv("LAUREATE_DATABASE_URL", "postgresql://db.example.org/awards?sslmode=disable", 1);
    must_read();
    assert_int_equal(settings_number(&settings, SETTING_PORT), 9000);
    assert_int_equal(settings_number(&settings, SETTING_PAGE_CACHE), 0);
    assert_text(settings.values[SETTING_URL], "http://localhost:9000");
    assert_text(settings.values[SETTING_DATABASE_URL], "postgresql://db.example.org/awards?sslmode=disable");
    assert_string_equal(settings.database.name, "awards");
    assert_string_equal(settings.database.roles[DATABASE_OWNER], "society_owner");
}

static void a_setting_that_nobody_knows_is_an_error(void **state)
{
    (void)state;
    setenv("LAUREATE_PROT", "9000", 1);
    must_refuse("LAUREATE_PROT", 0);
    unsetenv("LAUREATE_PROT");
    setenv("LAUREATE_", "", 1);
    must_refuse("LAUREATE_", 0);
    unsetenv("LAUREATE_");
    setenv("laureate_port", "x", 1); /* not ours */
    setenv("LAUREATEPORT", "x", 1);
    must_read();
    unsetenv("laureate_port");
    unsetenv("LAUREATEPORT");
}

static void numbers_have_limits(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        const char *good[2];
        const char *bad[6];
    } numbers[] = {
        {"LAUREATE_PORT", {"1", "65535"}, {"0", "65536", "", "-1", "80a", " 80"}},
        {"LAUREATE_WORKERS", {"1", "256"}, {"0", "257", "four", "4.0", "1e1", "99999999999999999999"}},
        {"LAUREATE_CONNECTIONS", {"16", "100000"}, {"15", "100001", "0x20", "+16", "16 ", "-"}},
        {"LAUREATE_PAGE_CACHE", {"0", "4096"}, {"-1", "4097", "64M", "", "0.5", "∞"}},
    };
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        for (size_t j = 0; j < sizeof numbers[i].good / sizeof *numbers[i].good; j++) {
            setenv(numbers[i].name, numbers[i].good[j], 1);
            must_read();
        }
        for (size_t j = 0; j < sizeof numbers[i].bad / sizeof *numbers[i].bad; j++) {
            setenv(numbers[i].name, numbers[i].bad[j], 1);
            must_refuse(numbers[i].name, 0);
        }
        unsetenv(numbers[i].name);
    }
}

static void words_and_addresses_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *name, *value;
        bool is_good;
    } cases[] = {
        {"LAUREATE_METRICS", "nobody", true},
        {"LAUREATE_METRICS", "everyone", true},
        {"LAUREATE_METRICS", "Everyone", false},
        {"LAUREATE_METRICS", "", false},
        {"LAUREATE_URL", "https://awards.example.org", true},
        {"LAUREATE_URL", "http://localhost:1", true},
        {"LAUREATE_URL", "", true},
        {"LAUREATE_URL", "https://awards.example.org/", false},
        {"LAUREATE_URL", "awards.example.org", false},
        {"LAUREATE_DATABASE_URL", "host=/run/postgresql dbname=laureate", true},
        {"LAUREATE_DATABASE_URL", "laureate", false},
        {"LAUREATE_APP_DATABASE_URL", "host=/run/postgresql user=somebody", true},
        {"LAUREATE_APP_DATABASE_URL", "laureate", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        setenv(cases[i].name, cases[i].value, 1);
        if (cases[i].is_good)
            must_read();
        else
            must_refuse(cases[i].name, 0);
        unsetenv(cases[i].name);
    }
}

static void all_that_is_wrong_is_named(void **state)
{
    (void)state;
    setenv("LAUREATE_PORT", "x", 1);
    setenv("LAUREATE_QUEUE", "0", 1);
    setenv("LAUREATE_MISSPELT", "", 1);
    setenv("LAUREATE_APP_DATABASE_URL", "host", 1);
    assert_false(read_settings());
    assert_int_equal(faults.count, 4);
}

/* ---- the file ---- */

static char path[] = "/tmp/laureate-settings-XXXXXX";

static void write_file(const char *bytes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fputs(bytes, file) < 0, 0);
    assert_int_equal(fclose(file), 0);
    setenv("LAUREATE_SETTINGS", path, 1);
}

static void the_file_is_read(void **state)
{
    (void)state;
    write_file("# what differs here\n"
               "\n"
               "   # and here\n"
               "LAUREATE_PORT = 9001\n"
               "\tLAUREATE_ADDRESS=::1 \r\n"
               "LAUREATE_DATABASE_URL = host=/run/postgresql dbname='a b'\n"
               "LAUREATE_WORKERS = 7"); /* no line break at the end */
    must_read();
    assert_int_equal(settings_number(&settings, SETTING_PORT), 9001);
    assert_text(settings.values[SETTING_ADDRESS], "::1");
    assert_int_equal(settings_number(&settings, SETTING_WORKERS), 7);
    assert_string_equal(settings.database.name, "a b");
}

static void the_environment_wins(void **state)
{
    (void)state;
    write_file("LAUREATE_PORT = 9001\nLAUREATE_METRICS = nobody\nLAUREATE_URL = https://awards.example.org\n");
    setenv("LAUREATE_PORT", "9002", 1);
    setenv("LAUREATE_URL", "", 1); /* set to nothing is set */
    must_read();
    assert_int_equal(settings_number(&settings, SETTING_PORT), 9002);
    assert_text(settings.values[SETTING_METRICS], "nobody");
    assert_text(settings.values[SETTING_URL], "http://localhost:9002");
}

static void faults_of_the_file_have_lines(void **state)
{
    (void)state;
    write_file("LAUREATE_PORT = 9001\n\nLAUREATE_PROT = 9002\n");
    must_refuse("LAUREATE_PROT", 3);
    write_file("LAUREATE_PORT = 9001\nLAUREATE_DEMO_PASSWORD secret\n");
    must_refuse("", 2); /* what stands there may be secret: it is not repeated */
    write_file("PORT = 9001\n");
    must_refuse("PORT", 1);
    write_file("= 9001\n");
    must_refuse("", 1);
}

static void a_file_that_cannot_be_read_is_an_error(void **state)
{
    (void)state;
    setenv("LAUREATE_SETTINGS", "/tmp/no/such/file", 1);
    must_refuse("LAUREATE_SETTINGS", 0);
    setenv("LAUREATE_SETTINGS", "/tmp", 1); /* a folder */
    must_refuse("LAUREATE_SETTINGS", 0);
    setenv("LAUREATE_SETTINGS", "", 1);
    must_read();
}

static void secrets_are_not_explained(void **state)
{
    (void)state;
    setenv("LAUREATE_DATABASE_URL", "postgresql://me:hunter2@localhost/laureate", 1);
    setenv("LAUREATE_DEMO_PASSWORD", "hunter3", 1);
    setenv("LAUREATE_JOBS_DATABASE_URL", "password=hunter4", 1);
    setenv("LAUREATE_ADDRESS", "192.0.2.1", 1);
    must_read();
    struct text explained = settings_explained(arena, &settings);
    assert_null(strstr(explained.bytes, "hunter"));
    assert_non_null(strstr(explained.bytes, "LAUREATE_DATABASE_URL = (set)"));
    assert_non_null(strstr(explained.bytes, "LAUREATE_ADDRESS = 192.0.2.1\n"));
    assert_non_null(strstr(explained.bytes, "(standard: 8080)"));
    setenv("LAUREATE_DATABASE_URL", "password=hunter5 nonsense", 1); /* nor in what is said of a wrong one */
    assert_false(read_settings());
    assert_null(strstr(faults.items[0].sentence, "hunter"));
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    int file = mkstemp(path);
    return file < 0 ? -1 : close(file);
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return unlink(path);
}

#define TEST(function) cmocka_unit_test_setup(function, forget)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(without_settings_there_are_defaults),
        TEST(the_environment_is_read),
        TEST(a_setting_that_nobody_knows_is_an_error),
        TEST(numbers_have_limits),
        TEST(words_and_addresses_are_checked),
        TEST(all_that_is_wrong_is_named),
        TEST(the_file_is_read),
        TEST(the_environment_wins),
        TEST(faults_of_the_file_have_lines),
        TEST(a_file_that_cannot_be_read_is_an_error),
        TEST(secrets_are_not_explained),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
