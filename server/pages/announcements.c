/* The announcement: its instant, the page as it will be, the mails. */
#include "decisions/announcements.h"
#include "base/arena.h"
#include "decisions/announcements.sql.h"
#include "format/linked.h"
#include "http/house.h"
#include "mail/rendering.h"
#include "pages/moments.h"
#include "pages/pages.h"

enum { HONORS_MOST = 100 }; /* as on the award's own page */

/* GET /staff/cycles/{cycle}/announcement   the instant, the names as they are printed, the mails as they will leave */
static void ask_announcement(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "announcement", announcement_page(cycle));
    ask_rows(ask, "honorees", announcement_honorees(cycle));
    ask_rows(ask, "written", announcement_mails_shown(cycle));
}

static const char *field_of(struct arena *arena, const char *name, const struct rows *honorees, size_t row)
{
    return arena_print(arena, "%s.%s", name, rows_uuid(honorees, row, "id").characters).bytes;
}

/* What is printed of an honoree: its column, which is its field too; the field of what stood there; its error. */
static const struct printed {
    const char *name, *was, *error;
} printed_name = {"name", "was_name", "name_error"},
  printed_postnominals = {"postnominals", "was_postnominals", "postnominals_error"};

/* What was typed and is another text than stood there; else absent. */
static struct text typed_anew(const struct show *show, const char *field, const char *was_field)
{
    struct text typed = show_typed(show) == NULL ? text_absent : form_field(show_typed(show), field);
    struct text was = text_is_absent(typed) ? text_absent : form_field(show_typed(show), was_field);
    return !text_is_absent(was) && text_equal(typed, was) ? text_absent : typed;
}

/* One field of an honoree, as it was sent or as it stands, and what is wrong with it. */
static void tell_field(struct show *show, struct names *item, const struct rows *honorees, size_t row,
                       const struct printed *printed)
{
    const char *field = field_of(show_arena(show), printed->name, honorees, row);
    struct text stands = rows_text(honorees, row, printed->name);
    struct text typed = typed_anew(show, field, field_of(show_arena(show), printed->was, honorees, row));
    names_set(item, printed->name, value_text(text_is_absent(typed) ? stands : typed));
    names_set(item, printed->was, value_text(stands));
    names_set(item, printed->error, value_filled(show_error(show, field)));
}

static struct value told_honorees(struct show *show)
{
    static const char *const columns[] = {"id", "nominee", "citation"};
    const struct rows *honorees = show_rows(show, "honorees");
    struct items *items = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(honorees); row++) {
        struct names *item = items_add(items);
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
            names_set(item, columns[i], value_filled(rows_text(honorees, row, columns[i])));
        names_set(item, "is_on_record", value_flag(rows_flag(honorees, row, "is_on_record")));
        names_set(item, "is_unreachable", value_flag(rows_flag(honorees, row, "is_unreachable")));
        tell_field(show, item, honorees, row, &printed_name);
        tell_field(show, item, honorees, row, &printed_postnominals);
    }
    return items_value(items);
}

/* The mails, each as its reader will get it. */
static struct value told_mails(struct show *show)
{
    const struct house *house = show_house(show);
    const struct rows *written = show_rows(show, "written");
    struct items *mails = items_new(show_arena(show));
    for (size_t row = 0; row < rows_count(written); row++) {
        struct mail_text text;
        if (!mail_render(show_arena(show), house->templates, house->origin, written, row, text_absent, &text,
                         show_fault(show)))
            break;
        struct buffer html = {0};
        struct names *mail = items_add(mails);
        linked_escape(&html, text.body, house->origin);
        names_set(mail, "to_name", value_filled(rows_text(written, row, "to_name")));
        names_set(mail, "to_address", value_text(rows_text(written, row, "to_address")));
        names_set(mail, "role", value_text(rows_text(written, row, "role")));
        names_set(mail, "subject", value_text(text.subject));
        names_set(mail, "body_html", value_text(arena_copy(show_arena(show), buffer_text(&html))));
        buffer_free(&html);
    }
    return items_value(mails);
}

static void complete_announcement(struct show *show)
{
    show_tell(show, "honorees", told_honorees(show));
    show_tell(show, "mails", told_mails(show));
    show_moment(show, "announces", rows_text(show_rows(show, "announcement"), 0, "announces_local"));
}

/* What is to be printed: what was typed, or what stands by now where nothing was changed here. */
static struct text wished(struct act *act, const struct rows *honorees, size_t row, const struct printed *printed)
{
    struct arena *arena = act_arena(act);
    const char *field = field_of(arena, printed->name, honorees, row);
    const char *was_field = field_of(arena, printed->was, honorees, row);
    struct text typed = act_line(act, field), stands = rows_text(honorees, row, printed->name);
    struct text was = text_is_absent(form_field(act_form(act), was_field)) ? stands : act_line(act, was_field);
    if (text_equal(typed, was))
        return stands;
    if (!text_equal(stands, was) && !text_equal(stands, typed))
        act_wrong(act, field,
                  "Somebody else has changed this to “%.*s” meanwhile. Save once more to put yours in its place.",
                  TEXT_ARGUMENTS(stands));
    return typed;
}

/* The names of the form, each checked; what is wrong with one stands beside it. */
static void print_honorees(struct act *act, const struct rows *honorees)
{
    for (size_t row = 0; row < rows_count(honorees); row++) {
        struct fault unfit;
        struct honoree honoree = {
            .nomination = rows_uuid(honorees, row, "id"),
            .citation = rows_text(honorees, row, "citation"),
            .year = rows_text(honorees, row, "year"),
            .name = wished(act, honorees, row, &printed_name),
            .postnominals = wished(act, honorees, row, &printed_postnominals),
        };
        if (honoree_is_fit(act_arena(act), &honoree, &unfit))
            honoree_print(act_work(act), act_arena(act), &honoree);
        else
            act_wrong(act, unfit.field, "%s", unfit.sentence);
    }
}

/* POST /staff/cycles/{cycle}/announcement   announces.date, announces.time; stood: the instant that stood there, empty for
 * none; name.<nomination>, postnominals.<nomination>, and what stood there: was_name.<nomination>, was_postnominals… */
static void act_announcement(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    struct text local = act_moment(act, "announces");
    if (act_fault(act)->kind != FAULT_NONE)
        return;
    struct rows *honorees = work_ask(act_work(act), announcement_honorees(cycle));
    if (!work_trip(act_work(act), act_fault(act)))
        return;
    print_honorees(act, honorees);
    if (text_is_empty(local))
        act_wrong(act, "announces.date", "Give the day and the time of the announcement.");
    if (!act_is_well(act))
        return;
    work_ask(act_work(act), announcement_put(cycle, local, form_field(act_form(act), "stood")));
    if (act_finish(act))
        act_see(act, "/staff/cycles/%s/announcement", cycle.characters);
}

/* POST /staff/cycles/{cycle}/announcement/cancel */
static void act_cancel(struct act *act)
{
    struct uuid cycle = act_path_uuid(act, "cycle");
    if (!act_is_well(act))
        return;
    work_ask(act_work(act), announcement_dropped(cycle));
    if (act_finish(act))
        act_see(act, "/staff/cycles/%s/announcement", cycle.characters);
}

/* GET /staff/cycles/{cycle}/preview   what the public pages will show from the instant on */
static void ask_preview(struct ask *ask)
{
    struct uuid cycle = ask_path_uuid(ask, "cycle");
    ask_one(ask, "announcement", announcement_page(cycle));
    ask_rows(ask, "honorees", preview_honorees(cycle, HONORS_MOST));
    ask_rows(ask, "honors", preview_archive(cycle));
}

const struct route announcements_routes[] = {
    {GET, "/staff/cycles/{cycle}/announcement", ask_announcement, .show = "announcements/announcement",
     .complete = complete_announcement, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/announcement", ask_announcement, .show = "announcements/announcement",
     .complete = complete_announcement, .act = act_announcement, .audience = FOR_A_PERSON},
    {POST, "/staff/cycles/{cycle}/announcement/cancel", ask_announcement, .show = "announcements/announcement",
     .complete = complete_announcement, .act = act_cancel, .audience = FOR_A_PERSON},
    {GET, "/staff/cycles/{cycle}/preview", ask_preview, .show = "announcements/preview", .audience = FOR_A_PERSON},
    {0},
};
