#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

int err_set(struct err *err, int code, const char *fmt, ...)
{
    if (!err)
        return code;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    if (n >= (int)sizeof err->text)
        err->text[utf8_cut(err->text, strlen(err->text))] = '\0';
    return code;
}

const char *err_system(int code)
{
    static const struct {
        int code;
        const char *words;
    } known[] = {{ENOENT, N_("такого файла или папки нет")},
                 {EACCES, N_("нет прав")},
                 {EPERM, N_("нет прав")},
                 {EROFS, N_("диск только для чтения")},
                 {ENOSPC, N_("на диске нет места")},
                 {EDQUOT, N_("исчерпана квота диска")},
                 {EFBIG, N_("файл слишком велик для этого диска")},
                 {EISDIR, N_("это папка")},
                 {ENOTDIR, N_("часть пути — не папка")},
                 {ENAMETOOLONG, N_("имя слишком длинное")},
                 {EIO, N_("диск отвечает ошибкой")},
                 {EMFILE, N_("открыто слишком много файлов")},
                 {ENFILE, N_("открыто слишком много файлов")},
                 {EPIPE, N_("читающая программа закрылась")},
                 {EADDRINUSE, N_("он занят другой программой")},
                 {EADDRNOTAVAIL, N_("у этой машины такого адреса нет")}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code)
            return _(known[i].words);
    return strerror(code);
}
