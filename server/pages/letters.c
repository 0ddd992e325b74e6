/* A referee's letter, by the link from the mail: yes or no, writing, sending. Opening a page changes nothing. */
#include "letters/letters.h"

#include "base/log.h"
#include "base/unicode.h"
#include "letters/letters.sql.h"
#include "pages/autosave.h"
#include "pages/packet_view.h"
#include "pages/pages.h"

/* GET /letters/{token}        what is asked, and what has been written
 * GET /letters/{token}/file   the letter as a PDF */
static void ask_letter(struct ask *ask)
{
    struct text token = ask_path(ask, "token");
    ask_rows(ask, "written", letter_content_mine());
    ask_tell(ask, "action", value_text(arena_print(ask_arena(ask), "/letters/%.*s", TEXT_ARGUMENTS(token))));
}

static struct value document_of(struct arena *arena, const struct rows *written)
{
    struct names *document = names_new(arena);
    if (text_is_absent(rows_text(written, 0, "file")))
        return value_flag(false);
    names_set(document, "name", value_text(rows_text(written, 0, "file_name")));
    names_set(document, "size_words", value_text(size_words(arena, rows_number(written, 0, "size"))));
    return value_record(names_record(document));
}

/* What another window has saved meanwhile: the one that is sent next is sent upon it. */
static struct value other_of(struct show *show, const struct rows *written, struct text mine)
{
    struct text text = rows_text(written, 0, "text");
    int64_t version;
    bool is_clash = text_number(form_field(show_typed(show), "version"), &version) &&
                    version != rows_number(written, 0, "version") &&
                    !text_equal(unicode_tidy_lines(show_arena(show), mine), text);
    return is_clash ? value_text(text) : value_flag(false);
}

static void complete_letter(struct show *show)
{
    struct arena *arena = show_arena(show);
    const struct rows *written = show_rows(show, "written");
    const struct form *typed = show_typed(show);
    struct names *content = names_new(arena);
    if (rows_count(written) == 0)
        return;
    struct text text = rows_text(written, 0, "text");
    struct text mine = typed == NULL ? text_absent : form_field(typed, "text");
    names_set(content, "name", value_text(rows_text(written, 0, "name")));
    names_set(content, "relationship", value_text(rows_text(written, 0, "relationship")));
    names_set(content, "text", value_text(text));
    names_set(content, "version", value_text(rows_text(written, 0, "version")));
    names_set(content, "document", document_of(arena, written));
    if (!text_is_absent(mine))
        names_set(content, "other", other_of(show, written, mine));
    show_tell(show, "content", value_record(names_record(content)));
    show_tell(show, "words", value_text(arena_print(arena, "%zu", unicode_words(text_is_absent(mine) ? text : mine))));
    if (typed == NULL || !text_is_absent(mine))
        return;
    /* Another form of the page was sent, to decline: the letter stays in its own. */
    names_set(content, "reason", value_text(form_field(typed, "reason")));
    show_tell(show, "typed", value_record(names_record(content)));
}

static void complete_file(struct show *show)
{
    const struct rows *written = show_rows(show, "written");
    if (rows_count(written) == 0)
        show_not_found(show);
    else
        show_tell(show, "document", document_of(show_arena(show), written));
}

/* Finishes, and shows the letter again. */
static void finish(struct act *act)
{
    if (act_finish(act))
        act_see(act, "/letters/%.*s", TEXT_ARGUMENTS(act_path(act, "token")));
}

/* POST /letters/{token}/accept */
static void act_accept(struct act *act)
{
    letter_accept(act_work(act));
    finish(act);
}

/* POST /letters/{token}/decline   reason */
static void act_decline(struct act *act)
{
    if (letter_decline(act_work(act), act_lines(act, "reason"), act_fault(act)))
        finish(act);
}

/* POST /letters/{token}/send   what has been saved */
static void act_send(struct act *act)
{
    struct faults wrong = {0};
    bool is_sent = letter_send(act_work(act), act_arena(act), &wrong, act_fault(act));
    for (size_t i = 0; i < wrong.count; i++)
        act_wrong(act, wrong.items[i].field, "%s", wrong.items[i].sentence);
    if (is_sent)
        finish(act);
}

/* POST /letters/{token}   name, relationship, text, version; then: save, file or send. Also while it is being typed. What was
 * typed is kept first, whether or not it can be sent. */
static void act_write(struct act *act)
{
    struct letter_text written = {act_line(act, "name"), act_line(act, "relationship"), act_lines(act, "text")};
    struct kept kept;
    struct fault fault;
    if (!letter_save(act_work(act), &written, act_number(act, "version"), &kept, act_fault(act)) || !act_finish(act))
        return;
    if (act_wants_json(act) && !kept.is_saved)
        autosave_clash(act, &kept);
    else if (act_wants_json(act))
        autosave_answer(act, &kept, written.text, letter_is_short_enough(written.text, &fault) ? NULL : fault.sentence);
    else if (!kept.is_saved)
        fault_set(act_fault(act), FAULT_CLASH, "text",
                  "This was changed in another window. Both texts are below; keep the one you want.");
    else if (text_is(act_raw(act, "then"), "send"))
        act_send(act);
    else
        act_see(act, "/letters/%.*s%s", TEXT_ARGUMENTS(act_path(act, "token")),
                text_is(act_raw(act, "then"), "file") ? "/file" : "");
}

/* POST /letters/{token}/take-back */
static void act_take_back(struct act *act)
{
    letter_take_back(act_work(act));
    finish(act);
}

/* POST /letters/{token}/file   file: a PDF */
static void act_put_file(struct act *act)
{
    if (!document_is_fit(act))
        return;
    const struct sent_file *file = act_file(act);
    if (!letter_put_file(act_work(act), file->id, file->name, (int64_t)file->size, text_of(file->hash), act_fault(act)))
        return;
    act_keep_file(act);
    finish(act);
}

/* POST /letters/{token}/file/remove */
static void act_drop_file(struct act *act)
{
    letter_drop_file(act_work(act));
    finish(act);
}

const struct route letters_routes[] = {
    {GET, "/letters/{token}", ask_letter, .show = "letters/letter", .complete = complete_letter,
     .audience = FOR_A_REFEREE},
    {POST, "/letters/{token}", ask_letter, .show = "letters/letter", .complete = complete_letter, .act = act_write,
     .audience = FOR_A_REFEREE},
    {POST, "/letters/{token}/accept", ask_letter, .show = "letters/letter", .complete = complete_letter,
     .act = act_accept, .audience = FOR_A_REFEREE},
    {POST, "/letters/{token}/decline", ask_letter, .show = "letters/letter", .complete = complete_letter,
     .act = act_decline, .audience = FOR_A_REFEREE},
    {POST, "/letters/{token}/send", ask_letter, .show = "letters/letter", .complete = complete_letter, .act = act_send,
     .audience = FOR_A_REFEREE},
    {POST, "/letters/{token}/take-back", ask_letter, .show = "letters/letter", .complete = complete_letter,
     .act = act_take_back, .audience = FOR_A_REFEREE},
    {GET, "/letters/{token}/file", ask_letter, .show = "letters/file", .complete = complete_file,
     .audience = FOR_A_REFEREE},
    {POST, "/letters/{token}/file", ask_letter, .show = "letters/file", .complete = complete_file, .act = act_put_file,
     .audience = FOR_A_REFEREE, .takes_file = true},
    {POST, "/letters/{token}/file/remove", ask_letter, .show = "letters/file", .complete = complete_file,
     .act = act_drop_file, .audience = FOR_A_REFEREE},
    {0},
};
