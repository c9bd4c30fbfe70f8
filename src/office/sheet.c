#include "office/sheet.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "office/csv.h"
#include "office/xlsx.h"

const struct sheet_limits sheet_limits_default = {
    .max_file = 64u << 20,
    .max_unpacked = 1u << 30,
    .max_rows = 100000,
    .max_cols = 256,
    .max_cell = 32767,
};

/* What people take for a spreadsheet, by the first bytes. */
static const struct magic {
    const char *bytes;
    size_t n;
    const char *text;
} magics[] = {
    {"%PDF", 4, N_("Это PDF, а не таблица. Сохраните таблицу в формате XLSX и загрузите её")},
    {"{\\rtf", 5,
     N_("Это текстовый документ RTF. Перенесите таблицу в программу для таблиц и "
        "сохраните в формате XLSX")},
    {"\x89PNG", 4, N_("Это картинка. Нужна сама таблица в формате XLSX или CSV")},
    {"\xff\xd8\xff", 3, N_("Это фотография. Нужна сама таблица в формате XLSX или CSV")},
    {"Rar!", 4, N_("Это архив RAR. Распакуйте его и загрузите таблицу XLSX или CSV")},
    {"7z\xbc\xaf", 4, N_("Это архив 7z. Распакуйте его и загрузите таблицу XLSX или CSV")},
    {"\x1f\x8b", 2, N_("Это архив GZ. Распакуйте его и загрузите таблицу XLSX или CSV")},
    {"<?xml", 5,
     N_("Это файл XML. Откройте его в программе для таблиц и сохраните в формате "
        "XLSX")},
    {"<html", 5,
     N_("Это веб-страница. Откройте её в программе для таблиц и сохраните в формате "
        "XLSX")},
    {"<!DOCTYPE", 9,
     N_("Это веб-страница. Откройте её в программе для таблиц и сохраните в "
        "формате XLSX")},
};

static int open_checked(const char *path, const struct sheet_limits *limits, struct err *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO,
                       _("Файл «%s» не открывается: %s"), path, err_system(errno));
    struct stat st;
    int rc = 0;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        rc = err_set(err, ERR_INVALID, _("«%s» — не файл"), path);
    else if (st.st_size == 0)
        rc = err_set(err, ERR_INVALID, _("Файл пуст: в нём нет ни одного байта"));
    else if ((uint64_t)st.st_size > limits->max_file)
        rc = err_set(err, ERR_LIMIT,
                     _("Файл больше %zu МБ. Удалите лишние листы и картинки или разделите таблицу "
                       "на части"),
                     limits->max_file >> 20);
    if (rc == 0)
        return fd;
    close(fd);
    return rc;
}

/* An encrypted XLSX is an OLE2 file whose directory names the stream EncryptedPackage, in
 * UTF-16LE. The directory may stand anywhere, so the file is searched. */
static bool ole_is_encrypted(int fd)
{
    static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    char buf[32 * 1024 + sizeof name];
    size_t kept = 0;
    ssize_t got;
    while ((got = read(fd, buf + kept, sizeof buf - kept)) > 0) {
        size_t n = kept + (size_t)got;
        if (memmem(buf, n, name, sizeof name))
            return true;
        kept = n < sizeof name ? n : sizeof name;
        memmove(buf, buf + n - kept, kept);
    }
    return false;
}

static int refuse_ole(int fd, struct err *err)
{
    if (ole_is_encrypted(fd))
        return err_set(err, ERR_INVALID,
                       _("Файл под паролем. Откройте его, снимите пароль («Файл» → «Сведения» → "
                         "«Защита книги») и сохраните снова"));
    return err_set(err, ERR_INVALID,
                   _("Это старый формат (XLS или DOC). Откройте файл и сохраните его как XLSX"));
}

enum kind { KIND_TEXT, KIND_ZIP, KIND_OLE, KIND_OTHER };

static enum kind kind_of(int fd, struct err *err)
{
    char head[16] = {0};
    ssize_t n = pread(fd, head, sizeof head - 1, 0);
    const char *s = head;
    if (n >= 4 && (memcmp(s, "PK\3\4", 4) == 0 || memcmp(s, "PK\5\6", 4) == 0))
        return KIND_ZIP;
    if (n >= 8 && memcmp(s, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
        return KIND_OLE;
    if (strncmp(s, "\xef\xbb\xbf", 3) == 0)
        s += 3;
    for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
        if (strncasecmp(s, magics[i].bytes, magics[i].n) == 0) {
            err_set(err, ERR_INVALID, "%s", _(magics[i].text));
            return KIND_OTHER;
        }
    return KIND_TEXT;
}

int sheet_count(const char *path, const struct sheet_limits *limits, struct err *err, size_t *ret_n)
{
    int fd = open_checked(path, limits, err);
    if (fd < 0)
        return fd;
    enum kind kind = kind_of(fd, NULL);
    close(fd);
    *ret_n = 1;
    return kind == KIND_ZIP ? xlsx_count(path, limits, err, ret_n) : 0;
}

int sheet_read(const char *path, const struct sheet_limits *limits, sheet_row_fn *fn, void *ctx,
               struct err *err)
{
    if (!limits)
        limits = &sheet_limits_default;
    int fd = open_checked(path, limits, err);
    if (fd < 0)
        return fd;
    enum kind kind = kind_of(fd, err);
    int rc = kind == KIND_OLE ? refuse_ole(fd, err) : ERR_INVALID;
    close(fd);
    switch (kind) {
    case KIND_ZIP:
        return xlsx_read(path, limits, fn, ctx, err);
    case KIND_TEXT:
        return csv_read(path, limits, fn, ctx, err);
    case KIND_OLE:
    case KIND_OTHER:
        break;
    }
    return rc;
}
