/* laureate export ledger, laureate verify: the ledger, for those who are to trust it. */
#include "commands/command.h"
#include "ledger/export.h"
#include "ledger/verify.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static bool is_standard(const char *path)
{
    return strcmp(path, "-") == 0;
}

static bool export_to(struct call *call, FILE *output, struct ledger_exported *exported, struct fault *fault)
{
    struct connection *connection = call_connection(call, DATABASE_JOBS);
    bool done = ledger_export(connection, output, exported, fault);
    connection_free(connection);
    return done;
}

/* A file that was there before is not touched, and a ledger that is not whole is not left. */
static bool export_file(struct call *call, const char *path, struct ledger_exported *exported, struct fault *fault)
{
    FILE *output = fopen(path, "wx");
    if (output == NULL)
        return fault_set(fault, FAULT_INVALID, path, "This file cannot be made: %s.", strerror(errno));
    bool done = export_to(call, output, exported, fault);
    if (fclose(output) != 0 && done)
        done = fault_set(fault, FAULT_INVALID, path, "This file cannot be written: %s.", strerror(errno));
    if (!done)
        unlink(path);
    return done;
}

int run_export_ledger(struct call *call)
{
    struct fault fault;
    struct ledger_exported exported;
    if (getopt_long(call->count, call->arguments, "", (struct option[]){{0}}, NULL) != -1)
        return CALLED_WRONGLY;
    if (call->count - optind > 1)
        return called_wrongly("export ledger takes one file at most.");
    const char *path = call->count > optind ? call->arguments[optind] : "-";
    bool done =
        is_standard(path) ? export_to(call, stdout, &exported, &fault) : export_file(call, path, &exported, &fault);
    if (!done)
        return not_done(&fault);
    if (exported.events == 0)
        fprintf(stderr, "Nothing is sealed yet.\n");
    else
        fprintf(stderr, "Exported: %lld events, signed with the key %s\n", (long long)exported.events,
                exported.public_key);
    return DONE;
}

static void show_verified(const char *path, const struct ledger_verified *verified, bool keys_given)
{
    printf("%s holds.\nEvents: %lld, heads: %lld\nSealed: %s\nChain:  %s\nKey:    %s\n", path,
           (long long)verified->events, (long long)verified->heads, verified->sealed_at, verified->chain,
           verified->public_key);
    if (keys_given)
        return;
    if (verified->has_other_keys)
        printf("Earlier heads were signed with another key.\n");
    printf("The key is the one that stands in the file. Whether it is the installation's own is yours to compare, or\n"
           "to be checked with --key.\n");
}

static int verify(const char *path, FILE *input, const struct text *keys, size_t key_count)
{
    struct fault fault;
    struct ledger_verified verified;
    if (ledger_verify(input, keys, key_count, &verified, &fault)) {
        show_verified(path, &verified, key_count > 0);
        return DONE;
    }
    not_done_all(path, &(struct faults){.items = &fault, .count = 1});
    return fault.kind == FAULT_INVALID ? NOT_DONE : CALLED_WRONGLY;
}

static bool is_key(const char *key)
{
    return strlen(key) == 64 && strspn(key, "0123456789abcdef") == 64;
}

int run_verify(struct call *call)
{
    static const struct option options[] = {{"key", required_argument, NULL, 'k'}, {0}};
    struct text *keys = arena_new_array(call->arena, struct text, (size_t)call->count);
    size_t key_count = 0;
    for (int option; (option = getopt_long(call->count, call->arguments, "", options, NULL)) != -1;) {
        if (option != 'k')
            return CALLED_WRONGLY;
        if (!is_key(optarg))
            return called_wrongly("A key is 64 hexadecimal digits, in lower case.");
        keys[key_count++] = text_of(optarg);
    }
    if (optind != call->count - 1)
        return called_wrongly("Which file? `laureate verify FILE`");
    const char *path = call->arguments[optind];
    if (is_standard(path))
        return verify("standard input", stdin, keys, key_count);
    FILE *input = fopen(path, "rb");
    if (input == NULL)
        return called_wrongly("%s cannot be read: %s.", path, strerror(errno));
    int status = verify(path, input, keys, key_count);
    fclose(input);
    return status;
}
