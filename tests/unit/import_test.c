/* Bringing past honorees in: good files, again, corrections, everything that can be wrong, and likely pairs.
 */
#include "honors/import.h"

#include "awards/programme.h"
#include "base/buffer.h"
#include "db/work.h"
#include "people/joining.h"

#include "database.h"

static struct connection *connection; /* the app's */
static struct honors_imported imported;
static struct faults faults;

static bool import_text(struct text file, bool keeps)
{
    faults = (struct faults){0};
    return honors_import(arena, connection, file, keeps, NULL, &imported, &faults);
}

static void must_import(const char *file)
{
    if (!import_text(text_of(file), true))
        fail_msg("line %u, %s: %s", faults.items[0].line, faults.items[0].field, faults.items[0].sentence);
    assert_int_equal(faults.count, 0);
}

static void must_count(size_t added, size_t corrected, size_t known, size_t people)
{
    assert_int_equal(imported.rows, added + corrected + known);
    assert_int_equal(imported.added, added);
    assert_int_equal(imported.corrected, corrected);
    assert_int_equal(imported.known, known);
    assert_int_equal(imported.people, people);
}

static void nothing_is_kept(void)
{
    assert_int_equal(database_number("select (select count(*) from honor) + (select count(*) from person)"
                                     " + (select count(*) from likeness)"),
                     0);
}

/* Which of the two stands first is left to chance. */
static void must_be_of_pair(const char *name, const char *honors)
{
    const struct likely_pair *pair = &imported.likely[0];
    bool is_first = text_is(pair->one, name);
    assert_text(is_first ? pair->one : pair->other, name);
    assert_text(is_first ? pair->one_honors : pair->other_honors, honors);
}

/* ---- good files ---- */

static void the_real_honorees_come_in(void **state)
{
    (void)state;
    struct text file = baked_find(baked_programme, text_of("honorees.csv"));
    assert_true(import_text(file, true));
    must_count(43, 0, 0, 32);
    assert_int_equal(imported.likely_count, 1); /* published in two spellings */
    must_be_of_pair("Ziv Haskal", "Dr. Charles T. Dotter Lecture 2021");
    must_be_of_pair("Ziv J Haskal", "SIR Gold Medal 2023");
    assert_text(imported.likely[0].reason, "one has a middle initial that the other lacks");
    assert_text(database_do("select name || '|' || postnominals || '|' || citation || '|' || search || '|' || source"
                            " from honor where year = 2015"),
                "Robert K. Kerlan, Jr.|MD, FSIR|Interventional radiology: Adapting to the changing world of "
                "healthcare|"
                "robert k kerlan jr md fsir dr charles t dotter lecture interventional radiology adapting to the "
                "changing world of healthcare 2015|imported");
    assert_text(database_do("select folded || '|' || sort_name from person where name = 'Robert K. Kerlan, Jr.'"),
                "robert k kerlan jr|kerlan robert k jr");
    int64_t events = database_number("select count(*) from event");
    assert_true(import_text(file, true));
    must_count(0, 0, 43, 0);
    assert_int_equal(imported.likely_count, 1);
    assert_int_equal(database_number("select count(*) from event"), events);
}

static void one_person_may_have_many_honors(void **state)
{
    (void)state;
    must_import("year,award,name\n2009,SIR Gold Medal,Ann Lee\n2010,SIR Gold Medal,ANN  LEE\n"
                "2009,fellowship,Ann Lee\n");
    must_count(3, 0, 0, 1);
    assert_int_equal(imported.likely_count, 0);
    assert_int_equal(database_number("select count(*) from event where act = 'honor.imported'"
                                     " and subject in (select id from honor)"),
                     3);
}

static void awards_are_found_by_name_or_slug(void **state)
{
    (void)state;
    must_import("Award,YEAR,Name,organization,url\n"
                "gold-medal,2001,Ann Lee,,https://example.org/1\n"
                "sir  GOLD medal,2002,Ann Lee,Society of Interventional Radiology,\n"
                "\"Frederick S. Keller, MD, Philanthropy Award\",2003,Ann Lee,SIR Foundation,\n"
                ",,,,\n");
    must_count(3, 0, 0, 1);
    assert_text(database_do("select string_agg(a.slug, ' ' order by h.year) from honor h join award a on a.id = h.award"
                            " where a.slug = 'gold-medal'"),
                "gold-medal gold-medal");
}

static void what_differs_is_corrected(void **state)
{
    (void)state;
    static const char before[] = "year,award,name,postnominals,citation\n2001,gold-medal,Ho-Young Song,MD,\n";
    static const struct {
        const char *file, *honor;
        bool is_corrected;
    } cases[] = {
        {before, "Ho-Young Song|MD|", false},
        {"year,award,name,postnominals,citation\n2001,SIR Gold Medal,  Ho-Young\tSong ,MD,\n", "Ho-Young Song|MD|",
         false},
        {"year,award,name,postnominals,citation\n2001,gold-medal,Ho-Young Song,\"MD, PhD\",\n",
         "Ho-Young Song|MD, PhD|", true},
        {"year,award,name,postnominals,citation\n2001,gold-medal,Ho-Young Song,\"MD, PhD\",For stents\n",
         "Ho-Young Song|MD, PhD|For stents", true},
        {"year,award,name,postnominals,citation\n2001,gold-medal,Ho Young SONG,\"MD, PhD\",For stents\n",
         "Ho Young SONG|MD, PhD|For stents", true},
        {"year,award,name\n2001,gold-medal,Ho Young SONG\n", "Ho Young SONG||", true},
        {"year,award,name\n2001,gold-medal,Ho Young SONG\n", "Ho Young SONG||", false},
    };
    must_import(before);
    must_count(1, 0, 0, 1);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        must_import(cases[i].file);
        must_count(0, cases[i].is_corrected, !cases[i].is_corrected, 0);
        assert_text(database_do("select name || '|' || postnominals || '|' || citation from honor"), cases[i].honor);
    }
    assert_text(database_do("select search from honor"), "ho young song sir gold medal 2001");
}

static void what_was_decided_here_is_not_corrected(void **state)
{
    (void)state;
    must_import("year,award,name\n2001,gold-medal,Ann Lee\n");
    database_do("update honor set source = 'decided'");
    must_import("year,award,name,citation\n2001,gold-medal,Ann Lee,For something else\n");
    must_count(0, 0, 1, 0);
    assert_text(database_do("select citation from honor"), "");
}

static size_t steps[8][2], step_count;

static void note_progress(size_t done, size_t rows)
{
    assert_true(step_count < sizeof steps / sizeof *steps);
    steps[step_count][0] = done;
    steps[step_count++][1] = rows;
}

static void a_long_file_is_kept_step_by_step_and_told(void **state)
{
    (void)state;
    enum { ROWS = 450 };
    struct buffer file = {0};
    buffer_add_string(&file, "year,award,name\n");
    for (int i = 0; i < ROWS; i++)
        buffer_print(&file, "2001,gold-medal,Bo Person%c%c\n", 'a' + i % 26, 'a' + i / 26);
    step_count = 0;
    faults = (struct faults){0};
    bool done = honors_import(arena, connection, buffer_text(&file), true, note_progress, &imported, &faults);
    buffer_free(&file);
    assert_true(done);
    must_count(ROWS, 0, 0, ROWS);
    assert_int_equal(step_count, 3);
    assert_int_equal(steps[0][0], 200);
    assert_int_equal(steps[1][0], 400);
    assert_int_equal(steps[2][0], ROWS);
    assert_int_equal(steps[0][1], ROWS);
}

static void what_is_only_tried_is_not_kept(void **state)
{
    (void)state;
    struct text file = baked_find(baked_programme, text_of("honorees.csv"));
    int64_t events = database_number("select count(*) from event");
    for (int i = 0; i < 2; i++) {
        assert_true(import_text(file, false));
        must_count(43, 0, 0, 32);
        assert_int_equal(imported.likely_count, 1);
        must_be_of_pair("Ziv J Haskal", "SIR Gold Medal 2023"); /* still there when the work has ended */
        nothing_is_kept();
    }
    assert_int_equal(database_number("select count(*) from event"), events);
}

/* ---- what is wrong ---- */

static struct text letters(char letter, size_t count)
{
    char *bytes = arena_take(arena, count + 1);
    memset(bytes, letter, count);
    return text_from(bytes, count);
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

static void every_wrong_row_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        unsigned line;
        const char *field, *words;
    } cases[] = {
        {"year,award,name\n2001,gold-medal,Ann Lee\n2002,Silver Medal,Ann Lee\n", 3, "award", "“Silver Medal”"},
        {"year,award,name\n2001,,Ann Lee\n", 2, "award", "missing"},
        {"year,award,name\n,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n1899,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n2201,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n20001,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n2001/02,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n-2001,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n99999999999999999999,gold-medal,Ann Lee\n", 2, "year", "1900 to 2200"},
        {"year,award,name\n2001,gold-medal,\n", 2, "name", "missing"},
        {"year,award,name\n2001,gold-medal,—\n", 2, "name", "no letter"},
        {"year,award,name,organization\n2001,gold-medal,Ann Lee,SIR Foundation\n", 2, "organization",
         "Society of Interventional Radiology"},
        {"year,award,name\n2001,gold-medal,Ann Lee\n2001,SIR Gold Medal,ANN LEE\n", 3, "name", "line 2"},
        {"year,award,name\n\n\n2001,gold-medal,\"Ann\nLee\"\n\n2002,x,Ann Lee\n", 7, "award", "“x”"},
        {"year,award\n2001,gold-medal\n", 1, "name", "missing"},
        {"year,award,name,colour\n2001,gold-medal,Ann Lee,red\n", 1, "colour", "no column"},
        {"year,award,name\n2001,gold-medal,Ann Lee,MD\n", 2, "", "4 cells"},
        {"year,award,name\n2001,gold-medal,Ann \"Annie\" Lee\n", 2, "name", "quotation mark"},
        {"year;award;name\n2001;gold-medal;Ann Lee\n", 1, "year;award;name", "semicolons"},
        {"year,award,name\n", 1, "", "no rows"},
        {"", 1, "", "empty"},
        {"year,award,name\n2001,gold-medal,Zo\xEB Lee\n", 2, "", "UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        must_refuse(text_of(cases[i].file), cases[i].line, cases[i].field, cases[i].words);
    must_refuse(text_from("year,award,name\n2001,gold-medal,A\0e\n", 36), 2, "", "zero byte");
}

static void cells_have_a_length(void **state)
{
    (void)state;
    static const struct {
        const char *head, *field;
        size_t most;
    } cases[] = {
        {"citation,year,award,name\n%.*s,2001,gold-medal,Ann Lee\n", "citation", 1000},
        {"postnominals,year,award,name\n%.*s,2001,gold-medal,Ann Lee\n", "postnominals", 100},
        {"name,year,award\n%.*s,2001,gold-medal\n", "name", 200},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer file = {0};
        struct text rest = text_of(cases[i].head);
        struct text names = text_cut(&rest, '%');
        rest = text_part(rest, sizeof ".*s" - 1, SIZE_MAX);
        for (size_t extra = 0; extra < 2; extra++) {
            buffer_free(&file);
            buffer_add(&file, names);
            buffer_add(&file, letters('x', cases[i].most + extra));
            buffer_add(&file, rest);
            if (extra == 0)
                assert_true(import_text(buffer_text(&file), false));
        }
        struct text too_long = arena_copy(arena, buffer_text(&file));
        buffer_free(&file);
        must_refuse(too_long, 2, cases[i].field, "more than");
    }
}

static void all_that_is_wrong_is_named_and_nothing_kept(void **state)
{
    (void)state;
    static const struct {
        unsigned line;
        const char *field;
    } wanted[] = {{3, "award"}, {4, "year"}, {4, "award"}, {4, "name"}, {6, "name"}};
    assert_false(import_text(text_of("year,award,name\n"
                                     "2001,gold-medal,Ann Lee\n"
                                     "2001,Silver Medal,Ann Lee\n"
                                     "MMI,,\n"
                                     "2002,gold-medal,Ann Lee\n"
                                     "2001,gold-medal,ann lee\n"),
                             true));
    assert_int_equal(faults.count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < faults.count; i++) {
        assert_int_equal(faults.items[i].line, wanted[i].line);
        assert_string_equal(faults.items[i].field, wanted[i].field);
    }
    nothing_is_kept();
}

static void without_a_database_it_is_lost(void **state)
{
    (void)state;
    struct connection *nowhere = connection_new("host=/nowhere");
    faults = (struct faults){0};
    assert_false(honors_import(arena, nowhere, baked_find(baked_programme, text_of("honorees.csv")), true, NULL,
                               &imported, &faults));
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.items[0].kind, FAULT_LOST);
    connection_free(nowhere);
}

/* ---- names that are probably one person's ---- */

static void likely_pairs_are_found_across_files(void **state)
{
    (void)state;
    must_import("year,award,name\n2001,gold-medal,John A. Kaufman\n2002,gold-medal,Ann Lee\n");
    assert_int_equal(imported.likely_count, 0);
    must_import("year,award,name\n2003,gold-medal,J. Kaufman\n2003,gold-medal,John A. Kaufmann\n");
    assert_int_equal(imported.likely_count, 2);
    must_import("year,award,name\n2004,gold-medal,Bo Li\n");
    assert_int_equal(imported.likely_count, 2); /* all that nobody has answered */
}

static void an_answered_pair_is_no_longer_shown(void **state)
{
    (void)state;
    static const char two[] = "year,award,name\n2021,gold-medal,Ziv Haskal\n2023,gold-medal,Ziv J Haskal\n";
    struct fault fault;
    must_import(two);
    assert_int_equal(imported.likely_count, 1);
    assert_true(people_are_different(arena, connection, text_of("Ziv Haskal"), text_of("ziv j. haskal"), &fault));
    must_import(two);
    assert_int_equal(imported.likely_count, 0);
    assert_true(people_are_same(arena, connection, text_of("Ziv J Haskal"), text_of("Ziv Haskal"), &fault));
    must_import(two);
    must_count(0, 0, 2, 0);
    assert_int_equal(imported.likely_count, 0);
    assert_text(
        database_do("select string_agg(distinct q.name, ',') from published_person p join person q on q.id = p.page"),
        "Ziv J Haskal");
}

static int empty(void **state)
{
    (void)state;
    database_do("truncate honor, likeness, person");
    return 0;
}

static bool save_programme(void)
{
    struct fault fault;
    faults = (struct faults){0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    bool done = programme_save(work, arena, baked_find(baked_programme, text_of("organizations.csv")),
                               baked_find(baked_programme, text_of("awards.csv")), &faults) &&
                work_finish(work, &fault);
    work_end(work);
    return done;
}

static int begin(void **state)
{
    (void)state;
    if (!database_make_whole("import_test"))
        return -1;
    connection = connection_new(database.connections[DATABASE_APP]);
    return save_programme() ? 0 : -1;
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
        TEST(the_real_honorees_come_in),
        TEST(one_person_may_have_many_honors),
        TEST(awards_are_found_by_name_or_slug),
        TEST(what_differs_is_corrected),
        TEST(what_was_decided_here_is_not_corrected),
        TEST(a_long_file_is_kept_step_by_step_and_told),
        TEST(what_is_only_tried_is_not_kept),
        TEST(every_wrong_row_is_named),
        TEST(cells_have_a_length),
        TEST(all_that_is_wrong_is_named_and_nothing_kept),
        TEST(without_a_database_it_is_lost),
        TEST(likely_pairs_are_found_across_files),
        TEST(an_answered_pair_is_no_longer_shown),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
