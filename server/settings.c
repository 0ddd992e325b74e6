/* Settings: read from the environment and a file, checked, explained. */
#include "settings.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "mail/address.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

struct setting_kind {
    const char *name;
    const char *standard; /* the default */
    const char *meaning;
    int64_t least, most; /* for whole numbers; both 0 for text */
    bool is_secret;
};

static const struct setting_kind kinds[SETTINGS] = {
    [SETTING_DATABASE_URL] = {"LAUREATE_DATABASE_URL", "postgresql:///laureate",
                              "where PostgreSQL is, as a libpq URI or keyword string", 0, 0, true},
    [SETTING_OWNER_DATABASE_URL] = {"LAUREATE_OWNER_DATABASE_URL", "",
                                    "the owner's connection, where it is not the same place as its role", 0, 0, true},
    [SETTING_APP_DATABASE_URL] = {"LAUREATE_APP_DATABASE_URL", "", "likewise for people's acts and pages", 0, 0, true},
    [SETTING_VISITOR_DATABASE_URL] = {"LAUREATE_VISITOR_DATABASE_URL", "",
                                      "likewise for public pages; may be a replica", 0, 0, true},
    [SETTING_JOBS_DATABASE_URL] = {"LAUREATE_JOBS_DATABASE_URL", "", "likewise for the clock's work", 0, 0, true},
    [SETTING_ROLE_PREFIX] = {"LAUREATE_ROLE_PREFIX", "laureate", "what the names of the four database roles begin with",
                             0, 0, false},
    [SETTING_ADDRESS] = {"LAUREATE_ADDRESS", "127.0.0.1", "the address to listen on", 0, 0, false},
    [SETTING_PORT] = {"LAUREATE_PORT", "8080", "the port to listen on", 1, 65535, false},
    [SETTING_URL] = {"LAUREATE_URL", "",
                     "how the site is called from outside, as https://awards.example.org; "
                     "http://localhost:PORT when empty",
                     0, 0, false},
    [SETTING_WORKERS] = {"LAUREATE_WORKERS", "4", "threads that ask the database and make pages", 1, 256, false},
    [SETTING_LISTENERS] = {"LAUREATE_LISTENERS", "2", "threads that read requests and send answers", 1, 64, false},
    [SETTING_QUEUE] = {"LAUREATE_QUEUE", "512", "requests that may wait for a worker; more are asked to come back", 1,
                       100000, false},
    [SETTING_CONNECTIONS] = {"LAUREATE_CONNECTIONS", "8000", "connections that may be open at once", 16, 100000, false},
    [SETTING_PAGE_CACHE] = {"LAUREATE_PAGE_CACHE", "64", "megabytes of public pages to keep rendered; 0 for none", 0,
                            4096, false},
    [SETTING_METRICS] = {"LAUREATE_METRICS", "loopback", "who may read /metrics: loopback, everyone or nobody", 0, 0,
                         false},
    [SETTING_PROXIES] = {"LAUREATE_TRUSTED_PROXIES", "",
                         "addresses of reverse proxies, with spaces between, whose word on the client's address counts",
                         0, 0, false},
    [SETTING_KEYS] = {"LAUREATE_KEYS", "laureate.keys",
                      "the file of keys that `laureate key create` makes; no backup may hold it", 0, 0, false},
    [SETTING_FILES] = {"LAUREATE_FILES", "files", "the folder in which documents lie, encrypted", 0, 0, false},
    [SETTING_SMTP_URL] =
        {"LAUREATE_SMTP_URL", "",
         "the mail server, as smtp://mail.example.org:587 or smtps://; without it mail waits, and in a "
         "demo or test it lies in the mailbox",
         0, 0, false},
    [SETTING_SMTP_USER] = {"LAUREATE_SMTP_USER", "", "who signs in at the mail server", 0, 0, false},
    [SETTING_SMTP_PASSWORD] = {"LAUREATE_SMTP_PASSWORD", "", "and the password", 0, 0, true},
    [SETTING_MAIL_FROM] = {"LAUREATE_MAIL_FROM", "awards@demo.test",
                           "the address that mail comes from; to be set with the mail server", 0, 0, false},
    [SETTING_CLOCK] = {"LAUREATE_CLOCK", "",
                       "in a demo or test database: the instant to which the clock is set "
                       "when the program starts, as 2026-12-05T22:00:00Z",
                       0, 0, false},
    [SETTING_DEMO_PASSWORD] = {"LAUREATE_DEMO_PASSWORD", "", "the password of everybody in the demo", 0, 0, true},
    [SETTING_SETTINGS] = {"LAUREATE_SETTINGS", "", "a file with settings, one NAME = value a line", 0, 0, false},
};

static int find_setting(struct text name)
{
    for (int i = 0; i < SETTINGS; i++)
        if (text_is(name, kinds[i].name))
            return i;
    return -1;
}

static void add_fault(struct faults *faults, struct arena *arena, unsigned line, struct text field,
                      const char *sentence)
{
    struct fault fault;
    fault_set(&fault, FAULT_INVALID, arena_copy(arena, field).bytes, "%s", sentence);
    fault.line = line;
    faults_add(faults, arena, fault);
}

/* One NAME=value; `line` is that of the file, or 0. Values of earlier calls win. */
static void take_setting(struct arena *arena, struct settings *settings, unsigned line, struct text name,
                         struct text value, struct faults *faults)
{
    int setting = find_setting(name);
    if (setting < 0)
        add_fault(faults, arena, line, name, "There is no such setting; `laureate config check` lists them.");
    else if (text_is_absent(settings->values[setting]))
        settings->values[setting] = arena_copy(arena, value);
}

static void read_environment(struct arena *arena, struct settings *settings, struct faults *faults)
{
    for (char **entry = environ; *entry != NULL; entry++) {
        struct text value = text_of(*entry);
        struct text name = text_cut(&value, '=');
        if (text_starts(name, text_of("LAUREATE_")) && !text_starts(name, text_of("LAUREATE_TEST_")))
            take_setting(arena, settings, 0, name, value, faults);
    }
}

static void read_file(struct arena *arena, struct settings *settings, struct faults *faults)
{
    struct text path = settings->values[SETTING_SETTINGS];
    if (text_is_empty(path))
        return;
    FILE *file = fopen(path.bytes, "r");
    if (file == NULL) {
        add_fault(faults, arena, 0, text_of("LAUREATE_SETTINGS"), "This file cannot be read.");
        return;
    }
    char *line = NULL;
    size_t size = 0;
    for (unsigned number = 1; getline(&line, &size, file) >= 0; number++) {
        struct text rest = text_trim(text_of(line));
        if (text_is_empty(rest) || rest.bytes[0] == '#')
            continue;
        struct text name = text_trim(text_cut(&rest, '='));
        if (text_is_absent(rest))
            add_fault(faults, arena, number, text_empty, "A line reads NAME = value.");
        else
            take_setting(arena, settings, number, name, text_trim(rest), faults);
    }
    if (ferror(file))
        add_fault(faults, arena, 0, text_of("LAUREATE_SETTINGS"), "This file cannot be read.");
    free(line);
    fclose(file);
}

static void check_values(struct arena *arena, struct settings *settings, struct faults *faults)
{
    for (int i = 0; i < SETTINGS; i++) {
        const struct setting_kind *kind = &kinds[i];
        if (text_is_absent(settings->values[i]))
            settings->values[i] = text_of(kind->standard);
        int64_t number;
        if (kind->most == 0)
            continue;
        if (!text_number(settings->values[i], &number) || number < kind->least || number > kind->most)
            add_fault(faults, arena, 0, text_of(kind->name),
                      arena_print(arena, "This is a whole number from %lld to %lld.", (long long)kind->least,
                                  (long long)kind->most)
                          .bytes);
    }
    struct text metrics = settings->values[SETTING_METRICS];
    if (!text_is(metrics, "loopback") && !text_is(metrics, "everyone") && !text_is(metrics, "nobody"))
        add_fault(faults, arena, 0, text_of("LAUREATE_METRICS"), "This is loopback, everyone or nobody.");
    struct text from = settings->values[SETTING_MAIL_FROM];
    if (!mail_address_is_valid(from) ||
        (!text_is_empty(settings->values[SETTING_SMTP_URL]) && text_is(from, kinds[SETTING_MAIL_FROM].standard)))
        add_fault(faults, arena, 0, text_of("LAUREATE_MAIL_FROM"),
                  "This is an e-mail address of yours, such as awards@example.org.");
    struct text url = settings->values[SETTING_URL];
    if (!text_is_empty(url) && !text_starts(url, text_of("http://")) && !text_starts(url, text_of("https://")))
        add_fault(faults, arena, 0, text_of("LAUREATE_URL"), "This begins with https:// or http://.");
    if (text_ends(url, text_of("/")))
        add_fault(faults, arena, 0, text_of("LAUREATE_URL"), "This ends without a slash.");
}

bool settings_read(struct arena *arena, struct settings *settings, struct faults *faults)
{
    *settings = (struct settings){0};
    read_environment(arena, settings, faults);
    read_file(arena, settings, faults);
    check_values(arena, settings, faults);
    if (text_is_empty(settings->values[SETTING_URL]))
        settings->values[SETTING_URL] =
            arena_print(arena, "http://localhost:%.*s", TEXT_ARGUMENTS(settings->values[SETTING_PORT]));
    struct text own[DATABASE_ROLES] = {
        [DATABASE_OWNER] = settings->values[SETTING_OWNER_DATABASE_URL],
        [DATABASE_APP] = settings->values[SETTING_APP_DATABASE_URL],
        [DATABASE_VISITOR] = settings->values[SETTING_VISITOR_DATABASE_URL],
        [DATABASE_JOBS] = settings->values[SETTING_JOBS_DATABASE_URL],
    };
    struct fault fault;
    if (!database_describe(arena, settings->values[SETTING_DATABASE_URL], own, settings->values[SETTING_ROLE_PREFIX],
                           &settings->database, &fault))
        faults_add(faults, arena, fault);
    return faults->count == 0;
}

int settings_number(const struct settings *settings, enum setting setting)
{
    int64_t number = 0;
    text_number(settings->values[setting], &number);
    return (int)number;
}

struct text settings_explained(struct arena *arena, const struct settings *settings)
{
    struct buffer buffer = {0};
    for (int i = 0; i < SETTINGS; i++) {
        struct text value = settings->values[i];
        bool is_hidden = kinds[i].is_secret && !text_is(value, kinds[i].standard);
        buffer_print(&buffer, "%s = %.*s\n    %s", kinds[i].name, is_hidden ? 8 : (int)value.length,
                     is_hidden ? "(set)   " : value.bytes, kinds[i].meaning);
        if (kinds[i].standard[0] != '\0')
            buffer_print(&buffer, " (standard: %s)", kinds[i].standard);
        buffer_add_byte(&buffer, '\n');
    }
    struct text text = arena_copy(arena, buffer_text(&buffer));
    buffer_free(&buffer);
    return text;
}
