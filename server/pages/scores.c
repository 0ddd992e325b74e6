/* The table of scores, when judging has closed, and all reviews of one nomination. */
#include "reviews/scores.h"

#include "pages/pages.h"
#include "pages/strip.h"
#include "reviews/scores.sql.h"

/* GET /cycles/{cycle}/scores   before judging has closed only when that will be */
static void ask_scores(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "cycle", scores_of(cycle));
    ask_rows(ask, "table", scores_table(cycle));
}

/* "2.50" from hundredths, "0.7" from tenths; a dash where there is none. */
static struct value mean_value(struct arena *arena, const struct summary *summary)
{
    int64_t mean = summary_mean(summary);
    return value_text(summary->count == 0
                          ? text_of("–")
                          : arena_print(arena, "%lld.%02lld", (long long)mean / 100, (long long)mean % 100));
}

static struct value spread_value(struct arena *arena, const struct summary *summary)
{
    int64_t spread = summary_spread(summary);
    return value_text(summary->count < 2
                          ? text_of("–")
                          : arena_print(arena, "%lld.%lld", (long long)spread / 10, (long long)spread % 10));
}

static struct strip_scale scale_of(struct show *show)
{
    const struct rows *cycle = show_rows(show, "cycle");
    return (struct strip_scale){(int)rows_number(cycle, 0, "least"), (int)rows_number(cycle, 0, "most")};
}

/* The figures of the overall scores, and their strip. */
static void tell_overall(struct show *show, struct names *item, const struct scored *scored)
{
    struct arena *arena = show_arena(show);
    const struct summary *summary = &scored->overall->summary;
    names_set(item, "reviews", value_number(arena, scored->reviews));
    names_set(item, "is_one", value_flag(scored->reviews == 1));
    names_set(item, "mean", mean_value(arena, summary));
    names_set(item, "spread", spread_value(arena, summary));
    names_set(item, "strip", strip_value(arena, scored->overall, scale_of(show)));
}

static void tell_means(struct show *show, struct names *item, const struct scored *scored, size_t count)
{
    struct items *means = items_new(show_arena(show));
    for (size_t i = 0; i < count; i++) {
        struct names *mean = items_add(means);
        names_set(mean, "label", value_text(scored->criteria[i].label));
        names_set(mean, "mean", mean_value(show_arena(show), &scored->criteria[i].summary));
        names_set(mean, "spread", spread_value(show_arena(show), &scored->criteria[i].summary));
    }
    names_set(item, "means", items_value(means));
}

static struct scores show_read(struct show *show)
{
    return scores_read(show_arena(show), show_rows(show, "table"),
                       rows_flag(show_rows(show, "cycle"), 0, "is_low_best"));
}

static void complete_scores(struct show *show)
{
    struct arena *arena = show_arena(show);
    struct scores scores = show_read(show);
    struct items *nominations = items_new(arena);
    for (size_t i = 0; i < scores.count; i++) {
        const struct scored *scored = &scores.nominations[i];
        struct names *item = items_add(nominations);
        names_set(item, "id", value_text(scored->nomination));
        names_set(item, "nominee", value_text(scored->nominee));
        names_set(item, "place",
                  scored->place == 0 ? value_text(text_of("–")) : value_number(arena, (int64_t)scored->place));
        names_set(item, "shares_place", value_flag(scored->shares_place));
        tell_overall(show, item, scored);
        tell_means(show, item, scored, scores.criteria);
    }
    show_tell(show, "nominations", items_value(nominations));
    show_tell(show, "has_nominations", value_flag(scores.count > 0));
    struct items *labels = items_new(arena);
    for (size_t i = 0; scores.count > 0 && i < scores.criteria; i++)
        names_set(items_add(labels), "label", value_text(scores.nominations[0].criteria[i].label));
    show_tell(show, "labels", items_value(labels));
}

/* GET /cycles/{cycle}/scores/{nomination}   all submitted reviews of one nomination */
static void ask_nomination_scores(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle"), nomination = ask_path_uuid(ask, "nomination");
    ask_one(ask, "cycle", scores_of(cycle));
    ask_one(ask, "nomination", scores_nomination(cycle, nomination));
    ask_rows(ask, "table", scores_table(cycle));
    ask_rows(ask, "reviews", scores_reviews(cycle, nomination));
}

static void complete_nomination_scores(struct show *show)
{
    struct scores scores = show_read(show);
    struct names *figures = names_new(show_arena(show));
    struct text nomination = rows_text(show_rows(show, "nomination"), 0, "id");
    for (size_t i = 0; i < scores.count; i++) {
        if (!text_equal(scores.nominations[i].nomination, nomination))
            continue;
        tell_overall(show, figures, &scores.nominations[i]);
        tell_means(show, figures, &scores.nominations[i], scores.criteria);
    }
    show_tell(show, "figures", value_record(names_record(figures)));
}

const struct route scores_routes[] = {
    {GET, "/cycles/{cycle}/scores", ask_scores, .show = "scores/scores", .complete = complete_scores,
     .audience = FOR_A_PERSON},
    {GET, "/cycles/{cycle}/scores/{nomination}", ask_nomination_scores, .show = "scores/nomination",
     .complete = complete_nomination_scores, .audience = FOR_A_PERSON},
    {0},
};
