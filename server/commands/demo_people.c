/* The people of the demo. */
#include "commands/demo_people.h"

#include "base/baked.h"
#include "base/buffer.h"
#include "crypto/passwords.h"
#include "people/demo.sql.h"
#include "people/offices.h"
#include "people/register.h"

#include <stdio.h>

/* Who can sign in. They stand in programme/demo_people.csv too. */
static const struct {
    const char *email, *words;
} accounts[] = {
    {"member@demo.test", "member, may nominate"},
    {"member2@demo.test", "another member, may nominate"},
    {"reviewer1@demo.test", "on the committee of the SIR Gold Medal"},
    {"reviewer2@demo.test", "likewise"},
    {"reviewer3@demo.test", "likewise"},
    {"reviewer4@demo.test", "likewise"},
    {"reviewer5@demo.test", "likewise"},
    {"chair@demo.test", "chairs that committee"},
    {"board@demo.test", "on the Society's board, stands aside from the Gold Medal"},
    {"staff@demo.test", "staff of the Society and of its Foundation"},
    {"admin@demo.test", "administrator of this installation"},
};

static const struct {
    const char *email;
    struct term term;
} terms[] = {
    {"reviewer1@demo.test", {.role = TEXT("member"), .award = TEXT("gold-medal")}},
    {"reviewer2@demo.test", {.role = TEXT("member"), .award = TEXT("gold-medal")}},
    {"reviewer3@demo.test", {.role = TEXT("member"), .award = TEXT("gold-medal")}},
    {"reviewer4@demo.test", {.role = TEXT("member"), .award = TEXT("gold-medal")}},
    {"reviewer5@demo.test", {.role = TEXT("member"), .award = TEXT("gold-medal")}},
    {"chair@demo.test", {.role = TEXT("chair"), .award = TEXT("gold-medal")}},
    {"board@demo.test", {.role = TEXT("board"), .organization = TEXT("sir")}},
    {"staff@demo.test", {.role = TEXT("staff"), .organization = TEXT("sir")}},
    {"staff@demo.test", {.role = TEXT("staff"), .organization = TEXT("sir-foundation")}},
    {"admin@demo.test", {.role = TEXT("administrator")}},
};

enum { ACCOUNTS = sizeof accounts / sizeof *accounts, TERMS = sizeof terms / sizeof *terms };

/* Last, so that a load that was interrupted is done again. */
static bool give_terms(struct call *call, struct connection *owner, struct fault *fault)
{
    struct work *work = work_new(call->arena, owner, WORK_CHANGE);
    for (size_t i = 0; i < TERMS; i++)
        term_ask_to_give(work, text_of(terms[i].email), &terms[i].term);
    work_ask(work, demo_people_finish());
    bool done = work_finish(work, fault);
    work_end(work);
    return done;
}

bool demo_people_load(struct call *call, struct faults *faults)
{
    struct people_imported imported;
    struct fault fault;
    struct connection *owner = call_connection(call, DATABASE_OWNER);
    bool done = people_import(call->arena, owner, baked_find(baked_programme, text_of("demo_people.csv")), true, NULL,
                              &imported, faults);
    if (done && !give_terms(call, owner, &fault)) {
        faults_add(faults, call->arena, fault);
        done = false;
    }
    connection_free(owner);
    if (done)
        printf("Loaded %zu invented people\n", imported.rows);
    return done;
}

static struct text all_emails(struct arena *arena)
{
    struct buffer emails = {0};
    for (size_t i = 0; i < ACCOUNTS; i++)
        buffer_print(&emails, "%s%s", i == 0 ? "" : ",", accounts[i].email);
    struct text text = arena_copy(arena, buffer_text(&emails));
    buffer_free(&emails);
    return text;
}

/* Hashing takes its time on purpose: the password is hashed once, and they share the hash. */
static void queue_passwords(struct work *work, struct arena *arena, const struct rows *rows, struct text password)
{
    struct text good = text_absent, fresh = text_absent;
    for (size_t row = 0; row < rows_count(rows); row++) {
        struct text hash = rows_text(rows, row, "password_hash");
        if (text_is_absent(hash) || (!text_equal(hash, good) && !password_holds(hash, password))) {
            if (text_is_absent(fresh))
                fresh = password_hash(arena, password);
            work_ask(work, demo_password(rows_uuid(rows, row, "person"), fresh));
        } else {
            good = hash;
        }
    }
}

bool demo_passwords_follow(struct call *call, struct faults *faults)
{
    struct fault fault;
    struct text password = call->settings.values[SETTING_DEMO_PASSWORD];
    if (text_is_empty(password))
        return true;
    struct connection *owner = call_connection(call, DATABASE_OWNER);
    struct work *work = work_new(call->arena, owner, WORK_CHANGE);
    struct rows *rows = work_ask(work, demo_accounts(all_emails(call->arena)));
    bool done = work_trip(work, &fault);
    if (done) {
        queue_passwords(work, call->arena, rows, password);
        done = work_finish(work, &fault);
    }
    work_end(work);
    connection_free(owner);
    if (!done)
        faults_add(faults, call->arena, fault);
    return done;
}

void demo_people_show(const struct call *call)
{
    if (text_is_empty(call->settings.values[SETTING_DEMO_PASSWORD]))
        return;
    for (size_t i = 0; i < ACCOUNTS; i++)
        printf("%-20s  %s\n", accounts[i].email, accounts[i].words);
}
