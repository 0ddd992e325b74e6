/* laureate import honorees, laureate import people: what other systems know, from a file. */
#include "honors/import.h"
#include "commands/command.h"
#include "people/register.h"

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

static bool import_honorees(struct call *call, struct connection *connection, struct text file, bool is_dry,
                            struct faults *faults)
{
    struct honors_imported imported;
    if (!honors_import(call->arena, connection, file, false, show_progress, &imported, faults))
        return false;
    show_result(&imported, false);
    if (!is_dry) {
        if (!honors_import(call->arena, connection, file, true, show_progress, &imported, faults))
            return false;
        show_result(&imported, true);
    }
    show_likely(&imported);
    return true;
}

static void show_people(const struct people_imported *imported, bool is_kept)
{
    printf("%s: %zu rows, %zu people added, %zu changed, %zu unchanged\n", is_kept ? "Imported" : "Tried, nothing kept",
           imported->rows, imported->added, imported->changed, imported->unchanged);
}

static bool import_people(struct call *call, struct connection *connection, struct text file, bool is_dry,
                          struct faults *faults)
{
    struct people_imported imported;
    if (!people_import(call->arena, connection, file, false, show_progress, &imported, faults))
        return false;
    show_people(&imported, false);
    if (is_dry)
        return true;
    if (!people_import(call->arena, connection, file, true, show_progress, &imported, faults))
        return false;
    show_people(&imported, true);
    return true;
}

/* A dry run first, always; then, unless it was all that was wanted, the real one. */
static int import(struct call *call, enum database_role role, const char *path, bool is_dry,
                  bool (*imports)(struct call *, struct connection *, struct text, bool, struct faults *))
{
    struct fault fault;
    struct faults faults = {0};
    struct text file;
    if (!read_whole(call->arena, path, &file, &fault))
        return not_done(&fault);
    struct connection *connection = call_connection(call, role);
    bool done = imports(call, connection, file, is_dry, &faults);
    connection_free(connection);
    if (done)
        return DONE;
    not_done_all(path, &faults);
    if (faults.items[faults.count - 1].kind != FAULT_UNSURE)
        fprintf(stderr, "Nothing of the file was kept.\n");
    return NOT_DONE;
}

/* The file that the command names; NULL when it was called wrongly, which has been said. */
static const char *read_arguments(struct call *call, const char *words, bool *is_dry)
{
    static const struct option options[] = {{"dry-run", no_argument, NULL, 'd'}, {0}};
    *is_dry = false;
    for (int option; (option = getopt_long(call->count, call->arguments, "", options, NULL)) != -1;) {
        if (option != 'd')
            return NULL;
        *is_dry = true;
    }
    if (optind == call->count - 1)
        return call->arguments[optind];
    called_wrongly("Which file? `laureate %s FILE.csv`", words);
    return NULL;
}

int run_import_honorees(struct call *call)
{
    bool is_dry;
    const char *path = read_arguments(call, "import honorees", &is_dry);
    return path == NULL ? CALLED_WRONGLY : import(call, DATABASE_OWNER, path, is_dry, import_honorees);
}

int run_import_people(struct call *call)
{
    bool is_dry;
    const char *path = read_arguments(call, "import people", &is_dry);
    return path == NULL ? CALLED_WRONGLY : import(call, DATABASE_OWNER, path, is_dry, import_people);
}
