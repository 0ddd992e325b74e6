/* Verifying an export of the ledger, line by line. */
#include "ledger/verify.h"

#include "base/arena.h"
#include "crypto/signatures.h"
#include "ledger/chain.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct verifying {
    struct arena *arena; /* of one line */
    const struct text *keys;
    size_t key_count;
    struct ledger_verified *verified;
    char chain[65];
    int64_t position;
    int64_t open; /* events behind the last head */
};

static bool wrong(struct fault *fault, const char *sentence)
{
    return fault_set(fault, FAULT_INVALID, NULL, "%s", sentence);
}

static struct text string_at(const json_t *object, const char *name)
{
    const json_t *string = json_object_get(object, name);
    return text_from(json_string_value(string), json_string_length(string));
}

static void keep(char *room, size_t size, struct text text)
{
    snprintf(room, size, "%.*s", TEXT_ARGUMENTS(text));
}

static bool take_event(struct verifying *verifying, const json_t *line, struct fault *fault)
{
    json_t *event = json_object_get(line, "event");
    const json_t *position = json_object_get(event, "position");
    if (!json_is_integer(position))
        return wrong(fault, "This event has no position.");
    if (json_integer_value(position) != verifying->position + 1)
        return fault_set(fault, FAULT_INVALID, NULL,
                         "Here belongs event %lld, and this is %lld: lines are missing, added or in another order.",
                         (long long)verifying->position + 1, (long long)json_integer_value(position));
    struct text written = ledger_written(verifying->arena, json_incref(event));
    struct text chain = ledger_chain(verifying->arena, text_of(verifying->chain), written);
    if (!text_equal(chain, string_at(line, "chain")))
        return fault_set(fault, FAULT_INVALID, NULL,
                         "Event %lld is not the one that was sealed: the chain does not lead to it.",
                         (long long)verifying->position + 1);
    keep(verifying->chain, sizeof verifying->chain, chain);
    verifying->position++;
    verifying->open++;
    return true;
}

static bool is_known_key(const struct verifying *verifying, struct text key)
{
    for (size_t i = 0; i < verifying->key_count; i++)
        if (text_equal(verifying->keys[i], key))
            return true;
    return verifying->key_count == 0;
}

static void take_key(struct ledger_verified *verified, struct text key)
{
    if (verified->heads > 0 && !text_is(key, verified->public_key))
        verified->has_other_keys = true;
    keep(verified->public_key, sizeof verified->public_key, key);
}

/* Of the form that chain.h gives; it is going to be printed. */
static bool is_instant(struct text text)
{
    static const char form[] = "0000-00-00T00:00:00.000000Z";
    bool good = text.length == sizeof form - 1;
    for (size_t i = 0; good && i < text.length; i++)
        good = form[i] == '0' ? text.bytes[i] >= '0' && text.bytes[i] <= '9' : text.bytes[i] == form[i];
    return good;
}

static bool take_head(struct verifying *verifying, const json_t *line, struct fault *fault)
{
    json_t *head = json_object_get(line, "head");
    struct text key = string_at(head, "public_key"), sealed_at = string_at(head, "sealed_at");
    if (!ledger_head_is_ours(head) || !is_instant(sealed_at))
        return wrong(fault, "This program does not know this head's format.");
    if (json_integer_value(json_object_get(head, "position")) != verifying->position ||
        json_integer_value(json_object_get(head, "events")) != verifying->open || verifying->open == 0)
        return wrong(fault, "This head does not belong here: lines before it are missing, added or in another order.");
    if (!text_is(string_at(head, "chain"), verifying->chain))
        return wrong(fault, "This head is not of the events before it.");
    if (!is_known_key(verifying, key))
        return wrong(fault, "This head is signed with another key than the one that was given.");
    if (!signature_holds(key, ledger_written(verifying->arena, json_incref(head)), string_at(line, "signature")))
        return wrong(fault, "This head's signature does not hold.");
    verifying->open = 0;
    take_key(verifying->verified, key);
    verifying->verified->heads++;
    verifying->verified->events = verifying->position;
    keep(verifying->verified->chain, sizeof verifying->verified->chain, string_at(head, "chain"));
    keep(verifying->verified->sealed_at, sizeof verifying->verified->sealed_at, sealed_at);
    return true;
}

/* What is written in another way than ours is refused whole, so that nothing stands in a line that no hash covers. */
static bool take_line(struct verifying *verifying, struct text text, struct fault *fault)
{
    json_t *line = json_loadb(text.bytes, text.length, JSON_REJECT_DUPLICATES, NULL);
    bool is_ours = json_object_size(line) == 2 && text_equal(ledger_written(verifying->arena, json_incref(line)), text);
    bool holds;
    if (is_ours && json_is_object(json_object_get(line, "event")) && json_object_get(line, "chain") != NULL)
        holds = take_event(verifying, line, fault);
    else if (is_ours && json_is_object(json_object_get(line, "head")) && json_object_get(line, "signature") != NULL)
        holds = take_head(verifying, line, fault);
    else
        holds = wrong(fault, "This is no line of a ledger.");
    json_decref(line);
    return holds;
}

static bool take_lines(struct verifying *verifying, FILE *input, unsigned *line, struct fault *fault)
{
    char *room = NULL;
    size_t size = 0;
    bool holds = true;
    for (ssize_t length; holds && (length = getline(&room, &size, input)) >= 0;) {
        struct text text = text_from(room, (size_t)length);
        if (text_ends(text, text_of("\n")))
            text.length--;
        ++*line;
        holds = take_line(verifying, text, fault);
        arena_reset(verifying->arena);
    }
    free(room);
    if (holds && ferror(input))
        holds = fault_set(fault, FAULT_BROKEN, NULL, "This cannot be read: %s.", strerror(errno));
    return holds;
}

bool ledger_verify(FILE *input, const struct text *keys, size_t key_count, struct ledger_verified *verified,
                   struct fault *fault)
{
    struct verifying verifying = {.arena = arena_new(), .keys = keys, .key_count = key_count, .verified = verified};
    unsigned line = 0;
    *verified = (struct ledger_verified){0};
    keep(verifying.chain, sizeof verifying.chain, ledger_start);
    bool holds = take_lines(&verifying, input, &line, fault);
    if (holds && line == 0)
        holds = wrong(fault, "There is no ledger in it.");
    else if (holds && verifying.open > 0)
        holds = wrong(fault, "The end is missing: behind this line belongs at least the head that signs it.");
    if (!holds)
        fault->line = line;
    arena_free(verifying.arena);
    return holds;
}
