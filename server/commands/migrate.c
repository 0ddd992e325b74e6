/* laureate migrate, laureate database setup: how the database comes to be. */
#include "db/migrate.h"
#include "commands/command.h"

#include <getopt.h>
#include <stdio.h>

static void tell(struct text name)
{
    printf("Applied %.*s\n", TEXT_ARGUMENTS(name));
}

int run_migrate(struct call *call)
{
    static const struct option options[] = {{"as", required_argument, NULL, 'a'}, {0}};
    struct text kind = text_of("real");
    struct fault fault;
    for (int option; (option = getopt_long(call->count, call->arguments, "", options, NULL)) != -1;) {
        if (option != 'a')
            return CALLED_WRONGLY;
        kind = text_of(optarg);
    }
    if (optind != call->count)
        return called_wrongly("migrate takes no argument but --as.");
    if (!text_is(kind, "real") && !text_is(kind, "demo") && !text_is(kind, "test"))
        return called_wrongly("--as is real, demo or test.");
    if (!migrate(call->arena, &call->settings.database, baked_migrations, kind, tell, &fault))
        return not_done(&fault);
    return DONE;
}

int run_database_setup(struct call *call)
{
    struct text sql = database_setup_sql(call->arena, &call->settings.database);
    fwrite(sql.bytes, 1, sql.length, stdout);
    return DONE;
}
