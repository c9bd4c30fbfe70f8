/* Tables of a PDF: rows flow over pages, the head stands on each of them. */
#include <math.h>

#include "office/pdf_priv.h"

#define PAD_X 3.5
#define PAD_Y 2.0

/* A paragraph of a cell and how much of it is drawn. */
struct piece {
    const struct pdf_paragraph *x;
    PangoLayout *layout;
    int line, n;
};

struct column {
    struct piece *pieces;
    size_t n;
    double left, width;
};

struct row {
    struct column *columns;
    size_t n;
};

struct table {
    struct pdf *p;
    const struct pdf_table *t;
    double at[PDF_COLUMNS_MAX + 1]; /* left edges, and the right one */
};

static void set_edges(struct table *w)
{
    double whole = w->p->o.width - w->p->o.left - w->p->o.right, sum = 0;
    for (size_t i = 0; i < w->t->n_columns; i++)
        sum += w->t->widths[i] > 0 ? w->t->widths[i] : 1;
    w->at[0] = w->p->o.left;
    for (size_t i = 0; i < w->t->n_columns; i++)
        w->at[i + 1] = w->at[i] + whole * (w->t->widths[i] > 0 ? w->t->widths[i] : 1) / sum;
}

static void lay_out(struct table *w, const struct pdf_row *r, struct row *ret)
{
    size_t from = 0;
    *ret = (struct row){arena_array(w->p->a, struct column, r->n), 0};
    for (size_t i = 0; i < r->n && from < w->t->n_columns; i++) {
        const struct pdf_cell *cell = &r->cells[i];
        size_t to = from + (cell->span ? cell->span : 1);
        if (to > w->t->n_columns)
            to = w->t->n_columns;
        struct column *c = &ret->columns[ret->n++];
        *c = (struct column){.left = w->at[from], .width = w->at[to] - w->at[from], .n = cell->n};
        c->pieces = arena_array(w->p->a, struct piece, cell->n);
        for (size_t k = 0; k < cell->n; k++) {
            struct piece *x = &c->pieces[k];
            x->x = &cell->paragraphs[k];
            x->layout = pdf_layout(w->p, x->x, c->width - 2 * PAD_X);
            x->n = pango_layout_get_line_count(x->layout);
        }
        from = to;
    }
}

static void let_go(struct row *r)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->columns[i].n; k++)
            g_object_unref(r->columns[i].pieces[k].layout);
}

/* The lines of a column that fit into room; draw keeps where it stopped. */
static double flow(struct table *w, struct column *c, double y, double room, bool draw)
{
    double used = 0;
    for (size_t k = 0; k < c->n; k++) {
        struct piece *x = &c->pieces[k];
        double height;
        if (x->line == x->n)
            continue;
        double before = x->line ? 0 : x->x->before;
        int next = pdf_lines(w->p, x->layout, x->x, x->line, c->left + PAD_X, y + used + before,
                             room - used - before, draw, &height);
        used += before + height;
        if (draw)
            x->line = next;
        if (next < x->n)
            break;
        used += x->x->after;
    }
    return used;
}

static double height_of(struct table *w, struct row *r, double room)
{
    double most = 0;
    for (size_t i = 0; i < r->n; i++)
        most = fmax(most, flow(w, &r->columns[i], 0, room, false));
    return most + 2 * PAD_Y;
}

static bool is_done(const struct row *r)
{
    for (size_t i = 0; i < r->n; i++)
        for (size_t k = 0; k < r->columns[i].n; k++)
            if (r->columns[i].pieces[k].line < r->columns[i].pieces[k].n)
                return false;
    return true;
}

static void put_borders(struct table *w, const struct row *r, double height)
{
    if (!w->t->borders)
        return;
    cairo_set_line_width(w->p->cr, 0.5);
    for (size_t i = 0; i < r->n; i++)
        cairo_rectangle(w->p->cr, r->columns[i].left, w->p->y, r->columns[i].width, height);
    cairo_stroke(w->p->cr);
}

static void put_part(struct table *w, struct row *r, double height)
{
    for (size_t i = 0; i < r->n; i++)
        (void)flow(w, &r->columns[i], w->p->y + PAD_Y, height - 2 * PAD_Y + 0.1, true);
    put_borders(w, r, height);
    w->p->y += height;
    w->p->used = true;
}

static void put_heads(struct table *w)
{
    for (size_t i = 0; i < w->t->n_rows && w->t->rows[i].head; i++) {
        struct row r;
        lay_out(w, &w->t->rows[i], &r);
        put_part(w, &r, height_of(w, &r, 1e9));
        let_go(&r);
    }
}

static void next_page(struct table *w)
{
    pdf_new_page(w->p);
    put_heads(w);
}

/* A row goes whole to the next page when it fits there, and is cut between lines when it does not.
 */
static void put_row(struct table *w, const struct pdf_row *row)
{
    struct row r;
    lay_out(w, row, &r);
    double whole = height_of(w, &r, 1e9);
    if (w->p->y + whole > pdf_bottom(w->p))
        next_page(w);
    while (!w->p->failed) {
        double room = pdf_bottom(w->p) - w->p->y, y = w->p->y;
        double part = height_of(w, &r, room - 2 * PAD_Y);
        put_part(w, &r, part);
        if (is_done(&r) || w->p->y - y <= 2 * PAD_Y + 0.01)
            break; /* done, or a line higher than a page */
        next_page(w);
    }
    let_go(&r);
}

void pdf_put_table(struct pdf *p, const struct pdf_table *t)
{
    struct table w = {.p = p, .t = t};
    size_t i = 0;
    if (!t->n_columns || t->n_columns > PDF_COLUMNS_MAX || p->failed)
        return;
    set_edges(&w);
    while (i < t->n_rows && t->rows[i].head)
        i++;
    if (i && p->y + 60 > pdf_bottom(p)) /* a head is not left alone */
        pdf_new_page(p);
    put_heads(&w);
    for (; i < t->n_rows && !p->failed; i++)
        put_row(&w, &t->rows[i]);
    p->y += 6;
}
