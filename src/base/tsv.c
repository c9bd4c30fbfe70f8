#include "base/tsv.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"

static size_t count_char(const char *s, size_t n, char c)
{
    size_t k = 0;
    for (const char *end = s + n; (s = memchr(s, c, (size_t)(end - s))); s++)
        k++;
    return k;
}

/* Split one line in place into at most max cells; the number of cells, or max + 1. */
static size_t split(char *line, const char **cells, size_t max)
{
    size_t n = 0;
    for (char *p = line; p;) {
        if (n == max)
            return max + 1;
        char *tab = strchr(p, '\t');
        if (tab)
            *tab++ = '\0';
        cells[n++] = p;
        p = tab;
    }
    return n;
}

/* Cut the next line off *rest; NULL at the end. */
static char *next_line(char **rest)
{
    char *line = *rest;
    if (!line || !*line)
        return NULL;
    char *end = strchr(line, '\n');
    *rest = end ? end + 1 : NULL;
    if (end)
        *end = '\0';
    size_t n = strlen(line);
    if (n && line[n - 1] == '\r')
        line[n - 1] = '\0';
    return line;
}

static int read_head(struct arena *a, const char *name, char *line, struct err *err, struct tsv *t)
{
    const char **head = arena_array(a, const char *, TSV_MAX_COLUMNS);
    t->n_cols = split(line, head, TSV_MAX_COLUMNS);
    t->head = head;
    if (t->n_cols > TSV_MAX_COLUMNS)
        return err_set(err, ERR_LIMIT, _("%s: больше %d столбцов"), name, TSV_MAX_COLUMNS);
    for (size_t i = 0; i < t->n_cols; i++)
        for (size_t j = 0; j < i; j++)
            if (!strcmp(head[i], head[j]))
                return err_set(err, ERR_INVALID, _("%s: столбец «%s» встречается дважды"), name,
                               head[i]);
    return 0;
}

int tsv_parse(struct arena *a, const char *name, const char *text, size_t n, struct err *err,
              struct tsv *ret)
{
    return tsv_parse_in(a, a, name, text, n, err, ret);
}

int tsv_parse_in(struct arena *texts, struct arena *a, const char *name, const char *text, size_t n,
                 struct err *err, struct tsv *ret)
{
    if (n > TSV_MAX_BYTES)
        return err_set(err, ERR_LIMIT, _("%s: файл больше %u МБ"), name, TSV_MAX_BYTES >> 20);
    if (!utf8_valid(text, n))
        return err_set(err, ERR_INVALID, _("%s: файл не в кодировке UTF-8"), name);
    if (n >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3))
        text += 3, n -= 3;
    char *rest = arena_strndup(texts, text, n);
    char *line = next_line(&rest);
    if (!line || !*line)
        return err_set(err, ERR_INVALID, _("%s: нет первой строки с названиями столбцов"), name);
    struct tsv t = {0};
    int r = read_head(a, name, line, err, &t);
    if (r < 0)
        return r;
    size_t max_rows = rest ? count_char(rest, strlen(rest), '\n') + 1 : 0;
    const char **cells = arena_array(a, const char *, max_rows *t.n_cols);
    size_t *lines = arena_array(a, size_t, max_rows);
    for (size_t line_no = 2; (line = next_line(&rest)); line_no++) {
        if (!*line)
            continue;
        const char **row = cells + t.n_rows * t.n_cols;
        size_t got = split(line, row, t.n_cols);
        if (got > t.n_cols)
            return err_set(err, ERR_INVALID, _("%s, строка %zu: ячеек больше, чем столбцов (%zu)"),
                           name, line_no, t.n_cols);
        while (got < t.n_cols)
            row[got++] = "";
        lines[t.n_rows++] = line_no;
    }
    t.cells = cells;
    t.lines = lines;
    *ret = t;
    return 0;
}

int tsv_col(const struct tsv *t, const char *name)
{
    for (size_t i = 0; i < t->n_cols; i++)
        if (!strcmp(t->head[i], name))
            return (int)i;
    return -1;
}

const char *tsv_get(const struct tsv *t, size_t row, const char *col)
{
    int c = tsv_col(t, col);
    return c < 0 ? "" : tsv_cell(t, row, (size_t)c);
}
