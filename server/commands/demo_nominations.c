/* The nominations of the demo, with their documents, letters and reviews. */
#include "commands/demo_nominations.h"

#include "base/baked.h"
#include "base/buffer.h"
#include "base/log.h"
#include "crypto/crypto.h"
#include "db/work.h"
#include "decisions/announcements.h"
#include "files/store.h"
#include "format/csv.h"
#include "nominations/demo.sql.h"
#include "nominations/nominations.sql.h"
#include "nominations/packet.h"
#include "people/offices.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

/* Beside the calls around today: cycles that are being judged, decided and announced. Days from now. */
static const struct {
    const char *award;
    int opens_in, closes_in, letters_days, judged_from, judged_until;
    int announces_in; /* 0: not decided */
} judged[] = {
    {"becker-young-investigator", -110, -60, 14, -40, 9, 0},
    {"keller-philanthropy", -170, -120, 14, -100, -45, 20},
    {"cope-student-research", -400, -340, 14, -320, -280, -250},
};

/* Who judges them. */
static const char *const committees[] = {"leaders-in-innovation", "becker-young-investigator", "keller-philanthropy",
                                         "cope-student-research"};
static const struct {
    const char *email, *role;
} seats[] = {
    {"chair@demo.test", "chair"},      {"reviewer1@demo.test", "member"}, {"reviewer2@demo.test", "member"},
    {"reviewer3@demo.test", "member"}, {"reviewer4@demo.test", "member"}, {"reviewer5@demo.test", "deputy"},
};

enum { JUDGED = sizeof judged / sizeof *judged };
enum { COMMITTEES = sizeof committees / sizeof *committees, SEATS = sizeof seats / sizeof *seats };

enum column { AWARD, STATE, NOMINATOR, NOMINEE, SENTENCE, CASE, MORE, REFEREE, SECOND_REFEREE, CHOSEN, COLUMNS };
static const struct csv_column columns[COLUMNS] = {
    [AWARD] = {"award", true},     [STATE] = {"state", true},       [NOMINATOR] = {"nominator", true},
    [NOMINEE] = {"nominee", true}, [SENTENCE] = {"sentence", true}, [CASE] = {"case", true},
    [MORE] = {"more", true},       [REFEREE] = {"referee", true},   [SECOND_REFEREE] = {"second_referee", true},
    [CHOSEN] = {"chosen", true},
};

/* The table as a JSON list of records. */
static struct text rows_written(struct arena *arena, const struct csv_table *table)
{
    json_t *list = json_array();
    for (size_t row = 0; row < table->row_count; row++) {
        json_t *record = json_object();
        for (size_t column = 0; column < COLUMNS; column++) {
            struct text cell = csv_cell(table, row, column);
            json_object_set_new(record, columns[column].name, json_stringn(cell.bytes, cell.length));
        }
        json_array_append_new(list, record);
    }
    char *dumped = json_dumps(list, JSON_COMPACT);
    if (dumped == NULL)
        log_abort("no memory is left");
    struct text text = arena_copy(arena, text_of(dumped));
    free(dumped);
    json_decref(list);
    return text;
}

/* A page of A4 with a few lines of ASCII, as a PDF of five objects (ISO 32000-1, annex H.3). What is no ASCII in the
 * lines is left out: the standard fonts know no more. */
static void add_line(struct buffer *content, int size, struct text line)
{
    buffer_print(content, "/F1 %d Tf (", size);
    for (size_t i = 0; i < line.length; i++) {
        char one = line.bytes[i];
        if (one == '(' || one == ')' || one == '\\')
            buffer_print(content, "\\%c", one);
        else if (one >= ' ' && one <= '~')
            buffer_print(content, "%c", one);
    }
    buffer_print(content, ") Tj 0 -%d Td\n", size * 2);
}

static struct text document_bytes(struct arena *arena, const struct rows *wanted, size_t row)
{
    struct buffer content = {0}, pdf = {0};
    size_t offsets[6];
    buffer_print(&content, "BT 72 760 Td\n");
    add_line(&content, 20, rows_text(wanted, row, "label"));
    add_line(&content, 14, rows_text(wanted, row, "name"));
    add_line(&content, 11, rows_text(wanted, row, "institution"));
    add_line(&content, 11, text_of("This page belongs to the demo. The person is invented."));
    buffer_print(&content, "ET");
    struct text page = buffer_text(&content);
    static const char sheet[] = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
                                " /Resources << /Font << /F1 4 0 R >> >> >>";
    const char *const objects[] = {"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                                   sheet, "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"};
    buffer_print(&pdf, "%%PDF-1.4\n");
    for (int i = 0; i < 4; i++) {
        offsets[i] = buffer_text(&pdf).length;
        buffer_print(&pdf, "%d 0 obj\n%s\nendobj\n", i + 1, objects[i]);
    }
    offsets[4] = buffer_text(&pdf).length;
    buffer_print(&pdf, "5 0 obj\n<< /Length %zu >>\nstream\n%.*s\nendstream\nendobj\n", page.length,
                 TEXT_ARGUMENTS(page));
    offsets[5] = buffer_text(&pdf).length;
    buffer_print(&pdf, "xref\n0 6\n0000000000 65535 f \n");
    for (int i = 0; i < 5; i++)
        buffer_print(&pdf, "%010zu 00000 n \n", offsets[i]);
    buffer_print(&pdf, "trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", offsets[5]);
    struct text bytes = arena_copy(arena, buffer_text(&pdf));
    buffer_free(&content);
    buffer_free(&pdf);
    return bytes;
}

static bool put_documents(struct work *work, struct arena *arena, const struct store *store, struct fault *fault)
{
    struct rows *wanted = work_ask(work, demo_documents_wanted());
    if (!work_trip(work, fault))
        return false;
    for (size_t row = 0; row < rows_count(wanted); row++) {
        struct uuid file = rows_uuid(wanted, row, "file");
        struct text bytes = document_bytes(arena, wanted, row);
        char hash[65];
        uint64_t size;
        struct sealing *sealing = store_begin(store, &file, fault);
        if (sealing == NULL)
            return false;
        sealing_add(sealing, bytes);
        if (!sealing_finish(sealing, hash, &size, fault) || !store_take_in(store, &file, fault))
            return false;
        work_ask(work,
                 demo_document_put(rows_uuid(wanted, row, "nomination"), rows_uuid(wanted, row, "question"), file,
                                   arena_print(arena, "%.*s.pdf", TEXT_ARGUMENTS(rows_text(wanted, row, "label"))),
                                   (int64_t)size, arena_copy(arena, text_of(hash))));
    }
    return work_trip(work, fault);
}

/* What they submitted, as it is kept when somebody submits. */
static bool put_versions(struct work *work, struct arena *arena, struct fault *fault)
{
    struct rows *wanted = work_ask(work, demo_versions_wanted());
    if (!work_trip(work, fault))
        return false;
    for (size_t row = 0; row < rows_count(wanted); row++) {
        struct rows *answers = work_ask(work, nomination_answers(rows_uuid(wanted, row, "id")));
        if (!work_trip(work, fault))
            return false;
        struct packet packet = packet_read(arena, answers);
        struct text contents = packet_contents(arena, &packet);
        work_ask(work, demo_version_put(rows_uuid(wanted, row, "id"), contents, hash_of(arena, contents)));
    }
    return work_trip(work, fault);
}

/* What was decided, as staff would announce it. */
static bool put_decision(struct work *work, struct arena *arena, struct text rows, const char *award, int announces_in,
                         struct fault *fault)
{
    work_ask(work, demo_decision_put(text_of(award), rows, announces_in));
    struct rows *honorees = work_ask(work, demo_honorees(text_of(award)));
    if (!work_trip(work, fault))
        return false;
    for (size_t row = 0; row < rows_count(honorees); row++) {
        struct honoree honoree = {.nomination = rows_uuid(honorees, row, "nomination"),
                                  .name = rows_text(honorees, row, "name"),
                                  .postnominals = text_empty,
                                  .citation = rows_text(honorees, row, "citation"),
                                  .year = rows_text(honorees, row, "year")};
        honoree_print(work, arena, &honoree);
    }
    work_ask(work, demo_acts_as(text_of("staff@demo.test")));
    work_ask(work, demo_announced(text_of(award)));
    work_ask(work, demo_acts_as(text_empty));
    work_ask(work, demo_announcements_come());
    return work_trip(work, fault);
}

static void give_seats(struct work *work)
{
    for (size_t i = 0; i < COMMITTEES; i++)
        for (size_t j = 0; j < SEATS; j++) {
            struct term term = {.role = text_of(seats[j].role), .award = text_of(committees[i])};
            term_ask_to_give(work, text_of(seats[j].email), &term);
        }
    struct term board = {.role = text_of("board"), .organization = text_of("sir-foundation")};
    term_ask_to_give(work, text_of("board@demo.test"), &board);
}

static bool put_all(struct work *work, struct arena *arena, const struct store *store, struct text rows,
                    struct fault *fault)
{
    give_seats(work);
    for (size_t i = 0; i < JUDGED; i++)
        work_ask(work, demo_judged_cycle(text_of(judged[i].award), judged[i].opens_in, judged[i].closes_in,
                                         judged[i].letters_days, judged[i].judged_from, judged[i].judged_until));
    work_ask(work, demo_nominations_put(rows));
    work_ask(work, demo_answers_put(rows));
    work_ask(work, demo_letters_put(rows));
    if (!put_documents(work, arena, store, fault) || !put_versions(work, arena, fault))
        return false;
    for (size_t i = 0; i < JUDGED; i++) {
        work_ask(work, demo_declarations_put(text_of(judged[i].award)));
        work_ask(work, demo_assignments_put(text_of(judged[i].award)));
        work_ask(work, demo_marks_put(text_of(judged[i].award)));
        if (judged[i].announces_in != 0 &&
            !put_decision(work, arena, rows, judged[i].award, judged[i].announces_in, fault))
            return false;
    }
    work_ask(work, demo_nominations_finish());
    return work_finish(work, fault);
}

bool demo_nominations_load(struct call *call, struct faults *faults)
{
    struct fault fault;
    struct keys keys;
    struct store store;
    struct csv_table table;
    if (!csv_read(call->arena, baked_find(baked_programme, text_of("demo_nominations.csv")), columns, COLUMNS, &table,
                  faults))
        return false;
    bool done = keys_read(call->settings.values[SETTING_KEYS].bytes, &keys, &fault) &&
                store_open(&store, &keys, call->settings.values[SETTING_FILES], &fault);
    if (done) {
        struct connection *owner = call_connection(call, DATABASE_OWNER);
        struct work *work = work_new(call->arena, owner, WORK_CHANGE);
        done = put_all(work, call->arena, &store, rows_written(call->arena, &table), &fault);
        work_end(work);
        connection_free(owner);
    }
    if (!done) {
        faults_add(faults, call->arena, fault);
        return false;
    }
    printf("Loaded %zu nominations in cycles of every phase\n", table.row_count);
    return true;
}
