/* Sealing: events get their places in the ledger, and each batch a signed head of the chain. */
#include "ledger/seal.h"

#include "base/arena.h"
#include "base/log.h"
#include "crypto/signatures.h"
#include "db/work.h"
#include "ledger/chain.h"
#include "ledger/ledger.sql.h"

/* Where the chain has come to. */
struct end {
    int64_t position;
    struct text chain;
};

static struct end end_of(const struct rows *rows)
{
    struct text chain = rows_text(rows, 0, "chain");
    return (struct end){rows_number(rows, 0, "position"), text_is_absent(chain) ? ledger_start : chain};
}

static void add_place(json_t *places, struct end end, struct text event)
{
    json_t *place = json_pack("{s:I, s:s%, s:s%}", "position", (json_int_t)end.position, "event", event.bytes,
                              event.length, "chain", end.chain.bytes, end.chain.length);
    if (place == NULL || json_array_append_new(places, place) != 0)
        log_abort("out of memory");
}

/* Moves the end over all events. NULL, with a fault, or the places as JSON. */
static json_t *place_events(struct arena *arena, const struct rows *events, struct end *end, struct fault *fault)
{
    json_t *places = json_array();
    for (size_t row = 0; row < rows_count(events); row++) {
        json_t *event = ledger_event(events, row, end->position + 1, fault);
        if (event == NULL) {
            json_decref(places);
            return NULL;
        }
        end->position++;
        end->chain = ledger_chain(arena, end->chain, ledger_written(arena, event));
        add_place(places, *end, rows_text(events, row, "id"));
    }
    return places;
}

static bool seal_batch(struct arena *arena, struct work *work, const struct keys *keys, const struct rows *before,
                       const struct rows *events, struct fault *fault)
{
    struct end end = end_of(before);
    struct text now = rows_text(before, 0, "now");
    int64_t count = (int64_t)rows_count(events);
    char public_key[65], signature[129];
    json_t *places = place_events(arena, events, &end, fault);
    if (places == NULL)
        return false;
    ledger_public_key(keys, public_key);
    json_t *head = ledger_head(end.position, count, end.chain, now, text_of(public_key));
    ledger_sign(keys, ledger_written(arena, head), signature);
    work_ask(work, ledger_place_events(ledger_written(arena, places)));
    work_ask(work, ledger_head_add(end.position, count, end.chain, now, text_of(public_key), text_of(signature)));
    return work_finish(work, fault);
}

bool ledger_seal(struct arena *arena, struct connection *jobs, const struct keys *keys, size_t most, size_t *sealed,
                 struct fault *fault)
{
    struct work *work = work_new(arena, jobs, WORK_CHANGE);
    struct rows *lock = work_ask(work, ledger_lock()); /* first, so that what follows sees what the last one did */
    struct rows *before = work_ask(work, ledger_end());
    struct rows *events = work_ask(work, ledger_unsealed((int64_t)most));
    *sealed = 0;
    bool done = work_trip(work, fault);
    size_t count = done && rows_flag(lock, 0, "is_ours") ? rows_count(events) : 0;
    if (count > 0) {
        done = seal_batch(arena, work, keys, before, events, fault);
        *sealed = done ? count : 0;
    }
    work_end(work);
    return done;
}
