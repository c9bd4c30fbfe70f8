/* Many snapshots in a few statements: rows travel as JSON, about a megabyte at a time. */
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "insight/frozen_priv.h"
#include "insight/frozen_write.sql.h"

#define PIECE (1 << 20) /* bytes; a country has a hundred times as many */

struct writing {
    struct frozen_tree *t;
    const struct frozen *top;
    int (*put)(struct writing *w); /* the rows so far */
    struct strbuf rows;
};

static int flush(struct writing *w)
{
    if (!w->rows.len)
        return 0;
    strbuf_putc(&w->rows, ']');
    int r = w->put(w);
    strbuf_clear(&w->rows);
    return r < 0 ? r : 0;
}

static void open_row(struct writing *w, int64_t id)
{
    strbuf_printf(&w->rows, "%s[%lld", w->rows.len ? "," : "[", (long long)id);
}

static void put_number(struct writing *w, bool has, int64_t n)
{
    if (has)
        strbuf_printf(&w->rows, ",%lld", (long long)n);
    else
        strbuf_puts(&w->rows, ",null");
}

static void put_text(struct writing *w, const char *s)
{
    strbuf_putc(&w->rows, ',');
    strbuf_put_json(&w->rows, s);
}

static int close_row(struct writing *w)
{
    strbuf_putc(&w->rows, ']');
    return w->rows.len < PIECE ? 0 : flush(w);
}

/* ---- snapshots ---- */

static int put_snapshots(struct writing *w)
{
    const struct frozen *top = w->top;
    return frozen_write_snapshots(w->t->w->db, w->rows.s, w->t->code, w->t->final, top->reason,
                                  top->made_at);
}

static bool same(const struct frozen_tree *t, const struct frozen_node *n)
{
    for (size_t i = 0; i < t->list.n; i++) {
        const struct frozen_cell *a = &n->cells[i], *b = &n->stored[i];
        if (a->has_num != b->has_num || a->has_den != b->has_den || a->num != b->num ||
            a->den != b->den || a->answers != b->answers || a->marks != b->marks ||
            a->few.n != b->few.n || a->few.yes != b->few.yes || a->few.marks != b->few.marks ||
            a->n_num != b->n_num || a->n_den != b->n_den)
            return false;
    }
    return true;
}

static int write_snapshots(struct writing *w)
{
    struct frozen_tree *t = w->t;
    int r = 0;
    w->put = put_snapshots;
    for (size_t i = 0; r >= 0 && i + 1 < t->n; i++) {
        struct frozen_node *n = &t->node[i];
        if (n->kept || (n->stored && n->stored_final && t->final && same(t, n)))
            continue;
        n->snapshot = id_new(t->w->clock);
        open_row(w, n->snapshot);
        put_number(w, true, n->id);
        put_number(w, true, n->n_units);
        put_number(w, true, n->n_reported);
        r = close_row(w);
    }
    t->node[t->n - 1].snapshot = w->top->id;
    return r < 0 ? r : flush(w);
}

/* ---- their numbers and places ---- */

static int put_values(struct writing *w)
{
    return frozen_write_values(w->t->w->db, w->rows.s);
}

static int write_value(struct writing *w, const struct frozen_node *n, size_t i)
{
    const struct indicator *ind = &w->t->list.row[i];
    const struct frozen_cell *c = &n->cells[i];
    open_row(w, n->snapshot);
    put_text(w, ind->code);
    put_number(w, true, ind->pack_id);
    put_number(w, c->has_num, c->num);
    put_number(w, c->has_den, c->den);
    put_number(w, true, n->n_units);
    put_number(w, true, c->n_num);
    put_number(w, true, c->n_den);
    put_number(w, indicator_asked(ind->counts) || ind->counts == COUNT_MEASURED, c->answers);
    put_number(w, true, c->marks);
    put_number(w, true, c->few.n);
    put_number(w, true, c->few.yes);
    put_number(w, true, c->few.marks);
    put_number(w, n->targets[i] >= 0, n->targets[i]);
    put_text(w, c->source);
    put_text(w, c->as_of);
    return close_row(w);
}

static int write_values(struct writing *w)
{
    int r = 0;
    w->put = put_values;
    for (size_t i = 0; i < w->t->n; i++)
        for (size_t k = 0; r >= 0 && w->t->node[i].snapshot && k < w->t->list.n; k++)
            r = write_value(w, &w->t->node[i], k);
    return r < 0 ? r : flush(w);
}

static int put_places(struct writing *w)
{
    return frozen_write_places(w->t->w->db, w->rows.s);
}

static int write_places(struct writing *w)
{
    int r = 0;
    w->put = put_places;
    for (size_t i = 0; r >= 0 && i < w->t->n_places; i++) {
        const struct frozen_place *p = &w->t->place[i];
        if (!w->t->node[p->node].snapshot)
            continue;
        open_row(w, w->t->node[p->node].snapshot);
        put_text(w, w->t->list.row[p->indicator].code);
        put_text(w, p->key);
        r = close_row(w);
    }
    return r < 0 ? r : flush(w);
}

int frozen_write(struct frozen_tree *t, const struct frozen *top)
{
    const struct frozen_node *n = &t->node[t->n - 1];
    struct writing w = {.t = t, .top = top};
    strbuf_init(&w.rows, t->w->a);
    int r = write_snapshots(&w);
    if (r >= 0)
        r = write_values(&w);
    if (r >= 0)
        r = write_places(&w);
    if (r >= 0)
        r = frozen_finish(t->w->db, top->id, n->n_units, n->n_reported);
    return r < 0 ? r : 0;
}
