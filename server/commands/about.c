/* laureate config check, laureate version: what this program is, and how it is set. */
#include "commands/command.h"

#include <stdio.h>

int run_config_check(struct call *call)
{
    struct faults faults = {0};
    bool good = settings_read(call->arena, &call->settings, &faults);
    struct text explained = settings_explained(call->arena, &call->settings);
    fwrite(explained.bytes, 1, explained.length, stdout);
    return good ? DONE : not_done_all(NULL, &faults);
}

int run_version(struct call *call)
{
    (void)call;
    printf("laureate %s\n", LAUREATE_VERSION);
    return DONE;
}
