#include "insight/measure_file.h"

#include <string.h>

#include "base/i18n.h"
#include "base/map.h"
#include "base/utf8.h"
#include "db/db.h"
#include "office/sheet.h"
#include "office/sheet_out.h"

enum { ID, NAME, FIRST_VALUE };
#define COLS (FIRST_VALUE + MEASURE_COLS)
#define TWICE 0 /* in the map of names: two people are called so */

struct reader {
    struct arena *a;
    const struct measure_group *g;
    struct err *err;
    struct measure_col cols[MEASURE_COLS];
    size_t n_cols;
    int at[COLS]; /* columns of the file, −1: it has none */
    bool head;
    struct measure_person *people; /* with the values of the file */
    struct measure_person *kept;   /* as they were */
    size_t n;
    struct map by_id, by_name; /* place + 1 */
    size_t *row_of;            /* in the file; 0: not there */
    struct measure_problem *problems;
    size_t n_problems;
};

static const char *head_of(const struct reader *r, size_t col)
{
    return col == ID     ? _("Номер записи")
           : col == NAME ? _("Участник")
                         : measure_col_name(r->a, r->g, r->cols[col - FIRST_VALUE]);
}

/* ---- reading ---- */

static const char *address(struct arena *a, int col, size_t row_no)
{
    const char *tail = arena_printf(a, "%zu", row_no);
    for (; col >= 0; col = col / 26 - 1)
        tail = arena_printf(a, "%c%s", 'A' + col % 26, tail);
    return tail;
}

static void problem(struct reader *r, size_t row_no, size_t col, const char *value,
                    const char *what)
{
    int at = r->at[col] < 0 ? 0 : r->at[col];
    if (r->n_problems < MEASURE_PROBLEMS)
        r->problems[r->n_problems] = (struct measure_problem){
            address(r->a, at, row_no), head_of(r, col), arena_strdup(r->a, value), what};
    r->n_problems++;
}

static int take_head(struct reader *r, const struct cell *cells, size_t n)
{
    size_t known = 0;
    for (size_t c = 0; c < FIRST_VALUE + r->n_cols; c++) {
        const char *key = utf8_key(r->a, head_of(r, c));
        r->at[c] = -1;
        for (size_t i = 0; i < n && r->at[c] < 0; i++)
            if (!strcmp(utf8_key(r->a, cells[i].text), key))
                r->at[c] = (int)i;
        known += c >= FIRST_VALUE && r->at[c] >= 0;
    }
    r->head = true;
    if (known && (r->at[ID] >= 0 || r->at[NAME] >= 0))
        return 0;
    return err_set(r->err, ERR_INVALID,
                   _("В первой строке нужны названия столбцов, как в скачанной таблице. Скачайте "
                     "таблицу этой группы и заполните её"));
}

static const char *text_of(const struct reader *r, const struct cell *cells, size_t n, size_t col)
{
    int at = r->at[col];
    return at >= 0 && (size_t)at < n ? utf8_squeeze(r->a, cells[at].text) : "";
}

/* By the number of the record, else by the name; n: nobody. */
static size_t find(struct reader *r, size_t row_no, const struct cell *cells, size_t n)
{
    const char *id = text_of(r, cells, n, ID), *name = text_of(r, cells, n, NAME);
    uint32_t at = *id ? map_get(&r->by_id, id) : MAP_NONE;
    if (at == MAP_NONE && *name)
        at = map_get(&r->by_name, utf8_key(r->a, name));
    if (at != MAP_NONE && at != TWICE)
        return at - 1;
    if (at == TWICE)
        problem(r, row_no, NAME, name, _("таких двое: оставьте номер записи из скачанной таблицы"));
    else
        problem(r, row_no, *id ? ID : NAME, *id ? id : name,
                _("такого участника в этой группе нет"));
    return r->n;
}

static bool empty_row(const struct reader *r, const struct cell *cells, size_t n)
{
    for (size_t c = FIRST_VALUE; c < FIRST_VALUE + r->n_cols; c++)
        if (*text_of(r, cells, n, c))
            return false;
    return true;
}

static int take_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct reader *r = ctx;
    if (!r->head)
        return take_head(r, cells, n);
    if (empty_row(r, cells, n))
        return 0;
    size_t i = find(r, row_no, cells, n);
    if (i == r->n)
        return 0;
    if (r->row_of[i]) {
        problem(r, row_no, NAME, r->people[i].name,
                arena_printf(r->a, _("этот участник уже есть в строке %zu"), r->row_of[i]));
        return 0;
    }
    r->row_of[i] = row_no;
    for (size_t c = 0; c < r->n_cols; c++) {
        const char *text = text_of(r, cells, n, FIRST_VALUE + c), *why = "";
        int64_t value;
        if (!*text)
            continue;
        if (measure_parse(r->a, r->g->metric[r->cols[c].metric], text, &value, &why))
            *measure_at(&r->people[i], r->cols[c]) = value;
        else
            problem(r, row_no, FIRST_VALUE + c, text, why);
    }
    return 0;
}

static int load_people(struct reader *r, struct db *db)
{
    int rc = measure_people(db, r->a, r->g, "", 0, MEASURE_FILE_ROWS, &r->people, &r->n);
    if (rc < 0)
        return rc;
    r->kept = arena_array(r->a, struct measure_person, r->n);
    r->row_of = arena_array(r->a, size_t, r->n);
    map_init(&r->by_id, r->a, 2 * r->n);
    map_init(&r->by_name, r->a, 2 * r->n);
    for (size_t i = 0; i < r->n; i++) {
        uint32_t *name = map_at(&r->by_name, utf8_key(r->a, r->people[i].name));
        r->kept[i] = r->people[i];
        r->row_of[i] = 0;
        *name = *name == MAP_NONE ? (uint32_t)(i + 1) : TWICE;
        *map_at(&r->by_id, arena_printf(r->a, "%lld", (long long)r->people[i].id)) =
            (uint32_t)(i + 1);
    }
    return 0;
}

static bool same(struct measure_pair x, struct measure_pair y)
{
    return x.before == y.before && x.after == y.after;
}

static bool changed(const struct measure_group *g, const struct measure_filled *f, size_t person)
{
    for (size_t k = 0; k < g->n; k++)
        if (!same(f->people[person].v[k], f->kept[person].v[k]))
            return true;
    return false;
}

int measure_file_read(struct db *db, struct arena *a, const struct measure_group *g,
                      const char *path, struct err *err, struct measure_filled *ret)
{
    struct sheet_limits limits = sheet_limits_default;
    struct reader r = {.a = a, .g = g, .err = err};
    limits.max_file = MEASURE_FILE_MAX;
    limits.max_rows = MEASURE_FILE_ROWS;
    r.n_cols = measure_cols(g, r.cols);
    r.problems = arena_array(a, struct measure_problem, MEASURE_PROBLEMS);
    int rc = load_people(&r, db);
    if (rc >= 0)
        rc = sheet_read(path, &limits, take_row, &r, err);
    if (rc < 0)
        return rc;
    *ret = (struct measure_filled){.problems = r.problems,
                                   .n_problems = r.n_problems,
                                   .people = r.people,
                                   .kept = r.kept,
                                   .n = r.n};
    for (size_t i = 0; i < r.n; i++)
        ret->n_changed += changed(g, ret, i);
    return 0;
}

int measure_file_keep(struct db *db, struct arena *a, const struct clock *clock,
                      const struct measure_group *g, const struct measure_filled *f,
                      int64_t account_id)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < f->n; i++)
        for (size_t k = 0; r >= 0 && k < g->n; k++)
            if (!same(f->people[i].v[k], f->kept[i].v[k]))
                r = measure_put(db, clock, g, &f->people[i], k, f->people[i].v[k], account_id);
    return r < 0 ? r : measure_release(db, a, g);
}

/* ---- writing ---- */

static struct cell cell_of(struct arena *a, const struct pack_metric *m, int64_t value)
{
    if (value == MEASURE_NONE || m->type == PACK_METRIC_YESNO)
        return cell_text(measure_text(a, m, value));
    return cell_number((double)value / 100);
}

int measure_file_write(struct db *db, struct arena *a, const struct measure_group *g,
                       const char *path, struct err *err)
{
    struct reader r = {.a = a, .g = g};
    struct sheet_col heads[COLS];
    struct sheet_writer *w;
    r.n_cols = measure_cols(g, r.cols);
    for (size_t c = 0; c < FIRST_VALUE + r.n_cols; c++)
        heads[c] = (struct sheet_col){head_of(&r, c), c == ID ? 22 : c == NAME ? 36 : 24};
    int rc = load_people(&r, db);
    if (rc >= 0)
        rc = sheet_writer_open(a, SHEET_XLSX, path, err, &w);
    if (rc < 0)
        return rc;
    rc = sheet_writer_sheet(w, _("Показатели школы"), NULL, heads, FIRST_VALUE + r.n_cols, err);
    for (size_t i = 0; rc >= 0 && i < r.n; i++) {
        struct cell row[COLS];
        row[ID] = cell_text(arena_printf(a, "%lld", (long long)r.people[i].id));
        row[NAME] = cell_text(r.people[i].name);
        for (size_t c = 0; c < r.n_cols; c++)
            row[FIRST_VALUE + c] =
                cell_of(a, g->metric[r.cols[c].metric], *measure_at(&r.people[i], r.cols[c]));
        rc = sheet_writer_row(w, row, FIRST_VALUE + r.n_cols, err);
    }
    if (rc >= 0)
        return sheet_writer_finish(w, err, NULL);
    sheet_writer_abort(w);
    return rc;
}
