/* Statements as the build makes them: descriptors, queries with their parameters, and ids. */
#include "db/statement.h"

#include "awards/awards.sql.h"
#include "base/arena.h"
#include "db/db.sql.h"
#include "honors/honors.sql.h"

#include "test.h"

#define PERSON "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7e"

static void ids_are_read(void **state)
{
    (void)state;
    static const char *const right[] = {PERSON, "00000000-0000-0000-0000-000000000000",
                                        "ffffffff-ffff-ffff-ffff-ffffffffffff"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct uuid uuid;
        assert_true(uuid_read(text_of(right[i]), &uuid));
        assert_text(uuid_text(&uuid), right[i]);
        assert_int_equal(uuid.characters[36], 0);
    }
    struct uuid within;
    assert_true(uuid_read(text_from(PERSON "/more", 36), &within));
    assert_text(uuid_text(&within), PERSON);
}

static void what_is_no_id_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7",
        PERSON "0",
        (" " PERSON),
        "7D3C5A34-0F2B-4A4E-9B0E-5D1F0C9A8B7E",
        "{d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7}",
        "7d3c5a340f2b4a4e9b0e5d1f0c9a8b7e0000",
        "7d3c5a3-40f2b-4a4e-9b0e-5d1f0c9a8b7e",
        "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7g",
        "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7/",
        "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7:",
        "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8b7`",
        "7d3c5a34-0f2b-4a4e-9b0e-5d1f0c9a8 7e",
        "7d3c5a34_0f2b_4a4e_9b0e_5d1f0c9a8b7e",
    };
    struct uuid uuid;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (uuid_read(text_of(wrong[i]), &uuid))
            fail_msg("“%s” is no id", wrong[i]);
    assert_false(uuid_read(text_absent, &uuid));
    assert_true(text_is_absent(uuid_text(&(struct uuid){0})));
}

static void queries_carry_their_parameters(void **state)
{
    (void)state;
    struct query page = award_page(text_of("gold-medal"));
    assert_string_equal(page.statement->name, "award_page");
    assert_string_equal(page.statement->role, "visitor");
    assert_int_equal(page.statement->parameter_count, 1);
    assert_int_equal(page.parameters[0].kind, PARAMETER_TEXT);
    assert_text(page.parameters[0].text, "gold-medal");
    assert_non_null(strstr(page.statement->sql, "published_award"));
    assert_null(strstr(page.statement->sql, "-- name:"));

    struct uuid person;
    assert_true(uuid_read(text_of(PERSON), &person));
    struct query honoree = honoree_page(person);
    assert_int_equal(honoree.parameters[0].kind, PARAMETER_UUID);
    assert_text(uuid_text(&honoree.parameters[0].uuid), PERSON);

    struct query years = honors_years(-7);
    assert_int_equal(years.parameters[0].kind, PARAMETER_NUMBER);
    assert_int_equal(years.parameters[0].number, -7);

    struct text none = text_absent;
    struct query award =
        award_save(none, none, none, none, none, 1, none, none, none, none, none, 2, 3, none, true, 15);
    assert_int_equal(award.statement->parameter_count, 16);
    assert_int_equal(award.parameters[14].kind, PARAMETER_FLAG);
    assert_true(award.parameters[14].flag);
    assert_int_equal(award.parameters[15].number, 15);
    assert_true(text_is_absent(award.parameters[0].text));
    assert_int_equal(commit_work().statement->parameter_count, 0);
}

static bool is_role(const char *role)
{
    static const char *const roles[] = {"any", "owner", "app", "visitor", "jobs"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++)
        if (strcmp(roles[i], role) == 0)
            return true;
    return false;
}

static void statements_are_numbered_and_named_once(void **state)
{
    (void)state;
    assert_true(statement_count > 0);
    for (size_t i = 0; i < statement_count; i++) {
        const struct statement *statement = statements[i];
        assert_int_equal(statement->number, i);
        assert_in_range(statement->parameter_count, 0, PARAMETERS_MOST);
        if (!is_role(statement->role))
            fail_msg("%s is run by %s, which is no role", statement->name, statement->role);
        for (size_t before = 0; before < i; before++)
            if (strcmp(statement->name, statements[before]->name) == 0)
                fail_msg("two statements are called %s", statement->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_read),
        cmocka_unit_test(what_is_no_id_is_refused),
        cmocka_unit_test(queries_carry_their_parameters),
        cmocka_unit_test(statements_are_numbered_and_named_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
