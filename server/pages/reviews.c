/* A reviewer's list, the packet beside the rubric, saving marks. */
#include "reviews/reviews.h"

#include "committees/conflicts.h"
#include "committees/conflicts.sql.h"
#include "pages/autosave.h"
#include "pages/packet_read.h"
#include "pages/pages.h"
#include "pages/rubric_view.h"
#include "reviews/reviews.sql.h"

/* GET /reviews   all of one's own reviews, what is next on top */
static void ask_reviews(struct ask *ask)
{
    ask_rows(ask, "reviews", reviews_mine());
}

/* GET /reviews/{review}   the packet left, the rubric right. Two round trips: only the review says whose packet it is. */
static void ask_review(struct ask *ask)
{
    struct uuid id = ask_path_uuid(ask, "review");
    struct rows *review = ask_first(ask, "review", review_of(id));
    if (rows_count(review) == 0)
        return;
    ask_packet(ask, rows_uuid(review, 0, "nomination"));
    ask_rows(ask, "marks", review_marks(id));
    ask_rows(ask, "waiting", reviews_waiting());
}

/* With what can be written next, when this one is done. */
static void complete_review(struct show *show)
{
    rows_keep(show_rows(show, "waiting"), 1);
    complete_packet(show);
    show_rubric(show);
}

/* The marks that were sent and are to be kept upon what stands. Nothing else can come between, for the review is locked:
 * what another window has kept meanwhile is seen here, and shown. */
static void take_typed(struct act *act, struct uuid id, const struct review *review)
{
    struct arena *arena = act_arena(act);
    for (size_t i = 0; i < review->count; i++) {
        struct criterion *criterion = &review->criteria[i];
        struct text stands = criterion->value;
        struct fault unfit;
        if (!rubric_was_typed(arena, act_form(act), criterion))
            continue;
        const char *field = rubric_field(arena, "mark", criterion);
        criterion->value = rubric_typed(arena, act_form(act), criterion);
        if (text_equal(criterion->value, stands))
            continue;
        if (act_number(act, rubric_field(arena, "version", criterion)) != criterion->version)
            act_wrong(act, field, "This was changed in another window. Both are below; keep the one you want.");
        else if (!mark_is_fit(criterion, &unfit))
            act_wrong(act, field, "%s", unfit.sentence);
        else
            mark_keep(act_work(act), id, criterion);
    }
}

static void say_missing(struct act *act, const struct review *review)
{
    struct arena *arena = act_arena(act);
    struct faults missing = {0};
    review_missing(arena, review, &missing);
    for (size_t i = 0; i < missing.count; i++)
        act_wrong(act, arena_print(arena, "mark.%s", missing.items[i].field).bytes, "%s", missing.items[i].sentence);
}

/* Who asks, and the review with its marks, of which nothing changes until the work ends. */
static bool read_locked(struct act *act, struct uuid id, struct review *review)
{
    if (!act_is_well(act))
        return false;
    work_ask(act_work(act), review_locked(id));
    struct rows *found = work_ask(act_work(act), review_of(id));
    struct rows *marks = work_ask(act_work(act), review_marks(id));
    if (!act_trip(act))
        return false;
    *review = review_read(act_arena(act), marks);
    return rows_count(found) == 1 || fault_not_found(act_fault(act));
}

/* POST /reviews/{review}   mark.<name> and version.<name> for each criterion, then=save or submit. What is typed is kept
 * also when it cannot be submitted. */
static void act_review(struct act *act)
{
    struct uuid id = act_path_uuid(act, "review");
    bool is_submitting = text_is(act_raw(act, "then"), "submit");
    struct review review;
    if (!read_locked(act, id, &review))
        return;
    take_typed(act, id, &review);
    if (is_submitting && act_is_well(act))
        say_missing(act, &review);
    if (is_submitting && act_is_well(act))
        work_ask(act_work(act), review_submitted(id));
    if (act_keep(act) && act_is_well(act))
        act_see(act, is_submitting ? "/reviews/%s" : "/reviews", id.characters);
}

/* POST /reviews/{review}/marks/{criterion}   value, version: while it is being given */
static void act_mark(struct act *act)
{
    struct uuid id = act_path_uuid(act, "review");
    struct fault unfit;
    struct kept kept;
    if (!act_is_well(act))
        return;
    struct rows *marks = work_ask(act_work(act), review_marks(id));
    if (!act_trip(act))
        return;
    struct review review = review_read(act_arena(act), marks);
    struct criterion *criterion = review_find(&review, act_path(act, "criterion"));
    if (criterion == NULL) {
        fault_not_found(act_fault(act));
        return;
    }
    criterion->value = mark_tidy(act_arena(act), criterion, act_raw(act, "value"));
    criterion->version = act_number(act, "version");
    if (!mark_is_fit(criterion, &unfit)) {
        act_wrong(act, "value", "%s", unfit.sentence);
        return;
    }
    struct rows *saved = mark_keep(act_work(act), id, criterion);
    if (act_finish(act) && mark_kept(saved, &kept, act_fault(act)))
        autosave_answer(act, &kept, criterion->value, NULL);
}

/* POST /reviews/{review}/reopen   what was submitted can be changed again; so can what one stepped back from, when it was
 * no conflict */
static void act_reopen(struct act *act)
{
    struct uuid id = act_path_uuid(act, "review");
    struct review review;
    if (!read_locked(act, id, &review))
        return;
    work_ask(act_work(act), review_reopened(id));
    if (act_finish(act))
        act_see(act, "/reviews/%s", id.characters);
}

/* GET /reviews/{review}/recuse */
static void ask_recuse(struct ask *ask)
{
    ask_one(ask, "review", review_of(ask_path_uuid(ask, "review")));
    ask_rows(ask, "kinds", conflict_kinds());
}

static void complete_recuse(struct show *show)
{
    const struct rows *kinds = show_rows(show, "kinds");
    const struct form *typed = show_typed(show);
    struct items *options = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(kinds); row++) {
        struct names *option = items_add(options);
        struct text kind = rows_text(kinds, row, "kind");
        names_set(option, "kind", value_text(kind));
        names_set(option, "name", value_text(rows_text(kinds, row, "name")));
        names_set(option, "is_chosen", value_flag(typed != NULL && text_equal(form_field(typed, "kind"), kind)));
    }
    show_tell(show, "kinds", items_value(options));
}

/* POST /reviews/{review}/recuse   kind, evidence. From then on the packet is closed to who steps back. */
static void act_recuse(struct act *act)
{
    struct uuid id = act_path_uuid(act, "review");
    struct fault unfit;
    if (!act_is_well(act))
        return;
    struct rows *own = work_ask(act_work(act), review_nomination(id));
    struct rows *kinds = work_ask(act_work(act), conflict_kinds());
    if (!act_trip(act))
        return;
    if (rows_count(own) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    struct text kind = act_raw(act, "kind");
    struct declared declared = {rows_uuid(own, 0, "nomination"), text_is(kind, "none") ? text_empty : kind,
                                act_line(act, "evidence")};
    if (declared_is_fit(&declared, kinds, &unfit))
        conflict_keep(act_work(act), &declared);
    else
        act_wrong(act, unfit.field, "%s", unfit.sentence);
    if (act_finish(act))
        act_see(act, "/reviews");
}

const struct route reviews_routes[] = {
    {GET, "/reviews", ask_reviews, .show = "reviews/reviews", .audience = FOR_A_PERSON},
    {GET, "/reviews/{review}", ask_review, .show = "reviews/review", .complete = complete_review,
     .audience = FOR_A_PERSON},
    {POST, "/reviews/{review}", ask_review, .show = "reviews/review", .complete = complete_review, .act = act_review,
     .audience = FOR_A_PERSON},
    {POST, "/reviews/{review}/marks/{criterion}", .act = act_mark, .audience = FOR_A_PERSON},
    {POST, "/reviews/{review}/reopen", ask_review, .show = "reviews/review", .complete = complete_review,
     .act = act_reopen, .audience = FOR_A_PERSON},
    {GET, "/reviews/{review}/recuse", ask_recuse, .show = "reviews/recuse", .complete = complete_recuse,
     .audience = FOR_A_PERSON},
    {POST, "/reviews/{review}/recuse", ask_recuse, .show = "reviews/recuse", .complete = complete_recuse,
     .act = act_recuse, .audience = FOR_A_PERSON},
    {0},
};
