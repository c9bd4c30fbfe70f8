/* nastavnik pack: check a methodology pack, or publish it in an installation (docs/packs.md). */
#include "cmd/pack.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/setup.h"
#include "db/db.h"
#include "pairing/rulebook.h"
#include "programme/methodology.h"

static void print_help(void)
{
    puts(_("nastavnik pack check ПАПКА: прочитать методологию и сказать, всё ли в ней верно\n"
           "nastavnik pack publish ПАПКА [ПАРАМЕТРЫ]: опубликовать её; новые программы возьмут эту "
           "версию\n\n"
           "  --data DIR   папка данных (var)\n"
           "  --db URL     sqlite:ПУТЬ или postgresql://… (sqlite:DIR/nastavnik.db)"));
}

struct options {
    const char *data, *db, *verb, *folder;
};

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv, struct options *o)
{
    static const struct option names[] = {{"data", required_argument, NULL, 'd'},
                                          {"db", required_argument, NULL, 'b'},
                                          {"help", no_argument, NULL, 'h'},
                                          {NULL, 0, NULL, 0}};
    opterr = 0;
    for (int k; (k = getopt_long(argc, argv, ":", names, NULL)) != -1;) {
        if (k == 'h')
            return 1;
        if (k == '?' || k == ':')
            return command_bad_option("pack", argv, k);
        *(k == 'd' ? &o->data : &o->db) = optarg;
    }
    o->verb = optind < argc ? argv[optind] : "";
    if (strcmp(o->verb, "check") != 0 && strcmp(o->verb, "publish") != 0)
        return command_refuse("pack", "%s", _("нужно действие: check или publish"));
    if (argc - optind < 2)
        return command_refuse("pack", "%s", _("нужна папка с методологией"));
    o->folder = argv[optind + 1];
    return argc - optind == 2 ? 0 : command_extra("pack", argv[optind + 2]);
}

static int publish(const struct options *o, struct arena *a, const struct pack *pack,
                   struct err *err)
{
    struct app app = {
        .config = {.data_dir = o->data, .db_url = o->db, .version = NASTAVNIK_VERSION},
        .clock = &clock_system};
    struct db *db;
    int64_t id;
    if (!o->db)
        app.config.db_url = arena_printf(a, "sqlite:%s/nastavnik.db", o->data);
    int r = setup_app(&app, err);
    if (r < 0)
        return r;
    setup_free(&app);
    r = db_open(app.config.db_url, DB_WRITE, err, &db);
    if (r < 0)
        return r;
    r = db_begin(db);
    if (r >= 0)
        r = methodology_install(db, app.clock, pack, err, &id);
    if (r >= 0)
        r = db_commit(db);
    if (r < 0 && !*err->text)
        err_set(err, r, _("Методология не опубликована: %s"), db_error(db));
    db_close(db);
    return r;
}

int cmd_pack(int argc, char **argv)
{
    struct options o = {.data = "var"};
    int rc = read_options(argc, argv, &o);
    if (rc < 0)
        return EXIT_USAGE;
    if (rc > 0) {
        print_help();
        return EXIT_OK;
    }
    struct arena *a = arena_new();
    const struct pack *pack;
    struct rulebook book;
    struct err err = {0};
    rc = pack_load_dir(a, o.folder, &err, &pack);
    if (rc >= 0)
        rc = rulebook_load(a, pack, &err, &book);
    if (rc >= 0 && !strcmp(o.verb, "publish"))
        rc = publish(&o, a, pack, &err);
    if (rc < 0)
        fprintf(stderr, "nastavnik: %s\n", err.text);
    else
        printf(!strcmp(o.verb, "check") ? _("«%s», версия %d: ошибок нет\n")
                                        : _("«%s», версия %d: опубликована\n"),
               pack->title, pack->version);
    arena_free(a);
    return rc < 0 ? EXIT_INPUT : EXIT_OK;
}
