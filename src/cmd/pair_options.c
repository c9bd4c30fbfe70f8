/* The command line of `nastavnik pair`. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/pair.h"

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
    default:
        o->strict = true;
        return NULL;
    }
}

/* «-o pairs.csv» would hold a workbook under the name of a CSV. */
static bool named_otherwise(const char *path)
{
    const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash : path, '.');
    return dot && dot[1] && strcasecmp(dot, ".xlsx") != 0;
}

/* An answer that would take the place of a table, or of another answer. */
static int check_places(const struct pair_options *o)
{
    const char *const out[] = {o->out, o->report, o->json};
    if (named_otherwise(o->out))
        return command_refuse("pair", _("-o: пары пишутся книгой XLSX, а «%s» назван иначе"),
                              o->out);
    for (size_t i = 0; i < sizeof out / sizeof *out; i++) {
        if (!out[i])
            continue;
        if (!strcmp(out[i], "-"))
            return command_refuse("pair", "%s", _("вместо «-» нужно имя файла"));
        for (size_t k = 0; k < 2; k++)
            if (command_spares("pair", o->in[k], out[i]) < 0)
                return -1;
        for (size_t k = 0; k < i; k++)
            if (out[k] && command_same_file(out[i], out[k]))
                return command_refuse(
                    "pair", _("«%s» назван дважды: для каждого ответа нужен свой файл"), out[i]);
    }
    return 0;
}

int pair_read_options(int argc, char **argv, struct pair_options *o)
{
    int option;
    opterr = 0;
    optind = 1;
    while ((option = getopt_long(argc, argv, ":o:h", long_options, NULL)) != -1) {
        if (option == OPT_HELP || option == 'h') {
            print_help(stdout);
            return 1;
        }
        if (option == '?' || option == ':')
            return command_bad_option("pair", argv, option);
        const char *bad = take_option(o, option, optarg);
        if (bad)
            return command_refuse("pair", "%s", bad);
    }
    struct err err;
    if (pairing_settings_check(&o->settings, &err, NULL) < 0)
        return command_refuse("pair", "%s", err.text);
    if (argc - optind != 2)
        return command_refuse("pair", "%s", _("нужны две таблицы: наставляемые и наставники"));
    if (!o->out)
        return command_refuse("pair", "%s", _("не сказано, куда записать пары: -o ПАРЫ.xlsx"));
    o->in[0] = argv[optind];
    o->in[1] = argv[optind + 1];
    return check_places(o);
}
