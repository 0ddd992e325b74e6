/* The export of the ledger: all that is sealed, page by page. */
#include "ledger/export.h"

#include "base/arena.h"
#include "db/work.h"
#include "ledger/chain.h"
#include "ledger/ledger.sql.h"

#include <errno.h>
#include <string.h>

enum { PAGE = 1000 };

static json_t *signed_head(const struct rows *rows, size_t row, int64_t position)
{
    return ledger_head(position, rows_number(rows, row, "head_events"), rows_text(rows, row, "head_chain"),
                       rows_text(rows, row, "head_sealed_at"), rows_text(rows, row, "head_public_key"));
}

static void write_line(struct arena *arena, FILE *output, const char *name, json_t *json, const char *other_name,
                       struct text other)
{
    json_t *line = json_pack("{s:o, s:s%}", name, json, other_name, other.bytes, other.length);
    struct text written = ledger_written(arena, line);
    fwrite(written.bytes, 1, written.length, output);
    fputc('\n', output);
}

static bool write_rows(struct arena *arena, FILE *output, const struct rows *rows, struct ledger_exported *exported,
                       struct fault *fault)
{
    for (size_t row = 0; row < rows_count(rows); row++) {
        int64_t position = rows_number(rows, row, "position");
        json_t *event = ledger_event(rows, row, position, fault);
        if (event == NULL)
            return false;
        write_line(arena, output, "event", event, "chain", rows_text(rows, row, "chain"));
        exported->events = position;
        struct text key = rows_text(rows, row, "head_public_key");
        if (text_is_absent(key))
            continue;
        write_line(arena, output, "head", signed_head(rows, row, position), "signature",
                   rows_text(rows, row, "head_signature"));
        snprintf(exported->public_key, sizeof exported->public_key, "%.*s", TEXT_ARGUMENTS(key));
    }
    return (!ferror(output) && fflush(output) == 0) ||
           fault_set(fault, FAULT_INVALID, NULL, "The ledger cannot be written there: %s.", strerror(errno));
}

/* *count is how many events there were. */
static bool write_page(struct arena *arena, struct connection *jobs, FILE *output, struct ledger_exported *exported,
                       size_t *count, struct fault *fault)
{
    struct work *work = work_new(arena, jobs, WORK_READ);
    struct rows *rows = work_ask(work, ledger_page(exported->events, PAGE));
    bool done = work_finish(work, fault) && write_rows(arena, output, rows, exported, fault);
    *count = done ? rows_count(rows) : 0;
    work_end(work);
    return done;
}

bool ledger_export(struct connection *jobs, FILE *output, struct ledger_exported *exported, struct fault *fault)
{
    struct arena *arena = arena_new();
    *exported = (struct ledger_exported){0};
    size_t count;
    bool done;
    do {
        arena_reset(arena);
        done = write_page(arena, jobs, output, exported, &count, fault);
    } while (done && count == PAGE);
    arena_free(arena);
    return done;
}
