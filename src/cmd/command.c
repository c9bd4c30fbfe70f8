#include "cmd/command.h"

#include <getopt.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/i18n.h"

int command_refuse(const char *command, const char *fmt, ...)
{
    va_list ap;
    fprintf(stderr, "nastavnik %s: ", command);
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
    fprintf(stderr, _("Справка: nastavnik %s --help\n"), command);
    return -1;
}

int command_bad_option(const char *command, char **argv, int got)
{
    const char *typed = argv[optind - 1];
    char letter[] = {'-', (char)optopt, '\0'};
    if (strncmp(typed, "--", 2) != 0 && optopt > ' ' && optopt < 0x7f)
        typed = letter;
    return command_refuse(
        command, got == ':' ? _("у параметра %s нет значения") : _("параметра %s нет"), typed);
}

int command_extra(const char *command, const char *typed)
{
    return command_refuse(command, _("лишнее слово: «%s»"), typed);
}

bool command_same_file(const char *x, const char *y)
{
    struct stat sx, sy;
    if (stat(x, &sx) < 0 || stat(y, &sy) < 0)
        return !strcmp(x, y);
    return S_ISREG(sx.st_mode) && sx.st_dev == sy.st_dev && sx.st_ino == sy.st_ino;
}

int command_spares(const char *command, const char *in, const char *out)
{
    if (!command_same_file(in, out))
        return 0;
    return command_refuse(
        command, _("ответ стёр бы «%s», откуда читаются данные. Назовите для него другой файл"),
        out);
}
