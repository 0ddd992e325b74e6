/* Rubrics, and models: what the programme brings, brought again, changed, and what is wrong with a file. */
#include "awards/rubrics.h"

#include "awards/forms.h"
#include "awards/models.h"
#include "awards/slugs.h"
#include "awards/zones.h"
#include "database.h"

static struct connection *connection; /* the owner's */
static struct faults faults;

static const char rubrics_head[] = "award,least,most,best,words\n";
static const char criteria_head[] = "award,name,kind,label,hint,required\n";

static bool save_programme(void)
{
    struct fault fault;
    faults = (struct faults){0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    bool done = programme_save(work, arena, baked_programme, &faults) && work_finish(work, &fault);
    work_end(work);
    return done;
}

static bool save(const char *rubrics, const char *criteria)
{
    struct fault fault;
    struct rubric_files files = {arena_print(arena, "%s%s", rubrics_head, rubrics),
                                 arena_print(arena, "%s%s", criteria_head, criteria)};
    faults = (struct faults){0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    bool done = rubrics_save(work, arena, files, &faults) && work_finish(work, &fault);
    work_end(work);
    return done;
}

static void the_real_rubrics_come_in_once(void **state)
{
    (void)state;
    assert_true(save_programme());
    assert_text(database_do("select string_agg(a.slug || ' ' || r.version, ', ' order by a.slug)"
                            " from rubric r join award a on a.id = r.award"),
                "allied-scientist 1, becker-young-investigator 1, cope-student-research 1, gold-medal 1,"
                " keller-philanthropy 1, leaders-in-innovation 1, pilot-research 1, ring-academic-development 1,"
                " student-development 1");
    assert_text(database_do("select bool_and(least = 1 and most = 9 and is_low_best and words[1] = 'Exceptional'"
                            " and words[5] = 'Good' and words[9] = 'Poor' and cardinality(words) = 9) from rubric"),
                "t");
    assert_text(database_do("select string_agg(c.label, ', ' order by c.rank) from criterion c"
                            " join rubric r on r.id = c.rubric join award a on a.id = r.award"
                            " where a.slug = 'pilot-research' and c.kind <> 'comment'"),
                "Significance, Investigator, Innovation, Approach, Environment, Budget, Overall impact");
    assert_int_equal(database_number("select count(*) from criterion where kind = 'overall' and is_required"), 9);
    int64_t before = database_number("select count(*) from event");
    assert_true(save_programme());
    assert_int_equal(database_number("select count(*) from event"), before);
}

static void a_changed_rubric_is_the_next_version(void **state)
{
    (void)state;
    static const char overall[] = "gold-medal,overall,overall,Overall,,yes\n";
    static const struct {
        const char *rubric, *criteria;
        int versions;
    } cases[] = {
        {"gold-medal,1,3,1,\n", "", 1},
        {"gold-medal,1,3,1,\n", "", 1},
        {"gold-medal,1,3,3,\n", "", 2},
        {"gold-medal,0,3,3,\n", "", 3},
        {"gold-medal,0,2,2,None|Some|All\n", "", 4},
        {"gold-medal,0,2,2,None|Much|All\n", "", 5},
        {"gold-medal,0,2,2,None|Much|All\n", "gold-medal,work,score,Work,,yes\n", 6},
        {"gold-medal,0,2,2,None|Much|All\n", "gold-medal,work,score,Work,Hint,yes\n", 7},
        {"gold-medal,0,2,2,None|Much|All\n", "gold-medal,work,comment,Work,Hint,yes\n", 8},
        {"gold-medal,0,2,2,None|Much|All\n", "gold-medal,work,comment,Work,Hint,no\n", 9},
        {"gold-medal,0,2,2,None|Much|All\n", "gold-medal,work,comment,Work,Hint,no\n", 9},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(save(cases[i].rubric, arena_print(arena, "%s%s", cases[i].criteria, overall).bytes));
        assert_int_equal(database_number("select max(version) from rubric"), cases[i].versions);
    }
    assert_int_equal(database_number("select count(*) from rubric"), 9);
    assert_text(database_do("select string_agg(c.name, ' ' order by c.rank) from criterion c"
                            " join rubric r on r.id = c.rubric and r.version = 9"),
                "work overall");
}

static void every_wrong_rubric_is_named(void **state)
{
    (void)state;
    static const char good[] = "gold-medal,1,9,1,\n", overall[] = "gold-medal,overall,overall,Overall,,yes\n";
    static const struct {
        const char *rubric, *criteria, *field;
    } cases[] = {
        {"gold-medal,one,9,9,\n", overall, "least"},
        {"gold-medal,1,1,1,\n", overall, "most"},
        {"gold-medal,1,21,1,\n", overall, "most"},
        {"gold-medal,1,9,5,\n", overall, "best"},
        {"gold-medal,1,3,1,A|B\n", overall, "words"},
        {"gold-medal,1,9,1,\ngold-medal,1,3,1,\n", overall, "award"},
        {good, "gold-medal,a,score,A,,yes\n", "award"},
        {good, "gold-medal,a,overall,A,,yes\ngold-medal,b,overall,B,,yes\n", "award"},
        {good, "gold-medal,a,overall,A,,yes\nsilver-medal,b,score,B,,yes\n", "award"},
        {good, "gold-medal,A,overall,A,,yes\n", "name"},
        {good, "gold-medal,a,overall,A,,yes\ngold-medal,a,score,A,,yes\n", "name"},
        {good, "gold-medal,a,overall,A,,yes\ngold-medal,b,points,B,,yes\n", "kind"},
        {good, "gold-medal,a,overall,,,yes\n", "label"},
        {good, "gold-medal,a,overall,A,,perhaps\n", "required"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(save(cases[i].rubric, cases[i].criteria));
        if (faults.count != 1 || strcmp(faults.items[0].field, cases[i].field) != 0)
            fail_msg("%s%s%zu faults, the first in %s: %s", cases[i].rubric, cases[i].criteria, faults.count,
                     faults.items[0].field, faults.items[0].sentence);
    }
    assert_false(save("silver-medal,1,9,1,\n", "silver-medal,overall,overall,Overall,,yes\n"));
    assert_int_equal(database_number("select count(*) from rubric"), 0);
}

/* A model that the program carries must never fail: here each of them is read, and speaks of the new award. */
static void every_model_is_well_formed(void **state)
{
    (void)state;
    size_t count, forms = 0;
    const struct programme_award *models = models_all(arena, &count);
    assert_text(models[0].slug, "gold-medal");
    for (size_t i = 0; i < count; i++) {
        struct text form, rubric;
        struct rubric_files files = {baked_find(baked_programme, text_of("rubrics.csv")),
                                     baked_find(baked_programme, text_of("criteria.csv"))};
        faults = (struct faults){0};
        assert_true(form_of_award(arena, baked_find(baked_programme, text_of("questions.csv")), models[i].slug, &form,
                                  &faults));
        assert_true(rubric_of_award(arena, files, models[i].slug, &rubric, &faults));
        forms += !text_is_absent(form);
    }
    assert_true(forms >= 2);
    const struct programme_award *model =
        model_find(arena, text_of("leaders-in-innovation"), text_of("Lantern Medal of Lanterns"));
    assert_true(text_starts(model->purpose, text_of("The Lantern Medal of Lanterns is the highest honor")));
    assert_null(model_find(arena, text_of("silver-medal"), text_of("X")));
}

static void a_slug_is_made_of_a_name(void **state)
{
    (void)state;
    static const struct {
        const char *name, *slug;
    } cases[] = {
        {"SIR Gold Medal", "sir-gold-medal"},
        {"  Œuvre & Fils, Prix O’Brien  ", "oeuvre-fils-prix-obrien"},
        {"東京", ""},
        {"Prize 2027 東京", "prize-2027"},
        {"", ""},
        {"one two three four five six seven eight nine ten eleven twelve thirteen",
         "one-two-three-four-five-six-seven-eight-nine-ten-eleven"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(slug_for(arena, text_of(cases[i].name)), cases[i].slug);
    struct text one = slug_for(arena, arena_print(arena, "%0100d", 1));
    assert_int_equal(one.length, SLUG_MOST);
    static const char *const unfit[] = {"", "-", "a-", "-a", "a--b", "A", "a b", "ä", "a/b"};
    for (size_t i = 0; i < sizeof unfit / sizeof *unfit; i++)
        assert_false(slug_is_fit(text_of(unfit[i])));
    assert_true(slug_is_fit(text_of("a-1-b")) && slug_is_fit(one));
    assert_false(slug_is_fit(arena_print(arena, "%061d", 1)));
}

/* PostgreSQL knows every zone that can be chosen. */
static void every_zone_is_there(void **state)
{
    (void)state;
    for (const struct zone *zone = zones; zone->zone != NULL; zone++) {
        struct text sql = arena_print(arena, "select count(*) from pg_timezone_names where name = '%s'", zone->zone);
        if (database_number(sql.bytes) != 1)
            fail_msg("%s", zone->zone);
        assert_ptr_equal(zone_find(text_of(zone->zone)), zone);
    }
    assert_null(zone_find(text_of("Mars/Olympus")));
}

static int empty(void **state)
{
    (void)state;
    database_do("truncate rubric, criterion, cycle cascade");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    if (!database_make_whole("rubrics_test"))
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
        TEST(the_real_rubrics_come_in_once), TEST(a_changed_rubric_is_the_next_version),
        TEST(every_wrong_rubric_is_named),   TEST(every_model_is_well_formed),
        TEST(a_slug_is_made_of_a_name),      TEST(every_zone_is_there),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
