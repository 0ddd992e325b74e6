/* The router: which route an address has. */
#include "http/route.h"

#include "base/log.h"

/* Whether the path fits the pattern, part by part; then the captures are those of this pattern. */
static bool fits(struct text pattern, struct text path, struct capture captures[CAPTURES_MOST])
{
    int count = 0;
    while (!text_is_absent(pattern) && !text_is_absent(path)) {
        struct text wanted = text_cut(&pattern, '/');
        struct text given = text_cut(&path, '/');
        if (text_starts(wanted, text_of("{"))) {
            if (text_is_empty(given))
                return false;
            if (count == CAPTURES_MOST)
                log_abort("a route with too many parts");
            captures[count++] = (struct capture){text_part(wanted, 1, wanted.length - 2), given};
        } else if (!text_equal(wanted, given)) {
            return false;
        }
    }
    return text_is_absent(pattern) && text_is_absent(path);
}

const struct route *route_find(struct request *request, const char **allow)
{
    bool has_get = false, has_post = false;
    for (const struct route *const *table = route_tables; *table != NULL; table++) {
        for (const struct route *route = *table; route->path != NULL; route++) {
            struct capture captures[CAPTURES_MOST] = {0};
            if (!fits(text_of(route->path), request->path, captures))
                continue;
            if (route->method == request->method) {
                for (int i = 0; i < CAPTURES_MOST; i++)
                    request->captures[i] = captures[i];
                return route;
            }
            has_get = has_get || route->method == GET;
            has_post = has_post || route->method == POST;
        }
    }
    *allow = has_get && has_post ? "GET, HEAD, POST" : has_get ? "GET, HEAD" : has_post ? "POST" : NULL;
    return NULL;
}
