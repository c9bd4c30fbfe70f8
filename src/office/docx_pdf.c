#include "office/docx_pdf.h"

#include <expat.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "office/docx_look.h"
#include "office/docx_tree.h"

#define MAX_TABS 16
#define MAX_DEPTH DOCX_DEPTH_MAX
#define MAX_NESTED 3

struct section {
    double width, height, top, right, bottom, left;
    bool frame, middle, numbers;
};

/* A table being read. */
struct grid {
    double widths[PDF_COLUMNS_MAX];
    struct pdf_row *rows;
    struct pdf_cell *cells;
    struct pdf_paragraph *paragraphs;
    size_t n_widths, n_rows, cap_rows, n_cells, cap_cells, n_paragraphs, cap_paragraphs;
    bool borders, head;
    size_t span;
};

struct reader {
    XML_Parser x;
    struct arena *a;
    struct err *err;
    int rc;
    bool measure; /* the first round: only the section */
    struct section section;
    struct looks looks;
    /* the open paragraph */
    bool in_paragraph, in_text, in_run, in_properties, in_run_properties, in_instruction;
    struct look p, r;
    struct pdf_run *runs;
    size_t n_runs, cap_runs;
    struct pdf_tab tabs[MAX_TABS];
    size_t n_tabs;
    bool page_next; /* a break of page stood in the paragraph before */
    struct grid *grid[MAX_NESTED];
    unsigned n_grids;
    struct pdf *pdf;
    struct pdf_paragraph *page; /* of a section in the middle of the page: until it is whole */
    size_t n_page, cap_page;
    unsigned skip; /* depth inside of what is not shown */
};

static void fail(struct reader *r, int rc)
{
    if (r->rc >= 0) {
        r->rc = rc;
        XML_StopParser(r->x, XML_FALSE);
    }
}

static void cannot(struct reader *r, const char *what)
{
    fail(r, docx_cannot(r->err, what));
}

static void *grow(struct arena *a, void *p, size_t n, size_t *cap, size_t one)
{
    if (n < *cap)
        return p;
    size_t more = *cap ? 2 * *cap : 8;
    p = arena_grow(a, p, *cap * one, more * one);
    *cap = more;
    return p;
}

static struct grid *grid_of(struct reader *r)
{
    return r->n_grids ? r->grid[r->n_grids - 1] : NULL;
}

static void put_text(struct reader *r, const char *s, size_t n)
{
    struct look l = r->p;
    look_cover(&l, &r->r);
    r->runs = grow(r->a, r->runs, r->n_runs, &r->cap_runs, sizeof *r->runs);
    r->runs[r->n_runs++] =
        (struct pdf_run){arena_strndup(r->a, s, n), l.bold, l.italic, l.underline, l.size};
}

/* A page whose text stands in its middle is measured before it is written. */
static void put_page(struct reader *r)
{
    double height = 0;
    for (size_t i = 0; i < r->n_page; i++)
        height += pdf_height(r->pdf, &r->page[i]);
    if (!r->n_page)
        return;
    pdf_new_page(r->pdf);
    if (height < pdf_room(r->pdf))
        pdf_space(r->pdf, (pdf_room(r->pdf) - height) / 2);
    for (size_t i = 0; i < r->n_page; i++)
        pdf_put_paragraph(r->pdf, &r->page[i]);
    r->n_page = 0;
}

static void take_paragraph(struct reader *r, struct pdf_paragraph x)
{
    struct grid *g = grid_of(r);
    if (g) {
        g->paragraphs =
            grow(r->a, g->paragraphs, g->n_paragraphs, &g->cap_paragraphs, sizeof *g->paragraphs);
        g->paragraphs[g->n_paragraphs++] = x;
        return;
    }
    if (!r->section.middle) {
        pdf_put_paragraph(r->pdf, &x);
        return;
    }
    if (x.new_page)
        put_page(r);
    x.new_page = false;
    r->page = grow(r->a, r->page, r->n_page, &r->cap_page, sizeof *r->page);
    r->page[r->n_page++] = x;
}

static void end_paragraph(struct reader *r)
{
    struct pdf_tab *tabs = arena_array(r->a, struct pdf_tab, r->n_tabs);
    memcpy(tabs, r->tabs, r->n_tabs * sizeof *tabs);
    if (!r->n_runs)
        put_text(r, "", 0);
    struct look *l = &r->p;
    struct pdf_paragraph x = {.runs = r->runs,
                              .n_runs = r->n_runs,
                              .align = l->align,
                              .left = l->left,
                              .right = l->right,
                              .first = l->first,
                              .before = l->before,
                              .after = l->after,
                              .line = l->line,
                              .tabs = tabs,
                              .n_tabs = r->n_tabs,
                              .new_page = l->new_page,
                              .keep_next = l->keep_next};
    take_paragraph(r, x);
    r->runs = NULL;
    r->n_runs = r->cap_runs = r->n_tabs = 0;
    r->in_paragraph = false;
}

static void begin_paragraph(struct reader *r)
{
    if (r->in_paragraph) {
        cannot(r, _("надписи"));
        return;
    }
    r->in_paragraph = true;
    r->p = look_of(&r->looks, NULL);
    r->p.new_page |= r->page_next;
    r->page_next = false;
}

static void begin_table(struct reader *r)
{
    if (r->n_grids) {
        cannot(r, _("таблицы внутри таблиц"));
        return;
    }
    if (r->section.middle)
        r->section.middle = false; /* with a table a page flows */
    put_page(r);
    r->grid[r->n_grids++] = arena_new_of(r->a, struct grid);
}

static void end_cell(struct reader *r, struct grid *g)
{
    struct pdf_paragraph *list = arena_array(r->a, struct pdf_paragraph, g->n_paragraphs);
    memcpy(list, g->paragraphs, g->n_paragraphs * sizeof *list);
    g->cells = grow(r->a, g->cells, g->n_cells, &g->cap_cells, sizeof *g->cells);
    g->cells[g->n_cells++] = (struct pdf_cell){list, g->n_paragraphs, g->span};
    g->n_paragraphs = 0;
    g->span = 1;
}

static void end_row(struct reader *r, struct grid *g)
{
    struct pdf_cell *list = arena_array(r->a, struct pdf_cell, g->n_cells);
    memcpy(list, g->cells, g->n_cells * sizeof *list);
    g->rows = grow(r->a, g->rows, g->n_rows, &g->cap_rows, sizeof *g->rows);
    /* Only rows at the beginning can be heads. */
    bool head = g->head && (!g->n_rows || g->rows[g->n_rows - 1].head);
    g->rows[g->n_rows++] = (struct pdf_row){list, g->n_cells, head};
    g->n_cells = 0;
    g->head = false;
}

static void end_table(struct reader *r)
{
    struct grid *g = r->grid[--r->n_grids];
    while (g->n_rows && g->n_widths < g->rows[0].n && g->n_widths < PDF_COLUMNS_MAX)
        g->widths[g->n_widths++] = 1; /* a table without its grid */
    pdf_put_table(r->pdf,
                  &(struct pdf_table){g->widths, g->n_widths, g->borders, g->rows, g->n_rows});
}

static void section_property(struct reader *r, const char *tag, const XML_Char **atts)
{
    struct section *s = &r->section;
    if (!strcmp(tag, "pgSz") && docx_att(atts, "w") && docx_att(atts, "h")) {
        s->width = TWIP(docx_att(atts, "w"));
        s->height = TWIP(docx_att(atts, "h"));
    } else if (!strcmp(tag, "pgMar") && docx_att(atts, "top") && docx_att(atts, "left") &&
               docx_att(atts, "right") && docx_att(atts, "bottom")) {
        s->top = TWIP(docx_att(atts, "top"));
        s->right = TWIP(docx_att(atts, "right"));
        s->bottom = TWIP(docx_att(atts, "bottom"));
        s->left = TWIP(docx_att(atts, "left"));
    } else if (!strcmp(tag, "pgBorders")) {
        s->frame = true;
    } else if (!strcmp(tag, "vAlign") && docx_att(atts, "val")) {
        s->middle = !strcmp(docx_att(atts, "val"), "center");
    } else if (!strcmp(tag, "headerReference") || !strcmp(tag, "footerReference")) {
        s->numbers = true;
    }
}

static void table_property(struct grid *g, const char *tag, const XML_Char **atts)
{
    if (!strcmp(tag, "gridCol") && g->n_widths < PDF_COLUMNS_MAX)
        g->widths[g->n_widths++] = docx_att(atts, "w") ? TWIP(docx_att(atts, "w")) : 1;
    else if (!strcmp(tag, "tblBorders") || !strcmp(tag, "tcBorders") || !strcmp(tag, "tblStyle"))
        g->borders = true;
    else if (!strcmp(tag, "gridSpan") && docx_att(atts, "val"))
        g->span = strtoul(docx_att(atts, "val"), NULL, 10) % (PDF_COLUMNS_MAX + 1);
    else if (!strcmp(tag, "tblHeader"))
        g->head = docx_on(atts);
}

static void inside_paragraph(struct reader *r, const char *tag, const XML_Char **atts)
{
    const char *v = docx_att(atts, "val");
    if (!strcmp(tag, "pStyle") && v) {
        bool new_page = r->p.new_page;
        r->p = look_of(&r->looks, v);
        r->p.new_page |= new_page;
    } else if (!strcmp(tag, "rPr")) {
        r->in_run_properties = true;
    } else if (!strcmp(tag, "pPr")) {
        r->in_properties = true;
    } else if (!strcmp(tag, "r")) {
        r->r = (struct look){0};
        r->in_run = true;
    } else if (!strcmp(tag, "t")) {
        r->in_text = true;
    } else if (!strcmp(tag, "tab") && r->in_properties && docx_att(atts, "pos")) {
        if (r->n_tabs < MAX_TABS)
            r->tabs[r->n_tabs++] =
                (struct pdf_tab){TWIP(docx_att(atts, "pos")), v && !strcmp(v, "right")};
    } else if (!strcmp(tag, "tab") && r->in_run) {
        put_text(r, "\t", 1);
    } else if (!strcmp(tag, "br") || !strcmp(tag, "cr")) {
        const char *type = docx_att(atts, "type");
        if (type && !strcmp(type, "page"))
            r->page_next = true;
        else
            put_text(r, "\n", 1);
    } else if (r->in_run && r->in_run_properties) {
        look_run(&r->r, tag, atts);
    } else if (r->in_properties && !r->in_run_properties) {
        look_paragraph(&r->p, tag, atts);
    }
}

static void on_start(void *ctx, const XML_Char *name, const XML_Char **atts)
{
    struct reader *r = ctx;
    const char *tag = docx_local(name);
    if (r->rc < 0)
        return;
    section_property(r, tag, atts);
    if (r->measure)
        return;
    const char *odd = docx_unprintable(tag, atts);
    if (odd) {
        cannot(r, odd);
        return;
    }
    if (!strcmp(tag, "p"))
        begin_paragraph(r);
    else if (!strcmp(tag, "tbl"))
        begin_table(r);
    else if (r->in_paragraph)
        inside_paragraph(r, tag, atts);
    else if (grid_of(r))
        table_property(grid_of(r), tag, atts);
}

static void on_end(void *ctx, const XML_Char *name)
{
    struct reader *r = ctx;
    const char *tag = docx_local(name);
    if (r->rc < 0 || r->measure)
        return;
    struct grid *g = grid_of(r);
    if (!strcmp(tag, "p") && r->in_paragraph)
        end_paragraph(r);
    else if (!strcmp(tag, "tc") && g)
        end_cell(r, g);
    else if (!strcmp(tag, "tr") && g)
        end_row(r, g);
    else if (!strcmp(tag, "tbl") && g)
        end_table(r);
    else if (!strcmp(tag, "t"))
        r->in_text = false;
    else if (!strcmp(tag, "pPr"))
        r->in_properties = false;
    else if (!strcmp(tag, "rPr"))
        r->in_run_properties = false;
    else if (!strcmp(tag, "r"))
        r->in_run = false;
}

static void on_text(void *ctx, const XML_Char *s, int n)
{
    struct reader *r = ctx;
    if (r->rc >= 0 && !r->measure && r->in_text && r->in_paragraph)
        put_text(r, s, (size_t)n);
}

static int parse(struct reader *r, const char *xml, size_t n)
{
    r->x = XML_ParserCreateNS(NULL, '|');
    if (!r->x)
        return ERR_IO;
    XML_SetUserData(r->x, r);
    XML_SetElementHandler(r->x, on_start, on_end);
    XML_SetCharacterDataHandler(r->x, on_text);
    int good = XML_Parse(r->x, xml, (int)n, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(r->x);
    return r->rc < 0 ? r->rc : good ? 0 : docx_broken(r->err);
}

int docx_pdf(struct arena *a, const struct docx_filled *f, struct date day, const char *path,
             struct err *err)
{
    struct reader r = {.a = a, .err = err, .measure = true};
    const struct docx_part *document = &f->parts[0];
    int rc = looks_read(a, f->from, err, &r.looks);
    if (rc >= 0)
        rc = parse(&r, document->text, document->n);
    if (rc < 0)
        return rc;
    struct pdf_options o = {.title = "",
                            .day = day,
                            .width = r.section.width,
                            .height = r.section.height,
                            .top = r.section.top,
                            .right = r.section.right,
                            .bottom = r.section.bottom,
                            .left = r.section.left,
                            .numbers = r.section.numbers,
                            .frame = r.section.frame};
    if (o.width < 72 || o.height < 72 || o.width > 5000 || o.height > 5000 ||
        o.left + o.right > o.width - 36 || o.top + o.bottom > o.height - 36)
        o.width = o.height = o.top = o.right = o.bottom = o.left = 0;
    rc = pdf_open(a, path, &o, err, &r.pdf);
    if (rc < 0)
        return rc;
    r.measure = false;
    rc = parse(&r, document->text, document->n);
    if (rc < 0) {
        pdf_abandon(r.pdf);
        return rc;
    }
    put_page(&r);
    return pdf_close(r.pdf, err);
}
