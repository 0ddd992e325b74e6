/* PostgreSQL's own programs. */
#include "db/programs.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/log.h"

#include <errno.h>
#include <glob.h>
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS_MOST = 16 };

/* "/usr/lib/postgresql/15/bin/pg_dump" is of 15. */
static int64_t version_in_path(const char *path)
{
    int version = 0;
    return sscanf(path, "/usr/lib/postgresql/%d/", &version) == 1 ? version : 0;
}

/* "pg_dump (PostgreSQL) 15.18 (Debian …)"; 0 when there is no such program. */
static int64_t version_said(struct arena *arena, const char *name)
{
    int version = 0;
    FILE *said = popen(arena_print(arena, "%s --version 2>/dev/null", name).bytes, "re");
    if (said == NULL || fscanf(said, "%*s (PostgreSQL) %d", &version) != 1)
        version = 0;
    if (said != NULL)
        pclose(said);
    return version;
}

const char *program_find(struct arena *arena, const char *name, int64_t server, struct fault *fault)
{
    const char *found = NULL;
    int64_t newest = 0, best = 0;
    glob_t paths = {0};
    glob(arena_print(arena, "/usr/lib/postgresql/*/bin/%s", name).bytes, 0, NULL, &paths);
    for (size_t i = 0; i < paths.gl_pathc; i++) {
        int64_t version = version_in_path(paths.gl_pathv[i]);
        newest = version > newest ? version : newest;
        if (version >= server && (best == 0 || version < best)) {
            best = version;
            found = arena_copy(arena, text_of(paths.gl_pathv[i])).bytes;
        }
    }
    globfree(&paths);
    if (found != NULL)
        return found;
    int64_t said = version_said(arena, name);
    if (said >= server && said > 0)
        return name;
    newest = said > newest ? said : newest;
    if (newest == 0)
        fault_set(fault, FAULT_REFUSED, NULL, "PostgreSQL's %s is not installed here (Debian: postgresql-client-%lld).",
                  name, (long long)server);
    else
        fault_set(fault, FAULT_REFUSED, NULL,
                  "The server is PostgreSQL %lld, and the newest %s here is of %lld, which does not know it. Install a "
                  "newer one (Debian: postgresql-client-%lld).",
                  (long long)server, name, (long long)newest, (long long)server);
    return NULL;
}

/* The whole address into this process's environment. */
static void take_address(const char *address)
{
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    for (const PQconninfoOption *option = options; option != NULL && option->keyword != NULL; option++)
        if (option->val != NULL && option->envvar != NULL)
            setenv(option->envvar, option->val, 1);
    PQconninfoFree(options);
}

/* pg_restore works on a database only when its name is among the arguments. */
static const char *name_argument(struct arena *arena)
{
    struct buffer buffer = {0};
    buffer_add_string(&buffer, "--dbname=dbname='");
    for (const char *byte = getenv("PGDATABASE"); byte != NULL && *byte != '\0'; byte++) {
        if (*byte == '\'' || *byte == '\\')
            buffer_add_byte(&buffer, '\\');
        buffer_add_byte(&buffer, *byte);
    }
    buffer_add_byte(&buffer, '\'');
    const char *argument = arena_copy(arena, buffer_text(&buffer)).bytes;
    buffer_free(&buffer);
    return argument;
}

static _Noreturn void become(struct arena *arena, const char *path, const char *const arguments[], const char *address)
{
    char *words[ARGUMENTS_MOST] = {strdup(path)};
    take_address(address);
    words[1] = strdup(name_argument(arena));
    for (int i = 0; arguments[i] != NULL && i + 3 < ARGUMENTS_MOST; i++)
        words[i + 2] = strdup(arguments[i]);
    execvp(path, words);
    fprintf(stderr, "%s: %s\n", path, strerror(errno));
    _exit(127);
}

bool program_run(struct arena *arena, const char *path, const char *const arguments[], const char *address,
                 struct fault *fault)
{
    int status = 0;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0)
        become(arena, path, arguments, address);
    if (child < 0)
        return fault_set(fault, FAULT_BROKEN, NULL, "%s cannot be started: %s.", path, strerror(errno));
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            log_abort("a child was lost");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    return fault_set(fault, FAULT_BROKEN, NULL, "%s did not end well; what it says stands above.", path);
}
