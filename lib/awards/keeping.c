/* Awards as staff keep them: made and changed. */
#include "awards/keeping.h"

#include "awards/fields.h"
#include "awards/keeping.sql.h"
#include "awards/models.h"
#include "awards/organizations.sql.h"
#include "awards/slugs.h"
#include "base/unicode.h"

enum { NAME_MOST = 200, SUMMARY_MOST = 400, TEXT_MOST = 10000, NAMES_MOST = 999 };

const struct award_kind award_kinds[] = {
    {"medal", "Medal or prize"}, {"lecture", "Lecture"}, {"fellowship", "Fellowship"},
    {"travel", "Travel award"},  {"grant", "Grant"},     {NULL, NULL},
};

static bool is_kind(struct text kind)
{
    for (const struct award_kind *one = award_kinds; one->kind != NULL; one++)
        if (text_is(kind, one->kind))
            return true;
    return false;
}

static void check_name(struct arena *arena, struct text name, struct faults *wrong)
{
    if (!text_is_empty(name) && text_is_empty(unicode_fold(arena, name)))
        faults_say(wrong, arena, "name", "This name has no letter.");
    else
        field_check(wrong, arena, "name", name, "Give the name of the award.", NAME_MOST);
}

static void check_clashes(struct arena *arena, const struct rows *clashes, struct faults *wrong)
{
    if (rows_flag(clashes, 0, "is_name_taken"))
        faults_say(wrong, arena, "name", "Another award of this organization has this name.");
}

/* ---- a new one ---- */

static const struct programme_award *check_new(struct arena *arena, const struct new_award *asked, struct text slug,
                                               struct faults *wrong)
{
    const struct programme_award *model =
        text_is_empty(asked->model) ? NULL : model_find(arena, asked->model, asked->name);
    check_name(arena, asked->name, wrong);
    if (text_is_empty(asked->organization))
        faults_say(wrong, arena, "organization", "Choose the organization that confers it.");
    if (!text_is_empty(asked->name) && (!slug_is_fit(slug) || text_is(slug, "new")))
        faults_say(wrong, arena, "slug", SLUG_SENTENCE);
    if (!text_is_empty(asked->model) && model == NULL)
        faults_say(wrong, arena, "model", "Choose one of these models, or none.");
    if (text_is_empty(asked->kind) ? text_is_empty(asked->model) : !is_kind(asked->kind))
        faults_say(wrong, arena, "kind", "Choose what kind of award it is.");
    if (text_is_absent(uuid_text(&asked->id)))
        faults_say(wrong, arena, "", "Load the page again, and send it once more.");
    return model;
}

static void make(struct work *work, struct arena *arena, const struct new_award *asked, struct text slug,
                 const struct programme_award *model)
{
    static const struct programme_award none = {
        .summary = TEXT(""),
        .purpose = TEXT(""),
        .eligibility = TEXT(""),
        .packet = TEXT(""),
        .judging = TEXT(""),
        .kind = TEXT(""),
        .currency = TEXT(""),
        .has_call = true,
    };
    const struct programme_award *from = model == NULL ? &none : model;
    work_ask(work, award_made(asked->id, asked->organization, slug, asked->name, unicode_fold(arena, asked->name),
                              text_is_empty(asked->kind) ? from->kind : asked->kind, from->summary, from->purpose,
                              from->eligibility, from->packet, from->judging, from->most_names, from->money,
                              from->currency, from->has_call));
    if (model != NULL)
        model_follow(work, arena, model, slug, asked->name);
}

bool award_make(struct work *work, struct arena *arena, const struct new_award *asked, struct text *made,
                struct faults *wrong, struct fault *fault)
{
    *made = text_is_empty(asked->slug) ? slug_for(arena, asked->name) : asked->slug;
    const struct programme_award *model = check_new(arena, asked, *made, wrong);
    if (wrong->count > 0)
        return false;
    work_ask(work, organizations_lock());
    struct rows *clashes =
        work_ask(work, award_clashes(asked->id, asked->organization, *made, unicode_fold(arena, asked->name)));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(clashes) == 0)
        return fault_not_found(fault);
    if (!text_is_absent(rows_text(clashes, 0, "there"))) {
        *made = arena_copy(arena, rows_text(clashes, 0, "there"));
        return true;
    }
    check_clashes(arena, clashes, wrong);
    if (rows_flag(clashes, 0, "is_slug_taken"))
        faults_say(
            wrong, arena, "slug",
            arena_print(arena, "Another award has the address word “%.*s”. Choose one.", TEXT_ARGUMENTS(*made)).bytes);
    if (wrong->count > 0)
        return false;
    make(work, arena, asked, *made, model);
    return true;
}

/* ---- changes ---- */

/* A whole number within bounds, 0 where nothing was typed. */
static int64_t check_number(struct faults *wrong, struct arena *arena, const char *field, struct text text,
                            int64_t least, int64_t most, const char *sentence)
{
    int64_t number = 0;
    if (!text_is_empty(text) && (!text_number(text, &number) || number < least || number > most))
        faults_say(wrong, arena, field, sentence);
    return number;
}

/* In minor units: "40,000" and "40000.00" are 4000000. False when it is no amount. */
static bool read_money(struct text text, int64_t *money)
{
    size_t decimals = 0, digits = 0;
    bool has_point = false;
    *money = 0;
    for (size_t i = 0; i < text.length; i++) {
        char one = text.bytes[i];
        if (one == '.' && !has_point && digits > 0)
            has_point = true;
        else if (one >= '0' && one <= '9' && decimals < 2 && digits < 14) {
            *money = *money * 10 + (one - '0');
            digits++;
            decimals += has_point;
        } else if ((one != ',' && one != ' ') || has_point)
            return false;
    }
    for (size_t i = decimals; i < 2; i++)
        *money *= 10;
    return *money > 0 && (!has_point || decimals == 2);
}

static int64_t check_money(struct faults *wrong, struct arena *arena, const struct award_facts *asked)
{
    int64_t money = 0;
    bool has_currency = asked->currency.length == 3;
    for (size_t i = 0; i < asked->currency.length; i++)
        has_currency = has_currency && asked->currency.bytes[i] >= 'A' && asked->currency.bytes[i] <= 'Z';
    if (!text_is_empty(asked->money) && !read_money(asked->money, &money))
        faults_say(wrong, arena, "money", "Give an amount such as 25,000, or leave this empty.");
    else if (money > 0 && !has_currency)
        faults_say(wrong, arena, "currency", "Give the currency by its three capital letters, such as USD.");
    return money;
}

static void check_texts(struct faults *wrong, struct arena *arena, const struct award_facts *asked)
{
    check_name(arena, asked->name, wrong);
    if (!is_kind(asked->kind))
        faults_say(wrong, arena, "kind", "Choose what kind of award it is.");
    field_check(wrong, arena, "summary", asked->summary, NULL, SUMMARY_MOST);
    field_check(wrong, arena, "purpose", asked->purpose, NULL, TEXT_MOST);
    field_check(wrong, arena, "eligibility", asked->eligibility, NULL, TEXT_MOST);
    field_check(wrong, arena, "packet", asked->packet, NULL, TEXT_MOST);
    field_check(wrong, arena, "judging", asked->judging, NULL, TEXT_MOST);
}

static bool text_is_number(struct text text, int64_t number)
{
    int64_t other = 0;
    return (text_is_empty(text) || text_number(text, &other)) && other == number;
}

/* Whether all stands already as it is asked for: then nobody has been overtaken. */
static bool is_same(const struct rows *kept, const struct award_facts *asked, int64_t since, int64_t most_names,
                    int64_t money)
{
    int64_t money_kept = 0;
    struct text amount = rows_text(kept, 0, "money"), currency = rows_text(kept, 0, "currency");
    if (!text_is_absent(amount))
        read_money(amount, &money_kept);
    return text_equal(asked->name, rows_text(kept, 0, "name")) && text_equal(asked->kind, rows_text(kept, 0, "kind")) &&
           text_equal(asked->summary, rows_text(kept, 0, "summary")) &&
           text_equal(asked->purpose, rows_text(kept, 0, "purpose")) &&
           text_equal(asked->eligibility, rows_text(kept, 0, "eligibility")) &&
           text_equal(asked->packet, rows_text(kept, 0, "packet")) &&
           text_equal(asked->judging, rows_text(kept, 0, "judging")) &&
           text_is_number(rows_text(kept, 0, "since"), since) &&
           text_is_number(rows_text(kept, 0, "most_names"), most_names) && money == money_kept &&
           (money == 0 || text_equal(asked->currency, currency)) && asked->has_call == rows_flag(kept, 0, "has_call");
}

bool award_change(struct work *work, struct arena *arena, struct text version, const struct award_facts *asked,
                  struct faults *wrong, struct fault *fault)
{
    check_texts(wrong, arena, asked);
    int64_t since = check_number(wrong, arena, "since", asked->since, 1000, 9999, "Give a year such as 1996.");
    int64_t most_names = check_number(wrong, arena, "most_names", asked->most_names, 1, NAMES_MOST,
                                      "Give a whole number, or leave this empty where there is no limit.");
    int64_t money = check_money(wrong, arena, asked);
    struct text search = unicode_fold(arena, asked->name);
    work_ask(work, organizations_lock());
    struct rows *kept = work_ask(work, award_kept(asked->slug));
    struct rows *clashes = work_ask(work, award_named(asked->slug, search));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(kept) == 0)
        return fault_not_found(fault);
    check_clashes(arena, clashes, wrong);
    if (!is_same(kept, asked, since, most_names, money) && !text_equal(version, rows_text(kept, 0, "version")))
        faults_say(wrong, arena, "", CLASH_SENTENCE);
    if (wrong->count > 0)
        return false;
    work_ask(work, award_changed(rows_uuid(kept, 0, "id"), asked->name, search, asked->kind, since, asked->summary,
                                 asked->purpose, asked->eligibility, asked->packet, asked->judging, most_names, money,
                                 money > 0 ? asked->currency : text_empty, asked->has_call));
    return true;
}
