/* The house: templates and assets, ready before the first request. */
#include "http/house.h"

#include "base/arena.h"
#include "base/baked.h"
#include "crypto/crypto.h"
#include "http/seen.h"

#include <libxml/parser.h>
#include <string.h>

enum { ASSETS_MOST_BYTES = 8 * 1024 * 1024 };

/* A template is called as its file, without the ending: .html is a page's, .txt a mail's. */
static bool add_templates(struct mustache *templates, struct fault *fault)
{
    for (const struct baked_file *file = baked_templates; !text_is_absent(file->name); file++) {
        struct text name = file->name;
        name.length -= strlen(text_ends(name, text_of(".txt")) ? ".txt" : ".html");
        if (!mustache_add(templates, name, file->bytes, fault))
            return false;
    }
    return mustache_check(templates, fault);
}

static const char *asset_type(struct text name)
{
    return text_ends(name, text_of(".css"))  ? "text/css; charset=utf-8"
           : text_ends(name, text_of(".js")) ? "text/javascript; charset=utf-8"
                                             : "image/svg+xml";
}

/* An asset's address changes with its bytes: /assets/style.3f2a91c07d.css. */
static struct text put_asset(struct house *house, struct arena *arena, const char *name)
{
    struct text bytes = baked_find(baked_assets, text_of(name));
    struct text ending = text_of(name);
    struct text stem = text_cut(&ending, '.');
    struct text path = arena_print(arena, "/assets/%.*s.%.10s.%.*s", TEXT_ARGUMENTS(stem), hash_of(arena, bytes).bytes,
                                   TEXT_ARGUMENTS(ending));
    struct buffer body = {0};
    buffer_add(&body, bytes);
    struct answer_plan plan = {.type = asset_type(text_of(name)), .keeping = KEEP_FOREVER};
    struct answer *answer = answer_new(&plan, &body);
    shelf_put(house->assets, path, answer, SHELF_FOREVER, shelf_generation(house->assets));
    answer_release(answer);
    return path;
}

bool house_open(struct house *house, const struct settings *settings, struct arena *arena, struct fault *fault)
{
    *house = (struct house){.settings = settings, .origin = settings->values[SETTING_URL]};
    xmlInitParser(); /* before there are threads */
    answers_start(text_starts(house->origin, text_of("https://")));
    house->templates = mustache_new();
    house->assets = shelf_new(ASSETS_MOST_BYTES);
    house->pages = shelf_new((size_t)settings_number(settings, SETTING_PAGE_CACHE) * 1024 * 1024);
    house->style = put_asset(house, arena, "style.css");
    house->script = put_asset(house, arena, "house.js");
    house->review_script = put_asset(house, arena, "review.js");
    house->icon = put_asset(house, arena, "icon.svg");
    house->seen = seen_new();
    return add_templates(house->templates, fault) &&
           keys_read(settings->values[SETTING_KEYS].bytes, &house->keys, fault) &&
           store_open(&house->store, &house->keys, settings->values[SETTING_FILES], fault);
}

void house_close(struct house *house)
{
    seen_free(house->seen);
    shelf_free(house->pages);
    shelf_free(house->assets);
    mustache_free(house->templates);
    xmlCleanupParser();
}
