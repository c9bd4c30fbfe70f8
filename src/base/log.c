#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <time.h>

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
    static const char *const names[] = {"info", "warn", "error"};
    struct timespec ts;
    struct tm tm;
    clock_gettime(CLOCK_REALTIME, &ts);
    gmtime_r(&ts.tv_sec, &tm);
    char when[32];
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &tm);
    va_list ap;
    va_start(ap, fmt);
    flockfile(stderr);
    fprintf(stderr, "%s.%03ldZ level=%s event=%s ", when, ts.tv_nsec / 1000000, names[level],
            event);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    funlockfile(stderr);
    va_end(ap);
}
