/* The membership register: files that come in, come in again and correct; what is wrong with one is named and nothing
 * of it kept. */
#include "people/register.h"

#include "base/buffer.h"

#include "database.h"

static struct connection *connection; /* the owner's */
static struct people_imported imported;
static struct faults faults;

static bool import_text(struct text file, bool keeps)
{
    faults = (struct faults){0};
    return people_import(arena, connection, file, keeps, NULL, &imported, &faults);
}

static void must_import(const char *file, size_t added, size_t changed, size_t unchanged)
{
    if (!import_text(text_of(file), true))
        fail_msg("line %u, %s: %s", faults.items[0].line, faults.items[0].field, faults.items[0].sentence);
    assert_int_equal(faults.count, 0);
    assert_int_equal(imported.rows, added + changed + unchanged);
    assert_int_equal(imported.added, added);
    assert_int_equal(imported.changed, changed);
    assert_int_equal(imported.unchanged, unchanged);
}

static void nothing_is_kept(void)
{
    assert_int_equal(database_number("select (select count(*) from person) + (select count(*) from account)"), 0);
}

/* One fault with that line and field, and these words. */
static void must_refuse(struct text file, unsigned line, const char *field, const char *words)
{
    assert_false(import_text(file, true));
    if (faults.count != 1 || faults.items[0].line != line || strcmp(faults.items[0].field, field) != 0 ||
        strstr(faults.items[0].sentence, words) == NULL)
        fail_msg("%.*s%zu faults, the first on line %u, %s: %s", TEXT_ARGUMENTS(file), faults.count,
                 faults.items[0].line, faults.items[0].field, faults.items[0].sentence);
    assert_int_equal(faults.items[0].kind, FAULT_INVALID);
    nothing_is_kept();
}

static const char *the_person(void)
{
    return database_do("select concat_ws('|', p.name, p.folded, p.sort_name, p.search, coalesce(p.category, 'null'),"
                       " coalesce(p.member_since::text, 'null'), p.institution, a.email, a.email_folded)"
                       " from person p join account a on a.person = p.id")
        .bytes;
}

/* ---- good files ---- */

static void a_person_comes_in_with_all_that_is_known(void **state)
{
    (void)state;
    must_import("member_since,EMAIL,institution,Name,category\n"
                "2014-09-01,Zoe.OBrien@Demo.test, St.  Élodie Hospital ,\"Zoë  O'Brien, MD\",Physician\n",
                1, 0, 0);
    assert_string_equal(the_person(), "Zoë O'Brien, MD|zoe obrien md|obrien zoe|zoe obrien md st elodie hospital"
                                      "|physician|2014-09-01|St. Élodie Hospital|Zoe.OBrien@Demo.test"
                                      "|zoe.obrien@demo.test");
    assert_int_equal(database_number("select count(*) from account where password_hash is null and ended_at is null"),
                     1);
    assert_int_equal(database_number("select count(*) from event where act = 'person.added'"
                                     " and subject = (select id from person) and actor is null"),
                     1);
    assert_int_equal(database_number("select count(*) from outbox"), 0);
}

static void name_and_address_are_enough(void **state)
{
    (void)state;
    must_import("email,name\nann@demo.test,Ann Lee\n", 1, 0, 0);
    assert_string_equal(the_person(), "Ann Lee|ann lee|lee ann|ann lee|null|null||ann@demo.test|ann@demo.test");
}

static void importing_again_changes_nothing(void **state)
{
    (void)state;
    static const char file[] = "email,name,category,member_since,institution\n"
                               "ann@demo.test,Ann Lee,student,2021,Demo College\nbo@demo.test,Bo Li,,,\n";
    must_import(file, 2, 0, 0);
    int64_t events = database_number("select count(*) from event");
    struct text before = database_do("select string_agg(p::text, ' ' order by p.id) from person p");
    must_import(file, 0, 0, 2);
    must_import("name,email\nann  lee,ANN@DEMO.TEST\n", 0, 1, 0); /* the same address, another spelling of the name */
    must_import(file, 0, 1, 1);
    assert_int_equal(database_number("select count(*) from event"), events + 2);
    assert_text(database_do("select string_agg(p::text, ' ' order by p.id) from person p"), before.bytes);
    assert_int_equal(database_number("select count(*) from event where act = 'person.changed'"), 2);
}

static void what_is_not_said_stays(void **state)
{
    (void)state;
    static const struct {
        const char *file, *person;
        bool is_changed;
    } cases[] = {
        {"email,name\nann@demo.test,Ann Lee\n", "Ann Lee|ann lee demo college|student|2021-01-01|Demo College", false},
        {"email,name,category,member_since,institution\nann@demo.test,Ann Lee,,,\n",
         "Ann Lee|ann lee demo college|student|2021-01-01|Demo College", false},
        {"email,name\nann@demo.test,Ann Lee-Brown\n",
         "Ann Lee-Brown|ann lee brown demo college|student|2021-01-01|Demo College", true},
        {"email,name,category\nann@demo.test,Ann Lee-Brown,trainee\n",
         "Ann Lee-Brown|ann lee brown demo college|trainee|2021-01-01|Demo College", true},
        {"email,name,institution\nann@demo.test,Ann Lee-Brown,Demo Clinic\n",
         "Ann Lee-Brown|ann lee brown demo clinic|trainee|2021-01-01|Demo Clinic", true},
        {"email,name,member_since\nann@demo.test,Ann Lee-Brown,2020-07-01\n",
         "Ann Lee-Brown|ann lee brown demo clinic|trainee|2020-07-01|Demo Clinic", true},
    };
    must_import("email,name,category,member_since,institution\nann@demo.test,Ann Lee,student,2021,Demo College\n", 1, 0,
                0);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        must_import(cases[i].file, 0, cases[i].is_changed, !cases[i].is_changed);
        assert_text(database_do("select concat_ws('|', name, search, category, member_since, institution) from person"),
                    cases[i].person);
    }
}

static void categories_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        const char *written, *category;
    } cases[] = {
        {"physician", "physician"},
        {"Physician (active)", "physician"},
        {"corresponding", "corresponding"},
        {"Corresponding (abroad)", "corresponding"},
        {"fellow", "fellow"},
        {"Fellow (FSIR)", "fellow"},
        {"trainee", "trainee"},
        {"Resident/fellow in training", "trainee"},
        {"resident", "trainee"},
        {"student", "student"},
        {"Medical Student", "student"},
        {"scientist", "scientist"},
        {"clinical associate", "clinical associate"},
        {"Clinical  Associate", "clinical associate"},
        {"nurse practitioner", "clinical associate"},
        {"Emeritus", "emeritus"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text file =
            arena_print(arena, "email,name,category\nmember%zu@demo.test,Ann Lee,%s\n", i, cases[i].written);
        must_import(file.bytes, 1, 0, 0);
        struct text sql = arena_print(arena,
                                      "select category from person join account on person.id = account.person"
                                      " where email = 'member%zu@demo.test'",
                                      i);
        assert_text(database_do(sql.bytes), cases[i].category);
    }
    /* Every word that the table may hold can be written as it is. */
    struct text words = database_do("select string_agg(split_part(part, '''::text', 1), ',')"
                                    " from pg_constraint, regexp_split_to_table(pg_get_constraintdef(oid), '[\\[ ,]''')"
                                    " part where conname = 'person_category_check' and part like '%::text%'");
    size_t count = 0;
    for (; !text_is_absent(words); count++) {
        struct text word = text_cut(&words, ',');
        struct text file =
            arena_print(arena, "email,name,category\nword%zu@demo.test,Ann Lee,%.*s\n", count, TEXT_ARGUMENTS(word));
        must_import(file.bytes, 1, 0, 0);
    }
    assert_int_equal(count, 8);
}

static size_t steps[8], step_count;

static void note_progress(size_t done, size_t rows)
{
    assert_true(step_count < sizeof steps / sizeof *steps);
    assert_int_equal(rows, 450);
    steps[step_count++] = done;
}

static void a_long_file_is_told_step_by_step(void **state)
{
    (void)state;
    struct buffer file = {0};
    buffer_add_string(&file, "email,name\n");
    for (int i = 0; i < 450; i++)
        buffer_print(&file, "person%d@demo.test,Bo Person\n", i);
    step_count = 0;
    faults = (struct faults){0};
    bool done = people_import(arena, connection, buffer_text(&file), true, note_progress, &imported, &faults);
    buffer_free(&file);
    assert_true(done);
    assert_int_equal(imported.added, 450);
    assert_int_equal(step_count, 3);
    assert_int_equal(steps[0], 200);
    assert_int_equal(steps[2], 450);
}

static void what_is_only_tried_is_not_kept(void **state)
{
    (void)state;
    struct text file = text_of("email,name\nann@demo.test,Ann Lee\nbo@demo.test,Bo Li\n");
    int64_t events = database_number("select count(*) from event");
    for (int i = 0; i < 2; i++) {
        assert_true(import_text(file, false));
        assert_int_equal(imported.added, 2);
        nothing_is_kept();
    }
    assert_int_equal(database_number("select count(*) from event"), events);
}

/* ---- wrong ones ---- */

static void every_wrong_row_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        unsigned line;
        const char *field, *words;
    } cases[] = {
        {"email,name\n,Ann Lee\n", 2, "email", "missing"},
        {"email,name\nann,Ann Lee\n", 2, "email", "not an e-mail address"},
        {"email,name\nann@demo.test,Ann Lee\nann@@demo.test,Ann Lee\n", 3, "email", "not an e-mail address"},
        {"email,name\nann@demo.test bo@demo.test,Ann Lee\n", 2, "email", "not an e-mail address"},
        {"email,name\nann@demo.test,\n", 2, "name", "missing"},
        {"email,name\nann@demo.test,—\n", 2, "name", "no letter"},
        {"email,name,category\nann@demo.test,Ann Lee,member\n", 2, "category", "physician, corresponding"},
        {"email,name,member_since\nann@demo.test,Ann Lee,9/1/2014\n", 2, "member_since", "2014-09-01"},
        {"email,name,member_since\nann@demo.test,Ann Lee,2014-02-30\n", 2, "member_since", "a date"},
        {"email,name,member_since\nann@demo.test,Ann Lee,1899\n", 2, "member_since", "from 1900 on"},
        {"email,name,member_since\nann@demo.test,Ann Lee,20\n", 2, "member_since", "a year"},
        {"email,name,member_since\nann@demo.test,Ann Lee,2o14\n", 2, "member_since", "a year"},
        {"email,name\nann@demo.test,Ann Lee\nbo@demo.test,Bo Li\nANN@demo.test,Ann Lee\n", 4, "email",
         "The same address stands on line 2."},
        {"email,name\n\n\nann@demo.test,\"Ann\nLee\"\n\nbo@demo.test,\n", 7, "name", "missing"},
        {"name\nAnn Lee\n", 1, "email", "missing"},
        {"email\nann@demo.test\n", 1, "name", "missing"},
        {"email,name,phone\nann@demo.test,Ann Lee,1\n", 1, "phone", "no column"},
        {"email,name\n", 1, "", "no rows"},
        {"email,name\nann@demo.test,Zo\xEB Lee\n", 2, "", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        must_refuse(text_of(cases[i].file), cases[i].line, cases[i].field, cases[i].words);
}

static void all_that_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        unsigned line;
        const char *field;
    } wanted[] = {{3, "email"}, {3, "category"}, {4, "name"}, {4, "member_since"}, {6, "email"}, {7, "email"}};
    assert_false(import_text(text_of("email,name,category,member_since\n"
                                     "ann@demo.test,Ann Lee,student,\n"
                                     "nowhere,Ann Lee,friend,\n"
                                     "bo@demo.test,,,soon\n"
                                     "cy@demo.test,Cy Ng,,\n"
                                     "ANN@demo.test,Ann Lee,,\n"
                                     "ann@Demo.Test,Ann Lee,,\n"),
                             true));
    assert_int_equal(faults.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < faults.count; i++) {
        assert_int_equal(faults.items[i].line, wanted[i].line);
        assert_string_equal(faults.items[i].field, wanted[i].field);
    }
    nothing_is_kept();
}

static void cells_have_a_length(void **state)
{
    (void)state;
    static const char *const fields[] = {"name", "institution"};
    char letters[202];
    memset(letters, 'x', sizeof letters);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        for (int length = 200; length <= 201; length++) {
            struct text file = arena_print(arena, "%s,email%s\n%.*s,ann@demo.test%s\n", fields[i],
                                           i == 0 ? "" : ",name", length, letters, i == 0 ? "" : ",Ann Lee");
            if (length == 200)
                assert_true(import_text(file, false));
            else
                must_refuse(file, 2, fields[i], "more than 200 characters");
        }
}

static void without_a_database_it_is_lost(void **state)
{
    (void)state;
    struct connection *nowhere = connection_new("host=/nowhere");
    faults = (struct faults){0};
    bool done =
        people_import(arena, nowhere, text_of("email,name\nann@demo.test,Ann Lee\n"), true, NULL, &imported, &faults);
    connection_free(nowhere);
    assert_false(done);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, FAULT_LOST);
}

/* The app cannot add people this way, whatever it is made to run. */
static void only_the_owner_may(void **state)
{
    (void)state;
    struct connection *app = connection_new(database.connections[DATABASE_APP]);
    faults = (struct faults){0};
    bool done =
        people_import(arena, app, text_of("email,name\nann@demo.test,Ann Lee\n"), true, NULL, &imported, &faults);
    connection_free(app);
    assert_false(done);
    nothing_is_kept();
}

static int empty(void **state)
{
    (void)state;
    database_do("truncate person cascade");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    if (!database_make_whole("register_test"))
        return -1;
    connection = connection_new(database.connections[DATABASE_OWNER]);
    return 0;
}

static int end(void **state)
{
    connection_free(connection);
    return database_drop(state);
}

#define TEST(function) cmocka_unit_test_setup(function, empty)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_person_comes_in_with_all_that_is_known),
        TEST(name_and_address_are_enough),
        TEST(importing_again_changes_nothing),
        TEST(what_is_not_said_stays),
        TEST(categories_are_read_as_people_write_them),
        TEST(a_long_file_is_told_step_by_step),
        TEST(what_is_only_tried_is_not_kept),
        TEST(every_wrong_row_is_named),
        TEST(all_that_is_wrong_is_named),
        TEST(cells_have_a_length),
        TEST(without_a_database_it_is_lost),
        TEST(only_the_owner_may),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
