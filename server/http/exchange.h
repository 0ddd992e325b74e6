/* Inside server/http only: what an exchange is made of. */
#ifndef LAUREATE_HTTP_EXCHANGE_H
#define LAUREATE_HTTP_EXCHANGE_H

#include "http/house.h"
#include "http/route.h"
#include "http/visit.h"

enum { ASKED_MOST = 16 };

struct asked {
    const char *name;
    struct rows *rows;
    bool is_one; /* without a row the page is not found */
};

/* A page's first half. */
struct ask {
    const struct house *house;
    const struct request *request;
    struct arena *arena;
    struct visit visit;
    struct work *work; /* NULL when the route asks nothing */
    struct names *names;
    const void *remembered;
    struct fault fault;
    struct asked asked[ASKED_MOST];
    int count;
    const struct form *typed; /* of an act that could not be done */
    const struct faults *faults;
};

/* Its second half. */
struct show {
    const struct house *house;
    struct ask *ask;
    struct answer_plan plan;
    struct buffer body;
};

/* A form's act. */
struct act {
    const struct house *house;
    struct request *request;
    const struct doors *doors;
    struct arena *arena;
    struct visit visit;
    const struct form *form;
    struct work *work; /* the one at hand, or NULL */
    struct rows *who;  /* what enter() answered in it */
    bool is_over;      /* it was finished, or failed */
    bool keeps_file;
    struct fault fault;
    struct faults faults;
    struct names *names;
    const char *template;
    struct answer_plan plan;
    struct buffer body;
};

/* Queues what says who is asking, where the route needs to know; its row. NULL where it does not. */
struct rows *exchange_enter(const struct request *request, const struct visit *visit, struct work *work,
                            struct arena *arena);

unsigned exchange_status(const struct fault *fault);

/* A page, or NULL with the fault in `ask`. */
struct answer *exchange_page(struct ask *ask, const struct doors *doors, unsigned status);

/* Only whether the page is there for who is asking: the first half, and the round trip. */
bool exchange_finds(struct ask *ask, const struct doors *doors);

/* What a POST does, and all that may come of it. */
struct answer *exchange_act(const struct house *house, struct request *request, const struct doors *doors,
                            struct arena *arena);

/* The refusal of a fault: the sign-in where somebody has to sign in first, else a page that says why. */
struct answer *exchange_refusal(const struct house *house, const struct request *request, const struct visit *visit,
                                const struct fault *fault, const struct form *form, struct arena *arena);

#endif
