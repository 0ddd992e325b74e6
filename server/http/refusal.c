/* Refusals: why there is no other answer, in the house style. */
#include "http/refusal.h"

#include "base/log.h"
#include "http/route.h"

/* What every page is told: where its assets are, and in which part of the site it stands. */
static void tell_page(const struct house *house, const struct request *request, struct names *names,
                      struct arena *arena)
{
    struct text rest = text_part(request->path, 1, request->path.length);
    struct text part = text_is(request->path, "/") ? text_of("home") : text_cut(&rest, '/');
    names_set(names, "style", value_text(house->style));
    names_set(names, "script", value_text(house->script));
    names_set(names, "icon", value_text(house->icon));
    names_set(names, arena_print(arena, "in_%.*s", TEXT_ARGUMENTS(part)).bytes, value_flag(true));
}

bool page_render(const struct house *house, const char *template, const struct request *request, struct names *names,
                 struct arena *arena, struct buffer *body)
{
    tell_page(house, request, names, arena);
    struct fault fault;
    if (mustache_render(house->templates, text_of(template), value_record(names_record(names)), body, &fault))
        return true;
    log_fault("template %s: %s", template, fault.sentence);
    return false;
}

static const struct refusal {
    unsigned status;
    const char *heading, *sentence;
} refusals[] = {
    {400, "This request cannot be understood", "The address or its headers are not in a form that we read."},
    {403, "This is not possible", "It was understood, and it is not allowed here or not allowed now."},
    {404, "There is no such page", "It may have moved, or the address may be mistyped."},
    {405, "This cannot be done here", "The page is there, but it does not take this kind of request."},
    {409, "Somebody else was faster", "This has been changed meanwhile."},
    {413, "This is too large", "What was sent is larger than what is taken here."},
    {422, "This cannot be taken as it is", "Something in what was sent is missing or wrong."},
    {500, "Something went wrong on our side", "It has been noted, and nothing was changed."},
    {503, "We cannot answer at the moment", "Please try again in a minute."},
};

static const struct refusal *refusal_of(unsigned status)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (refusals[i].status == status)
            return &refusals[i];
    log_fault("no words for status %u", status);
    return refusal_of(500);
}

static void write_problem(struct buffer *body, const struct refusal *refusal)
{
    buffer_print(body, "{\"type\":\"about:blank\",\"title\":\"%s\",\"status\":%u,\"detail\":\"%s\"}\n",
                 refusal->heading, refusal->status, refusal->sentence);
}

struct answer *house_refusal(const struct house *house, const struct request *request, unsigned status,
                             const char *allow, struct arena *arena)
{
    const struct refusal *refusal = refusal_of(status);
    struct answer_plan plan = {.status = status,
                               .allow = allow,
                               .closes = status == 400 || status == 413,
                               .retry_after = status == 503 ? 5 : 0};
    struct buffer body = {0};
    struct names *names = names_new(arena);
    bool is_page = !request_wants_json(request) && (request->route == NULL || request->route->show != NULL);
    names_set(names, "status", value_text(arena_print(arena, "%u", status)));
    names_set(names, "heading", value_text(text_of(refusal->heading)));
    names_set(names, "sentence", value_text(text_of(refusal->sentence)));
    names_set(names, "is_not_found", value_flag(status == 404));
    if (is_page && page_render(house, "errors/error", request, names, arena, &body)) {
        plan.type = "text/html; charset=utf-8";
    } else {
        plan.type = "application/problem+json";
        write_problem(&body, refusal);
    }
    return answer_new(&plan, &body);
}
