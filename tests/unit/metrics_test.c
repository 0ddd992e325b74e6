/* Metrics: what was counted, as Prometheus reads it. */
#include "base/time.h"
#include "metrics.h"

#include "test.h"

#include <stdio.h>

/* Whether the line stands in what is written. */
static void must_say(struct text written, const char *line)
{
    struct text rest = written;
    while (!text_is_absent(rest))
        if (text_is(text_cut(&rest, '\n'), line))
            return;
    fail_msg("“%s” does not stand in:\n%.*s", line, TEXT_ARGUMENTS(written));
}

static void what_was_counted_is_written(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    metrics_answered(200, false, 100);
    metrics_answered(200, true, 101);
    metrics_answered(404, false, 2000);
    metrics_answered(503, false, 9000000);
    metrics_refused();
    metrics_queue(7);
    metrics_busy(+1);
    metrics_busy(+1);
    metrics_busy(-1);
    metrics_database_lost();
    metrics_house(&(struct house_counts){.outbox_waiting = 5, .outbox_unsure = 2, .sessions_alive = 9});
    metrics_write(&buffer, 3, 4096);
    static const char *const lines[] = {
        "laureate_requests_total{status=\"2xx\"} 2",
        "laureate_requests_total{status=\"3xx\"} 0",
        "laureate_requests_total{status=\"4xx\"} 1",
        "laureate_requests_total{status=\"5xx\"} 1",
        "# TYPE laureate_request_seconds histogram",
        "laureate_request_seconds_bucket{le=\"0.0001\"} 1",
        "laureate_request_seconds_bucket{le=\"0.00025\"} 2",
        "laureate_request_seconds_bucket{le=\"0.001\"} 2",
        "laureate_request_seconds_bucket{le=\"0.0025\"} 3",
        "laureate_request_seconds_bucket{le=\"5\"} 3",
        "laureate_request_seconds_bucket{le=\"+Inf\"} 4",
        "laureate_request_seconds_count 4",
        "laureate_kept_answers_total 1",
        "laureate_pages_kept 3",
        "laureate_pages_kept_bytes 4096",
        "laureate_queue_waiting 7",
        "laureate_queue_refused_total 1",
        "laureate_workers_busy 1",
        "laureate_database_lost_total 1",
        "laureate_outbox_waiting 5",
        "laureate_outbox_sending 0",
        "laureate_outbox_unsure 2",
        "laureate_sessions_alive 9",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        must_say(buffer_text(&buffer), lines[i]);
    buffer_free(&buffer);
}

/* Rates are taken from sums, so every microsecond must be in them, also after months. */
static void the_sum_is_exact(void **state)
{
    (void)state;
    struct buffer buffer = {0};
    metrics_answered(200, false, 12345678901234);
    metrics_write(&buffer, 0, 0);
    struct text rest = buffer_text(&buffer);
    double seconds = 0;
    while (!text_is_absent(rest)) {
        struct text line = text_cut(&rest, '\n');
        if (text_starts(line, text_of("laureate_request_seconds_sum ")))
            assert_int_equal(sscanf(line.bytes, "laureate_request_seconds_sum %lf", &seconds), 1);
    }
    buffer_free(&buffer);
    double whole = (12345678901234.0 + 9002201.0) / 1e6;
    assert_true(seconds > whole - 0.00001 && seconds < whole + 0.00001);
}

static void the_clock_never_goes_back(void **state)
{
    (void)state;
    uint64_t before = time_passed();
    for (int i = 0; i < 10000; i++) {
        uint64_t now = time_passed();
        assert_true(now >= before);
        before = now;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_counted_is_written),
        cmocka_unit_test(the_sum_is_exact),
        cmocka_unit_test(the_clock_never_goes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
