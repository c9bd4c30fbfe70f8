#include "cmd/paper.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/fs.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/setup.h"
#include "db/db.h"
#include "paper/paper.h"

static void print_help(void)
{
    puts(_("nastavnik paper ПРОГРАММА [ДОКУМЕНТ…] -o ПАПКА: документы программы файлами\n\n"
           "  ПРОГРАММА          код программы или её номер в системе\n"
           "  ДОКУМЕНТ           коды документов, например order_pairs pair_plan\n"
           "  --all              все документы\n"
           "  --list             только показать, какие бывают и сколько их\n"
           "  -o, --output DIR   куда писать; папка появится сама\n"
           "  --format F         docx (так и будет, если не сказать) или pdf\n"
           "  --data DIR         папка данных (var)\n"
           "  --db URL           sqlite:ПУТЬ или postgresql://… (sqlite:DIR/nastavnik.db)"));
}

struct options {
    const char *data, *db, *output, *programme;
    bool all, list;
    enum paper_format format;
    char **kinds;
    size_t n_kinds;
};

static int read_format(const char *s, enum paper_format *ret)
{
    *ret = strcmp(s, "pdf") ? PAPER_DOCX : PAPER_PDF;
    return strcmp(s, "pdf") != 0 && strcmp(s, "docx") != 0 ? -1 : 0;
}

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option names[] = {
        {"data", required_argument, NULL, 'd'},   {"db", required_argument, NULL, 'b'},
        {"output", required_argument, NULL, 'o'}, {"format", required_argument, NULL, 'f'},
        {"all", no_argument, NULL, 'a'},          {"list", no_argument, NULL, 'l'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};
    opterr = 0;
    for (int k; (k = getopt_long(argc, argv, ":o:", names, NULL)) != -1;) {
        if (k == 'h')
            return 1;
        if (k == '?' || k == ':')
            return command_bad_option("paper", argv, k);
        if (k == 'd')
            o->data = optarg;
        else if (k == 'b')
            o->db = optarg;
        else if (k == 'o')
            o->output = optarg;
        else if (k == 'a')
            o->all = true;
        else if (k == 'l')
            o->list = true;
        else if (read_format(optarg, &o->format) < 0)
            return command_refuse("paper", "%s", _("--format: нужно docx или pdf"));
    }
    if (optind == argc)
        return command_refuse("paper", "%s", _("нужна программа: её код или номер"));
    o->programme = argv[optind++];
    o->kinds = argv + optind;
    o->n_kinds = (size_t)(argc - optind);
    if (o->list)
        return 0;
    if (o->all == (o->n_kinds > 0))
        return command_refuse("paper", "%s", _("нужны коды документов или --all, что-то одно"));
    if (!o->output)
        return command_refuse("paper", "%s", _("не сказано, куда писать: -o ПАПКА"));
    return 0;
}

static bool wanted(const struct options *o, const char *code)
{
    for (size_t i = 0; i < o->n_kinds; i++)
        if (!strcmp(o->kinds[i], code))
            return true;
    return o->all;
}

static int check_kinds(const struct options *o, struct err *err)
{
    for (size_t i = 0; i < o->n_kinds; i++)
        if (!paper_kind(o->kinds[i]))
            return err_set(err, ERR_INVALID,
                           _("Документа «%s» нет. Какие бывают: nastavnik paper %s --list"),
                           o->kinds[i], o->programme);
    return 0;
}

static int list_kinds(const struct paper_at *at)
{
    for (size_t i = 0; i < n_paper_kinds; i++) {
        const int64_t *ids;
        size_t n;
        int r = paper_subjects(at, &paper_kinds[i], &ids, &n);
        if (r < 0)
            return r;
        printf("%-24s %5zu  %s\n", paper_kinds[i].code, n, _(paper_kinds[i].name));
    }
    return 0;
}

static int write_one(const struct paper_at *at, const struct options *o, const struct paper_kind *k,
                     int64_t subject, size_t i, struct err *err)
{
    struct paper_at one = *at;
    one.a = arena_new();
    const char *end = o->format == PAPER_PDF ? "pdf" : "docx";
    const char *path = subject
                           ? arena_printf(one.a, "%s/%s-%03zu.%s", o->output, k->code, i + 1, end)
                           : arena_printf(one.a, "%s/%s.%s", o->output, k->code, end);
    int r = paper_write(&one, k, subject, o->format, path, err);
    if (r < 0 && !*err->text)
        err_set(err, r, _("Документ «%s» не сделан"), _(k->name));
    arena_free(one.a);
    return r;
}

static int write_all(const struct paper_at *at, const struct options *o, struct err *err,
                     size_t *ret_n)
{
    bool tell = isatty(STDERR_FILENO);
    int r = fs_mkdirs(o->output, err);
    for (size_t i = 0; r >= 0 && i < n_paper_kinds; i++) {
        const struct paper_kind *k = &paper_kinds[i];
        const int64_t *ids;
        size_t n = 0;
        if (!wanted(o, k->code))
            continue;
        r = paper_subjects(at, k, &ids, &n);
        for (size_t j = 0; r >= 0 && j < n; j++) {
            r = write_one(at, o, k, ids[j], j, err);
            *ret_n += r >= 0;
            if (tell)
                fprintf(stderr, _("\rДокументов: %zu"), *ret_n);
        }
    }
    if (tell)
        fputc('\n', stderr);
    return r < 0 ? r : 0;
}

static int work(struct app *app, const struct options *o, struct err *err)
{
    struct arena *a = arena_new();
    struct db *db = NULL;
    struct programme p;
    struct paper_at at;
    size_t n = 0;
    int r = setup_app(app, err);
    if (r >= 0)
        r = db_open(app->config.db_url, DB_WRITE, err, &db);
    if (r >= 0)
        r = db_begin(db);
    if (r >= 0)
        r = programme_find(db, a, o->programme, &p);
    if (r == 0)
        r = err_set(err, ERR_NOT_FOUND,
                    _("Программы «%s» нет: ни с таким кодом, ни с таким номером"), o->programme);
    if (r > 0)
        r = paper_open(db, a, app, p.id, err, &at);
    if (r >= 0)
        r = o->list ? list_kinds(&at) : write_all(&at, o, err, &n);
    if (r >= 0 && !o->list)
        printf(
            P_("Готово: %zu документ в папке %s\n", "Готово: %zu документов в папке %s\n", (long)n),
            n, o->output);
    if (db) {
        db_rollback(db);
        db_close(db);
    }
    setup_free(app);
    arena_free(a);
    return r;
}

int cmd_paper(int argc, char **argv)
{
    struct options o = {.data = "var"};
    struct err err = {0};
    int rc = read_options(argc, argv, &o);
    if (rc < 0)
        return EXIT_USAGE;
    if (rc > 0) {
        print_help();
        return EXIT_OK;
    }
    struct arena *a = arena_new();
    struct app app = {.config = {.data_dir = o.data, .db_url = o.db, .version = NASTAVNIK_VERSION},
                      .clock = &clock_system};
    if (!o.db)
        app.config.db_url = arena_printf(a, "sqlite:%s/nastavnik.db", o.data);
    rc = check_kinds(&o, &err);
    if (rc >= 0)
        rc = work(&app, &o, &err);
    if (rc < 0)
        fprintf(stderr, "nastavnik: %s\n", *err.text ? err.text : _("Не получилось"));
    arena_free(a);
    return rc < 0 ? EXIT_INPUT : EXIT_OK;
}
