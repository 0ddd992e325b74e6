/* Refusals: why there is no other answer, in the house style. */
#include "http/refusal.h"

#include "base/log.h"
#include "http/route.h"

#include <jansson.h>
#include <stdlib.h>

/* What every page is told: where its assets are, and in which part of the site it stands. */
static void tell_page(const struct house *house, const struct request *request, struct names *names,
                      struct arena *arena)
{
    struct text rest = text_part(request->path, 1, request->path.length);
    struct text part = text_is(request->path, "/") ? text_of("home") : text_cut(&rest, '/');
    names_set(names, "style", value_text(house->style));
    names_set(names, "script", value_text(house->script));
    names_set(names, "review_script", value_text(house->review_script));
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
    {401, "You are signed out", "Sign in, and go on."},
    {403, "This is not possible", "It was understood, and it is not allowed here or not allowed now."},
    {404, "There is no such page", "It may have moved, or the address may be mistyped."},
    {405, "This cannot be done here", "The page is there, but it does not take this kind of request."},
    {409, "Somebody else was faster", "This has been changed meanwhile."},
    {413, "This is too large",
     "What was sent is larger than what is taken here: 20 MB for a document, 1 MB for a form. Go back and choose a "
     "smaller one."},
    {415, "This kind of content is not taken", "Send a form, or the kind of file that is asked for."},
    {422, "This cannot be taken as it is", "Something in what was sent is missing or wrong."},
    {429, "Too many tries", "Wait a quarter of an hour and try again."},
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

static void write_problem(struct buffer *body, const struct refusal *refusal, const char *sentence)
{
    json_t *problem = json_pack("{s:s, s:s, s:i, s:s}", "type", "about:blank", "title", refusal->heading, "status",
                                (int)refusal->status, "detail", sentence);
    char *text = problem == NULL ? NULL : json_dumps(problem, JSON_COMPACT);
    if (text == NULL)
        log_abort("out of memory");
    buffer_print(body, "%s\n", text);
    free(text);
    json_decref(problem);
}

static struct answer *refuse(const struct house *house, const struct request *request, struct answer_plan *plan,
                             const char *sentence, struct arena *arena)
{
    const struct refusal *refusal = refusal_of(plan->status);
    struct buffer body = {0};
    struct names *names = names_new(arena);
    bool is_page = !request_wants_json(request) &&
                   (request->route == NULL || request->route->show != NULL || request->route->act != NULL);
    bool is_gone = plan->status == 404 && sentence[0] != '\0'; /* a link that was good, and why it is no longer */
    if (sentence[0] == '\0')
        sentence = refusal->sentence;
    plan->closes = plan->status == 400 || plan->status == 413;
    plan->retry_after = plan->status == 503 ? 5 : plan->status == 429 ? 900 : 0;
    names_set(names, "status", value_text(arena_print(arena, "%u", plan->status)));
    names_set(names, "heading", value_text(text_of(is_gone ? "This leads nowhere any more" : refusal->heading)));
    names_set(names, "sentence", value_text(text_of(sentence)));
    names_set(names, "is_not_found", value_flag(plan->status == 404 && !is_gone));
    if (is_page && page_render(house, "errors/error", request, names, arena, &body)) {
        plan->type = "text/html; charset=utf-8";
    } else {
        plan->type = "application/problem+json";
        write_problem(&body, refusal, sentence);
    }
    return answer_new(plan, &body);
}

struct answer *house_refusal(const struct house *house, const struct request *request, unsigned status,
                             const char *allow, struct arena *arena)
{
    struct answer_plan plan = {.status = status, .allow = allow};
    return refuse(house, request, &plan, "", arena);
}

struct answer *house_refusal_of(const struct house *house, const struct request *request, unsigned status,
                                const char *sentence, struct arena *arena)
{
    struct answer_plan plan = {.status = status};
    return refuse(house, request, &plan, sentence, arena);
}
