/* Awards as staff keep them. What is found out before anything is written needs one trip. */
#ifndef LAUREATE_AWARDS_KEEPING_H
#define LAUREATE_AWARDS_KEEPING_H

#include "base/fault.h"
#include "db/work.h"

/* The kinds of awards, with what they are called; the last has no kind. */
struct award_kind {
    const char *kind, *name;
};
extern const struct award_kind award_kinds[];

struct new_award {
    struct uuid id;           /* which the form brought */
    struct text organization; /* its slug */
    struct text slug;         /* the award's word in addresses; empty for one that is made of the name */
    struct text name;
    struct text kind;  /* empty for the model's */
    struct text model; /* the slug of one of awards/models.h; empty for none */
};

/* Makes one, with all that the model brings; sent again it changes nothing. `made` is the slug under which it is found.
 * What is wrong with fields is in `wrong`: organization, slug, name, kind, model. True when it only remains to finish the
 * work. FAULT_NOT_FOUND for whoever is not on the organization's staff. */
bool award_make(struct work *work, struct arena *arena, const struct new_award *asked, struct text *made,
                struct faults *wrong, struct fault *fault);

/* An award as the form about it was sent, all of it tidied. Purpose, eligibility, packet and judging are Markdown;
 * since, most_names and money (in whole units of the currency, with cents where there are any) are as they were typed. */
struct award_facts {
    struct text slug, name, kind, summary, purpose, eligibility, packet, judging;
    struct text since, most_names, money, currency;
    bool has_call;
};

/* Changes the one with that slug, which stays, if it still is as it was when the form was shown: `version`, of
 * award_kept. Fields and faults as above. */
bool award_change(struct work *work, struct arena *arena, struct text version, const struct award_facts *asked,
                  struct faults *wrong, struct fault *fault);

#endif
