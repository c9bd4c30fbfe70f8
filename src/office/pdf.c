#include "office/pdf.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "office/pdf_priv.h"

#define A4_SHORT 595.276
#define A4_LONG 841.89
#define SIZE 12.0
#define TAB_EVERY (1.25 * PDF_CM)
#define ALONE 90.0 /* what must fit below a heading: a head of a table and its first row */

LIBRARY_DEFINE(pango, PANGO_NAMES, "libpangocairo-1.0.so.0");

/* ---- pages ---- */

double pdf_bottom(const struct pdf *p)
{
    return p->o.height - p->o.bottom;
}

double pdf_room(const struct pdf *p)
{
    return p->o.height - p->o.top - p->o.bottom;
}

static double text_width(const struct pdf *p)
{
    return p->o.width - p->o.left - p->o.right;
}

static void put_number(struct pdf *p)
{
    struct pdf_run run = {.text = arena_printf(p->a, "%u", p->page), .size = 11};
    struct pdf_paragraph x = {.runs = &run, .n_runs = 1, .align = PDF_CENTER};
    PangoLayout *l = pdf_layout(p, &x, text_width(p));
    double height;
    pdf_lines(p, l, &x, 0, p->o.left, p->o.top / 2, p->o.top, true, &height);
    g_object_unref(l);
}

static void put_frame(struct pdf *p)
{
    static const double at[] = {0.8 * PDF_CM, 0.8 * PDF_CM + 4}, width[] = {2, 0.7};
    for (int i = 0; i < 2; i++) {
        cairo_set_line_width(p->cr, width[i]);
        cairo_rectangle(p->cr, at[i], at[i], p->o.width - 2 * at[i], p->o.height - 2 * at[i]);
        cairo_stroke(p->cr);
    }
}

static void begin_page(struct pdf *p)
{
    p->page++;
    p->y = p->o.top;
    p->used = false;
    if (p->page > PDF_PAGES_MAX && !p->failed)
        p->failed = ERR_LIMIT;
    if (p->o.frame)
        put_frame(p);
    if (p->o.numbers && p->page > 1)
        put_number(p);
}

void pdf_new_page(struct pdf *p)
{
    if (!p->used || p->failed)
        return;
    cairo_show_page(p->cr);
    begin_page(p);
}

void pdf_space(struct pdf *p, double height)
{
    p->y += height;
}

/* ---- text ---- */

static void style_run(PangoAttrList *list, const struct pdf_run *r, guint from, guint to)
{
    PangoAttribute *all[4];
    size_t n = 0;
    all[n++] = pango_attr_size_new((int)lround((r->size > 0 ? r->size : SIZE) * PANGO_SCALE));
    if (r->bold)
        all[n++] = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    if (r->italic)
        all[n++] = pango_attr_style_new(PANGO_STYLE_ITALIC);
    if (r->underline)
        all[n++] = pango_attr_underline_new(PANGO_UNDERLINE_SINGLE);
    for (size_t i = 0; i < n; i++) {
        all[i]->start_index = from;
        all[i]->end_index = to;
        pango_attr_list_insert(list, all[i]);
    }
}

static void set_tabs(PangoLayout *l, const struct pdf_paragraph *x)
{
    int stops = 24; /* those of the paragraph, then one every so often */
    PangoTabArray *tabs = pango_tab_array_new(stops, FALSE);
    double at = 0;
    for (int i = 0; i < stops; i++) {
        bool own = (size_t)i < x->n_tabs;
        at = own ? x->tabs[i].at - x->left : (floor(at / TAB_EVERY + 0.01) + 1) * TAB_EVERY;
        pango_tab_array_set_tab(tabs, i, own && x->tabs[i].right ? PANGO_TAB_RIGHT : PANGO_TAB_LEFT,
                                (int)lround(at * PANGO_SCALE));
    }
    pango_layout_set_tabs(l, tabs);
    pango_tab_array_free(tabs);
}

PangoLayout *pdf_layout(struct pdf *p, const struct pdf_paragraph *x, double width)
{
    static const PangoAlignment align[] = {PANGO_ALIGN_LEFT, PANGO_ALIGN_CENTER, PANGO_ALIGN_RIGHT,
                                           PANGO_ALIGN_LEFT};
    PangoLayout *l = pango_layout_new(p->context);
    PangoAttrList *list = pango_attr_list_new();
    struct strbuf *text = &p->text;
    strbuf_clear(text);
    double room = width - x->left - x->right;
    for (size_t i = 0; i < x->n_runs; i++) {
        guint from = (guint)text->len;
        strbuf_puts(text, x->runs[i].text ? x->runs[i].text : "");
        style_run(list, &x->runs[i], from, (guint)text->len);
    }
    if (!text->len) { /* an empty line is as high as any */
        strbuf_puts(text, "\u200b");
        style_run(list, x->n_runs ? &x->runs[0] : &(struct pdf_run){0}, 0, (guint)text->len);
    }
    for (char *c = text->s; *c; c++) /* one paragraph to pango, so that indents are of the whole */
        if (*c == '\r' || (*c > 0 && *c < 0x20 && *c != '\n' && *c != '\t'))
            *c = ' ';
    pango_layout_set_text(l, text->s, (int)text->len);
    pango_layout_set_attributes(l, list);
    pango_layout_set_width(l, (int)lround((room > 20 ? room : 20) * PANGO_SCALE));
    pango_layout_set_wrap(l, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(l, align[x->align]);
    pango_layout_set_justify(l, x->align == PDF_JUSTIFY);
    pango_layout_set_indent(l, (int)lround(x->first * PANGO_SCALE));
    set_tabs(l, x);
    pango_attr_list_unref(list);
    return l;
}

int pdf_lines(struct pdf *p, PangoLayout *l, const struct pdf_paragraph *x, int from, double left,
              double y, double room, bool draw, double *ret_height)
{
    PangoLayoutIter *i = pango_layout_get_iter(l);
    double used = 0, times = x->line > 0 ? x->line : 1;
    /* With a hanging first line pango moves the others to the right; Word moves the first left. */
    double shift = x->first < 0 ? x->first : 0;
    int n = 0;
    do {
        if (n < from)
            continue;
        PangoRectangle box;
        pango_layout_iter_get_line_extents(i, NULL, &box);
        double height = box.height / (double)PANGO_SCALE;
        if (used + height > room + 0.01)
            break;
        if (draw) {
            double base = pango_layout_iter_get_baseline(i) / (double)PANGO_SCALE -
                          box.y / (double)PANGO_SCALE;
            cairo_move_to(p->cr, left + x->left + shift + box.x / (double)PANGO_SCALE,
                          y + used + base);
            pango_cairo_show_layout_line(p->cr, pango_layout_iter_get_line_readonly(i));
        }
        used += height * times;
    } while (n++, pango_layout_iter_next_line(i));
    pango_layout_iter_free(i);
    *ret_height = used;
    return n;
}

double pdf_height(struct pdf *p, const struct pdf_paragraph *x)
{
    PangoLayout *l = pdf_layout(p, x, text_width(p));
    double height;
    pdf_lines(p, l, x, 0, 0, 0, 1e9, false, &height);
    g_object_unref(l);
    return x->before + height + x->after;
}

void pdf_put_paragraph(struct pdf *p, const struct pdf_paragraph *x)
{
    if (p->failed)
        return;
    if (x->new_page)
        pdf_new_page(p);
    PangoLayout *l = pdf_layout(p, x, text_width(p));
    int line = 0, n = pango_layout_get_line_count(l);
    double height;
    pdf_lines(p, l, x, 0, 0, 0, 1e9, false, &height);
    if (p->used)
        p->y += x->before;
    if (x->keep_next && p->y + height + ALONE > pdf_bottom(p))
        pdf_new_page(p);
    while (line < n && !p->failed) {
        int next = pdf_lines(p, l, x, line, p->o.left, p->y, pdf_bottom(p) - p->y, true, &height);
        if (next == line && !p->used)
            break; /* a line higher than a page */
        p->used = true;
        p->y += height;
        line = next;
        if (line < n)
            pdf_new_page(p);
    }
    p->y += x->after;
    g_object_unref(l);
}

void pdf_put_text(struct pdf *p, enum pdf_style style, const char *text)
{
    static const struct {
        struct pdf_run run;
        struct pdf_paragraph x;
    } styles[] = {
        [PDF_TEXT] = {{.size = 12}, {.align = PDF_JUSTIFY, .after = 6, .line = 1.1}},
        [PDF_TITLE] = {{.size = 16, .bold = true},
                       {.align = PDF_CENTER, .before = 6, .after = 12, .keep_next = true}},
        [PDF_HEADING] = {{.size = 13, .bold = true}, {.before = 10, .after = 6, .keep_next = true}},
        [PDF_SMALL] = {{.size = 10}, {.after = 4}},
    };
    struct pdf_run run = styles[style].run;
    struct pdf_paragraph x = styles[style].x;
    run.text = text;
    x.runs = &run;
    x.n_runs = 1;
    pdf_put_paragraph(p, &x);
}

/* ---- the file ---- */

static cairo_status_t write_bytes(void *ctx, const unsigned char *data, unsigned n)
{
    struct pdf *p = ctx;
    return fwrite(data, 1, n, p->out.f) == n ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void set_size(struct pdf_options *o)
{
    if (o->width <= 0 || o->height <= 0) {
        o->width = o->landscape ? A4_LONG : A4_SHORT;
        o->height = o->landscape ? A4_SHORT : A4_LONG;
    }
    if (o->top + o->right + o->bottom + o->left <= 0) {
        o->top = o->bottom = 2 * PDF_CM;
        o->left = 3 * PDF_CM;
        o->right = 1.5 * PDF_CM;
    }
}

static void set_context(struct pdf *p)
{
    cairo_font_options_t *plain = cairo_font_options_create();
    cairo_font_options_set_hint_style(plain, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(plain, CAIRO_HINT_METRICS_OFF);
    p->context = pango_font_map_create_context(pango_cairo_font_map_get_default());
    pango_cairo_context_set_resolution(p->context, 72);
    pango_cairo_context_set_font_options(p->context, plain);
    cairo_font_options_destroy(plain);
    PangoFontDescription *font = pango_font_description_from_string("PT Serif 12");
    pango_context_set_font_description(p->context, font);
    pango_font_description_free(font);
    pango_context_set_language(p->context, pango_language_from_string("ru"));
}

int pdf_open(struct arena *a, const char *path, const struct pdf_options *o, struct err *err,
             struct pdf **ret)
{
    struct pdf *p = arena_new_of(a, struct pdf);
    p->a = a;
    p->o = *o;
    strbuf_init(&p->text, a);
    set_size(&p->o);
    int r = library_need(&pango_library, err);
    if (r >= 0)
        r = fs_out_open(&p->out, path, err);
    if (r < 0)
        return r;
    p->surface = cairo_pdf_surface_create_for_stream(write_bytes, p, p->o.width, p->o.height);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, o->title ? o->title : "");
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   arena_printf(a, "%sT00:00:00Z", date_iso(a, o->day)));
    p->cr = cairo_create(p->surface);
    set_context(p);
    begin_page(p);
    *ret = p;
    return 0;
}

static void finish(struct pdf *p)
{
    cairo_surface_finish(p->surface);
    if (!p->failed && (cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS ||
                       cairo_status(p->cr) != CAIRO_STATUS_SUCCESS))
        p->failed = ERR_IO;
    cairo_destroy(p->cr);
    cairo_surface_destroy(p->surface);
    g_object_unref(p->context);
}

void pdf_abandon(struct pdf *p)
{
    finish(p);
    fs_out_abandon(&p->out);
}

int pdf_close(struct pdf *p, struct err *err)
{
    finish(p);
    if (!p->failed)
        return fs_out_close(&p->out, err);
    fs_out_abandon(&p->out);
    return p->failed == ERR_LIMIT
               ? err_set(err, ERR_LIMIT, _("Документ слишком длинный для печати"))
               : err_set(err, p->failed,
                         _("Документ не сохраняется. Проверьте место на диске и "
                           "попробуйте снова"));
}
