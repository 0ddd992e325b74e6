/* Bringing past honorees in: good files, again, corrections, and likely pairs. */
#include "base/buffer.h"
#include "people/joining.h"

#include "importing.h"

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
                "robert k kerlan jr md fsir interventional radiology adapting to the "
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

static void years_reach_far(void **state)
{
    (void)state;
    must_import("year,award,name\n1000,gold-medal,Ann Lee\n9999,gold-medal,Ann Lee\n");
    must_count(2, 0, 0, 1);
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
    assert_text(database_do("select search from honor"), "ho young song 2001");
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

static int begin(void **state)
{
    (void)state;
    return import_begin("import_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_real_honorees_come_in),
        TEST(one_person_may_have_many_honors),
        TEST(awards_are_found_by_name_or_slug),
        TEST(years_reach_far),
        TEST(what_differs_is_corrected),
        TEST(what_was_decided_here_is_not_corrected),
        TEST(a_long_file_is_kept_step_by_step_and_told),
        TEST(what_is_only_tried_is_not_kept),
        TEST(likely_pairs_are_found_across_files),
        TEST(an_answered_pair_is_no_longer_shown),
    };
    return cmocka_run_group_tests(tests, begin, import_end);
}
