#include "cmd/long_run.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cmd/progress.h"

#define NAME_WIDTH 28
#define MAX_THREADS 1024
#define MAX_MEMORY_MIB (1u << 24)

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

const char *long_run_option(int option, const char *value, struct match_options *engine)
{
    uint64_t n = 0;
    switch (option) {
    case LONG_RUN_SEED:
        return long_run_number(value, 0, UINT64_MAX, &engine->seed)
                   ? NULL
                   : _("--seed: нужно целое число, не меньше 0");
    case LONG_RUN_THREADS:
        if (!long_run_number(value, 1, MAX_THREADS, &n))
            return _("--threads: нужно целое число от 1 до 1024");
        engine->threads = (unsigned)n;
        return NULL;
    case LONG_RUN_MEMORY:
        if (!long_run_number(value, 1, MAX_MEMORY_MIB, &n))
            return _("--memory-limit: нужно целое число МиБ, не меньше 1");
        engine->memory_limit = (size_t)n << 20;
        return NULL;
    default:
        return _("такого параметра нет или у него нет значения");
    }
}

static bool on_cancel(void *ctx)
{
    (void)ctx;
    return stopped_by != 0;
}

static void on_progress(void *ctx, uint64_t done, uint64_t total)
{
    progress_show(ctx, total ? (double)done / (double)total : 1);
}

struct match_options long_run_engine(const struct match_options *asked, const char *words)
{
    struct match_options engine = *asked;
    engine.progress = on_progress;
    engine.cancel = on_cancel;
    engine.ctx = (void *)(uintptr_t)words;
    return engine;
}

int long_run_cancelled(struct err *err)
{
    return err_set(err, ERR_CANCELLED, _("прервано, ответа нет"));
}

int long_run_failed(int code, const struct match_options *asked, struct err *err)
{
    progress_show(NULL, 0);
    if (code == MATCH_ECANCELLED)
        return long_run_cancelled(err);
    if (code == MATCH_ENOMEM && asked->memory_limit)
        return err_set(err, ERR_LIMIT, _("не хватило памяти, разрешённой в --memory-limit"));
    if (code == MATCH_ENOMEM)
        return err_set(err, ERR_LIMIT, _("не хватило памяти"));
    return err_set(
        err, ERR_INVALID,
        _("ответ не прошёл проверку и не показан. Это ошибка программы: сообщите о ней"));
}

int long_run_close(struct fs_out *out, struct err *err)
{
    if (!long_run_stopped_by())
        return fs_out_close(out, err);
    fs_out_abandon(out);
    return long_run_cancelled(err);
}
