/* Bakes files into the program, at build time.
 *
 *   bake files OUTPUT.c NAME ROOT FILE …
 *       writes the files' bytes as `const struct baked_file baked_NAME[]`.
 *
 *   bake statements DIRECTORY ROOT FILE.sql …
 *       reads named statements and writes, for each file, DIRECTORY/FILE.sql.h, and for all of them
 *       DIRECTORY/statements.c with their descriptors. A statement begins with the line
 *           -- name: award_page (slug text) visitor
 *       its name, its parameters in the order of $1, $2, … and the database role that runs it; comment lines
 *       below it become the documentation of the function `struct query award_page(struct text slug)`. So a
 *       wrong name does not link, and a wrong parameter does not compile. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_PARAMETERS = 16, WORD = 64 };

static _Noreturn void stop(const char *format, ...) __attribute__((format(printf, 1, 2)));

static _Noreturn void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("bake: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    exit(1);
}

static FILE *open_output(const char *format, ...) __attribute__((format(printf, 1, 2)));

static FILE *open_output(const char *format, ...)
{
    char path[4096];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(path, sizeof path, format, arguments);
    va_end(arguments);
    FILE *output = fopen(path, "w");
    if (output == NULL)
        stop("cannot write %s", path);
    return output;
}

static void close_output(FILE *output)
{
    if (ferror(output) || fclose(output) != 0)
        stop("cannot write what was baked");
}

/* The whole file, ended by a zero byte; the process ends soon enough to free it. */
static char *read_file(const char *root, const char *name, size_t *length)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", root, name);
    FILE *input = fopen(path, "rb");
    if (input == NULL)
        stop("cannot read %s", path);
    size_t size = 65536, used = 0;
    char *bytes = malloc(size);
    while (bytes != NULL) {
        used += fread(bytes + used, 1, size - used - 1, input);
        if (used < size - 1)
            break;
        bytes = realloc(bytes, size *= 2);
    }
    if (bytes == NULL || ferror(input))
        stop("cannot read %s", path);
    fclose(input);
    bytes[used] = '\0';
    *length = used;
    return bytes;
}

static void write_bytes(FILE *output, const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        fprintf(output, "%s%d,", i % 24 == 0 ? "\n    " : "", bytes[i]);
}

static void bake_files(char **arguments, int count)
{
    FILE *output = open_output("%s", arguments[0]);
    fprintf(output, "/* Made by tools/bake.c. */\n#include \"base/baked.h\"\n");
    for (int i = 3; i < count; i++) {
        size_t length;
        char *bytes = read_file(arguments[2], arguments[i], &length);
        fprintf(output, "\nstatic const char file_%d[] = { /* %s */", i - 3, arguments[i]);
        write_bytes(output, bytes, length);
        fprintf(output, "0};\n");
        free(bytes);
    }
    fprintf(output, "\nconst struct baked_file baked_%s[] = {\n", arguments[1]);
    for (int i = 3; i < count; i++)
        fprintf(output, "    {TEXT(\"%s\"), {file_%d, sizeof file_%d - 1}},\n", arguments[i], i - 3, i - 3);
    fprintf(output, "    {{0}, {0}},\n};\n");
    close_output(output);
}

struct parameter {
    char name[WORD];
    char type[WORD];
};

struct statement {
    char name[WORD];
    char role[WORD];
    struct parameter parameters[MOST_PARAMETERS];
    int parameter_count;
};

/* How a parameter type of a .sql file is written in C, and the field of struct parameter that carries it. */
static const struct {
    const char *type, *c, *field, *kind;
} types[] = {
    {"text", "struct text", "text", "PARAMETER_TEXT"},
    {"uuid", "struct uuid", "uuid", "PARAMETER_UUID"},
    {"number", "int64_t", "number", "PARAMETER_NUMBER"},
    {"flag", "bool", "flag", "PARAMETER_FLAG"},
};

static size_t type_of(const struct statement *statement, const struct parameter *parameter)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].type, parameter->type) == 0)
            return i;
    stop("%s: no parameter type is called %s", statement->name, parameter->type);
}

/* Reads "award_page (slug text, year number) visitor". */
static void read_signature(const char *file, const char *line, struct statement *statement)
{
    *statement = (struct statement){0};
    int used = 0;
    if (sscanf(line, "%63[a-z0-9_] (%n", statement->name, &used) != 1 || used == 0)
        stop("%s: not a statement's signature: %s", file, line);
    line += used;
    while (*line != ')') {
        if (statement->parameter_count == MOST_PARAMETERS)
            stop("%s: %s has too many parameters", file, statement->name);
        struct parameter *parameter = &statement->parameters[statement->parameter_count++];
        used = 0;
        if (sscanf(line, " %63[a-z0-9_] %63[a-z]%n", parameter->name, parameter->type, &used) != 2)
            stop("%s: %s: not a parameter: %s", file, statement->name, line);
        line += used;
        if (*line == ',')
            line++;
    }
    if (sscanf(line, ") %63[a-z]", statement->role) != 1)
        stop("%s: %s does not say which role runs it", file, statement->name);
}

static void write_function(FILE *header, const struct statement *statement)
{
    fprintf(header, "static inline struct query %s(", statement->name);
    for (int i = 0; i < statement->parameter_count; i++) {
        const struct parameter *parameter = &statement->parameters[i];
        fprintf(header, "%s%s %s", i == 0 ? "" : ", ", types[type_of(statement, parameter)].c, parameter->name);
    }
    fprintf(header, "%s)\n{\n    return (struct query){.statement = &statement_%s",
            statement->parameter_count == 0 ? "void" : "", statement->name);
    for (int i = 0; i < statement->parameter_count; i++) {
        const struct parameter *parameter = &statement->parameters[i];
        size_t type = type_of(statement, parameter);
        fprintf(header, ",\n        .parameters[%d] = {.kind = %s, .%s = %s}", i, types[type].kind, types[type].field,
                parameter->name);
    }
    fprintf(header, "};\n}\n");
}

static void write_descriptor(FILE *source, const struct statement *statement, int number, const char *sql)
{
    fprintf(source, "\nstatic const char sql_%s[] = {", statement->name);
    write_bytes(source, sql, strlen(sql));
    fprintf(source, "0};\nconst struct statement statement_%s = {\"%s\", sql_%s, %d, %d, \"%s\"};\n", statement->name,
            statement->name, statement->name, statement->parameter_count, number, statement->role);
}

/* Splits one file at its "-- name:" lines. Returns how many statements there are by now. */
static int bake_statement_file(FILE *source, FILE *header, FILE *list, const char *file, char *text, int number)
{
    static const char begins[] = "-- name: ";
    char *at = strncmp(text, begins, sizeof begins - 1) == 0 ? text : strstr(text, "\n-- name: ");
    while (at != NULL) {
        at += (*at == '\n') + sizeof begins - 1;
        char *body = strchr(at, '\n');
        if (body == NULL)
            stop("%s: a statement without SQL", file);
        *body++ = '\0';
        char *next = strstr(body, "\n-- name: ");
        struct statement statement;
        read_signature(file, at, &statement);
        fprintf(header, "\nextern const struct statement statement_%s;\n", statement.name);
        while (strncmp(body, "--", 2) == 0) {
            char *end = strchr(body, '\n');
            if (end == NULL)
                stop("%s: %s has no SQL", file, statement.name);
            *end = '\0';
            fprintf(header, "/*%s */\n", body + 2);
            body = end + 1;
        }
        if (next != NULL && next < body)
            stop("%s: %s has no SQL", file, statement.name);
        if (next != NULL)
            *next = '\0';
        write_function(header, &statement);
        write_descriptor(source, &statement, number++, body);
        fprintf(list, "    &statement_%s,\n", statement.name);
        if (next != NULL)
            *next = '\n';
        at = next;
    }
    return number;
}

static void bake_statements(char **arguments, int count)
{
    FILE *source = open_output("%s/statements.c", arguments[0]);
    fprintf(source, "/* Made by tools/bake.c. */\n#include \"db/statement.h\"\n");
    for (int i = 2; i < count; i++)
        fprintf(source, "#include \"%s.h\"\n", arguments[i]);
    char *listed = NULL;
    size_t listed_length;
    FILE *list = open_memstream(&listed, &listed_length);
    if (list == NULL)
        stop("out of memory");
    int number = 0;
    for (int i = 2; i < count; i++) {
        size_t length;
        char *text = read_file(arguments[1], arguments[i], &length);
        FILE *header = open_output("%s/%s.h", arguments[0], arguments[i]);
        fprintf(header, "/* Made by tools/bake.c from lib/%s. */\n#pragma once\n#include \"db/statement.h\"\n",
                arguments[i]);
        number = bake_statement_file(source, header, list, arguments[i], text, number);
        close_output(header);
        free(text);
    }
    close_output(list);
    fprintf(source, "\nconst struct statement *const statements[] = {\n%s};\nconst size_t statement_count = %d;\n",
            listed, number);
    free(listed);
    close_output(source);
}

int main(int count, char **arguments)
{
    if (count >= 5 && strcmp(arguments[1], "files") == 0)
        bake_files(arguments + 2, count - 2);
    else if (count >= 4 && strcmp(arguments[1], "statements") == 0)
        bake_statements(arguments + 2, count - 2);
    else
        stop("usage: bake files OUTPUT NAME ROOT FILE …, or bake statements DIRECTORY ROOT FILE …");
    return 0;
}
