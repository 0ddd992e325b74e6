/* Forms and exclusions: what the programme brings, brought again, changed, and what is wrong with a file. */
#include "awards/programme.h"

#include "database.h"

static struct connection *connection; /* the app's */
static struct faults faults;

static const char head[] = "award,part,name,kind,label,hint,required,most_words,least,most,choices\n";

static bool save(const struct baked_file *files)
{
    struct fault fault = {0};
    faults = (struct faults){0};
    struct work *work = work_new(arena, connection, WORK_CHANGE);
    bool done = programme_save(work, arena, files, &faults) && work_finish(work, &fault);
    work_end(work);
    if (fault.kind != FAULT_NONE)
        faults_add(&faults, arena, fault);
    return done;
}

/* The real organizations and awards, with other questions and exclusions. */
static bool save_with(struct text questions, struct text exclusions)
{
    struct baked_file files[5];
    size_t count = 0;
    if (!text_is_absent(exclusions))
        files[count++] = (struct baked_file){text_of("exclusions.csv"), exclusions};
    if (!text_is_absent(questions))
        files[count++] = (struct baked_file){text_of("questions.csv"), questions};
    static const char *const real[] = {"awards.csv", "organizations.csv"};
    for (size_t i = 0; i < 2; i++)
        files[count++] = (struct baked_file){text_of(real[i]), baked_find(baked_programme, text_of(real[i]))};
    files[count] = (struct baked_file){text_absent, text_absent};
    return save(files);
}

static void must_save_rows(const char *rows)
{
    if (!save_with(arena_print(arena, "%s%s", head, rows), text_absent))
        fail_msg("line %u, %s: %s", faults.items[0].line, faults.items[0].field, faults.items[0].sentence);
}

static int64_t events(void)
{
    return database_number("select count(*) from event");
}

/* ---- the real ones ---- */

static void the_real_forms_come_in_once(void **state)
{
    (void)state;
    assert_true(save(baked_programme));
    assert_text(database_do("select string_agg(a.slug || ' ' || f.version, ', ' order by a.slug)"
                            " from form f join award a on a.id = f.award"),
                "becker-young-investigator 1, cope-student-research 1, gold-medal 1, keller-philanthropy 1,"
                " leaders-in-innovation 1");
    assert_int_equal(database_number("select count(*) from event e join form f on f.id = e.subject"
                                     " join award a on a.id = f.award and a.organization = e.organization"
                                     " where e.act = 'form.saved' and e.facts = '{\"version\": 1}'"),
                     5);
    int64_t before = events();
    assert_true(save(baked_programme));
    assert_int_equal(events(), before);
    assert_int_equal(database_number("select count(*) from form"), 5);
}

/* A query's answer about the questions of the Gold Medal's form. */
static struct text of_gold_medal(const char *select, const char *where)
{
    return database_do(arena_print(arena,
                                   "select %s from question q join form f on f.id = q.form"
                                   " join award a on a.id = f.award where a.slug = 'gold-medal' and %s",
                                   select, where)
                           .bytes);
}

static void the_gold_medal_asks_for_what_its_page_says(void **state)
{
    (void)state;
    assert_true(save(baked_programme));
    assert_text(of_gold_medal("string_agg(distinct q.part, ', ')", "true"),
                "Declarations, Documents, The case, The nominee");
    assert_text(of_gold_medal("string_agg(distinct q.kind, ' ')", "true"),
                "attestation choice date document long number text");
    assert_text(of_gold_medal("q.most_words", "q.name = 'citation'"), "40");
    assert_text(of_gold_medal("q.most_words", "q.name = 'qualifications'"), "1000");
    assert_text(of_gold_medal("q.least || ' to ' || q.most", "q.kind = 'number'"), "0 to 80");
    assert_text(of_gold_medal("q.choices[2]", "q.kind = 'choice'"), "Venous disease");
    assert_text(of_gold_medal("string_agg(q.name, ', ' order by q.rank)", "not q.is_required"),
                "first_member, service, ties");
}

/* A part is one page: in every form its questions stand together. */
static void parts_stand_together(void **state)
{
    (void)state;
    assert_true(save(baked_programme));
    assert_text(database_do("select bool_and(most - least + 1 = questions) from (select min(rank) as least,"
                            " max(rank) as most, count(*) as questions from question group by form, part) as parts"),
                "t");
}

static void the_real_exclusions_come_in_once(void **state)
{
    (void)state;
    assert_true(save(baked_programme));
    assert_text(
        database_do("select string_agg(concat_ws(' ', a.slug, e.role, o.slug, w.slug), ', ' order by e.role)"
                    " from exclusion e join award a on a.id = e.award"
                    " left join organization o on o.id = e.organization left join award w on w.id = e.of_award"),
        "gold-medal board sir, gold-medal chair fellowship");
    assert_int_equal(database_number("select count(*) from event where act = 'exclusion.saved'"
                                     " and subject in (select id from exclusion)"),
                     2);
}

/* ---- changes ---- */

static void a_changed_form_is_the_next_version(void **state)
{
    (void)state;
    static const struct {
        const char *rows;
        int versions;
    } cases[] = {
        {"gold-medal,One,first,text,Label,,yes,,,,\n", 1},
        {"gold-medal,One,first,text,Label,,yes,,,,\n", 1},
        {"gold-medal,One,first,text,Other label,,yes,,,,\n", 2},
        {"gold-medal,One,first,text,Other label,A hint,yes,,,,\n", 3},
        {"gold-medal,One,first,long,Other label,A hint,yes,,,,\n", 4},
        {"gold-medal,One,first,long,Other label,A hint,no,,,,\n", 5},
        {"gold-medal,One,first,long,Other label,A hint,no,40,,,\n", 6},
        {"gold-medal,Two,first,long,Other label,A hint,no,40,,,\n", 7},
        {"gold-medal,Two,first,number,Other label,A hint,no,,-1,5,\n", 8},
        {"gold-medal,Two,first,number,Other label,A hint,no,,,5,\n", 9},
        {"gold-medal,Two,first,choice,Other label,A hint,no,,,,A|B\n", 10},
        {"gold-medal,Two,first,choice,Other label,A hint,no,,,,B|A\n", 11},
        {"gold-medal,Two,a,date,A,,yes,,,,\ngold-medal,Two,b,date,B,,yes,,,,\n", 12},
        {"gold-medal,Two,b,date,B,,yes,,,,\ngold-medal,Two,a,date,A,,yes,,,,\n", 13},
        {"gold-medal,Two,b,date,B,,yes,,,,\nfellowship,One,x,date,X,,yes,,,,\ngold-medal,Two,a,date,A,,yes,,,,\n", 13},
        {"fellowship,One,x,date,X,,yes,,,,\n", 13}, /* what is not in the file stays */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t before = database_number("select count(*) from form");
        must_save_rows(cases[i].rows);
        assert_int_equal(database_number("select max(version) from form join award a on a.id = award"
                                         " where a.slug = 'gold-medal'"),
                         cases[i].versions);
        assert_true(database_number("select count(*) from form") <= before + 1);
    }
    assert_text(database_do("select string_agg(q.name, ' ' order by q.rank) from question q"
                            " join form f on f.id = q.form and f.version = 13"),
                "b a");
    assert_int_equal(database_number("select count(*) from event where act = 'form.saved'"
                                     " and subject in (select id from form)"),
                     14);
}

static void a_cycle_keeps_the_form_it_has(void **state)
{
    (void)state;
    must_save_rows("gold-medal,One,first,text,Label,,yes,,,,\n");
    database_do("insert into cycle (award, year, opens_at, closes_at, form)"
                " select f.award, 2030, '2029-01-01', '2029-06-01', f.id from form f");
    must_save_rows("gold-medal,One,first,text,Other,,yes,,,,\n");
    assert_int_equal(database_number("select f.version from cycle c join form f on f.id = c.form"), 1);
    assert_text(database_do("select q.label from cycle c join question q on q.form = c.form"), "Label");
}

static void a_changed_sentence_is_kept(void **state)
{
    (void)state;
    static const char exclusions[] = "award,role,of,sentence\ngold-medal,board,sir,%s\n";
    assert_true(save_with(text_absent, arena_print(arena, exclusions, "Not now.")));
    struct text id = database_do("select id from exclusion");
    int64_t before = events();
    assert_true(save_with(text_absent, arena_print(arena, exclusions, "Not now.")));
    assert_int_equal(events(), before);
    assert_true(save_with(text_absent, arena_print(arena, exclusions, "Later.")));
    assert_int_equal(events(), before + 1);
    assert_text(database_do("select id from exclusion where sentence = 'Later.'"), id.bytes);
    assert_int_equal(database_number("select count(*) from exclusion"), 1);
}

/* ---- what is wrong ---- */

static void nothing_is_kept(void)
{
    assert_int_equal(database_number("select (select count(*) from form) + (select count(*) from exclusion)"), 0);
}

static void every_wrong_question_is_named(void **state)
{
    (void)state;
    static const struct {
        const char *rows, *field;
    } cases[] = {
        {"gold-medal,,a,text,A,,yes,,,,\n", "part"},
        {"gold-medal,One,,text,A,,yes,,,,\n", "name"},
        {"gold-medal,One,First,text,A,,yes,,,,\n", "name"},
        {"gold-medal,One,1st,text,A,,yes,,,,\n", "name"},
        {"gold-medal,One,a b,text,A,,yes,,,,\n", "name"},
        {"gold-medal,One,a,words,A,,yes,,,,\n", "kind"},
        {"gold-medal,One,a,text,,,yes,,,,\n", "label"},
        {"gold-medal,One,a,text,A,,perhaps,,,,\n", "required"},
        {"gold-medal,One,a,text,A,,yes,0,,,\n", "most_words"},
        {"gold-medal,One,a,text,A,,yes,many,,,\n", "most_words"},
        {"gold-medal,One,a,date,A,,yes,40,,,\n", "most_words"},
        {"gold-medal,One,a,text,A,,yes,,1,,\n", "least"},
        {"gold-medal,One,a,number,A,,yes,,one,,\n", "least"},
        {"gold-medal,One,a,number,A,,yes,,,1.5,\n", "most"},
        {"gold-medal,One,a,choice,A,,yes,,,,\n", "choices"},
        {"gold-medal,One,a,text,A,,yes,,,,A|B\n", "choices"},
        {"gold-medal,One,a,text,A,,yes,,,,\ngold-medal,Two,a,text,A,,yes,,,,\n", "name"},
        {",One,a,text,A,,yes,,,,\n", "award"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_false(save_with(arena_print(arena, "%s%s", head, cases[i].rows), text_absent));
        if (faults.count != 1 || strcmp(faults.items[0].field, cases[i].field) != 0)
            fail_msg("%s%zu faults, the first in %s: %s", cases[i].rows, faults.count, faults.items[0].field,
                     faults.items[0].sentence);
        assert_int_equal(faults.items[0].kind, FAULT_INVALID);
        assert_true(faults.items[0].line >= 2);
        nothing_is_kept();
    }
}

static void what_names_nothing_is_not_kept(void **state)
{
    (void)state;
    static const char *const exclusions[] = {
        "award,role,of,sentence\nsilver-medal,board,sir,Not now.\n",
        "award,role,of,sentence\ngold-medal,board,fellowship,Not now.\n",
        "award,role,of,sentence\ngold-medal,chair,sir,Not now.\n",
        "award,role,of,sentence\ngold-medal,member,sir,Not now.\n",
        "award,role,of,sentence\ngold-medal,board,sir,\n",
    };
    for (size_t i = 0; i < sizeof exclusions / sizeof *exclusions; i++) {
        assert_false(save_with(text_absent, text_of(exclusions[i])));
        nothing_is_kept();
    }
    assert_false(save_with(arena_print(arena, "%ssilver-medal,One,a,text,A,,yes,,,,\n", head), text_absent));
    nothing_is_kept();
}

static int empty(void **state)
{
    (void)state;
    database_do("truncate form, question, exclusion, cycle cascade");
    return 0;
}

static int begin(void **state)
{
    (void)state;
    if (!database_make_whole("forms_test"))
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
        TEST(the_real_forms_come_in_once),
        TEST(the_gold_medal_asks_for_what_its_page_says),
        TEST(parts_stand_together),
        TEST(the_real_exclusions_come_in_once),
        TEST(a_changed_form_is_the_next_version),
        TEST(a_cycle_keeps_the_form_it_has),
        TEST(a_changed_sentence_is_kept),
        TEST(every_wrong_question_is_named),
        TEST(what_names_nothing_is_not_kept),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
