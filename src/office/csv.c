#include "office/csv.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "office/cell.h"
#include "office/charset.h"

enum state { AT_START, IN_PLAIN, IN_QUOTED, AFTER_QUOTE };

struct parser {
    const struct sheet_limits *limits;
    sheet_row_fn *fn;
    void *ctx;
    char separator;
    enum state state;
    bool after_cr;
    size_t row_no, rows; /* row_no: of the record being read */
    struct strbuf text;  /* fields of the record, each with a NUL behind it */
    size_t *starts;      /* max_cols + 1 offsets into text */
    struct cell *cells;  /* max_cols */
    size_t n_fields;     /* finished ones, at most max_cols */
    size_t field;        /* offset of the current one */
};

static int too_long(const struct parser *p, struct err *err)
{
    if (p->state == IN_QUOTED)
        return err_set(err, ERR_LIMIT,
                       _("Строка %zu: открытая кавычка не закрыта или в ячейке больше %zu знаков. "
                         "Исправьте строку или сохраните таблицу как XLSX"),
                       p->row_no, p->limits->max_cell);
    return err_set(err, ERR_LIMIT,
                   _("Строка %zu: в ячейке больше %zu знаков. Сократите текст и загрузите таблицу "
                     "снова"),
                   p->row_no, p->limits->max_cell);
}

static int end_field(struct parser *p, struct err *err)
{
    const char *s = p->text.s + p->field;
    size_t n = p->text.len - p->field;
    if (n > p->limits->max_cell && utf8_len(s) > p->limits->max_cell)
        return too_long(p, err);
    p->state = AT_START;
    if (p->n_fields == p->limits->max_cols) {
        if (!cell_blank(s))
            return err_set(err, ERR_LIMIT,
                           _("Строка %zu: заполнено больше %zu столбцов. Удалите лишние столбцы и "
                             "загрузите таблицу снова"),
                           p->row_no, p->limits->max_cols);
        p->text.len = p->field;
        return 0;
    }
    p->starts[p->n_fields++] = p->field;
    strbuf_putc(&p->text, '\0');
    p->field = p->text.len;
    return 0;
}

/* «'=1+1» is how spreadsheet writers keep a text from becoming a formula. */
static const char *without_guard(const char *s)
{
    return s[0] == '\'' && s[1] && strchr("=+-@\t", s[1]) ? s + 1 : s;
}

static int end_record(struct parser *p, struct err *err)
{
    int rc = end_field(p, err);
    if (rc < 0)
        return rc;
    size_t n = 0;
    for (size_t i = 0; i < p->n_fields; i++) {
        const char *s = without_guard(p->text.s + p->starts[i]);
        bool blank = cell_blank(s);
        p->cells[i] = (struct cell){.kind = blank ? CELL_EMPTY : CELL_TEXT, .text = blank ? "" : s};
        if (!blank)
            n = i + 1;
    }
    if (n > 0) {
        if (++p->rows > p->limits->max_rows)
            return err_set(err, ERR_LIMIT,
                           _("В таблице больше %zu строк. Разделите её на части и загрузите по "
                             "одной"),
                           p->limits->max_rows);
        rc = p->fn(p->ctx, p->row_no, p->cells, n);
    }
    strbuf_clear(&p->text);
    p->n_fields = 0;
    p->field = 0;
    p->row_no++;
    return rc < 0 ? rc : 0;
}

static int take(struct parser *p, char c, struct err *err)
{
    if (p->state == IN_QUOTED && c == '"') {
        p->state = AFTER_QUOTE;
        return 0;
    }
    if (p->state == AFTER_QUOTE && c == '"') {
        p->state = IN_QUOTED;
        strbuf_putc(&p->text, c);
        return 0;
    }
    if (p->state != IN_QUOTED) {
        if (c == p->separator)
            return end_field(p, err);
        if (c == '\n')
            return end_record(p, err);
        if (p->state == AT_START && c == '"') {
            p->state = IN_QUOTED;
            return 0;
        }
        p->state = IN_PLAIN;
    }
    strbuf_putc(&p->text, c);
    return 0;
}

/* Bytes at s that mean nothing but themselves. */
static size_t plain_run(const struct parser *p, const char *s, size_t n)
{
    size_t i = 0;
    if (p->state == IN_PLAIN || p->state == IN_QUOTED)
        while (i < n && (unsigned char)s[i] >= 0x20 && s[i] != '"' && s[i] != p->separator)
            i++;
    return i;
}

static int parse(struct parser *p, const char *s, size_t n, struct err *err)
{
    for (size_t i = 0; i < n; i++) {
        size_t run = plain_run(p, s + i, n - i);
        strbuf_add(&p->text, s + i, run);
        i += run;
        p->after_cr = p->after_cr && run == 0;
        if (p->text.len - p->field > p->limits->max_cell * 4)
            return too_long(p, err);
        if (p->text.len > CELL_ROW_MAX)
            return cell_row_too_long(p->row_no, err);
        if (i == n)
            break;
        char c = s[i];
        bool second = c == '\n' && p->after_cr;
        p->after_cr = c == '\r';
        if (second || ((unsigned char)c < 0x20 && !strchr("\t\n\r", c)) || c == '\0')
            continue;
        int rc = take(p, c == '\r' ? '\n' : c, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

/* Occurrences × regularity: the separator of the columns stands equally often in every record,
 * a comma of the sentences does not. */
static size_t regularity(const char *s, size_t n, char separator)
{
    size_t counts[CSV_PEEK_RECORDS] = {0}, records = 0, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < n && records < CSV_PEEK_RECORDS; i++) {
        if (s[i] == '"')
            quoted = !quoted;
        else if (!quoted && s[i] == separator)
            counts[records]++;
        else if (!quoted && (s[i] == '\n' || s[i] == '\r'))
            records += i > 0 && s[i - 1] != '\n' && s[i - 1] != '\r';
    }
    for (size_t i = 0; i < CSV_PEEK_RECORDS; i++) {
        size_t same = 0;
        for (size_t j = 0; j < CSV_PEEK_RECORDS; j++)
            same += counts[j] == counts[i];
        if (counts[i] * same > best)
            best = counts[i] * same;
    }
    return best;
}

/* Returns the bytes of a «sep=;» line, which tells the separator and is no row. */
static size_t find_separator(const char *s, size_t n, char *ret)
{
    static const char known[] = {';', '\t', ',', '|'};
    if (n >= 6 && strncasecmp(s, "sep=", 4) == 0 && (s[5] == '\r' || s[5] == '\n')) {
        *ret = s[4];
        return s[5] == '\r' && n > 6 && s[6] == '\n' ? 7 : 6;
    }
    size_t best = 0;
    *ret = ';';
    for (size_t i = 0; i < sizeof known; i++) {
        size_t found = regularity(s, n, known[i]);
        if (found > best) {
            best = found;
            *ret = known[i];
        }
    }
    return 0;
}

static int read_all(struct parser *p, struct charset_reader *r, size_t size, struct err *err)
{
    for (bool first = true;; first = false) {
        size_t n, skip = 0;
        int rc = charset_next(r, err, &n);
        if (rc < 0)
            return rc;
        if (n == 0)
            break;
        if (first)
            skip = find_separator(r->out, n, &p->separator);
        rc = parse(p, r->out + skip, n - skip, err);
        if (rc == 0 && p->limits->progress)
            rc = p->limits->progress(p->limits->progress_ctx, "",
                                     r->n_read < size ? (double)r->n_read / (double)size : 1);
        if (rc < 0)
            return rc;
    }
    if (p->state == IN_QUOTED)
        return err_set(err, ERR_INVALID,
                       _("Строка %zu: открытая кавычка не закрыта. Исправьте строку или сохраните "
                         "таблицу как XLSX"),
                       p->row_no);
    int rc = end_record(p, err);
    if (rc == 0 && p->rows == 0)
        rc = err_set(err, ERR_INVALID, _("Таблица пуста: в файле нет ни одной заполненной ячейки"));
    return rc;
}

static int read_file(FILE *f, struct arena *a, const struct sheet_limits *limits, sheet_row_fn *fn,
                     void *ctx, struct err *err)
{
    struct charset_reader *r = arena_new_of(a, struct charset_reader);
    r->f = f;
    int rc = charset_detect(f, err, &r->charset);
    if (rc < 0)
        return rc;
    struct parser p = {.limits = limits,
                       .fn = fn,
                       .ctx = ctx,
                       .row_no = 1,
                       .starts = arena_array(a, size_t, limits->max_cols + 1),
                       .cells = arena_array(a, struct cell, limits->max_cols)};
    strbuf_init(&p.text, a);
    struct stat st;
    size_t size = fstat(fileno(f), &st) == 0 && st.st_size > 0 ? (size_t)st.st_size : 1;
    return read_all(&p, r, size, err);
}

int csv_read(const char *path, const struct sheet_limits *limits, sheet_row_fn *fn, void *ctx,
             struct err *err)
{
    FILE *f = fopen(path, "rbe");
    if (!f)
        return err_set(err, ERR_IO, _("Файл «%s» не открывается: %s"), path, err_system(errno));
    struct arena *a = arena_new();
    int rc = read_file(f, a, limits, fn, ctx, err);
    arena_free(a);
    fclose(f);
    return rc;
}
