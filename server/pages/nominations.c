/* A nomination as a whole: begun, its tasks, checked, submitted, taken back, withdrawn. */
#include "nominations/nominations.h"

#include "base/unicode.h"
#include "http/house.h"
#include "nominations/nominations.sql.h"
#include "pages/packet_view.h"
#include "pages/pages.h"

/* GET /awards/{slug}/nominate   q: a search of the directory for the nominee */
static void ask_begin(struct ask *ask)
{
    struct text typed = unicode_tidy(ask_arena(ask), ask_query(ask, "q"));
    ask_one(ask, "call", nomination_call(ask_path(ask, "slug")));
    ask_rows(ask, "people", directory_found(unicode_fold(ask_arena(ask), typed)));
    ask_tell(ask, "q", value_text(typed));
    ask_tell(ask, "is_searched", value_flag(!text_is_empty(typed)));
}

static void complete_begin(struct show *show)
{
    show_tell(show, "nomination", value_text(rows_text(show_rows(show, "call"), 0, "nomination")));
}

/* POST /awards/{slug}/nominate   nomination: its id; nominee: of the directory; or name, email */
static void act_begin(struct act *act)
{
    struct uuid id = act_uuid(act, "nomination");
    if (nomination_begin(act_work(act), act_arena(act), id, act_path(act, "slug"), act_uuid(act, "nominee"),
                         act_line(act, "name"), act_line(act, "email"), act_fault(act)) &&
        act_finish(act))
        act_see(act, "/nominations/%s", id.characters);
}

/* How a task stands: nothing there, something, something wrong, all well. */
enum task_state { TASK_TO_DO, TASK_STARTED, TASK_WRONG, TASK_DONE };

static void add_task(struct items *tasks, struct text href, struct text name, enum task_state state, struct text hint)
{
    static const struct {
        const char *words, *tag;
    } words[] = {
        [TASK_TO_DO] = {"To do", ""},
        [TASK_STARTED] = {"Started", ""},
        [TASK_WRONG] = {"Needs attention", "wrong"},
        [TASK_DONE] = {"Done", "done"},
    };
    struct names *task = items_add(tasks);
    names_set(task, "href", value_text(href));
    names_set(task, "name", value_text(name));
    names_set(task, "state_name", value_text(text_of(words[state].words)));
    names_set(task, "tag", value_text(text_of(words[state].tag)));
    names_set(task, "hint", value_filled(hint));
}

/* A part's state, by its questions: an answer that is there and not fit needs attention. */
static enum task_state part_state(const struct packet *packet, int part)
{
    size_t answered = 0, unfit = 0, wrong = 0;
    struct fault fault;
    for (size_t i = 0; i < packet->count; i++) {
        const struct question *question = &packet->questions[i];
        if (question->part != part)
            continue;
        bool is_answered = question_is_answered(question), is_fit = answer_is_fit(question, &fault);
        answered += is_answered;
        unfit += !is_fit;
        wrong += is_answered && !is_fit;
    }
    return wrong > 0 ? TASK_WRONG : unfit == 0 && answered > 0 ? TASK_DONE : answered > 0 ? TASK_STARTED : TASK_TO_DO;
}

static void add_question_tasks(struct arena *arena, struct items *tasks, struct text id, const struct packet *packet)
{
    int part = 0;
    for (size_t i = 0; i < packet->count; i++) {
        const struct question *question = &packet->questions[i];
        if (question->kind == QUESTION_DOCUMENT)
            add_task(tasks, question_address(arena, id, question), question->label,
                     question_is_answered(question) ? TASK_DONE : TASK_TO_DO,
                     question->is_required ? text_absent : text_of("Not required"));
        if (question->part <= part)
            continue;
        part = question->part;
        add_task(tasks, arena_print(arena, "/nominations/%.*s/parts/%d", TEXT_ARGUMENTS(id), part), question->part_name,
                 part_state(packet, part), text_absent);
    }
}

static void add_letters_task(struct arena *arena, struct items *tasks, const struct rows *nomination,
                             const struct rows *letters)
{
    int64_t needed = rows_number(nomination, 0, "letters_needed");
    size_t asked = letters_asked(letters), received = 0;
    for (size_t row = 0; row < rows_count(letters); row++)
        received += rows_flag(letters, row, "is_received");
    if (needed == 0 && rows_count(letters) == 0)
        return;
    add_task(tasks, arena_print(arena, "/nominations/%.*s/letters", TEXT_ARGUMENTS(rows_text(nomination, 0, "id"))),
             text_of("Letters"),
             asked >= (size_t)needed ? TASK_DONE
             : asked > 0             ? TASK_STARTED
                                     : TASK_TO_DO,
             needed == 0 ? arena_print(arena, "%zu asked, %zu received", asked, received)
                         : arena_print(arena, "%zu asked, %zu received; at least %lld to be asked", asked, received,
                                       (long long)needed));
}

/* GET /nominations/{nomination}   its tasks, and what is still missing */
static void ask_tasks(struct ask *ask)
{
    ask_nomination(ask, ask_path_uuid(ask, "nomination"));
}

static void complete_tasks(struct show *show)
{
    struct packet packet = show_packet(show);
    const struct rows *nomination = show_rows(show, "nomination");
    struct items *tasks = items_new(show_arena(show));
    add_question_tasks(show_arena(show), tasks, rows_text(nomination, 0, "id"), &packet);
    add_letters_task(show_arena(show), tasks, nomination, show_rows(show, "letters"));
    show_tell(show, "tasks", items_value(tasks));
    show_missing(show, &packet);
}

/* GET /nominations/{nomination}/check   everything once more, before it is submitted */
static void complete_check(struct show *show)
{
    struct packet packet = show_packet(show);
    show_answers(show, &packet, rows_text(show_rows(show, "nomination"), 0, "id"));
    show_missing(show, &packet);
}

/* POST /nominations/{nomination}/submit */
static void act_submit(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    struct faults missing = {0};
    if (!act_is_well(act))
        return;
    if (nomination_submit(act_work(act), act_arena(act), &act_house(act)->keys, nomination, &missing, act_fault(act))) {
        if (act_finish(act))
            act_see(act, "/nominations/%s/receipt", nomination.characters);
    } else if (missing.count > 0) {
        act_see(act, "/nominations/%s/check", nomination.characters); /* which says all that is missing */
    }
}

/* GET /nominations/{nomination}/receipt   what was submitted last, and when; not found before that */
static void ask_receipt(struct ask *ask)
{
    struct uuid nomination = ask_path_uuid(ask, "nomination");
    ask_nomination(ask, nomination);
    ask_one(ask, "receipt", nomination_receipt(nomination));
    ask_rows(ask, "documents", receipt_documents(nomination));
}

/* POST /nominations/{nomination}/take-back   it may be changed again */
static void act_take_back(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    if (act_is_well(act) && nomination_take_back(act_work(act), nomination, act_fault(act)) && act_finish(act))
        act_see(act, "/nominations/%s", nomination.characters);
}

/* POST /nominations/{nomination}/nominee   name, email: of a nominee who is not of the directory */
static void act_nominee(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    struct text name = act_line(act, "name"), email = act_line(act, "email");
    if (act_is_well(act) &&
        nomination_correct(act_work(act), act_arena(act), nomination, name, email, act_fault(act)) && act_finish(act))
        act_see(act, "/nominations/%s", nomination.characters);
}

/* POST /nominations/{nomination}/withdraw */
static void act_withdraw(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    if (act_is_well(act) && nomination_withdraw(act_work(act), nomination, act_fault(act)) && act_finish(act))
        act_see(act, "/nominations/%s", nomination.characters);
}

const struct route nominations_routes[] = {
    {GET, "/awards/{slug}/nominate", ask_begin, .show = "nominations/begin", .complete = complete_begin,
     .audience = FOR_A_PERSON, .reads_query = true},
    {POST, "/awards/{slug}/nominate", ask_begin, .show = "nominations/begin", .complete = complete_begin,
     .act = act_begin, .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}", ask_tasks, .show = "nominations/nomination", .complete = complete_tasks,
     .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}/check", ask_tasks, .show = "nominations/check", .complete = complete_check,
     .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/submit", ask_tasks, .show = "nominations/check", .complete = complete_check,
     .act = act_submit, .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}/receipt", ask_receipt, .show = "nominations/receipt", .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/take-back", ask_tasks, .show = "nominations/nomination",
     .complete = complete_tasks, .act = act_take_back, .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}/nominee", ask_tasks, .show = "nominations/nominee", .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/nominee", ask_tasks, .show = "nominations/nominee", .act = act_nominee,
     .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}/withdraw", ask_tasks, .show = "nominations/withdraw", .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/withdraw", ask_tasks, .show = "nominations/withdraw", .act = act_withdraw,
     .audience = FOR_A_PERSON},
    {0},
};
