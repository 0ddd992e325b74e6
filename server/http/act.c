/* Acts: a form that was sent, what it does, and what may come of it. */
#include "base/log.h"
#include "base/unicode.h"
#include "http/exchange.h"
#include "http/refusal.h"

#include <stdarg.h>
#include <stdio.h>

struct arena *act_arena(struct act *act)
{
    return act->arena;
}

const struct house *act_house(const struct act *act)
{
    return act->house;
}

const struct request *act_request(const struct act *act)
{
    return act->request;
}

struct text act_path(struct act *act, const char *name)
{
    return request_capture(act->request, name);
}

struct uuid act_path_uuid(struct act *act, const char *name)
{
    struct uuid uuid = {0};
    if (!uuid_read(act_path(act, name), &uuid))
        fault_not_found(&act->fault);
    return uuid;
}

struct text act_raw(struct act *act, const char *field)
{
    struct text value = form_field(act->form, field);
    return text_is_absent(value) ? text_empty : value;
}

struct text act_line(struct act *act, const char *field)
{
    return unicode_tidy(act->arena, act_raw(act, field));
}

struct text act_lines(struct act *act, const char *field)
{
    return unicode_tidy_lines(act->arena, act_raw(act, field));
}

struct uuid act_uuid(struct act *act, const char *field)
{
    struct uuid uuid = {0};
    uuid_read(act_raw(act, field), &uuid);
    return uuid;
}

int64_t act_number(struct act *act, const char *field)
{
    int64_t number = 0;
    text_number(act_raw(act, field), &number);
    return number;
}

const struct form *act_form(const struct act *act)
{
    return act->form;
}

const struct sent_file *act_file(const struct act *act)
{
    struct upload *upload = act->request->upload;
    return upload == NULL || upload_file(upload)->size == 0 ? NULL : upload_file(upload);
}

void act_keep_file(struct act *act)
{
    act->keeps_file = true;
}

void act_wrong(struct act *act, const char *field, const char *format, ...)
{
    struct fault fault;
    va_list arguments;
    va_start(arguments, format);
    struct text sentence = arena_print_list(act->arena, format, arguments);
    va_end(arguments);
    fault_set(&fault, FAULT_INVALID, field, "%.*s", TEXT_ARGUMENTS(sentence));
    faults_add(&act->faults, act->arena, fault);
}

bool act_is_well(const struct act *act)
{
    return act->faults.count == 0 && act->fault.kind == FAULT_NONE;
}

struct fault *act_fault(struct act *act)
{
    return &act->fault;
}

struct work *act_work(struct act *act)
{
    if (act->work != NULL && !act->is_over)
        return act->work;
    if (act->work != NULL)
        work_end(act->work);
    act->is_over = false;
    act->work = work_new(act->arena, act->doors->app, WORK_CHANGE);
    act->who = exchange_enter(act->request, &act->visit, act->work, act->arena);
    return act->work;
}

bool act_trip(struct act *act)
{
    return act_is_well(act) && work_trip(act_work(act), &act->fault);
}

/* With the work goes the file: it is taken in just before, and thrown away again when the work was not kept. When nobody
 * can tell whether it was, the file stays. */
bool act_keep(struct act *act)
{
    if (act->fault.kind != FAULT_NONE)
        return false;
    struct upload *upload = act->keeps_file ? act->request->upload : NULL;
    struct work *work = act_work(act);
    act->is_over = true;
    if (upload != NULL && !upload_keep(upload, &act->fault))
        return false;
    if (work_finish(work, &act->fault))
        return true;
    if (upload != NULL && act->fault.kind != FAULT_UNSURE)
        upload_unkeep(upload);
    return false;
}

bool act_finish(struct act *act)
{
    return act_is_well(act) && act_keep(act);
}

struct text act_session(const struct act *act)
{
    return act->visit.session_hash;
}

struct uuid act_session_id(struct act *act)
{
    return rows_uuid(act->who, 0, "session");
}

struct text act_address(struct act *act)
{
    return visit_address(act->house, act->request, act->arena);
}

struct text act_browser(struct act *act)
{
    return visit_browser(act->request, act->arena);
}

void act_see(struct act *act, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    act->plan.location = arena_print_list(act->arena, format, arguments).bytes;
    va_end(arguments);
    act->plan.status = MHD_HTTP_SEE_OTHER;
}

void act_begin_session(struct act *act, struct text token)
{
    act->plan.cookies[1] = visit_begin_session(act->arena, token);
    act->visit.csrf = visit_csrf(act->house, act->arena, token);
}

void act_end_session(struct act *act)
{
    act->plan.cookies[1] = visit_end_session(act->arena);
}

void act_tell(struct act *act, const char *name, struct value value)
{
    names_set(act->names, name, value);
}

void act_show(struct act *act, const char *template)
{
    act->template = template;
}

/* A form's fields as a list of {name, value}, but for the token, which is another by now. */
struct field_record {
    struct record record;
    struct text name, value;
};

struct field_list {
    struct list list;
    struct field_record *fields;
};

static struct value find_in_field(const struct record *record, struct text name)
{
    const struct field_record *field = (const struct field_record *)(const void *)record;
    return text_is(name, "name")    ? value_text(field->name)
           : text_is(name, "value") ? value_text(field->value)
                                    : (struct value){0};
}

static struct value field_at(const struct list *list, size_t index)
{
    return value_record(&((const struct field_list *)(const void *)list)->fields[index].record);
}

void act_resume(struct act *act, struct text address, const struct form *form)
{
    struct field_list *list = arena_new_of(act->arena, struct field_list);
    list->fields = arena_new_array(act->arena, struct field_record, form_count(form) + 1);
    list->list.at = field_at;
    for (size_t i = 0; i < form_count(form); i++)
        if (!text_is(form_name_at(form, i), "csrf"))
            list->fields[list->list.count++] =
                (struct field_record){{find_in_field}, form_name_at(form, i), form_value_at(form, i)};
    act_tell(act, "action", value_text(address));
    act_tell(act, "fields", value_list(&list->list));
    act_show(act, "people/resume");
}

bool act_wants_json(const struct act *act)
{
    return request_wants_json(act->request);
}

struct buffer *act_json(struct act *act, unsigned status)
{
    act->plan.status = status;
    act->plan.type = "application/json";
    return &act->body;
}
