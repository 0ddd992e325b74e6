/* Cycles: prepared, changed, published, taken back; and who stands in for staff. */
#include "awards/cycles.h"

#include "awards/cycles.sql.h"
#include "base/arena.h"
#include "mail/address.h"

bool cycle_prepare(struct work *work, struct uuid cycle, struct text award, int64_t year, struct fault *fault)
{
    if (text_is_absent(uuid_text(&cycle)))
        return fault_set(fault, FAULT_INVALID, NULL, "Something was missing from the form. Please send it once more.");
    if (year < YEAR_LEAST || year > YEAR_MOST)
        return fault_set(fault, FAULT_INVALID, "year", "Give a year of four figures, such as 2027.");
    work_ask(work, cycle_prepared(cycle, award, year));
    return true;
}

static void add_wrong(struct faults *wrong, struct arena *arena, struct text field, struct text sentence)
{
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, arena_print(arena, "%.*s", TEXT_ARGUMENTS(field)).bytes, "%.*s",
              TEXT_ARGUMENTS(sentence));
    faults_add(wrong, arena, fault);
}

/* One thing at most about each date: what is missing, or the first that it comes too early for. */
static void find_wrong_dates(const struct cycle_plan *plan, struct arena *arena, struct faults *wrong)
{
    const struct {
        bool is_missing;
        const char *field, *missing;
        bool is_early;
        const char *early;
    } dates[] = {
        {text_is_empty(plan->opens_at), "opens_at.date", "Say when nominations open.", false, NULL},
        {text_is_empty(plan->closes_at), "closes_at.date", "Say when nominations close.",
         text_compare(plan->closes_at, plan->opens_at) <= 0, "The close comes after the opening. Give a later one."},
        {text_is_empty(plan->letters_until) && plan->letters_needed > 0, "letters_until.date",
         "Say until when letters are taken, or that none is needed.",
         !text_is_empty(plan->letters_until) && text_compare(plan->letters_until, plan->closes_at) < 0,
         "Letters are taken until the close at least, or the last to nominate could not ask for any."},
        {plan->has_round && text_is_empty(plan->round_opens_at), "round_opens_at.date", "Say when judging opens.",
         plan->has_round && text_compare(plan->round_opens_at, plan->closes_at) < 0,
         "Judging begins when nominations have closed, or later."},
        {plan->has_round && text_is_empty(plan->round_closes_at), "round_closes_at.date", "Say when judging closes.",
         plan->has_round && text_compare(plan->round_closes_at, plan->round_opens_at) <= 0,
         "Judging closes after it has opened. Give a later date."},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++)
        if (dates[i].is_missing || dates[i].is_early)
            add_wrong(wrong, arena, text_of(dates[i].field),
                      text_of(dates[i].is_missing ? dates[i].missing : dates[i].early));
}

void cycle_find_wrong(const struct cycle_plan *plan, struct arena *arena, struct faults *wrong)
{
    if (plan->year < YEAR_LEAST || plan->year > YEAR_MOST)
        add_wrong(wrong, arena, text_of("year"), text_of("Give a year of four figures, such as 2027."));
    find_wrong_dates(plan, arena, wrong);
    if (plan->letters_needed < 0 || plan->letters_needed > LETTERS_MOST)
        add_wrong(wrong, arena, text_of("letters_needed"),
                  arena_print(arena, "Give a number from 0 to %d.", LETTERS_MOST));
    if (plan->most_names < 0 || plan->most_names > NAMES_MOST)
        add_wrong(wrong, arena, text_of("most_names"),
                  arena_print(arena, "Give a number from 1 to %d, or nothing where there is no bound.", NAMES_MOST));
}

static struct text or_empty(struct text text)
{
    return text_is_absent(text) ? text_empty : text;
}

static struct cycle_plan plan_read(const struct rows *asked, const struct cycle_wish *wish)
{
    return (struct cycle_plan){
        .opens_at = or_empty(rows_text(asked, 0, "opens_at")),
        .closes_at = or_empty(rows_text(asked, 0, "closes_at")),
        .letters_until = or_empty(rows_text(asked, 0, "letters_until")),
        .round_opens_at = or_empty(rows_text(asked, 0, "round_opens_at")),
        .round_closes_at = or_empty(rows_text(asked, 0, "round_closes_at")),
        .year = wish->year < 0 ? rows_number(asked, 0, "year") : wish->year,
        .letters_needed = wish->letters_needed < 0 ? rows_number(asked, 0, "letters_needed") : wish->letters_needed,
        .most_names = wish->most_names < 0 ? rows_number(asked, 0, "most_names") : wish->most_names,
        .has_round = rows_flag(asked, 0, "has_round"),
    };
}

static bool is_changed(const struct cycle_plan *plan, const struct rows *asked)
{
    return rows_flag(asked, 0, "is_moved") || plan->year != rows_number(asked, 0, "year") ||
           plan->letters_needed != rows_number(asked, 0, "letters_needed") ||
           plan->most_names != rows_number(asked, 0, "most_names");
}

bool cycle_change(struct work *work, struct arena *arena, struct uuid cycle, const struct cycle_wish *wish,
                  struct rows **kept, struct faults *wrong, struct fault *fault)
{
    struct rows *asked = work_ask(work, cycle_asked(cycle, wish->opens_at, wish->closes_at, wish->letters_until,
                                                    wish->round_opens_at, wish->round_closes_at));
    *kept = NULL;
    if (!work_trip(work, fault))
        return false;
    if (rows_count(asked) == 0)
        return fault_not_found(fault);
    struct cycle_plan plan = plan_read(asked, wish);
    if (!is_changed(&plan, asked))
        return true;
    if (wish->version != rows_number(asked, 0, "version"))
        return fault_set(fault, FAULT_CLASH, NULL,
                         "Somebody else has changed this cycle meanwhile. What you typed is below, and beside it what "
                         "stands now. Save once more to put yours in its place.");
    cycle_find_wrong(&plan, arena, wrong);
    if (wrong->count > 0)
        return false;
    *kept =
        work_ask(work, cycle_kept(cycle, wish->version, plan.year, plan.opens_at, plan.closes_at, plan.letters_until,
                                  plan.round_opens_at, plan.round_closes_at, plan.letters_needed, plan.most_names));
    return true;
}

/* The cycle, kept from changing until the work ends. */
static struct rows *lock(struct work *work, struct uuid cycle)
{
    return work_ask(work, cycle_asked(cycle, text_absent, text_absent, text_absent, text_absent, text_absent));
}

bool cycle_publish(struct work *work, struct arena *arena, struct uuid cycle, struct faults *missing,
                   struct fault *fault)
{
    struct rows *locked = lock(work, cycle), *found = work_ask(work, cycle_missing(cycle));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    for (size_t row = 0; row < rows_count(found); row++)
        add_wrong(missing, arena, rows_text(found, row, "field"), rows_text(found, row, "sentence"));
    if (missing->count > 0)
        return false;
    work_ask(work, cycle_published(cycle));
    return true;
}

bool cycle_unpublish(struct work *work, struct uuid cycle, struct fault *fault)
{
    struct rows *locked = lock(work, cycle);
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    if (rows_flag(locked, 0, "is_published") && !rows_flag(locked, 0, "is_coming"))
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "This cycle has opened, so it cannot be taken back any more. Its dates can be postponed.");
    if (!rows_flag(locked, 0, "has_form"))
        return fault_set(fault, FAULT_REFUSED, NULL,
                         "This call has no form here, so it could not be published again. Let it stand.");
    work_ask(work, cycle_unpublished(cycle));
    return true;
}

bool stand_in_name(struct work *work, struct arena *arena, struct uuid cycle, struct uuid stand_in, struct text email,
                   struct fault *fault)
{
    struct text folded = mail_address_fold(arena, email);
    if (text_is_absent(uuid_text(&stand_in)))
        return fault_set(fault, FAULT_INVALID, NULL, "Something was missing from the form. Please send it once more.");
    if (!mail_address_is_valid(email))
        return fault_set(fault, FAULT_INVALID, "email", "Give an e-mail address, such as name@example.org.");
    struct rows *asked = work_ask(work, stand_in_asked(cycle, folded));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(asked) == 0)
        return fault_not_found(fault);
    if (text_is_absent(rows_text(asked, 0, "person")))
        return fault_set(fault, FAULT_INVALID, "email",
                         "Nobody has an account with this address. Invite them first, on the page of people.");
    if (rows_flag(asked, 0, "is_staff"))
        return fault_set(fault, FAULT_INVALID, "email", "They are on the staff already, and act in every cycle.");
    work_ask(work, stand_in_named(stand_in, cycle, folded));
    return true;
}

bool stand_in_end(struct work *work, struct uuid cycle, struct uuid stand_in, struct fault *fault)
{
    struct rows *locked = lock(work, cycle);
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0)
        return fault_not_found(fault);
    work_ask(work, stand_in_ended(cycle, stand_in));
    return true;
}
