/* Screening: what staff make of a nomination that came in. */
#ifndef LAUREATE_NOMINATIONS_SCREENING_H
#define LAUREATE_NOMINATIONS_SCREENING_H

#include "db/work.h"

struct screening {
    struct text finding; /* eligible, ineligible, returned */
    struct text reason;  /* why it is ineligible, for the nominator */
    struct text note;    /* what is missing where it is returned, for the nominator */
    struct text until;   /* until when, in the official zone: "2026-12-05 17:00" */
};

/* Keeps what was found, in a work in which one of the staff has entered, and mails the nominator: when it is ineligible
 * or returned, and when it is eligible after all. Finding the same again changes nothing and mails nobody.
 * FAULT_INVALID names the field: finding, reason, note, until.date. */
bool nomination_screen(struct work *work, struct uuid nomination, const struct screening *screening,
                       struct fault *fault);

#endif
