/* The evidence as a PDF. */
#include "base/i18n.h"
#include "office/pdf.h"
#include "work/evidence.h"

static void facts(struct arena *a, struct pdf *p, const struct evidence_group *g)
{
    static const double widths[] = {5, 17, 78};
    struct pdf_row *rows = arena_array(a, struct pdf_row, g->n + 1);
    const char *heads[] = {_("№"), _("Дата"), _("Что сделано")};
    for (size_t i = 0; i <= g->n; i++) {
        const char *texts[] = {i ? arena_printf(a, "%zu", i) : heads[0],
                               i ? date_short(a, g->facts[i - 1].day) : heads[1],
                               i ? g->facts[i - 1].text : heads[2]};
        struct pdf_cell *cells = arena_array(a, struct pdf_cell, 3);
        for (size_t c = 0; c < 3; c++) {
            struct pdf_run *run = arena_new_of(a, struct pdf_run);
            struct pdf_paragraph *par = arena_new_of(a, struct pdf_paragraph);
            *run = (struct pdf_run){.text = texts[c], .bold = !i, .size = 11};
            *par = (struct pdf_paragraph){.runs = run, .n_runs = 1};
            cells[c] = (struct pdf_cell){par, 1, 1};
        }
        rows[i] = (struct pdf_row){cells, 3, !i};
    }
    pdf_put_table(p, &(struct pdf_table){widths, 3, true, rows, g->n + 1});
}

static void numbers(struct arena *a, struct pdf *p, const struct evidence *e)
{
    pdf_put_text(p, PDF_TEXT,
                 arena_printf(a,
                              _("Всего за период: пар — %lld, персонализированных программ — %lld, "
                                "встреч — %lld, уроков — %lld, других записей — %lld."),
                              (long long)e->pairs, (long long)e->programmes, (long long)e->meetings,
                              (long long)e->lessons, (long long)e->items));
}

int evidence_paper(struct arena *a, const struct evidence *e, struct date today, const char *path,
                   struct err *err)
{
    struct pdf_options o = {
        .title = _("Деятельность педагога-наставника"), .day = today, .numbers = true};
    struct pdf *p;
    int r = pdf_open(a, path, &o, err, &p);
    if (r < 0)
        return r;
    pdf_put_text(p, PDF_TITLE, _("Деятельность педагога-наставника"));
    pdf_put_text(p, PDF_TEXT, e->name);
    pdf_put_text(p, PDF_TEXT, e->organisation);
    pdf_put_text(
        p, PDF_TEXT,
        arena_printf(a, _("Период: с %s по %s"), date_long(a, e->from, 0), date_long(a, e->to, 0)));
    numbers(a, p, e);
    for (size_t i = 0; i < e->n_groups; i++) {
        pdf_put_text(p, PDF_HEADING,
                     arena_printf(a, "%zu. %s", i + 1, e->groups[i].criterion->name));
        if (e->groups[i].n)
            facts(a, p, &e->groups[i]);
        else
            pdf_put_text(p, PDF_TEXT, _("Записей за период нет."));
    }
    pdf_put_text(p, PDF_SMALL, arena_printf(a, _("Собрано %s"), date_long(a, today, 0)));
    pdf_put_text(p, PDF_TEXT, arena_printf(a, "%s ____________________", _("Руководитель")));
    return pdf_close(p, err);
}
