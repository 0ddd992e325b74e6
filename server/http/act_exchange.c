/* A form's way through the house: whether it is one of ours, what it does, and the page again when it could not. */
#include "base/log.h"
#include "crypto/keys.h"
#include "http/exchange.h"
#include "http/refusal.h"

#include <string.h>

/* The fields of what was sent. NULL, with a fault, when it is no form. */
static const struct form *read_form(struct request *request, struct arena *arena, struct fault *fault)
{
    if (request->upload != NULL)
        return upload_end(request->upload, fault) || fault->kind == FAULT_INVALID ? upload_form(request->upload) : NULL;
    struct form *form = form_new(arena);
    if (form_read(form, buffer_text(&request->body)))
        return form;
    fault_set(fault, FAULT_INVALID, NULL, "What was sent is not a form.");
    return NULL;
}

/* One fault the page can name beside its field. */
struct one_fault {
    struct record record;
    const struct faults *faults;
};

static struct value find_error(const struct record *record, struct text name)
{
    const struct faults *faults = ((const struct one_fault *)(const void *)record)->faults;
    for (size_t i = 0; i < faults->count; i++)
        if (text_is(name, faults->items[i].field))
            return value_text(text_of(faults->items[i].sentence));
    return (struct value){.kind = VALUE_FALSE}; /* an error of another page's field does not show through */
}

struct fault_record {
    struct record record;
    const struct fault *fault;
};

static struct value find_in_fault(const struct record *record, struct text name)
{
    const struct fault *fault = ((const struct fault_record *)(const void *)record)->fault;
    if (text_is(name, "field"))
        return fault->field[0] == '\0' ? (struct value){.kind = VALUE_FALSE} : value_text(text_of(fault->field));
    return text_is(name, "sentence") ? value_text(text_of(fault->sentence)) : (struct value){0};
}

struct fault_list {
    struct list list;
    struct fault_record *records;
};

static struct value fault_at(const struct list *list, size_t index)
{
    return value_record(&((const struct fault_list *)(const void *)list)->records[index].record);
}

/* What is wrong, as templates are told it: all in order, and each by its field. */
static void tell_faults(struct names *names, const struct faults *faults, struct arena *arena)
{
    struct fault_list *list = arena_new_of(arena, struct fault_list);
    struct one_fault *one = arena_new_of(arena, struct one_fault);
    list->list = (struct list){faults->count, fault_at};
    list->records = arena_new_array(arena, struct fault_record, faults->count + 1);
    for (size_t i = 0; i < faults->count; i++)
        list->records[i] = (struct fault_record){{find_in_fault}, &faults->items[i]};
    *one = (struct one_fault){{find_error}, faults};
    names_set(names, "errors", value_list(&list->list));
    names_set(names, "error", value_record(&one->record));
}

/* Whether the fault is one that the same page can speak of. */
static bool is_for_page(const struct act *act)
{
    switch (act->fault.kind) {
    case FAULT_NONE:
    case FAULT_INVALID:
    case FAULT_CLASH:
    case FAULT_TOO_MANY:
    case FAULT_REFUSED:
        return act->request->route->show != NULL && !act_wants_json(act);
    default:
        return false;
    }
}

static struct answer *show_again(struct act *act)
{
    struct ask ask = {
        .house = act->house, .request = act->request, .arena = act->arena, .visit = act->visit, .names = act->names};
    if (act->fault.kind != FAULT_NONE)
        faults_add(&act->faults, act->arena, act->fault);
    ask.typed = act->form;
    ask.faults = &act->faults;
    names_set(act->names, "typed", value_record(form_record(act->form)));
    tell_faults(act->names, &act->faults, act->arena);
    unsigned status = act->fault.kind == FAULT_NONE ? 422 : exchange_status(&act->fault);
    struct answer *answer = exchange_page(&ask, act->doors, status);
    return answer != NULL ? answer
                          : exchange_refusal(act->house, act->request, &act->visit, &ask.fault, act->form, act->arena);
}

static struct answer *show_own(struct act *act)
{
    struct buffer body = {0};
    names_set(act->names, "csrf", value_text(act->visit.csrf));
    act->plan.type = "text/html; charset=utf-8";
    if (page_render(act->house, act->template, act->request, act->names, act->arena, &body))
        return answer_new(&act->plan, &body);
    buffer_free(&body);
    return house_refusal(act->house, act->request, 500, NULL, act->arena);
}

/* A form with the token of another session, sent by a page of ours: somebody has signed in anew meanwhile. It is shown
 * before it is sent again. */
static struct answer *ask_again(struct act *act)
{
    if (text_is_absent(act->visit.session_hash) || act->request->route->audience != FOR_A_PERSON ||
        act->request->upload != NULL || act->request->route->takes_secrets || act_wants_json(act) ||
        text_is_absent(request_header(act->request, "Origin")) || !visit_is_ours(act->house, act->request)) {
        struct fault fault;
        fault_set(&fault, FAULT_REFUSED, NULL,
                  "This form is no longer good. Go back, load the page again and send it "
                  "once more; what you typed is still in it.");
        return exchange_refusal(act->house, act->request, &act->visit, &fault, NULL, act->arena);
    }
    act_resume(act, act->request->path, act->form);
    act->plan.status = MHD_HTTP_CONFLICT;
    return show_own(act);
}

static struct answer *outcome(struct act *act)
{
    if (act_is_well(act) && act->plan.location == NULL && act->plan.type == NULL && act->template == NULL)
        log_abort("the act of %s ends nowhere", act->request->route->path);
    if (act_is_well(act) || act->plan.type != NULL)
        return act->template != NULL ? show_own(act) : answer_new(&act->plan, &act->body);
    if (is_for_page(act))
        return show_again(act);
    const struct fault *fault = act->fault.kind != FAULT_NONE ? &act->fault : &act->faults.items[0];
    return exchange_refusal(act->house, act->request, &act->visit, fault, act->form, act->arena);
}

struct answer *exchange_act(const struct house *house, struct request *request, const struct doors *doors,
                            struct arena *arena)
{
    struct act act = {.house = house, .request = request, .doors = doors, .arena = arena, .names = names_new(arena)};
    const struct route *route = request->route;
    act.visit = visit_read(house, request, arena);
    act.form = read_form(request, arena, &act.fault);
    if (act.form == NULL)
        return exchange_refusal(house, request, &act.visit, &act.fault, NULL, arena);
    act.plan.cookies[0] = act.visit.cookie;
    if (route->audience == FOR_A_PERSON && text_is_absent(act.visit.session_hash))
        fault_set(&act.fault, FAULT_SIGNED_OUT, NULL, "You are not signed in, or no longer.");
    else if (!visit_is_ours(house, request) || !secret_equal(form_field(act.form, "csrf"), act.visit.csrf))
        return ask_again(&act);
    else if (act_is_well(&act))
        route->act(&act);
    if (act.work != NULL)
        work_end(act.work);
    struct answer *answer = outcome(&act);
    buffer_free(&act.body);
    return answer;
}

struct answer *house_admit(const struct house *house, struct request *request, const struct doors *doors,
                           struct arena *arena)
{
    struct ask ask = {.house = house, .request = request, .arena = arena, .names = names_new(arena)};
    struct visit visit = ask.visit = visit_read(house, request, arena);
    bool may = exchange_finds(&ask, doors);
    if (may && !visit_is_ours(house, request))
        may = fault_set(&ask.fault, FAULT_REFUSED, NULL, "This form was not sent by a page of ours.");
    if (!may)
        return exchange_refusal(house, request, &visit, &ask.fault, NULL, arena);
    request->upload = upload_new(&house->store, request_header(request, MHD_HTTP_HEADER_CONTENT_TYPE), visit.csrf);
    return request->upload != NULL ? NULL : house_refusal(house, request, 415, NULL, arena);
}
