/* laureate person add, person role, person password: who may sign in, and what they are here. */
#include "commands/command.h"
#include "people/adding.h"

#include <getopt.h>
#include <stdio.h>

/* What the three commands take behind the address, and a role. */
struct asked {
    const char *email;
    struct text name;
    struct term term;
    bool has_role; /* by --role */
    bool ends;
    const char *rest; /* what stands behind the address; NULL for nothing */
};

static bool read_asked(struct call *call, const struct option *options, struct asked *asked)
{
    *asked = (struct asked){0};
    for (int option; (option = getopt_long(call->count, call->arguments, "", options, NULL)) != -1;) {
        if (option == 'n')
            asked->name = text_of(optarg);
        else if (option == 'r')
            asked->term.role = text_of(optarg);
        else if (option == 'o')
            asked->term.organization = text_of(optarg);
        else if (option == 'a')
            asked->term.award = text_of(optarg);
        else if (option == 'e')
            asked->ends = true;
        else
            return false;
    }
    asked->has_role = !text_is_absent(asked->term.role);
    asked->email = optind < call->count ? call->arguments[optind++] : NULL;
    asked->rest = optind < call->count ? call->arguments[optind++] : NULL;
    if (asked->email != NULL && optind == call->count)
        return true;
    called_wrongly(asked->email == NULL ? "Who? Give the e-mail address." : "There is a word too many.");
    return false;
}

static void show_link(const struct call *call, const struct password_link *link)
{
    printf("This link sets a password, once, until %.*s:\n%.*s/password/%.*s\n", TEXT_ARGUMENTS(link->ends_at),
           TEXT_ARGUMENTS(call->settings.values[SETTING_URL]), TEXT_ARGUMENTS(link->token));
}

/* "staff of sir", "chair for gold-medal" */
static void show_term(const char *before, const struct term *term)
{
    printf("%s %.*s", before, TEXT_ARGUMENTS(term->role));
    if (!text_is_absent(term->organization))
        printf(" of %.*s", TEXT_ARGUMENTS(term->organization));
    if (!text_is_absent(term->award))
        printf(" for %.*s", TEXT_ARGUMENTS(term->award));
    printf("\n");
}

static int add(struct call *call, const struct asked *asked, const struct term *term)
{
    struct fault fault;
    struct person_added added;
    struct connection *connection = call_connection(call, DATABASE_OWNER);
    bool done = person_add(call->arena, connection, text_of(asked->email), asked->name, term, &added, &fault);
    connection_free(connection);
    if (!done)
        return not_done(&fault);
    printf("%s: %.*s\n", added.is_new ? "Added" : "Already there", TEXT_ARGUMENTS(added.name));
    if (term != NULL)
        show_term(added.is_given ? "Given:" : "Already held:", term);
    if (text_is_absent(added.link.token))
        printf("They have a password already; `laureate person password` makes a link for a new one.\n");
    else
        show_link(call, &added.link);
    return DONE;
}

int run_person_add(struct call *call)
{
    static const struct option options[] = {{"name", required_argument, NULL, 'n'},
                                            {"role", required_argument, NULL, 'r'},
                                            {"organization", required_argument, NULL, 'o'},
                                            {"award", required_argument, NULL, 'a'},
                                            {0}};
    struct asked asked;
    struct fault fault;
    if (!read_asked(call, options, &asked))
        return CALLED_WRONGLY;
    if (asked.rest != NULL)
        return called_wrongly("There is a word too many: put the name in quotation marks, behind --name.");
    if (text_is_empty(asked.name))
        return called_wrongly("What are they called? Add --name NAME.");
    bool has_place = !text_is_absent(asked.term.organization) || !text_is_absent(asked.term.award);
    if (!asked.has_role && has_place)
        return called_wrongly("What are they to be there? Add --role ROLE.");
    if (asked.has_role && !term_is_whole(&asked.term, &fault))
        return called_wrongly("%s", fault.sentence);
    return add(call, &asked, asked.has_role ? &asked.term : NULL);
}

int run_person_role(struct call *call)
{
    static const struct option options[] = {{"organization", required_argument, NULL, 'o'},
                                            {"award", required_argument, NULL, 'a'},
                                            {"end", no_argument, NULL, 'e'},
                                            {0}};
    struct asked asked;
    struct fault fault;
    bool changed;
    if (!read_asked(call, options, &asked))
        return CALLED_WRONGLY;
    if (asked.rest == NULL)
        return called_wrongly("Which role? `laureate person role EMAIL ROLE`");
    asked.term.role = text_of(asked.rest);
    if (!term_is_whole(&asked.term, &fault))
        return called_wrongly("%s", fault.sentence);
    struct connection *connection = call_connection(call, DATABASE_OWNER);
    bool done = (asked.ends ? term_end : term_give)(call->arena, connection, text_of(asked.email), &asked.term,
                                                    &changed, &fault);
    connection_free(connection);
    if (!done)
        return not_done(&fault);
    if (asked.ends)
        show_term(changed ? "Ended:" : "Not held:", &asked.term);
    else
        show_term(changed ? "Given:" : "Already held:", &asked.term);
    return DONE;
}

int run_person_password(struct call *call)
{
    static const struct option options[] = {{0}};
    struct asked asked;
    struct fault fault;
    struct password_link link;
    if (!read_asked(call, options, &asked))
        return CALLED_WRONGLY;
    if (asked.rest != NULL)
        return called_wrongly("There is a word too many.");
    struct connection *connection = call_connection(call, DATABASE_OWNER);
    bool done = person_password_link(call->arena, connection, text_of(asked.email), &link, &fault);
    connection_free(connection);
    if (!done)
        return not_done(&fault);
    show_link(call, &link);
    return DONE;
}
