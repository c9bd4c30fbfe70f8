/* nastavnik demo: a region of invented people in an empty data folder. */
#include "cmd/demo.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/long_run.h"
#include "cmd/setup.h"
#include "db/db.h"
#include "demo/world.h"

#define PEOPLE_MIN 20

static void print_help(void)
{
    printf(_("nastavnik demo [ПАРАМЕТРЫ]: регион с вымышленными людьми в пустой базе\n\n"
             "  --data DIR    папка данных (var)\n"
             "  --db URL      sqlite:ПУТЬ или postgresql://… (sqlite:DIR/nastavnik.db)\n"
             "  --people N    сколько людей (%d): больше %d — по округу на каждую тысячу\n"
             "  --seed N      другие люди (1)\n"),
           WORLD_PEOPLE, 2 * WORLD_BLOCK);
}

static void show_progress(void *ctx, uint32_t done, uint32_t total)
{
    (void)ctx;
    fprintf(stderr, _("\rЛюдей: %u из %u"), done, total);
}

struct options {
    const char *data, *db;
    struct world_options world;
};

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option names[] = {
        {"data", required_argument, NULL, 'd'},   {"db", required_argument, NULL, 'b'},
        {"people", required_argument, NULL, 'n'}, {"seed", required_argument, NULL, 's'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};
    uint64_t n = WORLD_PEOPLE;
    opterr = 0;
    for (int k; (k = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (k == 'h')
            return 1;
        if (k == '?' || k == ':')
            return command_bad_option("demo", argv, k);
        if (k == 'd')
            o->data = optarg;
        else if (k == 'b')
            o->db = optarg;
        else if (k == 'n' && !long_run_number(optarg, PEOPLE_MIN, WORLD_PEOPLE_MAX, &n))
            return command_refuse("demo", _("--people: нужно целое число от %d до %d"), PEOPLE_MIN,
                                  WORLD_PEOPLE_MAX);
        else if (k == 's' && !long_run_number(optarg, 0, UINT64_MAX, &o->world.seed))
            return command_refuse("demo", "%s", _("--seed: нужно целое число, не меньше 0"));
    }
    o->world.people = (uint32_t)n;
    return optind == argc ? 0 : command_extra("demo", argv[optind]);
}

static int make(struct app *app, const struct world_options *world, struct err *err)
{
    struct db *db;
    int r = setup_app(app, err);
    if (r >= 0)
        r = db_open(app->config.db_url, DB_WRITE, err, &db);
    if (r < 0)
        return r;
    r = world_make(db, app, world, err);
    db_close(db);
    setup_free(app);
    return r;
}

int cmd_demo(int argc, char **argv)
{
    struct options o = {.data = "var", .world = {.people = WORLD_PEOPLE, .seed = 1}};
    int rc = read_options(argc, argv, &o);
    if (rc < 0)
        return EXIT_USAGE;
    if (rc > 0) {
        print_help();
        return EXIT_OK;
    }
    if (isatty(STDERR_FILENO))
        o.world.progress = show_progress;
    struct arena *a = arena_new();
    struct app app = {.config = {.data_dir = o.data, .db_url = o.db, .version = NASTAVNIK_VERSION},
                      .clock = &clock_system};
    if (!o.db)
        app.config.db_url = arena_printf(a, "sqlite:%s/nastavnik.db", o.data);
    struct err err = {0};
    rc = make(&app, &o.world, &err);
    if (o.world.progress)
        fputc('\n', stderr);
    if (rc < 0)
        fprintf(stderr, "nastavnik: %s\n", err.text);
    else
        printf(
            _("Готово: %u человек. Вход — кнопками на странице входа (nastavnik serve --demo)\n"),
            o.world.people);
    arena_free(a);
    return rc < 0 ? EXIT_INPUT : EXIT_OK;
}
