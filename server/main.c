/* laureate: the awards office of a professional society, as one program. This is its command line. */
#include "commands/command.h"
#include "crypto/crypto.h"

#include <stdio.h>
#include <string.h>

static void print_usage(FILE *output)
{
    fputs("Usage: laureate COMMAND [ARGUMENT …]\n\n", output);
    for (const struct command *command = commands; command->words != NULL; command++)
        fprintf(output, "  %-16s  %s\n", command->words, command->summary);
    fputs("\n`laureate COMMAND --help` says more. Settings are environment variables, or lines of the file that\n"
          "LAUREATE_SETTINGS names; `laureate config check` lists them.\n",
          output);
}

static void print_help(const struct command *command)
{
    printf("Usage: laureate %s %s\n\n%s\n", command->words, command->arguments,
           command->help == NULL ? "" : command->help);
}

/* How many arguments the command's words take, or 0 when they are not its words. */
static int words_of(const struct command *command, int count, char **arguments)
{
    struct text rest = text_of(command->words);
    int used = 0;
    while (!text_is_absent(rest)) {
        struct text word = text_cut(&rest, ' ');
        if (used == count || !text_is(word, arguments[used]))
            return 0;
        used++;
    }
    return used;
}

static bool wants_help(int count, char **arguments)
{
    for (int i = 0; i < count; i++)
        if (strcmp(arguments[i], "--help") == 0)
            return true;
    return false;
}

static int run(const struct command *command, int count, char **arguments)
{
    struct faults faults = {0};
    struct call call = {.arena = arena_new(), .count = count, .arguments = arguments};
    int status = settings_read(call.arena, &call.settings, &faults) || command->ignores_settings
                     ? command->run(&call)
                     : not_done_all(NULL, &faults);
    arena_free(call.arena);
    return status;
}

int main(int count, char **arguments)
{
    crypto_start();
    for (const struct command *command = commands; command->words != NULL; command++) {
        int used = words_of(command, count - 1, arguments + 1);
        if (used == 0)
            continue;
        if (wants_help(count - 1 - used, arguments + 1 + used))
            return print_help(command), DONE;
        return run(command, count - used, arguments + used);
    }
    bool asks = count > 1 && (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "help") == 0);
    if (count > 1 && !asks)
        called_wrongly("There is no such command.");
    print_usage(asks ? stdout : stderr);
    return asks ? DONE : CALLED_WRONGLY;
}
