/* Organizations: made and changed by administrators. */
#include "awards/organizations.h"

#include "awards/fields.h"
#include "awards/organizations.sql.h"
#include "awards/slugs.h"
#include "awards/zones.h"

enum { NAME_MOST = 200, SHORT_NAME_MOST = 60, SUMMARY_MOST = 600 };

static void check_texts(struct arena *arena, const struct organization *asked, struct faults *wrong)
{
    field_check(wrong, arena, "name", asked->name, "Give the name.", NAME_MOST);
    field_check(wrong, arena, "short_name", asked->short_name,
                "Give a short name, such as the initials. If there is none, repeat the name.", SHORT_NAME_MOST);
    field_check(wrong, arena, "summary", asked->summary, NULL, SUMMARY_MOST);
}

static void check_name(struct arena *arena, const struct rows *clashes, struct faults *wrong)
{
    if (rows_flag(clashes, 0, "is_name_taken"))
        faults_say(wrong, arena, "name", "Another organization has this name.");
}

bool organization_make(struct work *work, struct arena *arena, struct uuid id, const struct organization *asked,
                       struct text *made, struct faults *wrong, struct fault *fault)
{
    const struct zone *zone = zone_find(asked->zone);
    *made = text_is_empty(asked->slug) ? slug_for(arena, asked->name) : asked->slug;
    check_texts(arena, asked, wrong);
    if (!text_is_empty(asked->name) && !slug_is_fit(*made))
        faults_say(wrong, arena, "slug", SLUG_SENTENCE);
    if (zone == NULL)
        faults_say(wrong, arena, "zone", "Choose the time zone.");
    if (text_is_absent(uuid_text(&id)))
        faults_say(wrong, arena, "", "Load the page again, and send it once more.");
    if (wrong->count > 0)
        return false;
    work_ask(work, organizations_lock());
    struct rows *clashes = work_ask(work, organization_clashes(id, *made, asked->name));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(clashes) == 0)
        return fault_not_found(fault);
    if (!text_is_absent(rows_text(clashes, 0, "there"))) {
        *made = arena_copy(arena, rows_text(clashes, 0, "there"));
        return true;
    }
    check_name(arena, clashes, wrong);
    if (rows_flag(clashes, 0, "is_slug_taken"))
        faults_say(
            wrong, arena, "slug",
            arena_print(arena, "Another organization has the address word “%.*s”. Choose one.", TEXT_ARGUMENTS(*made))
                .bytes);
    if (wrong->count > 0)
        return false;
    work_ask(work, organization_made(id, *made, asked->name, asked->short_name, text_of(zone->zone),
                                     text_of(zone->name), asked->summary));
    return true;
}

bool organization_change(struct work *work, struct arena *arena, struct text version, const struct organization *asked,
                         struct faults *wrong, struct fault *fault)
{
    const struct zone *zone = zone_find(asked->zone);
    check_texts(arena, asked, wrong);
    work_ask(work, organizations_lock());
    struct rows *kept = work_ask(work, organization_kept(asked->slug));
    struct rows *clashes = work_ask(work, organization_named(asked->slug, asked->name));
    if (!work_trip(work, fault))
        return false;
    if (rows_count(kept) == 0)
        return fault_not_found(fault);
    bool keeps_zone = text_equal(asked->zone, rows_text(kept, 0, "zone"));
    if (!keeps_zone && zone == NULL)
        faults_say(wrong, arena, "zone", "Choose the time zone.");
    check_name(arena, clashes, wrong);
    bool is_same = text_equal(asked->name, rows_text(kept, 0, "name")) &&
                   text_equal(asked->short_name, rows_text(kept, 0, "short_name")) && keeps_zone &&
                   text_equal(asked->summary, rows_text(kept, 0, "summary"));
    if (!is_same && !text_equal(version, rows_text(kept, 0, "version")))
        faults_say(wrong, arena, "", CLASH_SENTENCE);
    if (wrong->count > 0)
        return false;
    work_ask(work,
             organization_changed(rows_uuid(kept, 0, "id"), asked->name, asked->short_name, asked->zone,
                                  keeps_zone ? rows_text(kept, 0, "zone_name") : text_of(zone->name), asked->summary));
    return true;
}
