/* The report on paper: one row of blocks, written as DOCX and PDF, and its numbers as XLSX. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "html/format.h"
#include "insight/indicator_pages.h"
#include "insight/report.h"
#include "insight/report_blocks.h"
#include "office/docx.h"
#include "office/pdf.h"
#include "office/sheet_out.h"

#define MISSING_MAX 500 /* names of organisations that have not handed in */

/* ---- what is in it ---- */

static const char *dash(const char *text)
{
    return text && *text ? text : "—";
}

static void put_indicators(struct report_blocks *b, const struct report *r)
{
    static const int percent[] = {42, 12, 34, 12};
    const char **cells = arena_array(b->a, const char *, 4 * r->n_lines);
    const char **own = arena_array(b->a, const char *, 4);
    own[0] = _("Показатель");
    own[1] = _("Значение");
    own[2] = _("Из чего");
    own[3] = _("Цель года");
    for (size_t i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        struct value_words w = value_words(b->a, l->i, l->v, l->hidden);
        cells[4 * i] = l->i->name;
        cells[4 * i + 1] = dash(w.number);
        cells[4 * i + 2] = w.number || !w.parts ? dash(w.number ? w.parts : w.why)
                                                : arena_printf(b->a, "%s; %s", w.parts, w.why);
        cells[4 * i + 3] = l->v->target >= 0 && !l->i->whole
                               ? arena_printf(b->a, "%d\u00A0%%", l->v->target)
                               : "—";
    }
    report_block(b, REPORT_HEADING, _("Показатели"));
    report_block(b, REPORT_TABLE, NULL)->table =
        (struct report_table){own, percent, 4, r->n_lines, cells};
}

static void put_impacts(struct report_blocks *b, const struct report_programme *p)
{
    static const int percent[] = {26, 17, 11, 7, 9, 15, 15};
    size_t n = 0;
    const char **heads = arena_array(b->a, const char *, 7);
    const char **cells = arena_array(b->a, const char *, 7 * p->n_impacts);
    heads[0] = _("Что измеряли");
    heads[1] = _("У кого");
    heads[2] = _("Ответов");
    heads[3] = _("До");
    heads[4] = _("После");
    heads[5] = _("Изменение");
    heads[6] = _("Случайно ли это");
    for (size_t i = 0; i < p->n_impacts; i++) {
        const struct impact *x = &p->impacts[i];
        const char **c = cells + 7 * n;
        if (x->hidden)
            continue;
        n++;
        c[0] = x->name;
        c[1] = arena_printf(b->a, "%s, %s", x->form_name, survey_side(x->role));
        c[2] = arena_printf(b->a, "%zu", x->n);
        c[3] = format_decimal(b->a, x->s.before, x->places);
        c[4] = format_decimal(b->a, x->s.after, x->places);
        c[5] = format_change(b->a, x->s.mean, x->places);
        c[6] = impact_sure(stat_sure(&x->s));
    }
    if (n)
        report_block(b, REPORT_TABLE, NULL)->table =
            (struct report_table){heads, percent, 7, n, cells};
    if (n < p->n_impacts)
        report_block(b, REPORT_TEXT,
                     arena_printf(b->a,
                                  _("Показателей, по которым до и после ответили меньше пяти "
                                    "человек, — %zu: их в таблице нет."),
                                  p->n_impacts - n));
}

static void put_swot(struct report_blocks *b, const struct swot *s)
{
    static const int percent[] = {50, 50};
    const char **heads = arena_array(b->a, const char *, 2);
    const char **cells = arena_array(b->a, const char *, 6);
    heads[0] = swot_part_name(SWOT_STRENGTHS);
    heads[1] = swot_part_name(SWOT_WEAKNESSES);
    cells[0] = dash(s->text[SWOT_STRENGTHS]);
    cells[1] = dash(s->text[SWOT_WEAKNESSES]);
    cells[2] = swot_part_name(SWOT_OPPORTUNITIES);
    cells[3] = swot_part_name(SWOT_THREATS);
    cells[4] = dash(s->text[SWOT_OPPORTUNITIES]);
    cells[5] = dash(s->text[SWOT_THREATS]);
    report_block(b, REPORT_TABLE, NULL)->table = (struct report_table){heads, percent, 2, 3, cells};
}

static void put_programme(struct report_blocks *b, const struct report_programme *p)
{
    struct date day;
    report_block(b, REPORT_HEADING,
                 arena_printf(b->a, _("Программа %s"), format_quoted(b->a, p->title)));
    if (p->day && date_parse_iso(p->day, &day))
        report_block(b, REPORT_TEXT,
                     arena_printf(b->a, _("Оценка процесса: %s из %zu баллов, уровень %s (%s)."),
                                  format_decimal(b->a, p->sum, 1), p->top, p->level.name,
                                  date_long(b->a, day, 0)));
    else
        report_block(b, REPORT_TEXT, _("Процесс не оценивали."));
    if (swot_filled(&p->swot))
        put_swot(b, &p->swot);
    if (p->n_impacts)
        put_impacts(b, p);
}

static int put_missing(const struct report_work *w, struct report_blocks *b, const struct report *r)
{
    static const int percent[] = {50, 50};
    struct report_unit *list;
    size_t n;
    int rc = report_units(w->db, w->a, r->unit.id, r->code, true, "", 0, MISSING_MAX, &list, &n);
    if (rc < 0 || !n)
        return rc;
    const char **heads = arena_array(b->a, const char *, 2);
    const char **cells = arena_array(b->a, const char *, 2 * n);
    heads[0] = _("Отчёта ещё нет");
    heads[1] = _("Где");
    for (size_t i = 0; i < n; i++) {
        cells[2 * i] = list[i].name;
        cells[2 * i + 1] = *list[i].place ? list[i].place : r->unit.name;
    }
    report_block(b, REPORT_TABLE, NULL)->table = (struct report_table){heads, percent, 2, n, cells};
    return 0;
}

/* What goes on changing: who has handed in, and what programmes found. */
static int put_tables(const struct report_work *w, const struct report *r, struct report_blocks *b)
{
    int rc = 0;
    if (r->above) {
        report_block(b, REPORT_HEADING, _("Кто сдал отчёт"));
        report_block(b, REPORT_TEXT,
                     arena_printf(b->a, _("Сдано отчётов организаций: %lld из %lld."),
                                  (long long)r->n_handed_in, (long long)r->n_units));
        rc = put_missing(w, b, r);
    }
    for (size_t i = 0; i < r->n_programmes; i++)
        put_programme(b, &r->programmes[i]);
    return rc;
}

static int compose(const struct report_work *w, const struct report *r, struct report_blocks *b)
{
    static const char *const parts[] = {
        [REPORT_SUMMARY] = N_("Итоги"),
        [REPORT_ANALYSIS] = N_("Анализ"),
        [REPORT_PLANS] = N_("Что дальше"),
    };
    int rc = 0;
    report_block(b, REPORT_TITLE, _("Отчёт по мониторингу программ наставничества"));
    report_block(b, REPORT_TEXT, r->unit.name);
    report_block(b, REPORT_TEXT,
                 arena_printf(b->a, _("Период: с начала %d года по %s включительно."),
                              r->period.year, date_long(b->a, period_end(r->period), 0)));
    if (!r->frozen.final)
        report_block(b, REPORT_TEXT, _("Месяц ещё идёт: числа предварительные."));
    report_block(b, REPORT_HEADING, _(parts[REPORT_SUMMARY]));
    report_block(b, REPORT_TEXT, r->words[REPORT_SUMMARY]);
    put_indicators(b, r);
    if (r->handed_in_at && *r->tables)
        report_blocks_read(b, r->tables);
    else
        rc = put_tables(w, r, b);
    for (int k = REPORT_ANALYSIS; k <= REPORT_PLANS; k++)
        if (*r->words[k]) {
            report_block(b, REPORT_HEADING, _(parts[k]));
            report_block(b, REPORT_TEXT, r->words[k]);
        }
    return rc;
}

/* ---- DOCX ---- */

static int write_docx(const struct report_blocks *b, const char *path, struct err *err)
{
    struct docx *d = docx_new(b->a, false);
    for (size_t i = 0; i < b->n; i++) {
        const struct report_block *x = &b->row[i];
        if (x->kind != REPORT_TABLE) {
            docx_paragraph(d, x->kind == REPORT_TEXT ? DOCX_TEXT : DOCX_TITLE, x->text);
            continue;
        }
        docx_table(d, x->table.heads, x->table.percent, x->table.n_cols);
        for (size_t k = 0; k < x->table.n_rows; k++)
            docx_row(d, x->table.cells + k * x->table.n_cols);
        docx_table_end(d);
    }
    return docx_write(d, path, err);
}

/* ---- PDF ---- */

static struct pdf_cell pdf_cell_of(struct arena *a, const char *text, bool bold)
{
    struct pdf_run *run = arena_new_of(a, struct pdf_run);
    struct pdf_paragraph *p = arena_new_of(a, struct pdf_paragraph);
    *run = (struct pdf_run){.text = text, .bold = bold, .size = 10};
    *p = (struct pdf_paragraph){.runs = run, .n_runs = 1};
    return (struct pdf_cell){.paragraphs = p, .n = 1};
}

static void pdf_table_of(struct arena *a, struct pdf *pdf, const struct report_table *t)
{
    double *widths = arena_array(a, double, t->n_cols);
    struct pdf_row *rows = arena_array(a, struct pdf_row, t->n_rows + 1);
    for (size_t c = 0; c < t->n_cols; c++)
        widths[c] = t->percent[c];
    for (size_t k = 0; k <= t->n_rows; k++) {
        struct pdf_cell *cells = arena_array(a, struct pdf_cell, t->n_cols);
        for (size_t c = 0; c < t->n_cols; c++)
            cells[c] = pdf_cell_of(a, k ? t->cells[(k - 1) * t->n_cols + c] : t->heads[c], k == 0);
        rows[k] = (struct pdf_row){cells, t->n_cols, k == 0};
    }
    const struct pdf_table table = {widths, t->n_cols, true, rows, t->n_rows + 1};
    pdf_put_table(pdf, &table);
}

static int write_pdf(const struct report_blocks *b, struct date today, const char *path,
                     struct err *err)
{
    static const enum pdf_style styles[] = {
        [REPORT_TITLE] = PDF_TITLE, [REPORT_HEADING] = PDF_HEADING, [REPORT_TEXT] = PDF_TEXT};
    struct pdf_options o = {.title = b->row[0].text, .day = today, .numbers = true};
    struct pdf *pdf;
    int r = pdf_open(b->a, path, &o, err, &pdf);
    if (r < 0)
        return r;
    for (size_t i = 0; i < b->n; i++) {
        if (b->row[i].kind == REPORT_TABLE)
            pdf_table_of(b->a, pdf, &b->row[i].table);
        else
            pdf_put_text(pdf, styles[b->row[i].kind], b->row[i].text);
        pdf_space(pdf, 6);
    }
    return pdf_close(pdf, err);
}

/* ---- XLSX ---- */

static struct cell number_cell(bool has, int64_t number, bool hidden)
{
    return has && !hidden ? cell_number((double)number) : cell_text("");
}

static int sheet_indicators(struct arena *a, struct sheet_writer *w, const struct report *r,
                            struct err *err)
{
    const struct sheet_col cols[] = {
        {_("Показатель"), 60}, {_("Числитель"), 12}, {_("Знаменатель"), 14}, {_("Значение"), 12},
        {_("Единица"), 10},    {_("Цель года"), 10}, {_("Примечание"), 50}};
    int rc = sheet_writer_sheet(w, _("Показатели"), NULL, cols, 7, err);
    for (size_t i = 0; rc >= 0 && i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        struct value_words words = value_words(a, l->i, l->v, l->hidden);
        double value = !words.number ? 0
                       : l->i->whole ? (double)l->v->numerator

                                     : round(10 * frozen_percent(l->v)) / 10;
        bool nobody = indicator_asked(l->i->counts) && !l->v->answers;
        const struct cell row[] = {
            cell_text(l->i->name),
            number_cell(l->v->has_numerator && !nobody, l->v->numerator, l->hidden),
            number_cell(l->v->has_denominator, l->v->denominator, l->hidden),
            words.number ? cell_number(value) : cell_text(""),
            cell_text(l->i->unit),
            l->v->target >= 0 && !l->i->whole ? cell_number(l->v->target) : cell_text(""),
            cell_text(words.why),
        };
        rc = sheet_writer_row(w, row, 7, err);
    }
    return rc;
}

/* A row for each line: one cell with all of them would be taller than a screen. */
static int sheet_text(struct arena *a, struct sheet_writer *w, const char *text, bool bold,
                      struct err *err)
{
    int rc = 0;
    while (rc >= 0 && *text) {
        size_t n = strcspn(text, "\n");
        struct cell cell = cell_text(arena_strndup(a, text, n));
        cell.bold = bold;
        rc = sheet_writer_row(w, &cell, 1, err);
        text += n + (text[n] == '\n');
    }
    return rc;
}

static int sheet_tables(struct sheet_writer *w, const struct report_blocks *b, struct err *err)
{
    const struct sheet_col cols[REPORT_COLS_MAX] = {{_("Раздел"), 50}, {"", 30}, {"", 20}, {"", 20},
                                                    {"", 20},          {"", 20}, {"", 30}};
    int rc = sheet_writer_sheet(w, _("Отчёт"), NULL, cols, REPORT_COLS_MAX, err);
    for (size_t i = 0; rc >= 0 && i < b->n; i++) {
        const struct report_block *x = &b->row[i];
        struct cell cells[REPORT_COLS_MAX];
        if (x->kind != REPORT_TABLE) {
            rc = sheet_text(b->a, w, x->text, x->kind != REPORT_TEXT, err);
            continue;
        }
        for (size_t k = 0; rc >= 0 && k <= x->table.n_rows; k++) {
            for (size_t c = 0; c < x->table.n_cols; c++)
                cells[c] = k ? cell_text(x->table.cells[(k - 1) * x->table.n_cols + c])
                             : cell_bold(x->table.heads[c]);
            rc = sheet_writer_row(w, cells, x->table.n_cols, err);
        }
    }
    return rc;
}

static int write_xlsx(const struct report_blocks *b, const struct report *r, const char *path,
                      struct err *err)
{
    struct sheet_writer *w;
    int rc = sheet_writer_open(b->a, SHEET_XLSX, path, err, &w);
    if (rc < 0)
        return rc;
    rc = sheet_indicators(b->a, w, r, err);
    if (rc >= 0)
        rc = sheet_tables(w, b, err);
    if (rc >= 0)
        return sheet_writer_finish(w, err, NULL);
    sheet_writer_abort(w);
    return rc;
}

int report_write(const struct report_work *w, const struct report *r, enum report_paper kind,
                 struct date today, const char *path, struct err *err)
{
    struct report_blocks b = {.a = w->a};
    enum lang lang = i18n_get();
    i18n_set(LANG_RU); /* whoever reads it reads Russian */
    int rc = compose(w, r, &b);
    if (rc >= 0)
        rc = kind == REPORT_DOCX  ? write_docx(&b, path, err)
             : kind == REPORT_PDF ? write_pdf(&b, today, path, err)
                                  : write_xlsx(&b, r, path, err);
    i18n_set(lang);
    return rc;
}

int report_tables(const struct report_work *w, const struct report *r, const char **ret)
{
    struct report_blocks b = {.a = w->a};
    enum lang lang = i18n_get();
    i18n_set(LANG_RU);
    int rc = put_tables(w, r, &b);
    *ret = rc >= 0 ? report_blocks_text(&b) : "";
    i18n_set(lang);
    return rc;
}
