/* A nomination's packet as its pages show it. */
#include "pages/packet_view.h"

#include "format/date.h"
#include "nominations/nominations.sql.h"

void ask_nomination(struct ask *ask, struct uuid nomination)
{
    ask_one(ask, "nomination", nomination_of(nomination));
    ask_rows(ask, "answers", nomination_answers(nomination));
    ask_rows(ask, "letters", nomination_letters(nomination));
}

struct packet show_packet(struct show *show)
{
    return packet_read(show_arena(show), show_rows(show, "answers"));
}

struct text question_address(struct arena *arena, struct text nomination, const struct question *question)
{
    if (question->kind == QUESTION_DOCUMENT)
        return arena_print(arena, "/nominations/%.*s/documents/%.*s", TEXT_ARGUMENTS(nomination),
                           TEXT_ARGUMENTS(question->name));
    return arena_print(arena, "/nominations/%.*s/parts/%d#answer.%.*s", TEXT_ARGUMENTS(nomination), question->part,
                       TEXT_ARGUMENTS(question->name));
}

struct text question_says(struct arena *arena, const struct question *question, struct text sentence)
{
    struct text label = question->label;
    if (text_ends(label, text_of(".")))
        label = text_part(label, 0, label.length - 1);
    return arena_print(arena, "%.*s: %.*s", TEXT_ARGUMENTS(label), TEXT_ARGUMENTS(sentence));
}

void show_missing(struct show *show, const struct packet *packet)
{
    struct arena *arena = show_arena(show);
    const struct rows *nomination = show_rows(show, "nomination");
    struct text id = rows_text(nomination, 0, "id");
    struct items *missing = items_new(arena);
    struct faults faults = {0};
    packet_missing(arena, packet, letters_asked(show_rows(show, "letters")),
                   rows_number(nomination, 0, "letters_needed"), &faults);
    for (size_t i = 0; i < faults.count; i++) {
        const struct question *question = packet_find(packet, text_of(faults.items[i].field));
        struct names *item = items_add(missing);
        struct text sentence = text_of(faults.items[i].sentence);
        names_set(item, "href",
                  value_text(question != NULL ? question_address(arena, id, question)
                                              : arena_print(arena, "/nominations/%.*s/letters", TEXT_ARGUMENTS(id))));
        names_set(item, "sentence", value_text(question == NULL ? sentence : question_says(arena, question, sentence)));
    }
    show_tell(show, "missing", items_value(missing));
    show_tell(show, "is_complete", value_flag(faults.count == 0));
}

/* An answer as people read it. */
static struct text answer_words(struct arena *arena, const struct question *question)
{
    struct date date;
    if (question->kind == QUESTION_ATTESTATION && text_is(question->value, "yes"))
        return text_of("Confirmed");
    if (question->kind == QUESTION_DATE && date_read(question->value, &date))
        return date_words(arena, date);
    return question->value;
}

static void tell_answer(struct arena *arena, struct names *item, struct text id, const struct question *question)
{
    names_set(item, "label", value_text(question->label));
    names_set(item, "href", value_text(question_address(arena, id, question)));
    names_set(item, "is_empty", value_flag(!question_is_answered(question)));
    names_set(item, "is_long", value_flag(question->kind == QUESTION_LONG || question->kind == QUESTION_ATTESTATION));
    names_set(item, "value", value_text(answer_words(arena, question)));
    names_set(item, "name", value_filled(question->file_name));
    names_set(item, "hash", value_filled(question->hash));
    names_set(item, "size_words", value_text(size_words(arena, question->size)));
}

void show_answers(struct show *show, const struct packet *packet, struct text id)
{
    struct arena *arena = show_arena(show);
    struct items *parts = items_new(arena), *documents = items_new(arena), *answers = NULL;
    int part = 0;
    for (size_t i = 0; i < packet->count; i++) {
        const struct question *question = &packet->questions[i];
        if (question->part > part) {
            struct names *item = items_add(parts);
            part = question->part;
            answers = items_new(arena);
            names_set(item, "name", value_text(question->part_name));
            names_set(item, "href",
                      value_text(arena_print(arena, "/nominations/%.*s/parts/%d", TEXT_ARGUMENTS(id), part)));
            names_set(item, "answers", items_value(answers));
        }
        tell_answer(arena, items_add(question->kind == QUESTION_DOCUMENT ? documents : answers), id, question);
    }
    show_tell(show, "parts", items_value(parts));
    show_tell(show, "documents", items_value(documents));
}

struct text size_words(struct arena *arena, int64_t bytes)
{
    if (bytes < 1000 * 1000)
        return arena_print(arena, "%lld KB", (long long)(bytes + 999) / 1000);
    return arena_print(arena, "%lld.%lld MB", (long long)bytes / 1000000, (long long)bytes / 100000 % 10);
}

struct value question_options(struct arena *arena, const struct question *question, struct text chosen)
{
    struct items *options = items_new(arena);
    struct text choices = question->choices;
    while (!text_is_empty(choices)) {
        struct text choice = text_cut(&choices, '\n');
        struct names *option = items_add(options);
        names_set(option, "value", value_text(choice));
        names_set(option, "is_chosen", value_flag(text_equal(choice, chosen)));
    }
    return items_value(options);
}
