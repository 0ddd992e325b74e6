/* A nomination's packet as its pages show it: tasks with their states, the questions of a part, the answers to check. */
#ifndef LAUREATE_PAGES_PACKET_VIEW_H
#define LAUREATE_PAGES_PACKET_VIEW_H

#include "base/value.h"
#include "http/route.h"
#include "nominations/packet.h"

/* Asks what every page of a nomination shows: nomination, answers, letters. */
void ask_nomination(struct ask *ask, struct uuid nomination);

/* The packet of what was asked. */
struct packet show_packet(struct show *show);

/* Tells what is missing as a list of {href, sentence}, and whether the packet is complete. */
void show_missing(struct show *show, const struct packet *packet);

/* Tells the answers as people read them, as `parts`, a list of {name, href, answers}, and the documents as `documents`:
 * what the template nominations/answers shows. */
void show_answers(struct show *show, const struct packet *packet, struct text nomination);

/* The address of the page on which a question is answered: /nominations/ID/parts/2#answer.name */
struct text question_address(struct arena *arena, struct text nomination, const struct question *question);

/* "Current position: Answer this question." A label that is a sentence of its own loses its full stop. */
struct text question_says(struct arena *arena, const struct question *question, struct text sentence);

/* A size for reading: "312 KB". */
struct text size_words(struct arena *arena, int64_t bytes);

/* A choice's options as a list of {value, is_chosen}. */
struct value question_options(struct arena *arena, const struct question *question, struct text chosen);

#endif
