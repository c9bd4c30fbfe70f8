#include "programme/survey_change.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "db/db.h"
#include "programme/survey_change.sql.h"
#include "programme/survey_change_priv.h"
#include "programme/survey_kind.h"

/* ---- what belongs together in two sheets ---- */

/* The first closed item with this metric and kind; 0: none. */
static int item_of(const struct survey_words *w, const struct survey_item *like)
{
    for (size_t i = 0; w && i < w->n; i++)
        if (w->items[i].kind == like->kind && !strcmp(w->items[i].metric, like->metric))
            return w->items[i].n;
    return 0;
}

static void tie_items(struct ties *t, const struct survey_words *of,
                      const struct survey_words *before, const struct survey_words *after)
{
    for (size_t i = 0; of && i < of->n; i++) {
        const struct survey_item *item = &of->items[i];
        size_t k = 0;
        if (!survey_kind_closed(item->kind) || !*item->metric)
            continue;
        while (k < t->n &&
               (t->row[k].kind != item->kind || strcmp(t->row[k].metric, item->metric) != 0))
            k++;
        if (k == t->n)
            t->row[t->n++] =
                (struct tie){item->kind, item->metric, item_of(before, item), item_of(after, item)};
    }
}

/* In the order of the questions; the same two sheets always give the same, for they never change.
 */
static struct ties tie(struct arena *a, const struct survey_words *before,
                       const struct survey_words *after)
{
    struct ties t = {arena_array(a, struct tie, (before ? before->n : 0) + (after ? after->n : 0)),
                     0};
    tie_items(&t, before, before, after);
    tie_items(&t, after, before, after);
    return t;
}

size_t survey_cell_of(const struct tie *t, const char *before, const char *after)
{
    int b = t->before ? survey_mark_get(before, t->before) : SURVEY_MISSING;
    int a = t->after ? survey_mark_get(after, t->after) : SURVEY_MISSING;
    return (size_t)((b + 1) * SURVEY_SIDE + a + 1);
}

/* ---- sums of all metrics ---- */

struct changes {
    struct arena *a;
    struct survey_change **row;
    size_t n, cap;
};

static struct survey_change *change_of(struct changes *c, const char *role, const char *form,
                                       const struct tie *t)
{
    for (size_t i = 0; i < c->n; i++)
        if (c->row[i]->kind == t->kind && !strcmp(c->row[i]->metric, t->metric) &&
            !strcmp(c->row[i]->role, role) && !strcmp(c->row[i]->form, form))
            return c->row[i];
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 64;
        c->row = arena_grow(c->a, c->row, c->cap * sizeof *c->row, cap * sizeof *c->row);
        c->cap = cap;
    }
    struct survey_change *x = arena_new_of(c->a, struct survey_change);
    *x = (struct survey_change){.role = arena_strdup(c->a, role),
                                .form = arena_strdup(c->a, form),
                                .metric = t->metric,
                                .kind = t->kind};
    return c->row[c->n++] = x;
}

static void add(struct survey_change *x, size_t cell, int64_t times)
{
    size_t b = cell / SURVEY_SIDE, a = cell % SURVEY_SIDE;
    x->cell[b][a] += times;
    x->n_before += b ? times : 0;
    x->n_after += a ? times : 0;
    x->n_both += b && a ? times : 0;
}

/* By role and form; the order of the questions stays. */
static void sort_changes(struct survey_change **x, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct survey_change *now = x[i];
        size_t k = i;
        for (; k > 0; k--) {
            int by = strcmp(x[k - 1]->role, now->role);
            if ((by ? by : strcmp(x[k - 1]->form, now->form)) <= 0)
                break;
            x[k] = x[k - 1];
        }
        x[k] = now;
    }
}

/* ---- of units: one walk ---- */

/* How a pair of sheets of one side and form is counted: worked out once, used for every row. */
struct plan {
    const struct survey_words *before, *after;
    const char *role, *form;
    struct ties ties;
    struct survey_change **change; /* of each tie */
    struct plan *next;
};

struct walk {
    struct changes c;
    struct plan *plans;
};

static const struct plan *plan_of(struct walk *w, const struct survey_row *row)
{
    struct plan **at = &w->plans;
    for (; *at; at = &(*at)->next) {
        struct plan *p = *at;
        if (p->before != row->before.words || p->after != row->after.words ||
            strcmp(p->role, row->role) != 0 || strcmp(p->form, row->form) != 0)
            continue;
        *at = p->next; /* to the front: the next rows are like this one */
        p->next = w->plans;
        return w->plans = p;
    }
    struct plan *p = arena_new_of(w->c.a, struct plan);
    *p = (struct plan){.before = row->before.words,
                       .after = row->after.words,
                       .role = arena_strdup(w->c.a, row->role),
                       .form = arena_strdup(w->c.a, row->form),
                       .ties = tie(w->c.a, row->before.words, row->after.words),
                       .next = w->plans};
    p->change = arena_array(w->c.a, struct survey_change *, p->ties.n);
    for (size_t i = 0; i < p->ties.n; i++)
        p->change[i] = change_of(&w->c, row->role, row->form, &p->ties.row[i]);
    return w->plans = p;
}

static int count_row(void *ctx, const struct survey_row *row)
{
    const struct plan *p = plan_of(ctx, row);
    for (size_t i = 0; i < p->ties.n; i++)
        add(p->change[i], survey_cell_of(&p->ties.row[i], row->before.marks, row->after.marks), 1);
    return 0;
}

/* ---- of a programme: what is kept ---- */

static int take_words(struct shelf *s, int64_t id, const struct survey_words **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < s->n; i++)
        if (s->sheet[i]->id == id)
            *ret = s->sheet[i];
    if (!id || *ret)
        return 0;
    struct survey_words *w = arena_new_of(s->a, struct survey_words);
    int r = survey_words(s->db, s->a, id, w);
    if (r >= 0 && s->n < sizeof s->sheet / sizeof *s->sheet)
        s->sheet[s->n++] = w;
    *ret = w;
    return r < 0 ? r : 0;
}

int survey_take_ties(struct shelf *s, int64_t before_sheet, int64_t after_sheet, struct ties *ret)
{
    const struct survey_words *before, *after;
    int r = take_words(s, before_sheet, &before);
    if (r >= 0)
        r = take_words(s, after_sheet, &after);
    if (r >= 0)
        *ret = tie(s->a, before, after);
    return r;
}

void survey_read_cells(const char *s, void (*fn)(void *ctx, size_t tie, size_t cell, int64_t times),
                       void *ctx)
{
    for (size_t at = 0; *s;) {
        char *end;
        if (*s == ';' || *s == ' ') {
            at += *s++ == ';';
            continue;
        }
        size_t cell = strtoul(s, &end, 10);
        if (*end != ':' || cell >= SURVEY_CELLS)
            return;
        int64_t times = strtoll(end + 1, &end, 10);
        fn(ctx, at, cell, times);
        s = end;
    }
}

struct kept {
    struct changes c;
    struct ties ties;
    struct survey_change **change; /* of each tie */
};

static void take_cell(void *ctx, size_t at, size_t cell, int64_t times)
{
    struct kept *k = ctx;
    if (at < k->ties.n)
        add(k->change[at], cell, times);
}

static int count_kept(struct db *db, struct kept *k, const struct survey_scope *scope)
{
    struct survey_change_rows *rows;
    struct shelf shelf = {.db = db, .a = k->c.a};
    size_t n;
    int r =
        survey_change_rows(db, k->c.a, scope->programme_id, scope->role, scope->form, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = survey_take_ties(&shelf, rows[i].before_sheet, rows[i].after_sheet, &k->ties);
        if (r < 0)
            break;
        k->change = arena_array(k->c.a, struct survey_change *, k->ties.n);
        for (size_t t = 0; t < k->ties.n; t++)
            k->change[t] = change_of(&k->c, rows[i].role, rows[i].form_code, &k->ties.row[t]);
        survey_read_cells(rows[i].cells, take_cell, k);
    }
    return r;
}

int survey_changes(struct db *db, struct arena *a, const struct survey_scope *scope,
                   const struct survey_change **ret, size_t *ret_n)
{
    struct walk walk = {.c = {.a = a}};
    struct kept kept = {.c = {.a = a}};
    int r = scope->programme_id ? count_kept(db, &kept, scope)
                                : survey_each(db, a, scope, count_row, &walk);
    if (r < 0)
        return r;
    const struct changes *c = scope->programme_id ? &kept.c : &walk.c;
    sort_changes(c->row, c->n);
    struct survey_change *all = arena_array(a, struct survey_change, c->n);
    for (size_t i = 0; i < c->n; i++)
        all[i] = *c->row[i];
    *ret = all;
    *ret_n = c->n;
    return 0;
}

struct survey_share survey_share(const struct survey_change *c, bool after)
{
    struct survey_share s = {0, after ? c->n_after : c->n_before};
    for (size_t i = 0; i < SURVEY_SIDE; i++)
        s.yes += after ? c->cell[i][2] : c->cell[2][i];
    return s;
}
