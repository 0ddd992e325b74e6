/* laureate backup, laureate restore: database and documents together. */
#include "backups/backup.h"
#include "commands/command.h"

#include <getopt.h>
#include <stdio.h>
#include <sys/stat.h>

/* Progress goes where the answer goes, at once. */
static void tell(struct text sentence)
{
    printf("%.*s\n", TEXT_ARGUMENTS(sentence));
    fflush(stdout);
}

/* The folder that is named, or NULL. */
static const char *read_folder(struct call *call)
{
    if (getopt_long(call->count, call->arguments, "", (struct option[]){{0}}, NULL) != -1)
        return NULL;
    if (call->count - optind == 1)
        return call->arguments[optind];
    called_wrongly("Which folder? `laureate %s DIR`", call->arguments[0]);
    return NULL;
}

static bool describe(struct call *call, struct keys *keys, struct backed_up *house, struct fault *fault)
{
    const struct text *values = call->settings.values;
    umask(077);
    *house = (struct backed_up){
        .database = &call->settings.database,
        .role_prefix = arena_copy(call->arena, values[SETTING_ROLE_PREFIX]).bytes,
        .store = {keys, arena_copy(call->arena, values[SETTING_FILES])},
        .told = tell,
    };
    return keys_read(values[SETTING_KEYS].bytes, keys, fault);
}

int run_backup(struct call *call)
{
    struct keys keys;
    struct backed_up house;
    struct faults faults = {0};
    struct fault fault;
    const char *folder = read_folder(call);
    if (folder == NULL)
        return CALLED_WRONGLY;
    if (!describe(call, &keys, &house, &fault))
        return not_done(&fault);
    if (backup_make(call->arena, &house, folder, &faults))
        return DONE;
    not_done_all(NULL, &faults);
    fprintf(stderr, "laureate: No whole backup was made in %s.\n", folder);
    return NOT_DONE;
}

static void show_restored(const struct restored *restored)
{
    printf("Restored. Everybody has to sign in again; links to letters work on.\n");
    if (restored->mails > 0)
        printf("Mails held until staff send or drop them, at /staff/mail: %lld\n", (long long)restored->mails);
    if (restored->is_older)
        printf("The schema is older than this program: run `laureate migrate` next.\n");
}

int run_restore(struct call *call)
{
    struct keys keys;
    struct backed_up house;
    struct restored restored;
    struct faults faults = {0};
    struct fault fault;
    const char *folder = read_folder(call);
    if (folder == NULL)
        return CALLED_WRONGLY;
    if (!describe(call, &keys, &house, &fault))
        return not_done(&fault);
    if (!backup_restore(call->arena, &house, baked_migrations, folder, &restored, &faults)) {
        not_done_all(NULL, &faults);
        if (restored.is_touched)
            fprintf(stderr, "laureate: The backup is not restored, and what there is of it is not served. For the next "
                            "try, make the database anew and empty the folder of files.\n");
        return NOT_DONE;
    }
    show_restored(&restored);
    return DONE;
}
