/* Statements: the SQL of the .sql files, with what the build knows of it. C code gets from each file a header in
 * which every statement is a function of its parameters that gives a query, for example
 *     #include "awards/awards.sql.h"
 *     work_ask(work, award_page(slug))
 * so that a wrong name or a wrong parameter does not compile. See tools/bake.c. */
#ifndef LAUREATE_DB_STATEMENT_H
#define LAUREATE_DB_STATEMENT_H

#include "base/text.h"

enum { PARAMETERS_MOST = 16 };

/* An id, in its canonical 36 characters; an empty one is SQL's null. */
struct uuid {
    char characters[37];
};

bool uuid_read(struct text text, struct uuid *uuid); /* false when the text is no id in its canonical form */
struct text uuid_text(const struct uuid *uuid);      /* a view of it; absent when it is null */

enum parameter_kind { PARAMETER_TEXT, PARAMETER_UUID, PARAMETER_NUMBER, PARAMETER_FLAG };

struct parameter {
    enum parameter_kind kind;
    union {
        struct text text; /* absent is null; a zero byte in it is refused by whoever reads input */
        struct uuid uuid;
        int64_t number;
        bool flag;
    };
};

struct statement {
    const char *name;
    const char *sql;
    int parameter_count;
    int number;       /* its place in `statements` */
    const char *role; /* which database role runs it: app, visitor or jobs */
};

/* A statement with its parameters: passed by value, valid while the texts in it are. */
struct query {
    const struct statement *statement;
    struct parameter parameters[PARAMETERS_MOST];
};

/* All statements, for the test that holds each against the schema. */
extern const struct statement *const statements[];
extern const size_t statement_count;

#endif
