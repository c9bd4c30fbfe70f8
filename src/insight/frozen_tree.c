/* The tree below a unit: counted at its leaves, summed on the way up. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "db/db.h"
#include "insight/frozen_priv.h"
#include "insight/frozen_tree.sql.h"
#include "programme/pack.h"

/* ---- laying it out ---- */

static int by_id(const void *x, const void *y, void *nodes)
{
    const struct frozen_node *n = nodes;
    int64_t a = n[*(const size_t *)x].id, b = n[*(const size_t *)y].id;
    return (a > b) - (a < b);
}

size_t frozen_node_of(const struct frozen_tree *t, int64_t unit_id)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (t->node[t->by_id[middle]].id < unit_id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->n && t->node[t->by_id[low]].id == unit_id ? t->by_id[low] : NOBODY;
}

static struct frozen_cell *new_cells(struct frozen_tree *t)
{
    struct frozen_cell *c = arena_array(t->w->a, struct frozen_cell, t->list.n);
    for (size_t i = 0; i < t->list.n; i++)
        c[i].source = c[i].as_of = "";
    return c;
}

static int lay_out(struct frozen_tree *t, int64_t top_id)
{
    struct tree_units *units;
    struct arena *a = t->w->a;
    int r = tree_units(t->w->db, a, top_id, &units, &t->n);
    if (r < 0)
        return r;
    if (!t->n)
        return ERR_NOT_FOUND;
    t->node = arena_array(a, struct frozen_node, t->n);
    t->by_id = arena_array(a, size_t, t->n);
    for (size_t i = 0; i < t->n; i++) {
        struct frozen_node *n = &t->node[i];
        n->id = units[i].id;
        n->school = !strcmp(units[i].kind, "organisation");
        n->counts = n->school || !strcmp(units[i].kind, "partner");
        n->n_units = n->school;
        n->cells = new_cells(t);
        n->targets = arena_array(a, int, t->list.n);
        t->by_id[i] = i;
    }
    qsort_r(t->by_id, t->n, sizeof *t->by_id, by_id, t->node);
    for (size_t i = 0; i < t->n; i++)
        t->node[i].parent = i + 1 == t->n ? NOBODY : frozen_node_of(t, units[i].parent_id);
    return 0;
}

/* ---- what is there already ---- */

static int take_value(void *ctx, const struct tree_values *row)
{
    struct frozen_tree *t = ctx;
    size_t node = frozen_node_of(t, row->unit_id);
    int i = indicator_find(&t->list, row->code);
    if (node == NOBODY || i < 0)
        return 0;
    struct frozen_node *n = &t->node[node];
    if (n->stored)
        n->stored[i] = (struct frozen_cell){.has_num = row->has_numerator,
                                            .has_den = row->has_denominator,
                                            .num = row->numerator,
                                            .den = row->denominator,
                                            .answers = row->has_answers ? row->answers : 0,
                                            .marks = row->marks,
                                            .few = {row->few, row->few_yes, row->few_marks},
                                            .n_num = row->n_numerator,
                                            .n_den = row->n_denominator,
                                            .source = arena_strdup(t->w->a, row->source),
                                            .as_of = arena_strdup(t->w->a, row->as_of)};
    return 0;
}

static int take_place(void *ctx, const struct tree_places *row)
{
    struct frozen_tree *t = ctx;
    size_t node = frozen_node_of(t, row->unit_id);
    int i = indicator_find(&t->list, row->code);
    if (node != NOBODY && i >= 0 && t->node[node].kept)
        frozen_add_place(t, t->w->a, node, (size_t)i, row->place);
    return 0;
}

static int load_stored(struct frozen_tree *t, int64_t top_id)
{
    struct tree_newest *rows;
    struct db *db = t->w->db;
    struct arena *scratch = arena_new();
    size_t n;
    int r = tree_newest(db, t->w->a, top_id, t->code, &rows, &n);
    for (size_t k = 0; r >= 0 && k < n; k++) {
        size_t at = frozen_node_of(t, rows[k].unit_id);
        if (at == NOBODY)
            continue;
        struct frozen_node *node = &t->node[at];
        node->stored = new_cells(t);
        node->stored_final = rows[k].final;
        node->kept = node->counts && at + 1 < t->n && t->final && rows[k].final;
    }
    if (r >= 0)
        r = tree_values(db, scratch, top_id, t->code, take_value, t);
    if (r >= 0)
        r = tree_places(db, scratch, top_id, t->code, take_place, t);
    arena_free(scratch);
    return r;
}

/* ---- places of work ---- */

static void keep_place(struct frozen_tree *t, struct frozen_place place)
{
    if (t->n_places == t->cap_places) {
        size_t cap = t->cap_places ? 2 * t->cap_places : 64;
        struct frozen_place *more = arena_array(t->w->a, struct frozen_place, cap);
        if (t->n_places)
            memcpy(more, t->place, t->n_places * sizeof *more);
        t->place = more;
        t->cap_places = cap;
    }
    t->place[t->n_places++] = place;
}

/* Once in each unit from the node up: a partner of two schools is one partner of their town. */
void frozen_add_place(struct frozen_tree *t, struct arena *scratch, size_t node, size_t indicator,
                      const char *key)
{
    struct arena *a = t->w->a;
    bool kept = t->node[node].kept;
    const char *place = kept ? key : utf8_key(scratch, key);
    for (size_t n = node; n != NOBODY; n = t->node[n].parent) {
        const char *name = arena_printf(scratch, "%zu %zu %s", n, indicator, place);
        if (map_get(&t->places, name) != MAP_NONE)
            return; /* and above it too */
        *map_at(&t->places, arena_strdup(a, name)) = 1;
        t->node[n].cells[indicator].num++;
        if (n == node && !kept)
            keep_place(t, (struct frozen_place){node, indicator, arena_strdup(a, place)});
    }
}

/* ---- summing ---- */

/* What a unit said itself stands instead of the sum of what is below. */
static int load_figures(struct frozen_tree *t, int64_t top_id, struct tree_figures **ret, size_t *n)
{
    return tree_figures(t->w->db, t->w->a, top_id, t->period.year, ret, n);
}

static void own_word(struct frozen_tree *t, const struct tree_figures *f)
{
    size_t node = frozen_node_of(t, f->unit_id);
    int i = indicator_find(&t->list, f->code);
    if (node == NOBODY || i < 0)
        return;
    struct frozen_node *n = &t->node[node];
    struct frozen_cell *c = &n->cells[i];
    if (!strcmp(f->part, "numerator") && t->list.row[i].counts == COUNT_SAID) {
        c->has_num = true;
        c->num = f->value;
        c->n_num = n->n_units;
    } else if (!strcmp(f->part, "denominator") && t->list.row[i].of == COUNT_SAID) {
        c->has_den = true;
        c->den = f->value;
        c->n_den = n->n_units;
        c->source = f->source;
        c->as_of = f->as_of;
    }
}

static void add_up(struct frozen_tree *t, size_t node)
{
    const struct frozen_node *n = &t->node[node];
    struct frozen_node *up = &t->node[n->parent];
    up->n_units += n->n_units;
    up->n_reported += n->n_reported;
    for (size_t i = 0; i < t->list.n; i++) {
        const struct frozen_cell *c = &n->cells[i];
        struct frozen_cell *s = &up->cells[i];
        if (t->list.row[i].counts != COUNT_ENTERPRISES)
            s->num += c->num;
        s->den += c->den;
        s->answers += c->answers;
        s->marks += c->marks;
        s->few.n += c->few.n;
        s->few.yes += c->few.yes;
        s->few.marks += c->few.marks;
        s->has_num |= c->has_num;
        s->has_den |= c->has_den;
        s->n_num += c->n_num;
        s->n_den += c->n_den;
    }
}

static int by_unit(const void *x, const void *y)
{
    const struct tree_figures *a = x, *b = y;
    return (a->unit_id > b->unit_id) - (a->unit_id < b->unit_id);
}

static int sum(struct frozen_tree *t, int64_t top_id)
{
    struct tree_figures *f;
    struct tree_reported *reported;
    size_t n, n_reported;
    int r = load_figures(t, top_id, &f, &n);
    if (r >= 0)
        r = tree_reported(t->w->db, t->w->a, top_id, t->code, &reported, &n_reported);
    if (r < 0)
        return r;
    for (size_t k = 0; k < n_reported; k++) {
        size_t node = frozen_node_of(t, reported[k].unit_id);
        if (node != NOBODY)
            t->node[node].n_reported = t->node[node].school;
    }
    if (n)
        qsort(f, n, sizeof *f, by_unit);
    for (size_t i = 0; i < t->n; i++) { /* children come before their parents */
        struct frozen_node *node = &t->node[i];
        struct tree_figures key = {.unit_id = node->id};
        struct tree_figures *own = n ? bsearch(&key, f, n, sizeof *f, by_unit) : NULL;
        while (own && own > f && own[-1].unit_id == node->id)
            own--;
        for (size_t k = 0; !node->counts && k < t->list.n; k++)
            frozen_take_few(&node->cells[k]);
        for (; own && own < f + n && own->unit_id == node->id; own++)
            own_word(t, own);
        if (node->kept)
            node->cells = node->stored;
        if (node->parent != NOBODY)
            add_up(t, i);
    }
    return 0;
}

static int aims(struct frozen_tree *t, int64_t top_id)
{
    struct tree_targets *own;
    struct tree_targets_above *above;
    size_t n, n_above;
    int r = tree_targets(t->w->db, t->w->a, top_id, t->period.year, &own, &n);
    if (r >= 0)
        r = tree_targets_above(t->w->db, t->w->a, top_id, t->period.year, &above, &n_above);
    if (r < 0)
        return r;
    int *top = t->node[t->n - 1].targets;
    for (size_t i = 0; i < t->list.n; i++)
        top[i] = indicator_target(&t->list.row[i], t->period.year);
    for (size_t k = 0; k < n_above; k++) {
        int i = indicator_find(&t->list, above[k].code);
        if (i >= 0)
            top[i] = (int)above[k].percent;
    }
    for (size_t i = t->n; i-- > 0;) {
        struct frozen_node *node = &t->node[i];
        if (node->parent != NOBODY)
            memcpy(node->targets, t->node[node->parent].targets, t->list.n * sizeof *node->targets);
        for (size_t k = 0; k < n; k++) {
            int code = own[k].unit_id == node->id ? indicator_find(&t->list, own[k].code) : -1;
            if (code >= 0)
                node->targets[code] = (int)own[k].percent;
        }
    }
    return 0;
}

/* ---- together ---- */

static void tell(const struct frozen_work *w, int64_t step)
{
    if (w->progress)
        w->progress(w->ctx, step, 4);
}

static int count_leaves(struct frozen_tree *t, int64_t top_id)
{
    tell(t->w, 0);
    int r = frozen_count_people(t, top_id);
    tell(t->w, 1);
    if (r >= 0)
        r = frozen_count_answers(t, top_id);
    tell(t->w, 2);
    if (r >= 0)
        r = frozen_count_facts(t, top_id);
    tell(t->w, 3);
    return r;
}

static int count(const struct frozen_work *w, int64_t id, bool own, struct err *err)
{
    struct frozen s;
    struct frozen_tree t = {.w = w};
    int r = frozen_get(w->db, w->a, id, &s);
    if (r <= 0 || s.done)
        return r < 0 ? r : r == 0 ? ERR_NOT_FOUND : 0;
    map_init(&t.places, w->a, 256);
    t.code = s.period;
    t.final = s.final;
    if (!period_parse(s.period, &t.period))
        return ERR_INVALID;
    r = indicators_load(w->methodology, w->db, w->a, err, &t.list);
    if (r >= 0)
        r = indicators_own(w->db, w->a, s.unit_id, true, &t.list);
    if (r >= 0)
        r = lay_out(&t, s.unit_id);
    if (r >= 0)
        r = load_stored(&t, s.unit_id);
    if (r >= 0)
        r = count_leaves(&t, s.unit_id);
    if (r >= 0)
        r = sum(&t, s.unit_id);
    if (r >= 0)
        r = aims(&t, s.unit_id);
    if (r >= 0 && own)
        r = db_begin(w->db);
    if (r >= 0)
        r = frozen_write(&t, &s);
    if (r >= 0 && own)
        return db_commit(w->db);
    if (own)
        db_rollback(w->db);
    return r;
}

int frozen_count(const struct frozen_work *w, int64_t id, struct err *err)
{
    return count(w, id, true, err);
}

int frozen_count_here(const struct frozen_work *w, int64_t id, struct err *err)
{
    return count(w, id, false, err);
}
