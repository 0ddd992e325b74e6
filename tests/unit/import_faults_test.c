/* Bringing past honorees in: everything that can be wrong with a file is named, and then nothing is kept. */
#include "base/buffer.h"

#include "importing.h"

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
        {"year,award,name\n,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n999,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n10000,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n20001,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n2001/02,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n-2001,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n99999999999999999999,gold-medal,Ann Lee\n", 2, "year", "1000 to 9999"},
        {"year,award,name\n2001,gold-medal,\n", 2, "name", "missing"},
        {"year,award,name\n2001,gold-medal,—\n", 2, "name", "no letter"},
        {"year,award,name,organization\n2001,gold-medal,Ann Lee,SIR Foundation\n", 2, "organization",
         "“gold-medal” is an award of the Society of Interventional Radiology."},
        {"year,award,name,organization\n2001,gold-medal,Ann Lee,Nobody\n", 2, "organization",
         "“gold-medal” is an award"},
        {"year,award,name,organization\n2001,x,Ann Lee,SIR Foundation\n", 2, "award", "no award called “x”"},
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

static void an_award_of_several_organizations_needs_its_organization(void **state)
{
    (void)state;
    database_do("insert into award (organization, slug, name, search, kind)"
                " select id, 'other-gold-medal', 'SIR gold medal', 'sir gold medal', 'medal'"
                " from organization where slug = 'sir-foundation'");
    must_refuse(text_of("year,award,name\n2001,SIR Gold Medal,Ann Lee\n"), 2, "award",
                "Several organizations have an award called “SIR Gold Medal”");
    must_import("year,award,name,organization\n2001,SIR Gold Medal,Ann Lee,SIR Foundation\n"
                "2002,SIR Gold Medal,Ann Lee,Society of Interventional Radiology\n2003,gold-medal,Ann Lee,\n");
    assert_text(
        database_do("select string_agg(a.slug, ' ' order by h.year) from honor h join award a on a.id = h.award"),
        "other-gold-medal gold-medal gold-medal");
    database_do("delete from honor; delete from award where slug = 'other-gold-medal'");
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

static int begin(void **state)
{
    (void)state;
    return import_begin("import_faults_test");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_wrong_row_is_named),      TEST(an_award_of_several_organizations_needs_its_organization),
        TEST(cells_have_a_length),           TEST(all_that_is_wrong_is_named_and_nothing_kept),
        TEST(without_a_database_it_is_lost),
    };
    return cmocka_run_group_tests(tests, begin, import_end);
}
