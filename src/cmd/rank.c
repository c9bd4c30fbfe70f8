/* nastavnik rank: from profiles to an instance of the matching engine (docs/match.md). */
#include "cmd/rank.h"

#include <stdio.h>
#include <string.h>

#include "base/fs.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/instance_file.h"
#include "cmd/long_run.h"
#include "cmd/peak.h"
#include "cmd/profiles_file.h"
#include "cmd/progress.h"
#include "cmd/rank_report.h"

#define KEEP 32u

struct options {
    const char *in, *out, *names;
    uint32_t keep;
    bool binary, gap, json;
    struct match_options engine;
};

static void print_help(FILE *to)
{
    fputs(_("nastavnik rank ПРОФИЛИ -o ЗАДАЧА [ПАРАМЕТРЫ]\n"
            "\n"
            "Находит каждому наставляемому лучших наставников и пишет задачу для nastavnik solve.\n"
            "ПРОФИЛИ — таблица с табуляциями: критерии и люди (nastavnik-rank(1)). Списки точные:\n"
            "такие же, как если оценить каждую пару.\n"
            "\n"
            "  -o, --output ФАЙЛ    куда записать задачу\n"
            "      --keep N         сколько наставников оставить каждому, от 1 до 1024 (32)\n"
            "      --binary         задача двоичная, а не текстовая\n"
            "      --names ФАЙЛ     записать, кто под каким номером\n"
            "      --gap            составить пары и сказать, насколько лучше могли бы они быть,\n"
            "                       если бы списки не сокращать\n"
            "      --json           числа одной строкой JSON\n"
            "      --seed N         чем решать между равными (0)\n"
            "      --threads N      сколько потоков, не больше; на ответ не влияет (1)\n"
            "      --memory-limit N сколько МиБ можно взять сверх прочитанных профилей (не "
            "ограничено)\n"
            "      --help           эта справка\n"
            "\n"
            "Код завершения: 0 — готово, 1 — ответа нет, 2 — не те параметры, 130 — прервано.\n"),
          to);
}

/* ---- options --------------------------------------------------------------------------- */

enum { OPT_KEEP = 256, OPT_BINARY, OPT_NAMES, OPT_GAP, OPT_JSON };

static const struct option long_options[] = {
    {"output", required_argument, NULL, 'o'},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"binary", no_argument, NULL, OPT_BINARY},
    {"names", required_argument, NULL, OPT_NAMES},
    {"gap", no_argument, NULL, OPT_GAP},
    {"json", no_argument, NULL, OPT_JSON},
    LONG_RUN_OPTIONS,
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
    case OPT_NAMES:
        o->names = value;
        return NULL;
    case OPT_BINARY:
        o->binary = true;
        return NULL;
    case OPT_GAP:
        o->gap = true;
        return NULL;
    case OPT_JSON:
        o->json = true;
        return NULL;
    case OPT_KEEP:
        if (!long_run_number(value, 1, MATCH_CANDIDATES_MAX, &n))
            return _("--keep: нужно целое число от 1 до 1024");
        o->keep = (uint32_t)n;
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
            return command_bad_option("rank", argv, k);
        const char *bad = take_option(o, k, optarg);
        if (bad)
            return command_refuse("rank", "%s", bad);
    }
    if (argc - optind != 1)
        return command_refuse("rank", "%s", _("нужен один файл с профилями"));
    if (!o->out)
        return command_refuse("rank", "%s", _("не сказано, куда записать задачу: -o ЗАДАЧА"));
    o->in = argv[optind];
    if (command_spares("rank", o->in, o->out) < 0)
        return -1;
    return o->names ? command_spares("rank", o->in, o->names) : 0;
}

/* ---- work ------------------------------------------------------------------------------ */

static void sum_scores(const struct match_candidates *c, struct rank_figures *f)
{
    for (uint32_t i = 0; i < c->n_mentees; i++) {
        uint16_t first = 0;
        if (c->outside[i] == MATCH_COMPLETE)
            continue;
        for (uint64_t e = c->offset[i]; e < c->offset[i + 1]; e++)
            first = c->score[e] > first ? c->score[e] : first;
        f->first += first;
        f->outside += c->outside[i];
    }
}

/* How many pairs more there could be for the places and the mentees at all. */
static uint64_t free_pairs(const struct match_instance *in, uint64_t matched)
{
    uint64_t places = 0;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        places += in->capacity[j];
    return (places < in->n_mentees ? places : in->n_mentees) - matched;
}

/* Solve the instance and hold the answer against all pairs. */
static int look_beyond(const struct options *o, const struct match_profiles *p,
                       const struct match_instance *in, struct rank_figures *f)
{
    struct match_result result;
    struct match_gap gap;
    struct match_options solving = long_run_engine(&o->engine, _("Подбор пар")),
                         looking = long_run_engine(&o->engine, _("Проверка всех пар"));
    int r = match_solve(in, &solving, &result);
    if (r < 0)
        return r;
    r = match_candidates_gap(p, in, &result, &looking, &gap);
    if (r == MATCH_OK) {
        f->matched = result.matched;
        f->score = result.score;
        /* k · pairs + score is higher by gap.most at best. */
        uint64_t pairs = (gap.most + result.score) / (uint64_t)result.k;
        uint64_t room = free_pairs(in, result.matched);
        f->more_pairs = pairs < room ? pairs : room;
        f->more_score = gap.most;
    }
    match_result_free(&result);
    return r;
}

static int compute(const struct options *o, const struct match_profiles *p, struct err *err,
                   struct match_candidates *ret, struct match_instance *ret_in,
                   struct rank_figures *f)
{
    double cpu = long_run_seconds(CLOCK_PROCESS_CPUTIME_ID),
           wall = long_run_seconds(CLOCK_MONOTONIC);
    struct match_options engine = long_run_engine(&o->engine, _("Поиск наставников"));
    int r = match_candidates(p, o->keep, &engine, ret);
    if (r < 0)
        return long_run_failed(r, &o->engine, err);
    *ret_in = (struct match_instance){.n_mentees = p->n_mentees,
                                      .n_mentors = p->n_mentors,
                                      .offset = ret->offset,
                                      .mentor = ret->mentor,
                                      .score = ret->score,
                                      .capacity = p->capacity};
    f->cpu_s = long_run_seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    f->wall_s = long_run_seconds(CLOCK_MONOTONIC) - wall;
    sum_scores(ret, f);
    if (o->gap)
        r = look_beyond(o, p, ret_in, f);
    if (r < 0) {
        match_candidates_free(ret);
        return long_run_failed(r, &o->engine, err);
    }
    progress_show(NULL, 0);
    return 0;
}

/* ---- answers --------------------------------------------------------------------------- */

static int publish(const struct options *o, const struct match_instance *in, struct err *err)
{
    struct fs_out out;
    int r = o->binary ? instance_check_binary(in, err) : 0;
    if (r < 0 || (r = fs_out_open(&out, o->out, err)) < 0)
        return r;
    if (o->binary)
        instance_write_binary(out.f, in);
    else
        instance_write_text(out.f, in);
    return long_run_close(&out, err);
}

static void write_ids(FILE *to, const char *side, const struct names *ids)
{
    size_t n;
    for (uint32_t k = 0; k < ids->n; k++) {
        const char *id = names_text(ids, k, &n);
        fprintf(to, "%s\t%u\t%.*s\n", side, k, (int)n, id);
    }
}

static int publish_names(const struct options *o, const struct profiles_file *f, struct err *err)
{
    struct fs_out out;
    if (!o->names)
        return 0;
    int r = fs_out_open(&out, o->names, err);
    if (r < 0)
        return r;
    fputs("side\tnumber\tid\n", out.f);
    write_ids(out.f, "mentee", &f->ids[0]);
    write_ids(out.f, "mentor", &f->ids[1]);
    return fs_out_close(&out, err);
}

static int run(const struct options *o, struct profiles_file *f, struct err *err)
{
    struct rank_figures figures = {.read_s = 0};
    struct match_candidates candidates;
    struct match_instance in;
    int r = fs_may_write(o->out, err);
    if (r < 0 || (o->names && (r = fs_may_write(o->names, err)) < 0))
        return r;
    long_run_catch_signals();
    if ((r = profiles_file_read(o->in, err, f)) < 0)
        return r;
    figures.read_s = long_run_seconds(CLOCK_PROCESS_CPUTIME_ID);
    r = compute(o, &f->p, err, &candidates, &in, &figures);
    if (r == 0) {
        if ((r = publish(o, &in, err)) == 0 && (r = publish_names(o, f, err)) == 0) {
            figures.keep = o->keep;
            figures.gap = o->gap;
            figures.peak_bytes = peak_bytes();
            if (o->json)
                rank_print_json(&figures, &candidates, &in);
            else
                rank_print_table(&figures, &candidates, &in);
        }
        match_candidates_free(&candidates);
    }
    profiles_file_free(f);
    return r;
}

int cmd_rank(int argc, char **argv)
{
    struct options o = {.keep = KEEP, .engine = {.threads = 1}};
    struct profiles_file f;
    struct err err = {0};
    int r = read_options(argc, argv, &o);
    if (r != 0)
        return r < 0 ? EXIT_USAGE : EXIT_OK;
    r = run(&o, &f, &err);
    if (r >= 0)
        return EXIT_OK;
    fprintf(stderr, "nastavnik rank: %s\n", err.text);
    return r == ERR_CANCELLED ? 128 + long_run_stopped_by() : EXIT_INPUT;
}
