#include "office/sheet_out.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "office/cell.h"
#include "office/writer.h"

#define MAX_TEXT 32767 /* UTF-16 units of one cell */

int writer_failed(struct err *err)
{
    int code = errno ? errno : EIO;
    return err_set(err, ERR_IO,
                   code == ENOSPC
                       ? _("Таблица не сохраняется: %s. Освободите место и попробуйте снова")
                       : _("Таблица не сохраняется: %s"),
                   err_system(code));
}

const char *writer_text(struct sheet_writer *w, const char *text)
{
    struct strbuf *b = &w->text;
    strbuf_clear(b);
    size_t n = strlen(text), units = 0;
    for (size_t i = 0, len; i < n; i += len) {
        uint32_t c = utf8_decode(text + i, n - i, &len);
        units += c > 0xffff ? 2 : 1;
        if (units > MAX_TEXT)
            break;
        char bytes[4];
        if (w->format == SHEET_XLSX && c == '_' && cell_is_escape(text + i))
            strbuf_puts(b, "_x005F_");
        else if (c >= 0x20 || c == '\n' || c == '\t')
            strbuf_add(b, bytes, utf8_encode(c, bytes));
    }
    return b->s;
}

static const char *temp_folder(void)
{
    const char *dir = getenv("TMPDIR");
    return dir && *dir ? dir : "/tmp";
}

int sheet_writer_open(struct arena *a, enum sheet_format format, const char *path, struct err *err,
                      struct sheet_writer **ret)
{
    struct sheet_writer *w = arena_new_of(a, struct sheet_writer);
    struct stat st;
    if (path && stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return err_set(err, ERR_INVALID, _("«%s» — не файл"), path);
    w->a = a;
    w->format = format;
    w->path = path ? arena_strdup(a, path) : NULL;
    w->tmp = path ? arena_printf(a, "%s.XXXXXX", path)
                  : arena_printf(a, "%s/nastavnik-XXXXXX", temp_folder());
    strbuf_init(&w->text, a);
    int fd = mkostemp(w->tmp, O_CLOEXEC);
    if (fd < 0)
        return writer_failed(err);
    int rc;
    if (format == SHEET_XLSX) {
        close(fd);
        rc = xlsx_writer_open(w, err);
    } else {
        rc = csv_writer_open(w, fd, err);
    }
    if (rc < 0) {
        unlink(w->tmp);
        return rc;
    }
    *ret = w;
    return 0;
}

int sheet_writer_sheet(struct sheet_writer *w, const char *name, const char *title,
                       const struct sheet_col *cols, size_t n_cols, struct err *err)
{
    if (w->format == SHEET_XLSX)
        return xlsx_writer_sheet(w, name, title, cols, n_cols, err);
    return csv_writer_sheet(w, title, cols, n_cols, err);
}

int sheet_writer_row(struct sheet_writer *w, const struct cell *cells, size_t n, struct err *err)
{
    if (w->format == SHEET_XLSX)
        return xlsx_writer_row(w, cells, n, err);
    return csv_writer_row(w, cells, n, err);
}

static int hand_over(struct sheet_writer *w, struct err *err, FILE **ret_file)
{
    int fd = open(w->tmp, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) < 0) {
        int rc = writer_failed(err);
        if (fd >= 0)
            close(fd);
        return rc;
    }
    if (w->path) {
        close(fd);
        return rename(w->tmp, w->path) < 0 ? writer_failed(err) : 0;
    }
    FILE *f = fdopen(fd, "rb");
    if (!f) {
        close(fd);
        return writer_failed(err);
    }
    unlink(w->tmp);
    *ret_file = f;
    return 0;
}

int sheet_writer_finish(struct sheet_writer *w, struct err *err, FILE **ret_file)
{
    int rc = w->format == SHEET_XLSX ? xlsx_writer_finish(w, err) : csv_writer_finish(w, err);
    if (rc == 0)
        rc = hand_over(w, err, ret_file);
    if (rc < 0)
        unlink(w->tmp);
    return rc;
}

void sheet_writer_abort(struct sheet_writer *w)
{
    if (!w)
        return;
    if (w->format == SHEET_XLSX)
        xlsx_writer_drop(w);
    else
        csv_writer_drop(w);
    unlink(w->tmp);
}
