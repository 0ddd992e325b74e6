/* The form of a cycle, kept by staff until it opens. */
#include "awards/form_keeping.h"

#include "awards/form_keeping.sql.h"
#include "awards/form_order.h"
#include "awards/labels.h"
#include "base/log.h"
#include "base/unicode.h"

#include <jansson.h>
#include <stdlib.h>

/* What belongs to each kind of question beside its label and hint. */
static const struct {
    const char *name;
    bool has_words, has_bounds, has_choices;
} kinds[] = {
    {"text", true, false, false},      {"long", true, false, false},   {"choice", false, false, true},
    {"date", false, false, false},     {"number", false, true, false}, {"attestation", false, false, false},
    {"document", false, false, false},
};

static const size_t kind_count = sizeof kinds / sizeof *kinds;

static size_t kind_of(struct text name)
{
    size_t i = 0;
    while (i < kind_count && !text_is(name, kinds[i].name))
        i++;
    return i;
}

/* The form, which nobody else changes until the work ends, and its questions as they are. */
struct standing {
    struct uuid form;
    struct rows *questions;
    struct form_order order;
    size_t at; /* of the question; the count where it is not in the form */
};

static bool look(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question,
                 struct standing *standing, struct fault *fault)
{
    struct rows *locked = work_ask(work, form_locked(cycle, question));
    standing->questions = work_ask(work, form_questions(cycle));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(locked) == 0 || rows_flag(locked, 0, "is_elsewhere"))
        return fault_not_found(fault);
    standing->form = rows_uuid(locked, 0, "form");
    size_t count = rows_count(standing->questions);
    standing->order = (struct form_order){arena_new_array(arena, struct placed, count + 1), count};
    for (size_t row = 0; row < count; row++)
        standing->order.items[row] =
            (struct placed){rows_uuid(standing->questions, row, "id"), rows_text(standing->questions, row, "part")};
    standing->at = form_order_find(&standing->order, question);
    return true;
}

/* The number that is typed, spelled as the database spells it. False, and said, when it is none within the bounds. */
static bool read_number(struct arena *arena, struct faults *faults, const char *field, int64_t least, int64_t most,
                        struct text *text, const char *sentence)
{
    int64_t number;
    if (text_is_empty(*text))
        return false;
    if (!text_number(*text, &number) || number < least || number > most) {
        label_wrong(faults, arena, field, "%s", sentence);
        return false;
    }
    *text = arena_print(arena, "%lld", (long long)number);
    return true;
}

static void check_numbers(struct arena *arena, struct question_draft *draft, struct faults *faults)
{
    int64_t least, most;
    read_number(arena, faults, "most_words", 1, WORDS_MOST, &draft->most_words,
                "Give the most words as a number from 1 to 5000, or leave it empty.");
    bool has_least = read_number(arena, faults, "least", INT64_MIN, INT64_MAX, &draft->least,
                                 "Give the least as a whole number, or leave it empty.");
    bool has_most = read_number(arena, faults, "most", INT64_MIN, INT64_MAX, &draft->most,
                                "Give the most as a whole number, or leave it empty.");
    if (has_least && has_most && text_number(draft->least, &least) && text_number(draft->most, &most) && least > most)
        label_wrong(faults, arena, "most", "The most is less than the least, which is %lld.", (long long)least);
}

static void check_choices(struct arena *arena, struct text choices, struct faults *faults)
{
    size_t count = 0;
    struct text kept[CHOICES_MOST];
    for (struct text rest = choices; !text_is_empty(rest); count++) {
        struct text choice = text_cut(&rest, '\n');
        if (count == CHOICES_MOST) {
            label_wrong(faults, arena, "choices", "Give at most %d choices.", CHOICES_MOST);
            return;
        }
        label_check_length(faults, arena, "choices", "each choice", choice, CHOICE_MOST);
        for (size_t i = 0; i < count; i++)
            if (text_equal(kept[i], choice))
                label_wrong(faults, arena, "choices", "“%.*s” stands there twice.", TEXT_ARGUMENTS(choice));
        kept[count] = choice;
    }
    if (count < 2)
        label_wrong(faults, arena, "choices", "Write at least two choices, one a line.");
}

static void check(struct arena *arena, struct question_draft *draft, struct faults *faults)
{
    size_t kind = kind_of(draft->kind);
    if (text_is_empty(draft->part))
        label_wrong(faults, arena, "part", "Say in which part of the form it stands.");
    label_check_length(faults, arena, "part", "the part a name", draft->part, PART_MOST);
    if (kind == kind_count)
        label_wrong(faults, arena, "kind", "Choose a kind of answer.");
    label_check(faults, arena, draft->label, draft->hint, "Write the question.");
    check_numbers(arena, draft, faults);
    if (kind < kind_count && kinds[kind].has_choices)
        check_choices(arena, draft->choices, faults);
}

/* Without what does not belong to its kind; the choices without empty lines. */
static struct question_draft tidied(struct arena *arena, const struct question_draft *draft)
{
    struct question_draft tidy = *draft;
    size_t kind = kind_of(draft->kind);
    if (kind == kind_count || !kinds[kind].has_words)
        tidy.most_words = text_empty;
    if (kind == kind_count || !kinds[kind].has_bounds)
        tidy.least = tidy.most = text_empty;
    tidy.choices = kind == kind_count || kinds[kind].has_choices ? label_lines(arena, draft->choices) : text_empty;
    return tidy;
}

static bool is_cell(const struct rows *rows, size_t row, const char *column, struct text text)
{
    struct text cell = rows_text(rows, row, column);
    return text_equal(text_is_absent(cell) ? text_empty : cell, text);
}

bool question_says_so(const struct rows *questions, size_t row, struct arena *arena, const struct question_draft *draft)
{
    struct question_draft tidy = tidied(arena, draft);
    return is_cell(questions, row, "part", tidy.part) && is_cell(questions, row, "kind", tidy.kind) &&
           is_cell(questions, row, "label", tidy.label) && is_cell(questions, row, "hint", tidy.hint) &&
           rows_flag(questions, row, "is_required") == tidy.is_required &&
           is_cell(questions, row, "most_words", tidy.most_words) && is_cell(questions, row, "least", tidy.least) &&
           is_cell(questions, row, "most", tidy.most) && is_cell(questions, row, "choices", tidy.choices);
}

static struct text write_places(struct arena *arena, const struct form_order *order)
{
    json_t *places = json_array();
    for (size_t i = 0; i < order->count; i++) {
        struct text part = order->items[i].part;
        json_array_append_new(
            places, json_pack("{s:s, s:s%}", "id", order->items[i].id.characters, "part", part.bytes, part.length));
    }
    char *dumped = json_dumps(places, JSON_COMPACT);
    if (dumped == NULL)
        log_abort("no memory is left");
    struct text text = arena_copy(arena, text_of(dumped));
    free(dumped);
    json_decref(places);
    return text;
}

/* A new question, which begins behind all others, in a part that is no other's. */
static void add(struct work *work, struct arena *arena, struct uuid question, const struct question_draft *tidy,
                struct standing *standing)
{
    struct form_order *order = &standing->order;
    struct text *names = arena_new_array(arena, struct text, order->count + 1);
    for (size_t row = 0; row < order->count; row++)
        names[row] = rows_text(standing->questions, row, "name");
    struct text name = label_name(arena, tidy->label, "question", names, order->count);
    work_ask(work, question_added(standing->form, question, tidy->part, name, tidy->kind, tidy->label, tidy->hint,
                                  tidy->is_required, tidy->most_words, tidy->least, tidy->most, tidy->choices));
    order->items[order->count++] = (struct placed){question, text_empty};
}

static bool may_be_kept(const struct standing *standing, struct text mark, bool is_new, struct fault *fault)
{
    if (text_is_absent(uuid_text(&standing->form)))
        return fault_set(fault, FAULT_REFUSED, NULL, "No nominations are taken here for this cycle.");
    if (is_new && !text_is_empty(mark))
        return fault_set(fault, FAULT_CLASH, NULL,
                         "This question was removed meanwhile. What you typed is below: save it once more, and it is "
                         "added again.");
    if (!is_new && !is_cell(standing->questions, standing->at, "mark", mark))
        return fault_set(fault, FAULT_CLASH, NULL,
                         "This question was changed meanwhile. Both texts are below; keep the one you want.");
    if (is_new && standing->order.count >= QUESTIONS_MOST)
        return fault_set(fault, FAULT_REFUSED, NULL, "A form has at most %d questions.", QUESTIONS_MOST);
    return true;
}

bool question_keep(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question,
                   const struct question_draft *draft, struct faults *faults, struct fault *fault)
{
    struct standing standing;
    struct question_draft tidy = tidied(arena, draft);
    if (!look(work, arena, cycle, question, &standing, fault))
        return false;
    bool is_new = standing.at == standing.order.count;
    check(arena, &tidy, faults);
    if (!is_new && question_says_so(standing.questions, standing.at, arena, &tidy)) /* sent twice */
        return true;
    if (!may_be_kept(&standing, draft->mark, is_new, fault) || faults->count > 0)
        return false;
    if (is_new)
        add(work, arena, question, &tidy, &standing);
    else
        work_ask(work, question_rewritten(question, tidy.kind, tidy.label, tidy.hint, tidy.is_required, tidy.most_words,
                                          tidy.least, tidy.most, tidy.choices));
    if (!text_equal(standing.order.items[standing.at].part, tidy.part))
        form_order_put(&standing.order, standing.at, tidy.part, !is_new && tidy.is_for_part);
    work_ask(work, questions_placed(standing.form, write_places(arena, &standing.order)));
    work_ask(work, form_change_told(cycle, standing.form, question, text_of(is_new ? "added" : "changed")));
    return true;
}

bool question_remove(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question,
                     struct fault *fault)
{
    struct standing standing;
    if (!look(work, arena, cycle, question, &standing, fault))
        return false;
    if (standing.at == standing.order.count)
        return true;
    work_ask(work, question_removed(question));
    work_ask(work, form_change_told(cycle, standing.form, question, text_of("removed")));
    return true;
}

bool question_move(struct work *work, struct arena *arena, struct uuid cycle, struct uuid question, struct text way,
                   int64_t place, struct text part, struct fault *fault)
{
    struct standing standing;
    bool is_up = text_ends(way, text_of("up")), is_part = text_starts(way, text_of("part-"));
    if (!look(work, arena, cycle, question, &standing, fault))
        return false;
    if (standing.at == standing.order.count || (int64_t)standing.at + 1 != place ||
        !text_equal(standing.order.items[standing.at].part, part))
        return true;
    if (is_part ? form_order_step_part(&standing.order, standing.at, is_up)
                : form_order_step(&standing.order, standing.at, is_up)) {
        work_ask(work, questions_placed(standing.form, write_places(arena, &standing.order)));
        work_ask(work, form_change_told(cycle, standing.form, question, text_of("moved")));
    }
    return true;
}
