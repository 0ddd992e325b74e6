/* Pages as such, and the ones that say why there is no other. */
#ifndef LAUREATE_HTTP_REFUSAL_H
#define LAUREATE_HTTP_REFUSAL_H

#include "http/house.h"

/* Fills a template, with what every page is told beside the names. False, and in the log, when it fails. */
bool page_render(const struct house *house, const char *template, const struct request *request, struct names *names,
                 struct arena *arena, struct buffer *body);

/* An answer in the house style, or problem+json (RFC 9457) where data was asked for. For a status that has no words
 * the program is at fault, and it is 500. `allow` names the methods that a 405 would have taken. */
struct answer *house_refusal(const struct house *house, const struct request *request, unsigned status,
                             const char *allow, struct arena *arena);

/* The same with a sentence of its own, unless it is empty. */
struct answer *house_refusal_of(const struct house *house, const struct request *request, unsigned status,
                                const char *sentence, struct arena *arena);

#endif
