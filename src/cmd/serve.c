/* nastavnik serve: the server. */
#include "cmd/serve.h"

#include <getopt.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/file_clock.h"
#include "cmd/long_run.h"
#include "cmd/modules.h"
#include "cmd/setup.h"
#include "db/db.h"
#include "embed/embed.h"
#include "frame/app.h"
#include "identity/account.h"

#define HELPLINE "8 800 200-01-22" /* of the whole country; to be confirmed by who installs */
#define WORKERS_MIN 4
#define WORKERS_MAX 16
#define MALLOC_ARENAS 2 /* requests have arenas of our own; more of malloc's only hold memory */

static void print_help(void)
{
    puts(_("nastavnik serve [ПАРАМЕТРЫ]\n\n"
           "  --data DIR         папка данных (var)\n"
           "  --listen HOST      адрес (127.0.0.1)\n"
           "  --port N           порт (8080)\n"
           "  --db URL           sqlite:ПУТЬ или postgresql://… (sqlite:DIR/nastavnik.db)\n"
           "  --public-url URL   как сайт виден снаружи: https://…\n"
           "  --metrics ADDR     адрес /metrics для Prometheus, например 127.0.0.1:9090\n"
           "  --smtp URL         smtp://host:port для писем (или в NASTAVNIK_SMTP)\n"
           "  --mail-from ADDR   обратный адрес писем\n"
           "  --helpline NUMBER  детский телефон доверия на странице «Помощь»\n"
           "                     (8 800 200-01-22; проверьте, он ли у вас; \"\" — без него)\n"
           "  --workers N        потоков: от 4 до 16\n"
           "  --demo             входы для знакомства на странице входа\n"
           "  --development      страница /styleguide\n"
           "  --clock FILE       время из файла, «2026-09-01 08:00» по UTC: только вместе с\n"
           "                     --development, чтобы прожить учебный год за минуту"));
}

struct options {
    const char *data, *host, *port, *clock;
    struct app_config config;
};

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option names[] = {{"data", required_argument, NULL, 'd'},
                                          {"listen", required_argument, NULL, 'l'},
                                          {"port", required_argument, NULL, 'p'},
                                          {"db", required_argument, NULL, 'b'},
                                          {"public-url", required_argument, NULL, 'u'},
                                          {"metrics", required_argument, NULL, 'm'},
                                          {"smtp", required_argument, NULL, 's'},
                                          {"mail-from", required_argument, NULL, 'f'},
                                          {"helpline", required_argument, NULL, 'H'},
                                          {"workers", required_argument, NULL, 'w'},
                                          {"demo", no_argument, NULL, 'D'},
                                          {"development", no_argument, NULL, 'V'},
                                          {"clock", required_argument, NULL, 'c'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    struct app_config *c = &o->config;
    uint64_t workers = 0, port;
    opterr = 0;
    for (int k; (k = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (k == 'h')
            return 1;
        if (k == '?' || k == ':')
            return command_bad_option("serve", argv, k);
        const char **text = k == 'd'   ? &o->data
                            : k == 'l' ? &o->host
                            : k == 'p' ? &o->port
                            : k == 'b' ? &c->db_url
                            : k == 'u' ? &c->public_url
                            : k == 'm' ? &c->metrics
                            : k == 's' ? &c->smtp_url
                            : k == 'f' ? &c->mail_from
                            : k == 'H' ? &c->helpline
                            : k == 'c' ? &o->clock
                                       : NULL;
        if (text)
            *text = optarg;
        else if (k == 'D')
            c->demo = true;
        else if (k == 'V')
            c->development = true;
        else if (!long_run_number(optarg, WORKERS_MIN, WORKERS_MAX, &workers))
            return command_refuse("serve", _("--workers: нужно целое число от %d до %d"),
                                  WORKERS_MIN, WORKERS_MAX);
    }
    c->workers = (unsigned)workers;
    if (!long_run_number(o->port, 0, UINT16_MAX, &port))
        return command_refuse("serve", _("--port: нужно целое число от 0 до %d"), UINT16_MAX);
    if (o->clock && !c->development)
        return command_refuse("serve", "%s", _("--clock бывает только вместе с --development"));
    return optind == argc ? 0 : command_extra("serve", argv[optind]);
}

/* Whom one may be on a demo server; a failure leaves the list out, the sign-in page has it too. */
static void print_demo_logins(const struct app *app, struct arena *a)
{
    struct err err = {0};
    struct account_demo *rows;
    struct db *db;
    size_t n;
    if (db_open(app->config.db_url, DB_READ, &err, &db) < 0)
        return;
    if (account_demos(db, a, &rows, &n) == 0 && n > 0) {
        puts(_("Показательный сервер: входы кнопками на странице входа, пароль не нужен"));
        for (size_t i = 0; i < n; i++)
            printf("  %s — %s, %s\n", role_name(rows[i].role), rows[i].name, rows[i].unit);
    }
    db_close(db);
}

int cmd_serve(int argc, char **argv)
{
    struct options o = {.data = "var", .host = "127.0.0.1", .port = "8080"};
    o.config.version = NASTAVNIK_VERSION;
    o.config.helpline = HELPLINE;
    int rc = read_options(argc, argv, &o);
    if (rc < 0)
        return EXIT_USAGE;
    if (rc > 0) {
        print_help();
        return EXIT_OK;
    }
    mallopt(M_ARENA_MAX, MALLOC_ARENAS);
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    struct arena *a = arena_new();
    o.config.data_dir = o.data;
    o.config.listen = arena_printf(a, strchr(o.host, ':') ? "[%s]:%s" : "%s:%s", o.host, o.port);
    if (!o.config.smtp_url)
        o.config.smtp_url = getenv("NASTAVNIK_SMTP"); /* arguments are seen by everybody */
    if (!o.config.db_url)
        o.config.db_url = arena_printf(a, "sqlite:%s/nastavnik.db", o.data);
    struct app app = {
        .config = o.config, .clock = &clock_system, .modules = modules, .n_modules = n_modules};
    struct file_clock file = {o.clock};
    struct clock clock;
    struct err err = {0};
    if (o.clock && (rc = file_clock_open(&file, &err, &clock)) == 0)
        app.clock = &clock;
    if (rc >= 0)
        rc = setup_app(&app, &err);
    if (rc >= 0 && app.config.demo)
        print_demo_logins(&app, a);
    if (rc >= 0)
        rc = app_serve(&app, &err);
    if (rc < 0)
        fprintf(stderr, "nastavnik: %s\n", err.text);
    setup_free(&app);
    arena_free(a);
    return rc < 0 ? EXIT_INPUT : EXIT_OK;
}
