/* Settings: everything that differs from one installation to the next. Each is an environment variable
 * LAUREATE_…, or a line `LAUREATE_… = value` of the file that LAUREATE_SETTINGS names; the environment wins.
 * A setting that nobody knows is an error, so that a misspelt one does not go unnoticed. `laureate config
 * check` prints them. */
#ifndef LAUREATE_SERVER_SETTINGS_H
#define LAUREATE_SERVER_SETTINGS_H

#include "base/fault.h"
#include "db/database.h"

enum setting {
    SETTING_DATABASE_URL,
    SETTING_OWNER_DATABASE_URL,
    SETTING_APP_DATABASE_URL,
    SETTING_VISITOR_DATABASE_URL,
    SETTING_JOBS_DATABASE_URL,
    SETTING_ROLE_PREFIX,
    SETTING_ADDRESS,
    SETTING_PORT,
    SETTING_URL,
    SETTING_WORKERS,
    SETTING_LISTENERS,
    SETTING_QUEUE,
    SETTING_CONNECTIONS,
    SETTING_PAGE_CACHE,
    SETTING_METRICS,
    SETTING_PROXIES,
    SETTING_KEYS,
    SETTING_FILES,
    SETTING_SMTP_URL,
    SETTING_SMTP_USER,
    SETTING_SMTP_PASSWORD,
    SETTING_MAIL_FROM,
    SETTING_CLOCK,
    SETTING_DEMO_PASSWORD,
    SETTING_SETTINGS,
    SETTINGS,
};

struct settings {
    struct text values[SETTINGS]; /* as given, or the default */
    struct database database;
};

/* Reads the environment and the file. Everything wrong is named in faults; field is the setting's name. */
bool settings_read(struct arena *arena, struct settings *settings, struct faults *faults);

/* A setting whose values are whole numbers; they were checked when read. */
int settings_number(const struct settings *settings, enum setting setting);

/* The list of settings, with what they are for, as `config check` prints it; secrets are masked. */
struct text settings_explained(struct arena *arena, const struct settings *settings);

#endif
