/* nastavnik verify: does a result of `nastavnik solve` hold? Believes nothing that stands in it. */
#include "cmd/verify.h"

#include <getopt.h>
#include <stdio.h>

#include "base/i18n.h"
#include "cmd/command.h"
#include "cmd/instance_file.h"
#include "cmd/result_file.h"

static void print_help(FILE *to)
{
    fputs(_("nastavnik verify ЗАДАЧА ОТВЕТ\n"
            "\n"
            "Проверяет ответ команды nastavnik solve: что это пары из задачи, что места\n"
            "соблюдены и что лучшего ответа нет. Печатает ok или первую неверную строку.\n"
            "\n"
            "Код завершения: 0 — верно, 1 — неверно, 2 — файл не читается или не те параметры.\n"),
          to);
}

/* 0 go on, 1 help was shown, < 0 wrong usage. */
static int read_options(int argc, char **argv)
{
    static const struct option names[] = {{"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    opterr = 0;
    optind = 1;
    int k = getopt_long(argc, argv, ":h", names, NULL);
    if (k == 'h') {
        print_help(stdout);
        return 1;
    }
    if (k != -1)
        return command_bad_option("verify", argv, k);
    if (argc - optind != 2)
        return command_refuse("verify", "%s", _("нужны два файла: задача и ответ"));
    return 0;
}

/* An exit code. */
static int verify(struct match_instance *in, const char *path)
{
    struct result_file f;
    struct err err = {0};
    int r = result_read(path, in, &err, &f);
    if (r >= 0) {
        in->mode = f.mode;
        in->floor = f.floor;
        r = result_prove(path, in, &f, &err);
        result_free(&f);
    }
    if (r < 0 && r != ERR_INVALID) {
        fprintf(stderr, "nastavnik verify: %s\n", err.text);
        return EXIT_USAGE;
    }
    puts(r < 0 ? err.text : "ok");
    return r < 0 ? EXIT_INPUT : EXIT_OK;
}

int cmd_verify(int argc, char **argv)
{
    int r = read_options(argc, argv);
    if (r != 0)
        return r < 0 ? EXIT_USAGE : EXIT_OK;
    struct instance_file f;
    struct err err = {0};
    if (instance_file_read(argv[optind], &err, &f) < 0) {
        fprintf(stderr, "nastavnik verify: %s\n", err.text);
        return EXIT_USAGE;
    }
    int code = verify(&f.in, argv[optind + 1]);
    instance_file_free(&f);
    return code;
}
