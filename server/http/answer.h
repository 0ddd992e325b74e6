/* An answer: status, headers and bytes, ready to be sent any number of times, by any thread. It is made once
 * and then only read; whoever keeps it holds it, and the last one to release it frees it. */
#ifndef LAUREATE_HTTP_ANSWER_H
#define LAUREATE_HTTP_ANSWER_H

#include "base/buffer.h"

#include <microhttpd.h>

enum keeping {
    KEEP_NOTHING, /* for one person, once: nobody may store it */
    KEEP_CHECKED, /* public: may be stored, and is asked for again with its tag; compressed */
    KEEP_FOREVER, /* an asset whose address changes with its bytes; compressed */
};

struct answer_plan {
    unsigned status;  /* 0 stands for 200 */
    const char *type; /* the content's type; NULL without content */
    enum keeping keeping;
    const char *location;    /* where to go instead, or NULL */
    const char *cookies[2];  /* to be set, or NULL */
    const char *disposition; /* of a document that was sent in: it is shown or saved, and can do nothing else */
    const char *allow;       /* for 405: which methods there are, or NULL */
    unsigned retry_after;    /* for 503 and 429: seconds; 0 for none */
    bool closes;             /* the connection ends with this answer */
    bool is_brief;           /* compressed lightly: it is made for few readers */
};

struct answer;

/* Once, before the first answer: whether the site is reached by https, and then by nothing else. */
void answers_start(bool is_secure);

/* Takes the body's bytes: the buffer is empty afterwards. The caller holds the answer. */
struct answer *answer_new(const struct answer_plan *plan, struct buffer *body);
struct answer *answer_hold(struct answer *answer);
void answer_release(struct answer *answer); /* NULL is let pass */
unsigned answer_status(const struct answer *answer);
size_t answer_size(const struct answer *answer); /* bytes in memory */

/* Sends it in the encoding that the client likes best, or says that the client's copy is still good. */
enum MHD_Result answer_queue(const struct answer *answer, struct MHD_Connection *connection, unsigned *status);

#endif
