/* The chain of the ledger, and how its lines are written. */
#include "ledger/chain.h"

#include "base/arena.h"
#include "base/log.h"
#include "crypto/crypto.h"

#include <stdlib.h>

static const char format[] = "laureate ledger 1";

const struct text ledger_start = TEXT("0000000000000000000000000000000000000000000000000000000000000000");

/* A string, or null for absent text; never NULL, for the database has only UTF-8. */
static json_t *string_of(struct text text)
{
    json_t *string = text_is_absent(text) ? json_null() : json_stringn(text.bytes, text.length);
    if (string == NULL)
        log_abort("the ledger has text that is not UTF-8");
    return string;
}

static void set(json_t *object, const char *name, json_t *part)
{
    if (json_object_set_new(object, name, part) != 0)
        log_abort("out of memory");
}

json_t *ledger_event(const struct rows *rows, size_t row, int64_t position, struct fault *fault)
{
    static const char *const columns[] = {"act",          "actor",   "happened_at", "id",
                                          "organization", "subject", "transaction"};
    struct text text = rows_text(rows, row, "facts");
    json_t *facts = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, NULL);
    if (facts == NULL) {
        log_fault("the facts of event %.*s cannot be read", TEXT_ARGUMENTS(rows_text(rows, row, "id")));
        fault_set(fault, FAULT_BROKEN, NULL, "The facts of event %.*s cannot be read; the ledger stops before it.",
                  TEXT_ARGUMENTS(rows_text(rows, row, "id")));
        return NULL;
    }
    json_t *event = json_object();
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        set(event, columns[i], string_of(rows_text(rows, row, columns[i])));
    set(event, "facts", facts);
    set(event, "position", json_integer(position));
    return event;
}

json_t *ledger_head(int64_t position, int64_t events, struct text chain, struct text sealed_at, struct text public_key)
{
    json_t *head = json_object();
    set(head, "chain", string_of(chain));
    set(head, "events", json_integer(events));
    set(head, "format", json_string(format));
    set(head, "position", json_integer(position));
    set(head, "public_key", string_of(public_key));
    set(head, "sealed_at", string_of(sealed_at));
    return head;
}

bool ledger_head_is_ours(const json_t *head)
{
    return text_is(text_of(json_string_value(json_object_get(head, "format"))), format);
}

struct text ledger_written(struct arena *arena, json_t *json)
{
    char *bytes = json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS);
    if (bytes == NULL)
        log_abort("out of memory");
    struct text written = arena_copy(arena, text_of(bytes));
    free(bytes);
    json_decref(json);
    return written;
}

struct text ledger_chain(struct arena *arena, struct text before, struct text event)
{
    return hash_of(arena, arena_print(arena, "%.*s\n%.*s", TEXT_ARGUMENTS(before), TEXT_ARGUMENTS(event)));
}
