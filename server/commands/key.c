/* laureate key create: the installation's keys, made once. */
#include "commands/command.h"
#include "crypto/keys.h"

#include <getopt.h>
#include <stdio.h>

int run_key_create(struct call *call)
{
    struct fault fault;
    if (getopt_long(call->count, call->arguments, "", (struct option[]){{0}}, NULL) != -1)
        return CALLED_WRONGLY;
    if (call->count - optind > 1)
        return called_wrongly("key create takes one file at most.");
    struct text path = call->count > optind ? text_of(call->arguments[optind]) : call->settings.values[SETTING_KEYS];
    if (text_is_empty(path))
        return called_wrongly("Which file? `laureate key create FILE`, or set LAUREATE_KEYS.");
    if (!keys_create(path.bytes, &fault))
        return not_done(&fault);
    printf("The keys of this installation are in %s.\n"
           "Every instance needs this file, and nobody else may read it. Keep it out of the backups of the database\n"
           "and of the files, for together they open everything; and keep a copy of it in a safe place of its own,\n"
           "for without it no uploaded file can be read again.\n",
           path.bytes);
    return DONE;
}
