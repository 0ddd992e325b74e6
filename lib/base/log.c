/* The log: lines on standard error, each written whole. */
#include "base/log.h"

#include "base/time.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { PACE_MICROSECONDS = 5000000 };

static void write_line(const char *level, const char *format, va_list arguments) __attribute__((format(printf, 2, 0)));

static void write_line(const char *level, const char *format, va_list arguments)
{
    char line[1024];
    struct timespec now;
    struct tm utc;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    size_t used = strftime(line, sizeof line, "%Y-%m-%dT%H:%M:%SZ ", &utc);
    used += (size_t)snprintf(line + used, sizeof line - used, "%s ", level);
    int more = vsnprintf(line + used, sizeof line - used - 1, format, arguments);
    if (more > 0)
        used += (size_t)more;
    if (used > sizeof line - 2)
        used = sizeof line - 2;
    for (size_t i = 0; i < used; i++) /* one occurrence is one line, whatever was in it */
        if ((unsigned char)line[i] < ' ' || line[i] == 0x7F)
            line[i] = ' ';
    line[used++] = '\n';
    if (write(STDERR_FILENO, line, used) < 0)
        return; /* nowhere to say it */
}

bool log_is_due(struct log_pace *pace)
{
    uint64_t now = time_passed(), last = atomic_load(&pace->last);
    return (last == 0 || now - last > PACE_MICROSECONDS) && atomic_compare_exchange_strong(&pace->last, &last, now);
}

void log_note(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line("note", format, arguments);
    va_end(arguments);
}

void log_fault(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line("fault", format, arguments);
    va_end(arguments);
}

void log_abort(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    write_line("abort", format, arguments);
    va_end(arguments);
    abort();
}
