/* The table of commands, and what they share. */
#include "commands/command.h"

#include "base/buffer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct command commands[] = {
    {"serve", "[--port N]", "answer requests until told to stop",
     "Listens where the settings say (LAUREATE_ADDRESS, LAUREATE_PORT). SIGTERM and SIGINT stop it: requests "
     "that\n"
     "have come in are answered first. Refuses a schema that this program does not know.\n",
     run_serve, false},
    {"migrate", "[--as real|demo|test]", "bring the database's schema up to date",
     "What an empty database is made as can not be changed later; only in a demo or test can the clock be "
     "moved.\n",
     run_migrate, false},
    {"demo", "[--people | --no-nominations]", "load the demo programme into a database made as demo",
     "Loads the real awards and honorees of the Society of Interventional Radiology and its Foundation, with "
     "calls\n"
     "around today, invented people, and their nominations in cycles of every phase, unless --no-nominations is\n"
     "given. Loading it again changes nothing, but for the people's password, which is always the one of\n"
     "LAUREATE_DEMO_PASSWORD. With --people prints who can sign in with it, a line each; without that setting\n"
     "nobody can.\n",
     run_demo, false},
    {"import honorees", "FILE.csv [--dry-run]", "bring past honorees in from a file",
     "The file has the columns year, award and name, and perhaps postnominals, citation, organization and "
     "url, in any\n"
     "order; FILE.csv may be - for standard input. Everything is tried first. When any row is wrong, all "
     "that is\n"
     "wrong is named by line and column, and nothing of the file is kept. Importing a file again changes "
     "nothing; a\n"
     "row with another citation, postnominals or spelling corrects what was imported before. Names that are "
     "probably\n"
     "one person's are shown. With --dry-run nothing is kept in any case.\n",
     run_import_honorees, false},
    {"import people", "FILE.csv [--dry-run]", "bring the membership register in from a file",
     "The file has the columns email and name, and perhaps category, member_since and institution, in any order;\n"
     "FILE.csv may be - for standard input. People are found by their address. A category is physician,\n"
     "corresponding, fellow, trainee, student, scientist, clinical associate or emeritus; member_since is a date or a\n"
     "year; an empty cell leaves what is known. Everything is tried first. When any row is wrong, all that is wrong\n"
     "is named by line and column, and nothing of the file is kept. Importing a file again changes nothing. Nobody\n"
     "is sent anything: people set their first password by asking for a link. With --dry-run nothing is kept in any\n"
     "case.\n",
     run_import_people, false},
    {"person add", "EMAIL --name NAME [--role ROLE --organization SLUG | --award SLUG]",
     "add somebody, and print a link for their password",
     "The link sets the first password, once, within 14 days; nothing is mailed. Whoever is there already keeps their\n"
     "name, gets the role, and a link only while they have no password. Roles: see `laureate person role --help`.\n",
     run_person_add, false},
    {"person role", "EMAIL ROLE [--organization SLUG | --award SLUG] [--end]", "give somebody a role, or end it",
     "administrator    of this whole installation\n"
     "staff, board     with --organization: its staff, a member of its board\n"
     "chair, deputy, member\n"
     "                 with --award: a seat on its committee, in place of another one there\n"
     "Giving again what somebody has changes nothing.\n",
     run_person_role, false},
    {"person password", "EMAIL", "print a link that sets a new password",
     "For somebody who cannot be reached by mail. The link is good once, for two hours.\n", run_person_password, false},
    {"person same", "KEPT OTHER", "say that two honorees are one person",
     "Each is given by name or by id. The first keeps the page, and the other leads to it. `person "
     "different` undoes\n"
     "it.\n",
     run_person_same, false},
    {"person different", "ONE OTHER", "say that two honorees are different people", NULL, run_person_different, false},
    {"key create", "[FILE]", "make the keys of this installation",
     "Makes the file that LAUREATE_KEYS names, or FILE. Every instance needs it; backups of the data must not hold "
     "it.\n"
     "A file that is there already is left as it is.\n",
     run_key_create, false},
    {"backup", "DIR", "copy database and documents into a folder",
     "DIR is new or empty, and nobody else may read it. People may go on working meanwhile. The keys are not in the\n"
     "backup: keep a copy of their file in a place of its own. A folder without manifest.json is no whole backup. "
     "Needs\n"
     "PostgreSQL's pg_dump, of the server's version or newer.\n",
     run_backup, false},
    {"restore", "DIR", "bring a backup back, into an empty database",
     "The database is one that `laureate database setup` has just made, LAUREATE_FILES a new or empty folder,\n"
     "LAUREATE_KEYS the installation's own keys. The backup is checked first. Mail that was on its way is held until\n"
     "staff send or drop it, at /staff/mail, for it may have left after the backup. Everybody signs in again; links\n"
     "that set a password are over, links to letters work on. `laureate migrate` is next where the program is newer.\n",
     run_restore, false},
    {"export ledger", "[FILE]", "write out the ledger, signed",
     "All events that are sealed, in JSON lines, to FILE or standard output. A file that is there is not overwritten.\n"
     "`laureate verify` checks it. Keep exports where those who run the database cannot reach.\n",
     run_export_ledger, false},
    {"verify", "FILE [--key KEY …]", "check an export of the ledger",
     "Needs no database and no keys. Names the first line that does not hold. With --key, which may be given more "
     "than\n"
     "once, every head is signed with one of these keys. FILE may be - for standard input. The exit status is 0 when "
     "it\n"
     "holds, 1 when it does not, 2 when it could not be read.\n",
     run_verify, true},
    {"database setup", "", "print the SQL that an administrator of PostgreSQL runs once",
     "Makes the four roles and the database. For psql:\n"
     "    laureate database setup | psql -X -v ON_ERROR_STOP=1 -d postgres\n",
     run_database_setup, false},
    {"clock", "set INSTANT | freeze | reset", "move the clock of a demo or test database",
     "`set 2026-12-05T22:00:00Z` moves it, `freeze` stops it where it is, `reset` sets it right again.\n", run_clock,
     false},
    {"config check", "", "print the settings, and what is wrong with them", NULL, run_config_check, true},
    {"version", "", "print the version", NULL, run_version, true},
    {0},
};

int not_done(const struct fault *fault)
{
    fprintf(stderr, "laureate: %s%s%s\n", fault->field, fault->field[0] == '\0' ? "" : ": ", fault->sentence);
    return NOT_DONE;
}

int not_done_all(const char *file, const struct faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct fault *fault = &faults->items[i];
        if (file != NULL)
            fprintf(stderr, "%s: ", file);
        if (fault->line != 0)
            fprintf(stderr, "line %u, ", fault->line);
        fprintf(stderr, "%s%s%s\n", fault->field, fault->field[0] == '\0' ? "" : ": ", fault->sentence);
    }
    return NOT_DONE;
}

int called_wrongly(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("laureate: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("\n", stderr);
    va_end(arguments);
    return CALLED_WRONGLY;
}

struct connection *call_connection(const struct call *call, enum database_role role)
{
    return connection_new(call->settings.database.connections[role]);
}

bool read_whole(struct arena *arena, const char *path, struct text *bytes, struct fault *fault)
{
    struct buffer buffer = {0};
    bool is_standard = strcmp(path, "-") == 0;
    FILE *file = is_standard ? stdin : fopen(path, "rb");
    if (file == NULL)
        return fault_set(fault, FAULT_INVALID, path, "This file cannot be read: %s.", strerror(errno));
    for (size_t got; (got = fread(buffer_room(&buffer, 65536), 1, 65536, file)) > 0;)
        buffer.length += got;
    bool failed = ferror(file) != 0;
    if (!is_standard)
        fclose(file);
    *bytes = arena_copy(arena, buffer_text(&buffer));
    buffer_free(&buffer);
    return !failed || fault_set(fault, FAULT_INVALID, path, "This file cannot be read: %s.", strerror(errno));
}
