/* A nomination's packet: reading it, and what is wrong with it. */
#include "nominations/packet.h"

#include "base/log.h"
#include "base/unicode.h"
#include "format/date.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static enum question_kind kind_of(struct text name)
{
    static const char *const kinds[] = {
        [QUESTION_TEXT] = "text",         [QUESTION_LONG] = "long",     [QUESTION_CHOICE] = "choice",
        [QUESTION_DATE] = "date",         [QUESTION_NUMBER] = "number", [QUESTION_ATTESTATION] = "attestation",
        [QUESTION_DOCUMENT] = "document",
    };
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (text_is(name, kinds[i]))
            return (enum question_kind)i;
    log_abort("a question of no kind");
}

static struct question question_read(const struct rows *rows, size_t row)
{
    struct text value = rows_text(rows, row, "value");
    return (struct question){
        .kind = kind_of(rows_text(rows, row, "kind")),
        .part_name = rows_text(rows, row, "part"),
        .name = rows_text(rows, row, "name"),
        .label = rows_text(rows, row, "label"),
        .hint = rows_text(rows, row, "hint"),
        .is_required = rows_flag(rows, row, "is_required"),
        .has_least = !text_is_absent(rows_text(rows, row, "least")),
        .has_most = !text_is_absent(rows_text(rows, row, "most")),
        .most_words = rows_number(rows, row, "most_words"),
        .least = rows_number(rows, row, "least"),
        .most = rows_number(rows, row, "most"),
        .choices = rows_text(rows, row, "choices"),
        .value = text_is_absent(value) ? text_empty : value,
        .version = rows_number(rows, row, "version"),
        .file = rows_text(rows, row, "file"),
        .file_name = rows_text(rows, row, "file_name"),
        .hash = rows_text(rows, row, "hash"),
        .made = rows_text(rows, row, "document_made"),
        .size = rows_number(rows, row, "size"),
    };
}

struct packet packet_read(struct arena *arena, const struct rows *rows)
{
    struct packet packet = {.questions = arena_new_array(arena, struct question, rows_count(rows) + 1),
                            .count = rows_count(rows)};
    struct text part = text_absent;
    for (size_t row = 0; row < packet.count; row++) {
        struct question *question = &packet.questions[row];
        *question = question_read(rows, row);
        if (question->kind == QUESTION_DOCUMENT)
            continue;
        if (!text_equal(question->part_name, part))
            packet.parts++;
        part = question->part_name;
        question->part = packet.parts;
    }
    return packet;
}

struct question *packet_find(const struct packet *packet, struct text name)
{
    for (size_t i = 0; i < packet->count; i++)
        if (text_equal(packet->questions[i].name, name))
            return &packet->questions[i];
    return NULL;
}

struct text answer_tidy(struct arena *arena, const struct question *question, struct text typed)
{
    return question->kind == QUESTION_LONG ? unicode_tidy_lines(arena, typed) : unicode_tidy(arena, typed);
}

static bool is_choice(struct text choices, struct text value)
{
    while (!text_is_absent(choices))
        if (text_equal(text_cut(&choices, '\n'), value))
            return true;
    return false;
}

static bool number_is_fit(const struct question *question, const char *field, struct fault *fault)
{
    int64_t number;
    if (!text_number(question->value, &number))
        return fault_set(fault, FAULT_INVALID, field, "Give a whole number, in digits.");
    if (question->has_least && number < question->least)
        return fault_set(fault, FAULT_INVALID, field, "Give a number of at least %lld.", (long long)question->least);
    if (question->has_most && number > question->most)
        return fault_set(fault, FAULT_INVALID, field, "Give a number of at most %lld.", (long long)question->most);
    return true;
}

static bool words_are_fit(const struct question *question, const char *field, struct fault *fault)
{
    size_t words = unicode_words(question->value);
    if (question->most_words == 0 || words <= (size_t)question->most_words)
        return true;
    return fault_set(fault, FAULT_INVALID, field, "Use at most %lld words; these are %zu.",
                     (long long)question->most_words, words);
}

bool question_is_answered(const struct question *question)
{
    return question->kind == QUESTION_DOCUMENT ? !text_is_absent(question->file)
                                               : !text_is_empty(text_trim(question->value));
}

static bool is_not_missing(const struct question *question, const char *field, struct fault *fault)
{
    if (!question->is_required)
        return true;
    return fault_set(fault, FAULT_INVALID, field,
                     question->kind == QUESTION_DOCUMENT      ? "Upload this document."
                     : question->kind == QUESTION_ATTESTATION ? "Confirm this."
                     : question->kind == QUESTION_CHOICE      ? "Choose one."
                                                              : "Answer this question.");
}

bool answer_is_fit(const struct question *question, struct fault *fault)
{
    char field[64] = "";
    struct date date;
    strncat(field, question->name.bytes, question->name.length < 63 ? question->name.length : 63);
    if (!question_is_answered(question))
        return is_not_missing(question, field, fault);
    switch (question->kind) {
    case QUESTION_TEXT:
    case QUESTION_LONG:
        return words_are_fit(question, field, fault);
    case QUESTION_CHOICE:
        return is_choice(question->choices, question->value) ||
               fault_set(fault, FAULT_INVALID, field, "Choose one of what is offered.");
    case QUESTION_DATE:
        return date_read(question->value, &date) ||
               fault_set(fault, FAULT_INVALID, field, "Give a date as 2026-12-05: year, month, day.");
    case QUESTION_NUMBER:
        return number_is_fit(question, field, fault);
    case QUESTION_ATTESTATION:
        return text_is(question->value, "yes") || fault_set(fault, FAULT_INVALID, field, "Confirm this.");
    case QUESTION_DOCUMENT:
        return true;
    }
    return true;
}

size_t letters_asked(const struct rows *letters)
{
    size_t count = 0;
    for (size_t row = 0; row < rows_count(letters); row++)
        count += rows_flag(letters, row, "counts");
    return count;
}

void packet_missing(struct arena *arena, const struct packet *packet, size_t asked, int64_t needed,
                    struct faults *faults)
{
    struct fault fault;
    for (size_t i = 0; i < packet->count; i++)
        if (!answer_is_fit(&packet->questions[i], &fault))
            faults_add(faults, arena, fault);
    if (needed > 0 && asked < (size_t)needed) {
        fault_set(&fault, FAULT_INVALID, "letters", "Ask at least %lld referees for a letter; so far it is %zu.",
                  (long long)needed, asked);
        faults_add(faults, arena, fault);
    }
}

static json_t *json_text(struct text text)
{
    return json_stringn(text.bytes, text.length);
}

struct text packet_contents(struct arena *arena, const struct packet *packet)
{
    json_t *contents = json_object();
    for (size_t i = 0; i < packet->count; i++) {
        const struct question *question = &packet->questions[i];
        if (!question_is_answered(question))
            continue;
        const char *name = arena_copy(arena, question->name).bytes;
        json_object_set_new(
            contents, name,
            question->kind != QUESTION_DOCUMENT
                ? json_text(question->value)
                : json_pack("{s:o, s:o}", "hash", json_text(question->hash), "name", json_text(question->file_name)));
    }
    char *bytes = json_dumps(contents, JSON_COMPACT | JSON_SORT_KEYS);
    if (bytes == NULL)
        log_abort("out of memory");
    struct text text = arena_copy(arena, text_of(bytes));
    free(bytes);
    json_decref(contents);
    return text;
}
