#include "cmd/long_run.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/utf8.h"

#define NAME_WIDTH 28

bool long_run_number(const char *text, uint64_t min, uint64_t max, uint64_t *ret)
{
    char *end;
    errno = 0;
    unsigned long long n = strtoull(text, &end, 10);
    if (*text < '0' || *text > '9' || *end || errno || n < min || n > max)
        return false;
    *ret = n;
    return true;
}

static volatile sig_atomic_t stopped_by;

static void on_signal(int signal)
{
    stopped_by = signal;
}

void long_run_catch_signals(void)
{
    struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGINT, &action, NULL);
    sigaction(SIGTERM, &action, NULL);
}

int long_run_stopped_by(void)
{
    return stopped_by;
}

double long_run_seconds(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void long_run_row(FILE *to, const char *name, const char *fmt, ...)
{
    size_t length = utf8_len(name);
    va_list ap;
    fprintf(to, "%s%*s", name, length < NAME_WIDTH ? (int)(NAME_WIDTH - length) : 0, "");
    va_start(ap, fmt);
    vfprintf(to, fmt, ap);
    va_end(ap);
    fputc('\n', to);
}
