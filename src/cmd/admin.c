/* nastavnik admin create | password | first-link | totals. Who may run programs on the data may do
 * this. */
#include "cmd/admin.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/setup.h"
#include "db/db.h"
#include "frame/frame.h"
#include "identity/account.h"
#include "identity/invite.h"
#include "identity/password.h"
#include "identity/person.h"
#include "identity/role.h"
#include "network/unit.h"
#include "programme/recount.h"

#define LINE_MAX_BYTES 1024

static void print_help(void)
{
    puts(_("nastavnik admin ДЕЙСТВИЕ [ПАРАМЕТРЫ]\n\n"
           "  create --login L [--name ФИО]   администратор системы; пароль спросим\n"
           "  password --login L              новый пароль; код при входе выключится\n"
           "  first-link                      ссылка на час для первого администратора\n"
           "  totals [--repair]               сверить хранимые итоги с записями; исправить их\n\n"
           "  --data DIR         папка данных (var)\n"
           "  --db URL           sqlite:ПУТЬ или postgresql://… (sqlite:DIR/nastavnik.db)\n"
           "  --public-url URL   как сайт виден снаружи; нужно для ссылки"));
}

struct options {
    const char *action, *login, *name;
    bool repair;
    struct app_config config;
};

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option names[] = {{"data", required_argument, NULL, 'd'},
                                          {"db", required_argument, NULL, 'b'},
                                          {"public-url", required_argument, NULL, 'u'},
                                          {"login", required_argument, NULL, 'l'},
                                          {"name", required_argument, NULL, 'n'},
                                          {"repair", no_argument, NULL, 'r'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    opterr = 0;
    for (int k; (k = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (k == 'h')
            return 1;
        if (k == '?' || k == ':')
            return command_bad_option("admin", argv, k);
        const char **text = k == 'd'   ? &o->config.data_dir
                            : k == 'b' ? &o->config.db_url
                            : k == 'u' ? &o->config.public_url
                            : k == 'l' ? &o->login
                            : k == 'n' ? &o->name
                                       : NULL;
        if (text)
            *text = optarg;
        else
            o->repair = true;
    }
    o->action = optind < argc ? argv[optind] : "";
    bool totals = strcmp(o->action, "totals") == 0;
    bool alone = totals || strcmp(o->action, "first-link") == 0;
    if (!alone && strcmp(o->action, "create") != 0 && strcmp(o->action, "password") != 0)
        return command_refuse("admin", "%s",
                              _("нужно действие: create, password, first-link или totals"));
    if (optind + 1 != argc)
        return command_extra("admin", argv[optind + 1]);
    if (!alone && !o->login)
        return command_refuse("admin", "%s", _("нужен --login"));
    if (o->repair && !totals)
        return command_refuse("admin", "%s", _("--repair — только для totals"));
    return 0;
}

/* One line of the terminal without its end; with `secret` nothing is shown while it is typed. */
static int ask(struct arena *a, const char *question, bool secret, struct err *err,
               const char **ret)
{
    bool terminal = isatty(STDIN_FILENO);
    struct termios before;
    bool hidden = secret && terminal && tcgetattr(STDIN_FILENO, &before) == 0;
    if (terminal)
        fputs(question, stderr);
    if (hidden) {
        struct termios quiet = before;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    char *line = arena_alloc(a, LINE_MAX_BYTES);
    char *got = fgets(line, LINE_MAX_BYTES, stdin);
    if (hidden) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        fputc('\n', stderr);
    }
    if (!got)
        return err_set(err, ERR_CANCELLED, _("Ответа нет, ничего не изменилось"));
    line[strcspn(line, "\r\n")] = 0;
    *ret = line;
    return 0;
}

/* On a terminal the password is asked twice; a script sends one line. */
static int ask_password(struct arena *a, const char *login, struct err *err, char *ret_hash)
{
    const char *password, *again;
    int r = ask(a, _("Пароль (не меньше 10 знаков): "), true, err, &password);
    if (r == 0)
        r = password_fit(password, login, err);
    if (r == 0 && isatty(STDIN_FILENO)) {
        r = ask(a, _("Ещё раз: "), true, err, &again);
        if (r == 0 && strcmp(password, again) != 0)
            r = err_set(err, ERR_INVALID, _("Пароли разные. Повторите команду"));
    }
    if (r == 0)
        password_hash(password, ret_hash);
    return r;
}

static int create(struct db *db, struct arena *a, const struct app *app, const struct options *o,
                  struct err *err)
{
    char hash[PASSWORD_HASH_MAX];
    struct person_name name = {0};
    struct account_new n = {.password_hash = hash};
    const char *full = o->name;
    int r = account_login_fit(a, o->login, err, &n.login);
    if (r == 0 && !full)
        r = ask(a, _("Фамилия, имя, отчество: "), false, err, &full);
    if (r == 0)
        r = person_name_parse(a, full, err, &name);
    if (r == 0)
        r = ask_password(a, n.login, err, hash);
    struct unit root = {0};
    if (r == 0)
        r = db_begin(db);
    if (r == 0)
        r = unit_root(db, a, &root) == 1 ? 0 : ERR_NOT_FOUND;
    const struct person_new p = {.unit_id = root.id, .name = name};
    if (r == 0)
        r = person_create(db, a, app->clock, &p, &n.person_id);
    n.display_name = r == 0 ? person_name_short(a, &name) : "";
    struct role_change give = {.unit_id = root.id, .role = ROLE_ADMIN};
    if (r == 0)
        r = account_create(db, app->clock, &n, err, &give.account_id);
    if (r == 0)
        r = role_give(db, a, app->clock, &give, err);
    if (r == 0)
        r = db_commit(db);
    if (r == 0)
        printf(_("Готово: администратор %s\n"), n.login);
    return r;
}

static int renew(struct db *db, struct arena *a, const struct options *o, struct err *err)
{
    char hash[PASSWORD_HASH_MAX];
    struct account account;
    int r = account_find(db, a, o->login, &account);
    if (r == 0)
        r = err_set(err, ERR_NOT_FOUND, _("Логина «%s» нет"), o->login);
    if (r == 1)
        r = ask_password(a, account.login, err, hash);
    if (r == 0)
        r = db_begin(db);
    if (r == 0)
        r = account_renew(db, account.id, hash);
    if (r == 0)
        r = db_commit(db);
    if (r == 0)
        printf(_("Готово: у %s новый пароль, код при входе выключен\n"), account.login);
    return r;
}

static int first_link(struct db *db, struct arena *a, struct app *app, struct err *err)
{
    const char *url;
    int r = frame_key(app->config.data_dir, err, app->key);
    if (r == 0)
        r = db_begin(db);
    if (r == 0)
        r = invite_first_admin(db, a, app, err, &url);
    if (r == 0)
        r = db_commit(db);
    if (r == 0)
        printf(_("Откройте в течение часа:\n%s\n"), url);
    return r;
}

static void print_differences(const struct recount *x)
{
    for (size_t i = 0; i < x->n; i++) {
        const struct recount_totals *d = &x->rows[i];
        printf(_("программа %lld, %s %s %s: хранится %lld, по записям %lld\n"),
               (long long)d->programme_id, d->what, d->kind, d->state, (long long)d->kept,
               (long long)d->counted);
    }
    if (x->needs)
        printf(_("пары, которым нужно внимание: неверных отметок %lld\n"), (long long)x->needs);
    for (size_t i = 0; i < RECOUNT_SUMS; i++)
        if (x->sum[i].wrong)
            printf(_("таблица %s: неверных строк %lld\n"), x->sum[i].table,
                   (long long)x->sum[i].wrong);
}

static int totals(struct db *db, struct arena *a, const struct options *o, struct err *err)
{
    struct recount x;
    int r = recount_compare(db, a, &x);
    if (r < 0)
        return r;
    print_differences(&x);
    if (x.same) {
        puts(_("Хранимые итоги сходятся с записями"));
        return 0;
    }
    if (!o->repair)
        return err_set(err, ERR_INVALID, _("Итоги расходятся. Исправить: --repair"));
    r = recount_repair(db, a, &x);
    if (r >= 0)
        puts(_("Исправлено"));
    return r;
}

static int run(struct arena *a, struct app *app, const struct options *o, struct err *err)
{
    struct db *db;
    int r = setup_app(app, err);
    if (r < 0)
        return r;
    r = db_open(app->config.db_url, DB_WRITE, err, &db);
    if (r == 0) {
        if (strcmp(o->action, "create") == 0)
            r = create(db, a, app, o, err);
        else if (strcmp(o->action, "password") == 0)
            r = renew(db, a, o, err);
        else if (strcmp(o->action, "totals") == 0)
            r = totals(db, a, o, err);
        else
            r = first_link(db, a, app, err);
        if (r < 0 && !*err->text)
            err_set(err, r, _("База данных не отвечает как нужно: %s"), db_error(db));
        db_close(db);
    }
    setup_free(app);
    return r;
}

int cmd_admin(int argc, char **argv)
{
    struct options o = {.config = {.data_dir = "var", .listen = "127.0.0.1:8080"}};
    o.config.version = NASTAVNIK_VERSION;
    int rc = read_options(argc, argv, &o);
    if (rc < 0)
        return EXIT_USAGE;
    if (rc > 0) {
        print_help();
        return EXIT_OK;
    }
    struct arena *a = arena_new();
    if (!o.config.db_url)
        o.config.db_url = arena_printf(a, "sqlite:%s/nastavnik.db", o.config.data_dir);
    struct app app = {.config = o.config, .clock = &clock_system};
    struct err err = {0};
    rc = run(a, &app, &o, &err);
    if (rc < 0)
        fprintf(stderr, "nastavnik: %s\n", err.text);
    arena_free(a);
    return rc < 0 ? EXIT_INPUT : EXIT_OK;
}
