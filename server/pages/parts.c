/* A part of a nomination's form: its questions, saved while they are being answered. */
#include "base/unicode.h"
#include "crypto/crypto.h"
#include "nominations/nominations.h"
#include "nominations/nominations.sql.h"
#include "pages/autosave.h"
#include "pages/packet_view.h"
#include "pages/pages.h"

/* GET /nominations/{nomination}/parts/{part} */
static void ask_part(struct ask *ask)
{
    ask_nomination(ask, ask_path_uuid(ask, "nomination"));
}

static const char *field_of(struct arena *arena, const struct question *question)
{
    return arena_print(arena, "answer.%.*s", TEXT_ARGUMENTS(question->name)).bytes;
}

static const char *version_of(struct arena *arena, const struct question *question)
{
    return arena_print(arena, "version.%.*s", TEXT_ARGUMENTS(question->name)).bytes;
}

/* A field that nobody has touched says so by the mark of the text that it was shown with; it is not saved, and so it
 * never overwrites what another window has saved meanwhile. */
static struct text mark_of(struct arena *arena, struct text value)
{
    return text_part(hash_of(arena, value), 0, 16);
}

static bool is_untouched(struct arena *arena, const struct form *form, const struct question *question,
                         struct text value)
{
    const char *field = arena_print(arena, "was.%.*s", TEXT_ARGUMENTS(question->name)).bytes;
    struct text mark = form_field(form, field);
    return !text_is_absent(mark) && text_equal(mark, mark_of(arena, value));
}

/* What was typed into a question's field, tidied. */
static struct text typed_of(struct arena *arena, const struct form *form, const struct question *question)
{
    struct text typed = form_field(form, field_of(arena, question));
    return answer_tidy(arena, question, text_is_absent(typed) ? text_empty : typed);
}

/* What somebody else, or the same person in another window, has saved meanwhile: both texts are shown, and the one that
 * is sent next is sent upon theirs. Absent when what was sent could be saved. */
static struct text other_of(struct show *show, const struct question *question)
{
    struct arena *arena = show_arena(show);
    const struct form *typed = show_typed(show);
    int64_t version;
    if (typed == NULL || !text_number(form_field(typed, version_of(arena, question)), &version) ||
        version == question->version)
        return text_absent;
    struct text mine = typed_of(arena, typed, question);
    return text_equal(mine, question->value) || is_untouched(arena, typed, question, mine) ? text_absent
                                                                                           : question->value;
}

static void tell_kind(struct names *item, enum question_kind kind)
{
    static const struct {
        const char *name;
        enum question_kind kind;
    } kinds[] = {
        {"is_text", QUESTION_TEXT}, {"is_long", QUESTION_LONG},     {"is_choice", QUESTION_CHOICE},
        {"is_date", QUESTION_DATE}, {"is_number", QUESTION_NUMBER}, {"is_attestation", QUESTION_ATTESTATION},
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        names_set(item, kinds[i].name, value_flag(kinds[i].kind == kind));
}

static struct value number_if(struct arena *arena, bool is_set, int64_t number)
{
    return is_set ? value_number(arena, number) : value_flag(false);
}

static void tell_question(struct show *show, struct names *item, const struct question *question)
{
    struct arena *arena = show_arena(show);
    const char *field = field_of(arena, question);
    const struct form *form = show_typed(show);
    struct text typed = form == NULL ? question->value : typed_of(arena, form, question);
    bool is_kept = form == NULL || is_untouched(arena, form, question, typed);
    bool can_change = rows_flag(show_rows(show, "nomination"), 0, "can_change");
    struct text value = is_kept || !can_change ? question->value : typed;
    names_set(item, "unsaved",
              is_kept || can_change || text_equal(typed, question->value) ? value_flag(false) : value_text(typed));
    names_set(item, "was", value_text(mark_of(arena, question->value)));
    tell_kind(item, question->kind);
    names_set(item, "name", value_text(question->name));
    names_set(item, "field", value_text(text_of(field)));
    names_set(item, "label", value_text(question->label));
    names_set(item, "hint", value_filled(question->hint));
    names_set(item, "is_required", value_flag(question->is_required));
    names_set(item, "value", value_text(value));
    names_set(item, "version", value_number(arena, question->version));
    names_set(item, "words", value_number(arena, (int64_t)unicode_words(value)));
    names_set(item, "most_words", number_if(arena, question->most_words > 0, question->most_words));
    names_set(item, "least", number_if(arena, question->has_least, question->least));
    names_set(item, "most", number_if(arena, question->has_most, question->most));
    names_set(item, "is_checked", value_flag(text_is(value, "yes")));
    names_set(item, "options", question_options(arena, question, value));
    names_set(item, "error", value_filled(show_error(show, field)));
    names_set(item, "other", value_filled(other_of(show, question)));
}

/* The page after this part: the next part, or all tasks. */
static struct text next_of(struct arena *arena, struct text id, int64_t part, int parts)
{
    return part < parts ? arena_print(arena, "/nominations/%.*s/parts/%lld", TEXT_ARGUMENTS(id), (long long)part + 1)
                        : arena_print(arena, "/nominations/%.*s", TEXT_ARGUMENTS(id));
}

/* The summary names the question; beside its field that is not needed. */
static void tell_errors(struct show *show, const struct packet *packet)
{
    struct items *errors = items_new(show_arena(show));
    for (size_t i = 0; i < packet->count; i++) {
        const char *field = field_of(show_arena(show), &packet->questions[i]);
        struct text error = show_error(show, field);
        if (text_is_absent(error))
            continue;
        struct names *item = items_add(errors);
        names_set(item, "field", value_text(text_of(field)));
        names_set(item, "sentence", value_text(question_says(show_arena(show), &packet->questions[i], error)));
    }
    if (items_count(errors) > 0)
        show_tell(show, "errors", items_value(errors));
}

static void complete_part(struct show *show)
{
    struct arena *arena = show_arena(show);
    struct packet packet = show_packet(show);
    struct text id = rows_text(show_rows(show, "nomination"), 0, "id");
    struct items *questions = items_new(arena);
    struct names *told = names_new(arena);
    int64_t part;
    if (!text_number(request_capture(show_request(show), "part"), &part) || part < 1 || part > packet.parts) {
        show_not_found(show);
        return;
    }
    for (size_t i = 0; i < packet.count; i++) {
        if (packet.questions[i].part != part)
            continue;
        names_set(told, "name", value_text(packet.questions[i].part_name));
        tell_question(show, items_add(questions), &packet.questions[i]);
    }
    names_set(told, "number", value_number(arena, part));
    names_set(told, "next", value_text(next_of(arena, id, part, packet.parts)));
    names_set(told, "is_last", value_flag(part == packet.parts));
    show_tell(show, "part", value_record(names_record(told)));
    show_tell(show, "questions", items_value(questions));
    tell_errors(show, &packet);
}

/* What became of one answer. What is wrong with it is said, and it is kept all the same. */
static void say_kept(struct act *act, const struct question *question, const struct rows *saved)
{
    const char *field = field_of(act_arena(act), question);
    struct kept kept;
    struct fault unfit;
    if (!answer_kept(saved, &kept, act_fault(act)))
        return;
    if (!kept.is_saved)
        act_wrong(act, field, "This was changed in another window. Both texts are below; keep the one you want.");
    else if (!answer_is_fit(question, &unfit) && question_is_answered(question))
        act_wrong(act, field, "%s", unfit.sentence);
}

/* The questions of the part that was sent, with what was typed. Of a text that is too long to be kept, none is. */
static int take_typed(struct act *act, struct packet *packet, int64_t part, struct question **taken)
{
    int count = 0;
    for (size_t i = 0; i < packet->count; i++) {
        struct question *question = &packet->questions[i];
        if (part < 1 || question->part != part)
            continue;
        const char *field = field_of(act_arena(act), question);
        question->value = typed_of(act_arena(act), act_form(act), question);
        if (is_untouched(act_arena(act), act_form(act), question, question->value))
            continue;
        question->version = act_number(act, version_of(act_arena(act), question));
        if (question->value.length > ANSWER_MOST)
            act_wrong(act, field, "This text is too long to be kept. Shorten it first.");
        else
            taken[count++] = question;
    }
    return count;
}

/* POST /nominations/{nomination}/parts/{part}   answer.<name> and version.<name> for each question */
static void act_part(struct act *act)
{
    struct arena *arena = act_arena(act);
    struct uuid nomination = act_path_uuid(act, "nomination");
    if (!act_is_well(act))
        return;
    struct rows *own = work_ask(act_work(act), nomination_of(nomination));
    struct rows *answers = work_ask(act_work(act), nomination_answers(nomination));
    if (!act_trip(act))
        return;
    if (rows_count(own) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    struct packet packet = packet_read(arena, answers);
    struct question **taken = arena_new_array(arena, struct question *, packet.count + 1);
    struct rows **saved = arena_new_array(arena, struct rows *, packet.count + 1);
    int64_t part = 0;
    text_number(act_path(act, "part"), &part);
    int count = take_typed(act, &packet, part, taken);
    for (int i = 0; i < count; i++)
        saved[i] = answer_keep(act_work(act), nomination, taken[i]->name, taken[i]->value, taken[i]->version);
    if (!act_keep(act))
        return;
    for (int i = 0; i < count; i++)
        say_kept(act, taken[i], saved[i]);
    if (!act_is_well(act))
        return;
    struct text id = uuid_text(&nomination);
    struct text next = text_is(act_raw(act, "then"), "next")
                           ? next_of(arena, id, part, packet.parts)
                           : arena_print(arena, "/nominations/%.*s", TEXT_ARGUMENTS(id));
    act_see(act, "%.*s", TEXT_ARGUMENTS(next));
}

/* POST /nominations/{nomination}/answers/{question}   value, version: while it is being typed */
static void act_answer(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    if (!act_is_well(act))
        return;
    struct rows *own = work_ask(act_work(act), nomination_of(nomination));
    struct rows *answers = work_ask(act_work(act), nomination_answers(nomination));
    if (!act_trip(act))
        return;
    struct packet packet = packet_read(act_arena(act), answers);
    struct question *question = packet_find(&packet, act_path(act, "question"));
    struct fault unfit;
    struct kept kept;
    if (rows_count(own) == 0 || question == NULL || question->kind == QUESTION_DOCUMENT) {
        fault_not_found(act_fault(act));
        return;
    }
    question->value = answer_tidy(act_arena(act), question, act_raw(act, "value"));
    if (question->value.length > ANSWER_MOST) {
        act_wrong(act, "value", "This text is too long to be kept. Shorten it first.");
        return;
    }
    struct rows *saved =
        answer_keep(act_work(act), nomination, question->name, question->value, act_number(act, "version"));
    if (act_finish(act) && answer_kept(saved, &kept, act_fault(act)))
        autosave_answer(act, &kept, question->value,
                        answer_is_fit(question, &unfit) || !question_is_answered(question) ? NULL : unfit.sentence);
}

const struct route parts_routes[] = {
    {GET, "/nominations/{nomination}/parts/{part}", ask_part, .show = "nominations/part", .complete = complete_part,
     .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/parts/{part}", ask_part, .show = "nominations/part", .complete = complete_part,
     .act = act_part, .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/answers/{question}", .act = act_answer, .audience = FOR_A_PERSON},
    {0},
};
