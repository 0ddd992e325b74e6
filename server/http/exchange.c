/* One request's way through the house: ask, one round trip, show. */
#include "http/exchange.h"

#include "base/log.h"
#include "base/time.h"
#include "crypto/tokens.h"
#include "honors/honors.sql.h"
#include "http/address.h"
#include "http/refusal.h"
#include "http/seen.h"
#include "letters/letters.sql.h"
#include "metrics.h"
#include "people/sign_in.sql.h"
static bool is_public(const struct ask *ask)
{
    return ask->request->route->audience == FOR_EVERYBODY;
}

unsigned exchange_status(const struct fault *fault)
{
    static const unsigned statuses[] = {
        [FAULT_NONE] = 500,       [FAULT_INVALID] = 422,  [FAULT_NOT_FOUND] = 404, [FAULT_REFUSED] = 403,
        [FAULT_SIGNED_OUT] = 401, [FAULT_TOO_MANY] = 429, [FAULT_CLASH] = 409,     [FAULT_BUSY] = 503,
        [FAULT_LOST] = 503,       [FAULT_UNSURE] = 503,   [FAULT_BROKEN] = 500,
    };
    if (fault->kind == FAULT_LOST || fault->kind == FAULT_UNSURE)
        metrics_database_lost();
    return statuses[fault->kind];
}

struct rows *exchange_enter(const struct request *request, const struct visit *visit, struct work *work,
                            struct arena *arena)
{
    if (request->route->audience == FOR_A_PERSON)
        return work_ask(work, enter_person(visit->session_hash));
    if (request->route->audience == FOR_A_REFEREE)
        return work_ask(work, enter_referee(token_hash(arena, request_capture(request, "token"))));
    return NULL;
}

/* A session is seen; the rows of enter() say whether that is worth a note. */
static void note_session(const struct ask *ask, const struct rows *who)
{
    if (ask->request->route->audience == FOR_A_PERSON && rows_flag(who, 0, "is_seen_late"))
        seen_note(ask->house->seen, ask->visit.session_hash);
}

/* The first half and the round trip. With a page that may be kept comes how long it stays true by itself. */
static bool ask_all(struct ask *ask, const struct route *route, struct rows **change)
{
    struct rows *who = exchange_enter(ask->request, &ask->visit, ask->work, ask->arena);
    if (route->ask != NULL)
        route->ask(ask);
    if (ask->fault.kind != FAULT_NONE)
        return false;
    if (is_public(ask) && request_is_plain(ask->request))
        *change = work_ask(ask->work, public_change());
    if (who == NULL && *change == NULL && ask->count == 0)
        return true;
    if (!work_finish(ask->work, &ask->fault))
        return false;
    if (who != NULL) {
        note_session(ask, who);
        names_set(ask->names, route->audience == FOR_A_PERSON ? "me" : "ask", rows_record(who, 0));
    }
    for (int i = 0; i < ask->count; i++) {
        struct asked *asked = &ask->asked[i];
        if (asked->is_one && rows_count(asked->rows) == 0) {
            ask_not_found(ask);
            return false;
        }
        names_set(ask->names, asked->name, asked->is_one ? rows_record(asked->rows, 0) : rows_list(asked->rows));
    }
    return true;
}

/* The second half. */
static bool show_all(struct show *show, const struct route *route)
{
    if (route->complete != NULL)
        route->complete(show);
    if (show->ask->fault.kind != FAULT_NONE)
        return false;
    if (show->plan.location != NULL)
        return true;
    if (route->write != NULL) {
        route->write(show);
        return show->ask->fault.kind == FAULT_NONE;
    }
    show->plan.type = "text/html; charset=utf-8";
    if (page_render(show->house, route->show, show->ask->request, show->ask->names, show->ask->arena, &show->body))
        return true;
    return fault_set(&show->ask->fault, FAULT_BROKEN, NULL, "A template failed.");
}

/* A page that does not depend on a query string is kept until it changes by itself, counted from before it was asked
 * for. */
static void keep(const struct house *house, const struct request *request, struct answer *answer,
                 const struct rows *change, uint64_t asked_at, uint64_t generation)
{
    if (change == NULL || answer_status(answer) != MHD_HTTP_OK)
        return;
    bool lasts = text_is_absent(rows_text(change, 0, "microseconds"));
    uint64_t expires = lasts ? SHELF_FOREVER : asked_at + (uint64_t)rows_number(change, 0, "microseconds");
    shelf_put(house->pages, request->path, answer, expires, generation);
}

/* What every page with a form is told. */
static void tell_visit(struct ask *ask, struct answer_plan *plan)
{
    names_set(ask->names, "csrf", value_text(ask->visit.csrf));
    plan->cookies[0] = ask->visit.cookie;
    plan->keeping = KEEP_NOTHING;
}

struct answer *exchange_page(struct ask *ask, const struct doors *doors, unsigned status)
{
    const struct route *route = ask->request->route;
    struct show show = {.house = ask->house, .ask = ask, .plan = {.status = status, .keeping = KEEP_NOTHING}};
    uint64_t generation = shelf_generation(ask->house->pages), asked_at = time_passed();
    struct rows *change = NULL;
    struct answer *answer = NULL;
    bool asks = route->ask != NULL || !is_public(ask);
    if (asks)
        ask->work = work_new(ask->arena, is_public(ask) ? doors->visitor : doors->app, WORK_READ);
    if (asks && is_public(ask)) {
        show.plan.keeping = KEEP_CHECKED;
        show.plan.is_brief = !request_is_plain(ask->request);
    }
    if (!is_public(ask))
        tell_visit(ask, &show.plan);
    if ((!asks || ask_all(ask, route, &change)) && show_all(&show, route)) {
        answer = answer_new(&show.plan, &show.body);
        if (show.plan.keeping == KEEP_CHECKED)
            keep(ask->house, ask->request, answer, change, asked_at, generation);
    }
    if (asks)
        work_end(ask->work);
    buffer_free(&show.body);
    return answer;
}

bool exchange_finds(struct ask *ask, const struct doors *doors)
{
    struct rows *change = NULL;
    ask->work = work_new(ask->arena, doors->app, WORK_READ);
    bool found = ask_all(ask, ask->request->route, &change);
    work_end(ask->work);
    return found;
}

/* To the sign-in, and from there back. */
static struct answer *lead_to_sign_in(const struct request *request, struct arena *arena)
{
    struct buffer address = {0}, nothing = {0};
    struct text target = request->path;
    if (!text_is_empty(request->query))
        target = arena_print(arena, "%.*s?%.*s", TEXT_ARGUMENTS(target), TEXT_ARGUMENTS(request->query));
    buffer_add_string(&address, "/sign-in");
    if (!text_is(request->path, "/desk"))
        address_add(&address, "to", target);
    struct answer_plan plan = {.status = MHD_HTTP_SEE_OTHER,
                               .location = arena_copy(arena, buffer_text(&address)).bytes};
    buffer_free(&address);
    return answer_new(&plan, &nothing);
}

/* Nobody is signed in any more: the sign-in, which keeps what was sent and gives it back. */
static struct answer *keep_for_sign_in(const struct house *house, const struct request *request,
                                       const struct visit *visit, const struct form *form, struct arena *arena)
{
    struct answer_plan plan = {.status = MHD_HTTP_UNAUTHORIZED, .type = "text/html; charset=utf-8"};
    struct buffer body = {0};
    struct names *names = names_new(arena);
    plan.cookies[0] = visit->cookie;
    names_set(names, "csrf", value_text(visit->csrf));
    names_set(names, "is_again", value_flag(true));
    names_set(names, "kept", value_text(form_write(arena, form)));
    names_set(names, "kept_to", value_text(request->path));
    if (page_render(house, "people/sign_in", request, names, arena, &body))
        return answer_new(&plan, &body);
    return house_refusal(house, request, 500, NULL, arena);
}

struct answer *exchange_refusal(const struct house *house, const struct request *request, const struct visit *visit,
                                const struct fault *fault, const struct form *form, struct arena *arena)
{
    /* Why a link is over may be said; what is not a person's must look like what is not there. */
    bool is_hidden = fault->kind == FAULT_NOT_FOUND && request->route->audience == FOR_A_PERSON;
    if (fault->kind != FAULT_SIGNED_OUT || request_wants_json(request))
        return house_refusal_of(house, request, exchange_status(fault), is_hidden ? "" : fault->sentence, arena);
    if (request->method == GET)
        return lead_to_sign_in(request, arena);
    if (form == NULL || request->route->takes_secrets || !visit_is_ours(house, request))
        return house_refusal_of(house, request, 401, fault->sentence, arena);
    return keep_for_sign_in(house, request, visit, form, arena);
}

struct answer *house_answer(const struct house *house, struct request *request, const struct doors *doors,
                            struct arena *arena)
{
    if (request->route->act != NULL)
        return exchange_act(house, request, doors, arena);
    struct ask ask = {.house = house, .request = request, .arena = arena, .names = names_new(arena)};
    if (!is_public(&ask))
        ask.visit = visit_read(house, request, arena);
    struct answer *answer = NULL;
    if (request->route->audience == FOR_A_PERSON && text_is_absent(ask.visit.session_hash))
        fault_set(&ask.fault, FAULT_SIGNED_OUT, NULL, "You are not signed in.");
    else
        answer = exchange_page(&ask, doors, 0);
    return answer != NULL ? answer : exchange_refusal(house, request, &ask.visit, &ask.fault, NULL, arena);
}
