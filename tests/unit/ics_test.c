/* iCalendar: what libical and RFC 5545 read in what was written. */
#include "format/ics.h"
#include "format/instant.h"

#include "arena.h"
#include "test.h"

#include <libical/ical.h>
#include <pthread.h>

static const struct ics_event closing = {
    .uid = TEXT("cycle-7-closes@demo.test"),
    .start = TEXT("2026-03-01T17:00:00Z"),
    .stamp = TEXT("2026-01-02T03:04:05Z"),
    .summary = TEXT("Nominations for Ezequiel \"Zeke\" Silva III; close, \\ really: 王小明"),
    .description = TEXT("First line,\r\nsecond; line\nعربى"),
    .url = TEXT("https://demo.test/awards/gold?a=1,2;b=\"3\""),
};

/* Each line ends in CR LF, has 75 bytes at most and is UTF-8 by itself. */
static void assert_content_lines(struct text text)
{
    assert_true(text_ends(text, text_of("\r\n")));
    text.length--;
    while (!text_is_absent(text)) {
        struct text line = text_cut(&text, '\n');
        assert_true(line.length <= 76 && line.length > 1);
        assert_true(line.bytes[line.length - 1] == '\r');
        assert_null(memchr(line.bytes, '\r', line.length - 1));
        assert_true(text_is_utf8(line));
    }
}

static icalcomponent *parsed(void)
{
    buffer_add_byte(&out, '\0');
    icalcomponent *calendar = icalparser_parse_string(out.bytes);
    out.length--;
    assert_non_null(calendar);
    assert_int_equal(icalcomponent_count_errors(calendar), 0);
    return calendar;
}

static void writes_what_calendars_read(void **state)
{
    (void)state;
    struct ics_calendar *calendar = ics_begin(arena, text_of("Awards, 2026"));
    assert_true(ics_add(calendar, &closing));
    ics_end(calendar, &out);
    assert_content_lines(buffer_text(&out));

    icalcomponent *read = parsed();
    assert_int_equal(icalrestriction_check(read), 1);
    icalproperty *name = icalcomponent_get_first_property(read, ICAL_NAME_PROPERTY);
    assert_string_equal(icalproperty_get_name(name), "Awards, 2026");
    icalcomponent *event = icalcomponent_get_first_component(read, ICAL_VEVENT_COMPONENT);
    assert_string_equal(icalcomponent_get_uid(event), closing.uid.bytes);
    assert_string_equal(icalcomponent_get_summary(event), closing.summary.bytes);
    assert_string_equal(icalcomponent_get_description(event), "First line,\nsecond; line\nعربى");
    icalproperty *url = icalcomponent_get_first_property(event, ICAL_URL_PROPERTY);
    assert_string_equal(icalproperty_get_url(url), closing.url.bytes);
    struct icaltimetype start = icalcomponent_get_dtstart(event);
    assert_true(icaltime_is_utc(start));
    assert_string_equal(icaltime_as_ical_string(start), "20260301T170000Z");
    assert_string_equal(icaltime_as_ical_string(icalcomponent_get_dtstamp(event)), "20260102T030405Z");
    icalcomponent_free(read);
}

static void escapes_as_the_standard_says(void **state)
{
    (void)state;
    struct ics_calendar *calendar = ics_begin(arena, text_of("a;b"));
    assert_true(ics_add(calendar, &(struct ics_event){.uid = TEXT("u"),
                                                      .start = closing.start,
                                                      .stamp = closing.stamp,
                                                      .summary = TEXT("a;b,c\\d"),
                                                      .description = TEXT("x\ny")}));
    ics_end(calendar, &out);
    buffer_add_byte(&out, '\0');
    assert_string_equal(out.bytes, "BEGIN:VCALENDAR\r\n"
                                   "VERSION:2.0\r\n"
                                   "PRODID:-//Laureate//Awards calendar//EN\r\n"
                                   "CALSCALE:GREGORIAN\r\n"
                                   "NAME:a\\;b\r\n"
                                   "X-WR-CALNAME:a;b\r\n" /* what readers make of it is not in any standard */
                                   "BEGIN:VEVENT\r\n"
                                   "UID:u\r\n"
                                   "DTSTAMP:20260102T030405Z\r\n"
                                   "DTSTART:20260301T170000Z\r\n"
                                   "SUMMARY:a\\;b\\,c\\\\d\r\n"
                                   "DESCRIPTION:x\\ny\r\n"
                                   "TRANSP:TRANSPARENT\r\n"
                                   "END:VEVENT\r\n"
                                   "END:VCALENDAR\r\n");
}

/* Of whatever length the lines are, and whatever letters they hold, they fold and unfold. */
static void folds_at_every_length(void **state)
{
    (void)state;
    static const char *const letters[] = {"l", "é", "王", "🎉", ",", "\\"};
    for (size_t letter = 0; letter < sizeof letters / sizeof *letters; letter++) {
        char text[1024] = "";
        for (size_t count = 0; count < 200; count++) {
            strcat(text, letters[letter]);
            struct ics_calendar *calendar = ics_begin(arena, text_of("x"));
            struct ics_event event = closing;
            event.summary = event.url = text_of(text);
            assert_true(ics_add(calendar, &event));
            out.length = 0;
            ics_end(calendar, &out);
            assert_content_lines(buffer_text(&out));
            icalcomponent *read = parsed();
            icalcomponent *found = icalcomponent_get_first_component(read, ICAL_VEVENT_COMPONENT);
            assert_string_equal(icalcomponent_get_summary(found), text);
            icalcomponent_free(read);
        }
    }
}

static void lets_no_line_be_smuggled_in(void **state)
{
    (void)state;
    struct ics_event event = closing;
    event.uid = text_of("u\r\nATTACH:a");
    event.summary = text_of("s\r\nATTACH:b\x01\xFF");
    event.description = text_of("d\r\nATTACH:c\x02");
    event.url = text_of("https://demo.test/\r\nATTACH:d");
    struct ics_calendar *calendar = ics_begin(arena, text_of("n\r\nATTACH:e"));
    assert_true(ics_add(calendar, &event));
    ics_end(calendar, &out);
    assert_content_lines(buffer_text(&out));
    buffer_add_byte(&out, '\0');
    assert_null(strstr(out.bytes, "\nATTACH"));
    assert_non_null(strstr(out.bytes, "SUMMARY:s ATTACH:b\r\n"));
    assert_non_null(strstr(out.bytes, "DESCRIPTION:d\\nATTACH:c\r\n"));
}

static void refuses_what_is_no_event(void **state)
{
    (void)state;
    struct ics_calendar *calendar = ics_begin(arena, text_absent);
    struct ics_event event = closing;
    event.uid = text_of(" \x01");
    assert_false(ics_add(calendar, &event));
    event = closing;
    event.start = text_of("2026-02-29T00:00:00Z");
    assert_false(ics_add(calendar, &event));
    event = closing;
    event.stamp = text_absent;
    assert_false(ics_add(calendar, &event));
    ics_end(calendar, &out);
    icalcomponent *read = parsed();
    assert_int_equal(icalcomponent_count_components(read, ICAL_ANY_COMPONENT), 0);
    icalcomponent_free(read);
}

static void *write_calendar(void *data)
{
    struct arena *own = arena_new();
    struct buffer *bytes = data;
    struct ics_calendar *calendar = ics_begin(own, text_of("Awards"));
    for (int i = 0; i < 200; i++)
        ics_add(calendar, &closing);
    ics_end(calendar, bytes);
    arena_free(own);
    return NULL;
}

static void threads_write_the_same_bytes(void **state)
{
    (void)state;
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct buffer bytes[THREADS] = {{0}};
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, write_calendar, &bytes[i]), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_true(bytes[0].length > 200 * 75);
    for (size_t i = 0; i < THREADS; i++) {
        assert_true(text_equal(buffer_text(&bytes[i]), buffer_text(&bytes[0])));
        if (i > 0)
            buffer_free(&bytes[i]);
    }
    buffer_free(&bytes[0]);
}

static void reads_instants(void **state)
{
    (void)state;
    struct instant instant;
    assert_true(instant_read(text_of("2024-02-29T23:59:58Z"), &instant));
    assert_int_equal(instant.year, 2024);
    assert_int_equal(instant.month, 2);
    assert_int_equal(instant.day, 29);
    assert_int_equal(instant.hour, 23);
    assert_int_equal(instant.minute, 59);
    assert_int_equal(instant.second, 58);
    static const char *const wrong[] = {
        "",
        "2026-03-01",
        "2026-03-01 17:00:00Z",
        "2026-03-01T17:00:00",
        "2026-03-01T17:00:00+0",
        "2026-03-01T17:00:00Z ",
        "2026-13-01T17:00:00Z",
        "2026-00-01T17:00:00Z",
        "2026-04-31T17:00:00Z",
        "2026-04-00T17:00:00Z",
        "2100-02-29T00:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T17:60:00Z",
        "2026-03-01T17:00:60Z",
        "2026-03-0xT17:00:00Z",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (instant_read(text_of(wrong[i]), &instant))
            fail_msg("“%s” was read", wrong[i]);
    assert_true(instant_read(text_of("2000-02-29T00:00:00Z"), &instant));
    assert_false(instant_read(text_absent, &instant));
}

int main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, arena_begin, arena_end)
    const struct CMUnitTest tests[] = {
        TEST(writes_what_calendars_read),
        TEST(escapes_as_the_standard_says),
        TEST(folds_at_every_length),
        TEST(lets_no_line_be_smuggled_in),
        TEST(refuses_what_is_no_event),
        TEST(threads_write_the_same_bytes),
        TEST(reads_instants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
