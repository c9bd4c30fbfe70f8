/* nastavnik solve: the matching engine on a file (docs/match.md). */
#include "cmd/solve.h"

#include <stdio.h>
#include <string.h>

#include <nastavnik/match_stable.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/instance_file.h"
#include "cmd/long_run.h"
#include "cmd/peak.h"
#include "cmd/progress.h"
#include "cmd/result_file.h"

enum mode { MODE_COUNT, MODE_SCORE, MODE_STABLE, MODES };

struct options {
    const char *in, *out; /* out: NULL or "-" too */
    enum mode mode;
    uint16_t floor;
    bool json;
    struct match_options engine;
};

struct figures {
    double cpu_s, wall_s;
    unsigned long long peak_bytes;
};

static const char *const mode_names[MODES] = {"count", "score", "stable"};

static void print_help(FILE *to)
{
    fputs(
        _("nastavnik solve ЗАДАЧА [ПАРАМЕТРЫ]\n"
          "\n"
          "Находит лучшие пары и доказывает, что лучше нельзя. ЗАДАЧА — файл с наставляемыми,\n"
          "наставниками и баллами возможных пар, текстовый или двоичный (docs/match.md).\n"
          "\n"
          "  -o, --output ФАЙЛ    записать пары и доказательство; «-» — на экран\n"
          "      --json           числа одной строкой JSON\n"
          "      --mode КАК       count — больше всего пар, из таких — с наибольшей суммой "
          "(count);\n"
          "                       score — наибольшая сумма, сколько бы ни было пар;\n"
          "                       stable — никакие двое не выбрали бы друг друга вместо своих пар\n"
          "      --floor N        не составлять пар с баллом ниже N (0)\n"
          "      --seed N         чем решать между равными (0)\n"
          "      --threads N      сколько потоков, не больше; на ответ не влияет (1)\n"
          "      --memory-limit N сколько МиБ можно взять сверх прочитанной задачи (не "
          "ограничено)\n"
          "      --help           эта справка\n"
          "\n"
          "Код завершения: 0 — готово, 1 — ответа нет, 2 — не те параметры, 130 — прервано.\n"),
        to);
}

/* ---- options --------------------------------------------------------------------------- */

static bool read_mode(const char *text, enum mode *ret)
{
    for (*ret = 0; *ret < MODES; ++*ret)
        if (!strcmp(text, mode_names[*ret]))
            return true;
    return false;
}

enum { OPT_MODE = 256, OPT_FLOOR, OPT_JSON };

static const struct option long_options[] = {
    {"output", required_argument, NULL, 'o'},
    {"mode", required_argument, NULL, OPT_MODE},
    {"floor", required_argument, NULL, OPT_FLOOR},
    LONG_RUN_OPTIONS,
    {"json", no_argument, NULL, OPT_JSON},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

/* One option; what is wrong with it, or NULL. */
static const char *take_option(struct options *o, int option, const char *value)
{
    uint64_t n = 0;
    switch (option) {
    case 'o':
        o->out = value;
        return NULL;
    case OPT_MODE:
        return read_mode(value, &o->mode) ? NULL : _("--mode: нужно count, score или stable");
    case OPT_FLOOR:
        if (!long_run_number(value, 0, UINT16_MAX, &n))
            return _("--floor: нужно целое число от 0 до 65535");
        o->floor = (uint16_t)n;
        return NULL;
    case OPT_JSON:
        o->json = true;
        return NULL;
    default:
        return long_run_option(option, value, &o->engine);
    }
}

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv, struct options *o)
{
    opterr = 0;
    optind = 1;
    for (int k; (k = getopt_long(argc, argv, ":o:h", long_options, NULL)) != -1;) {
        if (k == 'h') {
            print_help(stdout);
            return 1;
        }
        if (k == '?' || k == ':')
            return command_bad_option("solve", argv, k);
        const char *bad = take_option(o, k, optarg);
        if (bad)
            return command_refuse("solve", "%s", bad);
    }
    if (argc - optind != 1)
        return command_refuse("solve", "%s", _("нужен один файл с задачей"));
    if (o->json && o->out && !strcmp(o->out, "-"))
        return command_refuse("solve", "%s",
                              _("--json и «-o -» оба пишут на экран: назовите для пар файл"));
    o->in = argv[optind];
    return o->out ? command_spares("solve", o->in, o->out) : 0;
}

/* ---- work ------------------------------------------------------------------------------ */

/* match_solve has its answer proved; here we do. */
static int stable(const struct match_options *engine, const struct match_instance *in,
                  struct match_result *ret)
{
    struct match_stable_options options = {.base = *engine};
    uint64_t n_blocking;
    int r = match_stable(in, &options, ret);
    if (r < 0)
        return r;
    r = match_blocking(in, ret, &options, &n_blocking, NULL);
    if (r == MATCH_OK && n_blocking)
        r = MATCH_EPROOF;
    if (r < 0)
        match_result_free(ret);
    return r;
}

static int solve(const struct options *o, const struct match_instance *in, struct err *err,
                 struct match_result *ret, struct figures *ret_figures)
{
    double cpu = long_run_seconds(CLOCK_PROCESS_CPUTIME_ID),
           wall = long_run_seconds(CLOCK_MONOTONIC);
    struct match_options engine = long_run_engine(&o->engine, _("Подбор пар"));
    int r = o->mode == MODE_STABLE ? stable(&engine, in, ret) : match_solve(in, &engine, ret);
    *ret_figures = (struct figures){.cpu_s = long_run_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu,
                                    .wall_s = long_run_seconds(CLOCK_MONOTONIC) - wall};
    progress_show(NULL, 0);
    return r == MATCH_OK ? 0 : long_run_failed(r, &o->engine, err);
}

/* ---- answers --------------------------------------------------------------------------- */

static int publish(const struct options *o, const struct match_instance *in,
                   const struct match_result *r, struct err *err)
{
    struct fs_out out;
    int got;
    if (!o->out)
        return 0;
    if (!strcmp(o->out, "-")) {
        result_write(stdout, in, r, o->mode == MODE_STABLE);
        bool bad = fflush(stdout) || ferror(stdout);
        if (long_run_stopped_by())
            return long_run_cancelled(err);
        return bad ? err_set(err, ERR_IO, _("ответ не записывается")) : 0;
    }
    if ((got = fs_out_open(&out, o->out, err)) < 0)
        return got;
    result_write(out.f, in, r, o->mode == MODE_STABLE);
    return long_run_close(&out, err);
}

/* The certificate of a verified result reaches its own score, so the bound is the score. Stable
 * pairs have no bound; what proves them is that nothing blocks. */
static void print_json(const struct options *o, const struct match_result *r,
                       const struct figures *f)
{
    printf("{\"matched\":%llu,\"score\":%llu,", (unsigned long long)r->matched,
           (unsigned long long)r->score);
    if (o->mode == MODE_STABLE)
        fputs("\"bound\":null,\"blocking\":0,", stdout);
    else
        printf("\"bound\":%llu,", (unsigned long long)r->score);
    printf("\"mode\":\"%s\",\"cpu_s\":%.6f,\"wall_s\":%.6f,\"peak_bytes\":%llu,"
           "\"certificate\":\"ok\"}\n",
           mode_names[o->mode], f->cpu_s, f->wall_s, f->peak_bytes);
}

static void print_table(FILE *to, const struct options *o, const struct match_instance *in,
                        const struct match_result *r, const struct figures *f)
{
    static const char *const proved[MODES] = {
        N_("Доказано: больше пар нельзя, а при стольких парах нельзя больше баллов\n"),
        N_("Доказано: больше баллов нельзя\n"),
        N_("Проверено: никакие двое не выбрали бы друг друга вместо своих пар\n")};
    long_run_row(to, _("Наставляемые"), "%12u", in->n_mentees);
    long_run_row(to, _("Наставники"), "%12u", in->n_mentors);
    long_run_row(to, _("Возможные пары"), "%12llu", (unsigned long long)in->offset[in->n_mentees]);
    long_run_row(to, _("Составлено пар"), "%12llu", (unsigned long long)r->matched);
    long_run_row(to, _("Сумма баллов"), "%12llu", (unsigned long long)r->score);
    long_run_row(to, _("Время процессора, с"), "%12.3f", f->cpu_s);
    long_run_row(to, _("Время по часам, с"), "%12.3f", f->wall_s);
    long_run_row(to, _("Память, МиБ"), "%12llu", f->peak_bytes >> 20);
    fputs(_(proved[o->mode]), to);
}

static int run(struct options *o, struct err *err)
{
    struct instance_file file;
    struct match_result result;
    struct figures figures;
    int r = o->out && strcmp(o->out, "-") ? fs_may_write(o->out, err) : 0;
    if (r < 0)
        return r;
    long_run_catch_signals();
    r = instance_file_read(o->in, err, &file);
    if (r < 0)
        return long_run_stopped_by() ? long_run_cancelled(err) : r;
    file.in.mode = o->mode == MODE_SCORE ? MATCH_SCORE : MATCH_COUNT;
    file.in.floor = o->floor;
    r = solve(o, &file.in, err, &result, &figures);
    if (r >= 0) {
        figures.peak_bytes = peak_bytes();
        r = publish(o, &file.in, &result, err);
        if (r >= 0 && o->json)
            print_json(o, &result, &figures);
        else if (r >= 0)
            print_table(o->out && !strcmp(o->out, "-") ? stderr : stdout, o, &file.in, &result,
                        &figures);
        match_result_free(&result);
    }
    instance_file_free(&file);
    return r;
}

int cmd_solve(int argc, char **argv)
{
    struct options o = {.mode = MODE_COUNT, .engine = {.threads = 1}};
    struct err err = {0};
    int r = read_options(argc, argv, &o);
    if (r != 0)
        return r < 0 ? EXIT_USAGE : EXIT_OK;
    r = run(&o, &err);
    if (r >= 0)
        return EXIT_OK;
    fprintf(stderr, "nastavnik solve: %s\n", err.text);
    return r == ERR_CANCELLED ? 128 + long_run_stopped_by() : EXIT_INPUT;
}
