/* `nastavnik pair`: from two spreadsheets to pairs, without a server. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/pair.h"
#include "cmd/progress.h"
#include "cmd/setup.h"

#define ZONE_MINUTES 180  /* Moscow: only the day matters */
#define SHOWN_PROBLEMS 20 /* of --strict, on the terminal */

static void print_help(FILE *to)
{
    fputs(
        _("nastavnik pair НАСТАВЛЯЕМЫЕ.xlsx НАСТАВНИКИ.xlsx -o ПАРЫ.xlsx [ПАРАМЕТРЫ]\n"
          "\n"
          "Подбирает пары по двум таблицам (XLSX или CSV, в любом порядке) по тем же правилам,\n"
          "что и сервер, и объясняет каждую пару и каждого, кто остался без пары.\n"
          "\n"
          "  -o, --output ФАЙЛ        таблица с парами и обеими базами\n"
          "      --report ФАЙЛ        отчёт для печати, HTML\n"
          "      --json ФАЙЛ          то же для программ, JSON\n"
          "      --hours-per-mentee N часов в месяц на одного наставляемого (4)\n"
          "      --max-mentees N      наставляемых у одного наставника, не больше (5)\n"
          "      --across ГДЕ         пары внутри: organisation, municipality, region; any — без\n"
          "                           границ (any); other — только из разных организаций\n"
          "      --weights КОД=N,…    веса: topics, words, age, time, place, preference; 0–100\n"
          "      --pin ФИО=ФИО        закрепить пару: наставляемый=наставник (можно повторять)\n"
          "      --veto ФИО=ФИО       запретить пару (можно повторять)\n"
          "      --mode ЧТО           count — больше пар, потом балл; score — сумма баллов; stable "
          "—\n"
          "                           устойчивые пары (count)\n"
          "      --near КАК           сначала ближние: equal — из равного числа пар; first — даже\n"
          "                           если кто-то останется без пары; any — лишь вес места (any)\n"
          "      --fair               из равных наборов — где самая слабая пара сильнее\n"
          "      --group-min N        у наставника не меньше N наставляемых или никого\n"
          "      --floor N            пар слабее N баллов из 100 не составлять\n"
          "      --seed N             чем решать между равными (0)\n"
          "      --strict             остановиться, если в таблицах есть ошибки\n"
          "      --help               эта справка\n"
          "\n"
          "Код завершения: 0 — готово, 1 — что-то не так с таблицами, 2 — с параметрами.\n"),
        to);
}

static int wrong_usage(const char *message)
{
    fprintf(stderr, "nastavnik pair: %s\n%s\n", message, _("Справка: nastavnik pair --help"));
    return EXIT_USAGE;
}

static void on_pairing(void *ctx, unsigned permille)
{
    (void)ctx;
    progress_show(_("Подбор пар"), permille / 1000.0);
}

/* ---- options --------------------------------------------------------------------------- */

static bool read_number(const char *text, long min, long max, long *ret)
{
    char *end;
    long n = strtol(text, &end, 10);
    if (end == text || *end || n < min || n > max)
        return false;
    *ret = n;
    return true;
}

static bool read_scope(const char *text, enum criterion_scope *ret)
{
    static const struct {
        const char *name;
        enum criterion_scope scope;
    } all[] = {{"any", SCOPE_ANY},
               {"organisation", SCOPE_SAME_ORGANISATION},
               {"other", SCOPE_OTHER_ORGANISATION},
               {"municipality", SCOPE_SAME_MUNICIPALITY},
               {"region", SCOPE_SAME_REGION}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!strcmp(all[i].name, text)) {
            *ret = all[i].scope;
            return true;
        }
    return false;
}

enum {
    OPT_REPORT = 256,
    OPT_JSON,
    OPT_HOURS,
    OPT_MAX,
    OPT_ACROSS,
    OPT_WEIGHTS,
    OPT_PIN,
    OPT_VETO,
    OPT_MODE,
    OPT_NEAR,
    OPT_FAIR,
    OPT_GROUP,
    OPT_FLOOR,
    OPT_SEED,
    OPT_STRICT,
    OPT_HELP
};

static const struct option long_options[] = {
    {"output", required_argument, NULL, 'o'},
    {"report", required_argument, NULL, OPT_REPORT},
    {"json", required_argument, NULL, OPT_JSON},
    {"hours-per-mentee", required_argument, NULL, OPT_HOURS},
    {"max-mentees", required_argument, NULL, OPT_MAX},
    {"across", required_argument, NULL, OPT_ACROSS},
    {"weights", required_argument, NULL, OPT_WEIGHTS},
    {"pin", required_argument, NULL, OPT_PIN},
    {"veto", required_argument, NULL, OPT_VETO},
    {"mode", required_argument, NULL, OPT_MODE},
    {"near", required_argument, NULL, OPT_NEAR},
    {"fair", no_argument, NULL, OPT_FAIR},
    {"group-min", required_argument, NULL, OPT_GROUP},
    {"floor", required_argument, NULL, OPT_FLOOR},
    {"seed", required_argument, NULL, OPT_SEED},
    {"strict", no_argument, NULL, OPT_STRICT},
    {"help", no_argument, NULL, OPT_HELP},
    {NULL, 0, NULL, 0},
};

static bool read_word(const char *text, const char *const *words, struct pairing_settings *s,
                      enum pairing_setting k)
{
    for (int64_t i = 0; i <= pairing_setting_max(k); i++)
        if (!strcmp(words[i], text)) {
            pairing_setting_set(s, k, i);
            return true;
        }
    return false;
}

static bool read_setting(const char *text, struct pairing_settings *s, enum pairing_setting k)
{
    long n;
    if (!read_number(text, 0, (long)pairing_setting_max(k), &n))
        return false;
    pairing_setting_set(s, k, n);
    return true;
}

/* How to choose among all sets of pairs. */
static const char *take_setting(struct pairing_settings *s, int option, char *value)
{
    static const char *const modes[PAIRING_MODES] = {"count", "score", "stable"};
    static const char *const nears[PAIRING_NEARS] = {"any", "equal", "first"};
    switch (option) {
    case OPT_MODE:
        return read_word(value, modes, s, SETTING_MODE)
                   ? NULL
                   : _("--mode: нужно count, score или stable");
    case OPT_NEAR:
        return read_word(value, nears, s, SETTING_NEAR) ? NULL
                                                        : _("--near: нужно any, equal или first");
    case OPT_GROUP:
        return read_setting(value, s, SETTING_GROUP)
                   ? NULL
                   : _("--group-min: нужно целое число от 0 до 30");
    case OPT_FLOOR:
        return read_setting(value, s, SETTING_FLOOR) ? NULL
                                                     : _("--floor: нужно целое число от 0 до 100");
    case OPT_SEED:
        return read_setting(value, s, SETTING_SEED)
                   ? NULL
                   : _("--seed: нужно целое число от 0 до 1000000000");
    default:
        s->fair = true;
        return NULL;
    }
}

/* One option; what is wrong with it, or NULL. */
static const char *take_option(struct pair_options *o, int option, char *value)
{
    switch (option) {
    case 'o':
        o->out = value;
        return NULL;
    case OPT_REPORT:
        o->report = value;
        return NULL;
    case OPT_JSON:
        o->json = value;
        return NULL;
    case OPT_HOURS:
        return read_number(value, 1, 200, &o->hours_per_mentee)
                   ? NULL
                   : _("--hours-per-mentee: нужно целое число от 1 до 200");
    case OPT_MAX:
        return read_number(value, 1, 100, &o->max_mentees)
                   ? NULL
                   : _("--max-mentees: нужно целое число от 1 до 100");
    case OPT_ACROSS:
        o->across = value;
        return read_scope(value, &o->scope)
                   ? NULL
                   : _("--across: нужно organisation, other, municipality, region или any");
    case OPT_WEIGHTS:
        o->weights = value;
        return NULL;
    case OPT_PIN:
    case OPT_VETO:
        if ((option == OPT_PIN ? o->n_pins : o->n_vetoes) == PAIR_MAX_MARKS)
            return _("слишком много --pin или --veto");
        if (option == OPT_PIN)
            o->pin[o->n_pins++] = value;
        else
            o->veto[o->n_vetoes++] = value;
        return NULL;
    case OPT_MODE:
    case OPT_NEAR:
    case OPT_FAIR:
    case OPT_GROUP:
    case OPT_FLOOR:
    case OPT_SEED:
        return take_setting(&o->settings, option, value);
    case OPT_STRICT:
        o->strict = true;
        return NULL;
    default:
        return _("такого параметра нет или у него нет значения");
    }
}

/* 0, or the exit code + 1 when there is nothing to do. */
static int read_options(int argc, char **argv, struct pair_options *o)
{
    int option;
    opterr = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, "o:h", long_options, NULL)) != -1) {
        if (option == OPT_HELP || option == 'h') {
            print_help(stdout);
            return EXIT_OK + 1;
        }
        const char *bad = take_option(o, option, optarg);
        if (bad)
            return wrong_usage(bad) + 1;
    }
    struct err err;
    if (pairing_settings_check(&o->settings, &err, NULL) < 0)
        return wrong_usage(err.text) + 1;
    if (argc - optind != 2)
        return wrong_usage(_("нужны две таблицы: наставляемые и наставники")) + 1;
    if (!o->out)
        return wrong_usage(_("не сказано, куда записать пары: -o ПАРЫ.xlsx")) + 1;
    o->in[0] = argv[optind];
    o->in[1] = argv[optind + 1];
    return 0;
}

/* ---- work ------------------------------------------------------------------------------ */

/* What the rules did not understand in a profile is said too. */
static void remark_unclear(struct pair_job *job, enum pack_registry side)
{
    static const struct {
        unsigned bit;
        const char *code, *message;
    } what[] = {{UNCLEAR_FORM, "form", N_("форма не понята")},
                {UNCLEAR_TIME, "time_resource", N_("время не понято: сколько часов в месяц?")},
                {UNCLEAR_AGE, "mentee_age_wish", N_("возраст не понят: например, 12–15 лет")}};
    const struct criterion_run *run = job->result->run;
    uint32_t n = side == PACK_MENTEE ? job->input.people.n_mentees : job->input.people.n_mentors;
    for (uint32_t i = 0; i < n; i++) {
        unsigned bits = side == PACK_MENTEE ? criterion_unclear_mentee(run, i)
                                            : criterion_unclear_mentor(run, i);
        const struct pair_person *who = pair_person_of(job, side, i);
        for (size_t k = 0; bits && k < sizeof what / sizeof *what; k++) {
            const struct pack_column *c = pack_column(job->p, side, what[k].code);
            if (!(bits & what[k].bit) || !c || (what[k].bit == UNCLEAR_FORM))
                continue; /* an unknown form is remarked when its cell is read */
            pair_remark(job, (struct pair_remark){.file = job->file[side].name,
                                                  .row_no = who->row_no,
                                                  .column = c->name,
                                                  .value = pair_text(job, side, who, what[k].code),
                                                  .message = _(what[k].message),
                                                  .done = _("не учтено")});
        }
    }
}

static void print_remark(FILE *to, const struct pair_remark *m)
{
    fprintf(to, _("%s, строка %zu"), m->file, m->row_no);
    if (*m->column)
        fprintf(to, ", «%s»", m->column);
    fprintf(to, *m->value ? ": «%s» — %s\n" : ": %s%s\n", m->value, m->message);
}

/* --strict: rows that lose something stop the work. Remarks only do not. */
static int refuse_problems(const struct pair_job *job)
{
    size_t n = 0;
    for (size_t i = 0; i < job->remarks.n; i++) {
        const struct pair_remark *m = &job->remarks.row[i];
        if (!m->loses)
            continue;
        if (n++ < SHOWN_PROBLEMS)
            print_remark(stderr, m);
    }
    if (n)
        fprintf(stderr,
                P_("В таблицах %zu ошибка. Исправьте её или уберите --strict\n",
                   "В таблицах %zu ошибок. Исправьте их или уберите --strict\n", (long)n),
                n);
    return n ? ERR_INVALID : 0;
}

static void print_summary(const struct pair_job *job)
{
    const struct pairing *p = job->result;
    printf(_("Наставляемые: «%s», %u. Наставники: «%s», %u, мест %llu.\n"),
           job->file[PACK_MENTEE].name, job->input.people.n_mentees, job->file[PACK_MENTOR].name,
           job->input.people.n_mentors, (unsigned long long)p->n_places);
    printf(P_("Составлена %zu пара", "Составлено %zu пар", (long)p->n_pairs), p->n_pairs);
    printf(_(", без пары %zu, замечаний %zu. "), p->n_mentees_alone, job->remarks.n);
    if (p->facts.proved)
        printf("%s\n", _("Лучший набор доказан."));
    else
        printf(_("Больше %llu пар быть не может.\n"), (unsigned long long)p->facts.bound_pairs);
    printf(_("Записано: %s\n"), job->options->out);
}

static int work(struct pair_job *job, struct err *err)
{
    const struct pair_options *o = job->options;
    int r;
    if ((r = setup_pack(job->a, err, &job->p)) < 0 || (r = pair_read(job, err)) < 0)
        return r;
    progress_show(NULL, 0);
    if (o->strict && (r = refuse_problems(job)) < 0)
        return r;
    job->input.people.progress = on_pairing;
    if ((r = pair_people(job, err)) < 0 ||
        (r = pairing_make(job->a, &job->input, err, &job->result)) < 0)
        return r;
    progress_show(NULL, 0);
    remark_unclear(job, PACK_MENTEE);
    remark_unclear(job, PACK_MENTOR);
    if ((r = pair_write_sheets(job, o->out, err)) < 0 ||
        (o->json && (r = pair_write_json(job, o->json, err)) < 0) ||
        (o->report && (r = pair_write_report(job, o->report, err)) < 0))
        return r;
    print_summary(job);
    return 0;
}

int cmd_pair(int argc, char **argv)
{
    struct arena *a = arena_new();
    struct pair_options *o = arena_new_of(a, struct pair_options);
    struct pair_job *job = arena_new_of(a, struct pair_job);
    struct err err = {0};
    *o = (struct pair_options){.hours_per_mentee = 4,
                               .max_mentees = 5,
                               .across = "any",
                               .scope = SCOPE_ANY,
                               .weights = ""};
    int code = read_options(argc, argv, o);
    if (code == 0) {
        *job = (struct pair_job){.a = a, .options = o};
        job->today = date_at(clock_now(&clock_system), ZONE_MINUTES);
        int r = work(job, &err);
        progress_show(NULL, 0);
        if (r < 0 && *err.text)
            fprintf(stderr, "nastavnik pair: %s\n", err.text);
        code = (r < 0 ? EXIT_INPUT : EXIT_OK) + 1;
    }
    arena_free(a);
    return code - 1;
}
