/* laureate import honorees: past honorees from a file. */
#include "honors/import.h"
#include "commands/command.h"

#include <getopt.h>
#include <stdio.h>
#include <unistd.h>

/* On a terminal a long import shows how far it is. */
static void show_progress(size_t done, size_t rows)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%zu of %zu rows%s", done, rows, done == rows ? "\n" : "");
}

static void show_result(const struct honors_imported *imported, bool is_kept)
{
    printf("%s: %zu rows, %zu honors added, %zu corrected, %zu already there; %zu people added\n",
           is_kept ? "Imported" : "Tried, nothing kept", imported->rows, imported->added, imported->corrected,
           imported->known, imported->people);
}

static void show_likely(const struct honors_imported *imported)
{
    if (imported->likely_count == 0)
        return;
    printf("\nProbably one person; say so with `laureate person same` or `laureate person different`:\n");
    for (size_t i = 0; i < imported->likely_count; i++) {
        const struct likely_pair *pair = &imported->likely[i];
        printf("  \"%.*s\" (%.*s)\n  \"%.*s\" (%.*s)\n      %.*s\n", TEXT_ARGUMENTS(pair->one),
               TEXT_ARGUMENTS(pair->one_honors), TEXT_ARGUMENTS(pair->other), TEXT_ARGUMENTS(pair->other_honors),
               TEXT_ARGUMENTS(pair->reason));
    }
}

/* A dry run first, always; then, unless it was all that was wanted, the real one. */
static int import(struct call *call, struct connection *connection, const char *path, bool is_dry)
{
    struct fault fault;
    struct faults faults = {0};
    struct honors_imported imported;
    struct text file;
    if (!read_whole(call->arena, path, &file, &fault))
        return not_done(&fault);
    if (!honors_import(call->arena, connection, file, false, show_progress, &imported, &faults)) {
        not_done_all(path, &faults);
        fprintf(stderr, "Nothing of the file was kept.\n");
        return NOT_DONE;
    }
    show_result(&imported, false);
    if (!is_dry) {
        if (!honors_import(call->arena, connection, file, true, show_progress, &imported, &faults))
            return not_done_all(path, &faults);
        show_result(&imported, true);
    }
    show_likely(&imported);
    return DONE;
}

int run_import_honorees(struct call *call)
{
    static const struct option options[] = {{"dry-run", no_argument, NULL, 'd'}, {0}};
    bool is_dry = false;
    for (int option; (option = getopt_long(call->count, call->arguments, "", options, NULL)) != -1;) {
        if (option != 'd')
            return CALLED_WRONGLY;
        is_dry = true;
    }
    if (optind != call->count - 1)
        return called_wrongly("Which file? `laureate import honorees FILE.csv`");
    struct connection *connection = call_connection(call, DATABASE_APP);
    int status = import(call, connection, call->arguments[optind], is_dry);
    connection_free(connection);
    return status;
}
