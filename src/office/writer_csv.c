#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "office/cell.h"
#include "office/writer.h"

int csv_writer_open(struct sheet_writer *w, int fd, struct err *err)
{
    w->csv = fdopen(fd, "wb");
    if (!w->csv) {
        int rc = writer_failed(err);
        close(fd);
        return rc;
    }
    fputs("\xef\xbb\xbf", w->csv);
    return 0;
}

static void put_text(struct sheet_writer *w, const char *text)
{
    bool guard = *text && strchr("=+-@\t\r", *text);
    const char *s = writer_text(w, text);
    if (!guard && !strpbrk(s, ";\"\n\r\t,") && *s != ' ') {
        fputs(s, w->csv);
        return;
    }
    putc('"', w->csv);
    if (guard)
        putc('\'', w->csv);
    for (; *s; s++) {
        if (*s == '"')
            putc('"', w->csv);
        putc(*s, w->csv);
    }
    putc('"', w->csv);
}

static void put_cell(struct sheet_writer *w, const struct cell *c)
{
    char number[CELL_NUMBER_MAX];
    switch (c->kind) {
    case CELL_TEXT:
    case CELL_ERROR:
        put_text(w, c->text);
        break;
    case CELL_NUMBER:
        cell_print_number(c->number, number);
        fputs(number, w->csv);
        break;
    case CELL_DATE: {
        struct arena *a = arena_new();
        const char *day = cell_print_date(a, c->number, false);
        fputs(day ? day : "", w->csv);
        arena_free(a);
        break;
    }
    case CELL_BOOL:
        fputs(c->number > 0 ? "ИСТИНА" : "ЛОЖЬ", w->csv);
        break;
    case CELL_EMPTY:
        break;
    }
}

static int end_line(struct sheet_writer *w, struct err *err)
{
    fputs("\r\n", w->csv);
    return ferror(w->csv) ? writer_failed(err) : 0;
}

int csv_writer_sheet(struct sheet_writer *w, const char *title, const struct sheet_col *cols,
                     size_t n_cols, struct err *err)
{
    if (w->n_sheets++ > 0)
        return err_set(err, ERR_INVALID, _("В файле CSV может быть только один лист"));
    if (title) {
        put_text(w, title);
        int rc = end_line(w, err);
        if (rc < 0)
            return rc;
    }
    for (size_t i = 0; i < n_cols; i++) {
        if (i > 0)
            putc(';', w->csv);
        put_text(w, cols[i].head);
    }
    return n_cols > 0 ? end_line(w, err) : 0;
}

int csv_writer_row(struct sheet_writer *w, const struct cell *cells, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            putc(';', w->csv);
        put_cell(w, &cells[i]);
    }
    return end_line(w, err);
}

int csv_writer_finish(struct sheet_writer *w, struct err *err)
{
    bool bad = fflush(w->csv) != 0 || ferror(w->csv);
    int rc = bad ? writer_failed(err) : 0;
    if (fclose(w->csv) != 0 && rc == 0)
        rc = writer_failed(err);
    return rc;
}

void csv_writer_drop(struct sheet_writer *w)
{
    fclose(w->csv);
}
