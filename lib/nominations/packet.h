/* A nomination's packet: the questions of its form, with what has been answered so far, and what keeps it from being
 * submitted. What is typed is kept whatever is wrong with it; only to submit it, all must be well. */
#ifndef LAUREATE_NOMINATIONS_PACKET_H
#define LAUREATE_NOMINATIONS_PACKET_H

#include "base/arena.h"
#include "base/fault.h"
#include "db/rows.h"

enum question_kind {
    QUESTION_TEXT,        /* one line */
    QUESTION_LONG,        /* several paragraphs */
    QUESTION_CHOICE,      /* one of `choices` */
    QUESTION_DATE,        /* YYYY-MM-DD */
    QUESTION_NUMBER,      /* a whole number, perhaps within bounds */
    QUESTION_ATTESTATION, /* "yes" */
    QUESTION_DOCUMENT,    /* a file */
};

struct question {
    enum question_kind kind;
    int part; /* the page of the form that it is on, from 1; 0 for documents, each of which has a page of its own */
    struct text part_name, name, label, hint; /* hint may be absent */
    bool is_required, has_least, has_most;
    int64_t most_words; /* 0: no limit */
    int64_t least, most;
    struct text choices;                     /* a line each */
    struct text value;                       /* as it was typed; empty without an answer */
    int64_t version;                         /* of the answer; 0 without one */
    struct text file, file_name, hash, made; /* of a document; absent without one */
    int64_t size;                            /* bytes */
};

struct packet {
    struct question *questions; /* in the form's order */
    size_t count;
    int parts; /* how many pages the questions fill, documents not counted */
};

/* From the rows of nomination_answers. */
struct packet packet_read(struct arena *arena, const struct rows *rows);

/* The question of that name; NULL when there is none. */
struct question *packet_find(const struct packet *packet, struct text name);

/* What a browser sent, as it is kept: on one line, or on several where the question asks for a long text. */
struct text answer_tidy(struct arena *arena, const struct question *question, struct text typed);

/* Whether the question is answered as it has to be. FAULT_INVALID with the question's name as field. An empty answer
 * is well where none is required. */
bool answer_is_fit(const struct question *question, struct fault *fault);

/* Whether anything was answered. */
bool question_is_answered(const struct question *question);

/* How much of a letter's rule is kept: so many have been asked for and not declined or cancelled, of so many needed. */
size_t letters_asked(const struct rows *letters); /* rows of nomination_letters */

/* Everything that keeps it from being submitted, in the form's order; the letters' field is "letters". */
void packet_missing(struct arena *arena, const struct packet *packet, size_t asked, int64_t needed,
                    struct faults *faults);

/* What is submitted, as its hash is taken: a JSON object, its names in the order of their bytes, without white space:
 * {"<question>":"<answer>", "<document>":{"hash":"…","name":"…"}, …} for all that was answered. */
struct text packet_contents(struct arena *arena, const struct packet *packet);

#endif
