/* The documents of a nomination: sent in, replaced, removed, read. */
#include "http/house.h"
#include "nominations/nominations.sql.h"
#include "nominations/packet.h"
#include "pages/packet_view.h"
#include "pages/pages.h"

/* GET /nominations/{nomination}/documents/{question} */
static void ask_document(struct ask *ask)
{
    ask_nomination(ask, ask_path_uuid(ask, "nomination"));
}

static void complete_document(struct show *show)
{
    struct arena *arena = show_arena(show);
    struct packet packet = show_packet(show);
    const struct question *question = packet_find(&packet, request_capture(show_request(show), "question"));
    if (question == NULL || question->kind != QUESTION_DOCUMENT) {
        show_not_found(show);
        return;
    }
    struct names *told = names_new(arena), *document = names_new(arena);
    names_set(told, "name", value_text(question->name));
    names_set(told, "label", value_text(question->label));
    names_set(told, "hint", value_filled(question->hint));
    names_set(told, "is_required", value_flag(question->is_required));
    show_tell(show, "question", value_record(names_record(told)));
    if (text_is_absent(question->file))
        return;
    names_set(document, "name", value_text(question->file_name));
    names_set(document, "hash", value_text(question->hash));
    names_set(document, "made", value_text(question->made));
    names_set(document, "size_words", value_text(size_words(arena, question->size)));
    show_tell(show, "document", value_record(names_record(document)));
}

/* Whether the file that came is one that is kept. */
bool document_is_fit(struct act *act)
{
    const struct sent_file *file = act_file(act);
    if (file == NULL)
        act_wrong(act, "file", "Choose a file.");
    else if (file->is_too_large)
        act_wrong(act, "file", "This file is larger than 20 MB. Choose a smaller one.");
    else if (!file->is_pdf)
        act_wrong(act, "file", "This is not a PDF. Save the document as PDF and choose that file.");
    return act_is_well(act);
}

/* POST /nominations/{nomination}/documents/{question}   file: a PDF */
static void act_put(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    struct text question = act_path(act, "question");
    if (!act_is_well(act) || !document_is_fit(act))
        return;
    const struct sent_file *file = act_file(act);
    struct text hash = text_of(file->hash);
    struct rows *put =
        work_ask(act_work(act), document_put(nomination, question, file->id, file->name, (int64_t)file->size, hash,
                                             keyed_hash(act_arena(act), &act_house(act)->keys, "document", hash)));
    if (!act_trip(act))
        return;
    if (rows_count(put) == 0) {
        fault_not_found(act_fault(act));
        return;
    }
    act_keep_file(act);
    if (act_finish(act))
        act_see(act, "/nominations/%s/documents/%.*s", nomination.characters, TEXT_ARGUMENTS(question));
}

/* POST /nominations/{nomination}/documents/{question}/remove */
static void act_remove(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    struct text question = act_path(act, "question");
    if (!act_is_well(act))
        return;
    struct rows *locked = work_ask(act_work(act), nomination_locked(nomination));
    work_ask(act_work(act), document_dropped(nomination, question));
    if (act_trip(act) && rows_count(locked) == 0)
        fault_not_found(act_fault(act));
    if (act_finish(act))
        act_see(act, "/nominations/%s/documents/%.*s", nomination.characters, TEXT_ARGUMENTS(question));
}

/* GET /nominations/{nomination}/documents/{question}/file   the document itself */
static void ask_file(struct ask *ask)
{
    ask_one(ask, "document", document_found(ask_path_uuid(ask, "nomination"), ask_path(ask, "question")));
}

static void write_file(struct show *show)
{
    const struct rows *document = show_rows(show, "document");
    struct uuid id = rows_uuid(document, 0, "id");
    struct buffer *bytes = show_document(show, "application/pdf", rows_text(document, 0, "name"));
    if (!store_read(&show_house(show)->store, &id, bytes, show_fault(show)))
        buffer_free(bytes);
}

const struct route documents_routes[] = {
    {GET, "/nominations/{nomination}/documents/{question}", ask_document, .show = "nominations/document",
     .complete = complete_document, .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/documents/{question}", ask_document, .show = "nominations/document",
     .complete = complete_document, .act = act_put, .audience = FOR_A_PERSON, .takes_file = true},
    {POST, "/nominations/{nomination}/documents/{question}/remove", ask_document, .show = "nominations/document",
     .complete = complete_document, .act = act_remove, .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}/documents/{question}/file", ask_file, .write = write_file,
     .audience = FOR_A_PERSON},
    {0},
};
