/* Models: awards after which a new one can be made. */
#include "awards/models.h"

#include "awards/forms.h"
#include "awards/keeping.sql.h"
#include "awards/rubrics.h"
#include "base/arena.h"
#include "base/log.h"

static struct text table(const char *name)
{
    return baked_find(baked_programme, text_of(name));
}

/* The programme that the program carries is well formed: a test sees to it. */
static void must(bool done)
{
    if (!done)
        log_abort("the programme in the program is wrong");
}

const struct programme_award *models_all(struct arena *arena, size_t *count)
{
    struct programme_award *awards;
    struct faults faults = {0};
    must(programme_awards(arena, table("awards.csv"), &awards, count, &faults));
    return awards;
}

/* The text with another name wherever this one stands in it. */
static struct text renamed(struct arena *arena, struct text text, struct text from, struct text to)
{
    struct text done = text_empty;
    size_t begin = 0;
    for (size_t at = 0; at + from.length <= text.length;) {
        if (!text_equal(text_part(text, at, from.length), from)) {
            at++;
            continue;
        }
        done = arena_print(arena, "%.*s%.*s%.*s", TEXT_ARGUMENTS(done),
                           TEXT_ARGUMENTS(text_part(text, begin, at - begin)), TEXT_ARGUMENTS(to));
        at += from.length;
        begin = at;
    }
    return arena_print(arena, "%.*s%.*s", TEXT_ARGUMENTS(done),
                       TEXT_ARGUMENTS(text_part(text, begin, text.length - begin)));
}

const struct programme_award *model_find(struct arena *arena, struct text slug, struct text name)
{
    size_t count;
    const struct programme_award *awards = models_all(arena, &count);
    for (size_t i = 0; i < count; i++) {
        if (!text_equal(awards[i].slug, slug))
            continue;
        struct programme_award *model = arena_new_of(arena, struct programme_award);
        *model = awards[i];
        struct text *const texts[] = {&model->summary, &model->purpose, &model->eligibility, &model->packet,
                                      &model->judging};
        for (size_t at = 0; at < sizeof texts / sizeof *texts; at++)
            *texts[at] = renamed(arena, *texts[at], model->name, name);
        return model;
    }
    return NULL;
}

/* The board that stands aside from a model is that of the model's organization, or else of another. */
static void follow_exclusions(struct work *work, struct arena *arena, const struct programme_award *model,
                              struct text slug, struct text name)
{
    struct exclusion *exclusions;
    struct faults faults = {0};
    size_t count;
    must(exclusions_read(arena, table("exclusions.csv"), &exclusions, &count, &faults));
    for (size_t i = 0; i < count; i++) {
        const struct exclusion *one = &exclusions[i];
        bool is_own_board = text_is(one->role, "board") && text_equal(one->of, model->organization);
        if (text_equal(one->award, model->slug))
            work_ask(work, model_exclusion_added(slug, one->role, is_own_board ? text_empty : one->of,
                                                 renamed(arena, one->sentence, model->name, name)));
    }
}

void model_follow(struct work *work, struct arena *arena, const struct programme_award *model, struct text slug,
                  struct text name)
{
    struct faults faults = {0};
    struct rubric_files files = {table("rubrics.csv"), table("criteria.csv")};
    struct text form, rubric;
    must(form_of_award(arena, table("questions.csv"), model->slug, &form, &faults));
    must(rubric_of_award(arena, files, model->slug, &rubric, &faults));
    if (!text_is_absent(form))
        form_ask_to_save(work, slug, form);
    if (!text_is_absent(rubric))
        rubric_ask_to_save(work, slug, rubric);
    follow_exclusions(work, arena, model, slug, name);
}
