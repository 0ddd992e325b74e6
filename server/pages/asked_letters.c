/* The letters of a nomination, as its nominator has them: who was asked and how each stands, never what they say. */
#include "crypto/tokens.h"
#include "letters/letters.h"
#include "nominations/nominations.sql.h"
#include "pages/pages.h"

/* GET /nominations/{nomination}/letters
 * GET /nominations/{nomination}/letters/{letter} */
static void ask_letters(struct ask *ask)
{
    struct uuid nomination = ask_path_uuid(ask, "nomination");
    ask_one(ask, "nomination", nomination_of(nomination));
    ask_rows(ask, "letters", nomination_letters(nomination));
}

/* With an id for the letter that may be asked for next. */
static void complete_letters(struct show *show)
{
    const struct rows *nomination = show_rows(show, "nomination");
    show_tell(show, "letter", value_text(random_id(show_arena(show))));
    show_tell(show, "can_ask", value_flag(rows_flag(nomination, 0, "letters_open")));
}

static void complete_letter(struct show *show)
{
    const struct rows *letters = show_rows(show, "letters");
    struct text letter = request_capture(show_request(show), "letter");
    const struct form *typed = show_typed(show);
    size_t row = 0;
    while (row < rows_count(letters) && !text_equal(rows_text(letters, row, "id"), letter))
        row++;
    if (row == rows_count(letters)) {
        show_not_found(show);
        return;
    }
    show_tell(show, "letter", rows_record(letters, row));
    if (typed != NULL && text_is_absent(form_field(typed, "email"))) /* another form of the page was sent */
        show_tell(show, "typed", rows_record(letters, row));
}

static struct referee typed_referee(struct act *act)
{
    return (struct referee){act_line(act, "name"), act_line(act, "email")};
}

/* POST /nominations/{nomination}/letters   letter: its id; name, email: of the referee; note */
static void act_ask(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination");
    struct referee referee = typed_referee(act);
    if (act_is_well(act) &&
        letter_ask(act_work(act), act_arena(act), nomination, act_uuid(act, "letter"), &referee, act_lines(act, "note"),
                   act_fault(act)) &&
        act_finish(act))
        act_see(act, "/nominations/%s/letters", nomination.characters);
}

/* Finishes, and goes back to the page of the letter. */
static void finish(struct act *act, struct uuid nomination, struct uuid letter)
{
    if (act_finish(act))
        act_see(act, "/nominations/%s/letters/%s", nomination.characters, letter.characters);
}

/* POST /nominations/{nomination}/letters/{letter}/remind */
static void act_remind(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination"), letter = act_path_uuid(act, "letter");
    if (act_is_well(act) && letter_remind(act_work(act), nomination, letter, act_fault(act)))
        finish(act, nomination, letter);
}

/* POST /nominations/{nomination}/letters/{letter}/cancel */
static void act_cancel(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination"), letter = act_path_uuid(act, "letter");
    if (act_is_well(act) && letter_cancel(act_work(act), nomination, letter, act_fault(act)))
        finish(act, nomination, letter);
}

/* POST /nominations/{nomination}/letters/{letter}/address   name, email */
static void act_correct(struct act *act)
{
    struct uuid nomination = act_path_uuid(act, "nomination"), letter = act_path_uuid(act, "letter");
    struct referee referee = typed_referee(act);
    if (act_is_well(act) && letter_correct(act_work(act), act_arena(act), nomination, letter, &referee, act_fault(act)))
        finish(act, nomination, letter);
}

const struct route asked_letters_routes[] = {
    {GET, "/nominations/{nomination}/letters", ask_letters, .show = "nominations/letters", .complete = complete_letters,
     .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/letters", ask_letters, .show = "nominations/letters",
     .complete = complete_letters, .act = act_ask, .audience = FOR_A_PERSON},
    {GET, "/nominations/{nomination}/letters/{letter}", ask_letters, .show = "nominations/letter",
     .complete = complete_letter, .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/letters/{letter}/remind", ask_letters, .show = "nominations/letter",
     .complete = complete_letter, .act = act_remind, .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/letters/{letter}/cancel", ask_letters, .show = "nominations/letter",
     .complete = complete_letter, .act = act_cancel, .audience = FOR_A_PERSON},
    {POST, "/nominations/{nomination}/letters/{letter}/address", ask_letters, .show = "nominations/letter",
     .complete = complete_letter, .act = act_correct, .audience = FOR_A_PERSON},
    {0},
};
