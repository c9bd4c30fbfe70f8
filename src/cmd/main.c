/* The program's door: finds the command and hands over. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "cmd/admin.h"
#include "cmd/command.h"
#include "cmd/demo.h"
#include "cmd/pack.h"
#include "cmd/pair.h"
#include "cmd/paper.h"
#include "cmd/rank.h"
#include "cmd/serve.h"
#include "cmd/solve.h"
#include "cmd/verify.h"
#include "embed/embed.h"

static const struct command commands[] = {
    {"demo", N_("сделать регион с вымышленными людьми"), cmd_demo},
    {"serve", N_("запустить сервер"), cmd_serve},
    {"pack", N_("проверить или опубликовать методологию"), cmd_pack},
    {"pair", N_("пары по двум таблицам, без сервера"), cmd_pair},
    {"rank", N_("лучшие наставники для каждого по профилям, файл для solve"), cmd_rank},
    {"solve", N_("лучшие пары по файлу с баллами, с доказательством"), cmd_solve},
    {"verify", N_("проверить ответ команды solve"), cmd_verify},
    {"paper", N_("документы программы файлами DOCX и PDF"), cmd_paper},
    {"admin", N_("первый администратор и забытый пароль"), cmd_admin},
    {NULL, NULL, NULL},
};

/* LC_ALL, then LC_MESSAGES, then LANG, as everywhere. */
static enum lang language(void)
{
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return i18n_parse(value);
    }
    return LANG_RU;
}

static void print_help(FILE *to)
{
    fprintf(to,
            _("Наставник %s: программы наставничества от заявки до результата\n\n"
              "nastavnik КОМАНДА [ПАРАМЕТРЫ]\n\n"),
            NASTAVNIK_VERSION);
    for (const struct command *c = commands; c->name; c++)
        fprintf(to, "  %-10s %s\n", c->name, _(c->help));
    fputs(_("\nПараметры команды: nastavnik КОМАНДА --help\n"), to);
}

static size_t min3(size_t a, size_t b, size_t c)
{
    size_t m = a < b ? a : b;
    return m < c ? m : c;
}

/* The command nearest to what was typed, at most two slips away; NULL when none is near. */
static const struct command *nearest(const char *typed)
{
    const struct command *best = NULL;
    size_t best_slips = 3;
    for (const struct command *c = commands; c->name; c++) {
        size_t row[64], n = strlen(c->name), before;
        if (n >= sizeof row / sizeof *row)
            continue;
        for (size_t j = 0; j <= n; j++)
            row[j] = j;
        for (size_t i = 0; typed[i]; i++) {
            before = row[0]++;
            for (size_t j = 1; j <= n; j++) {
                size_t here = row[j];
                row[j] = min3(row[j] + 1, row[j - 1] + 1, before + (typed[i] != c->name[j - 1]));
                before = here;
            }
        }
        if (row[n] < best_slips) {
            best_slips = row[n];
            best = c;
        }
    }
    return best;
}

int main(int argc, char **argv)
{
    embed_load_texts();
    i18n_set(language());
    if (argc < 2) {
        print_help(stderr);
        return EXIT_USAGE;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        print_help(stdout);
        return EXIT_OK;
    }
    if (!strcmp(argv[1], "--version")) {
        printf("nastavnik %s\n", NASTAVNIK_VERSION);
        return EXIT_OK;
    }
    for (const struct command *c = commands; c->name; c++)
        if (!strcmp(argv[1], c->name))
            return c->run(argc - 1, argv + 1);
    const struct command *like = nearest(argv[1]);
    if (like)
        fprintf(stderr, _("Команды «%s» нет. Похоже на «%s». Все команды: nastavnik --help\n"),
                argv[1], like->name);
    else
        fprintf(stderr, _("Команды «%s» нет. Все команды: nastavnik --help\n"), argv[1]);
    return EXIT_USAGE;
}
