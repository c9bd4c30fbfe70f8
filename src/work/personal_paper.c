/* A personal programme on paper: title with both stamps, parts, plan, signatures. */
#include <string.h>

#include "base/i18n.h"
#include "office/docx.h"
#include "work/personal.h"

static void stamps(struct arena *a, struct docx *d, const struct personal *x)
{
    const struct personal_row *r = &x->row;
    docx_paragraph(d, DOCX_RIGHT,
                   *r->order_on
                       ? arena_printf(a, "%s\n%s ____________________\n%s", _("УТВЕРЖДАЮ"),
                                      _("Руководитель"),
                                      arena_printf(a, _("приказ от %s № %s"),
                                                   duo_day(a, r->order_on), r->order_no))
                       : arena_printf(a, "%s\n%s ____________________\n%s", _("УТВЕРЖДАЮ"),
                                      _("Руководитель"), _("приказ от ____________ № ______")));
    docx_paragraph(
        d, DOCX_RIGHT,
        *r->protocol_on
            ? arena_printf(a, "%s\n%s\n%s", _("СОГЛАСОВАНО"), r->council,
                           arena_printf(a, _("протокол от %s № %s"), duo_day(a, r->protocol_on),
                                        r->protocol_no))
            : arena_printf(a, "%s\n%s", _("СОГЛАСОВАНО"), _("протокол от ____________ № ______")));
}

static void title(struct arena *a, struct docx *d, const struct personal *x)
{
    const struct duo *u = &x->duo;
    docx_paragraph(d, DOCX_TITLE, u->unit.name);
    docx_paragraph(d, DOCX_TITLE, _("Персонализированная программа наставничества"));
    if (x->row.edition > 1)
        docx_paragraph(d, DOCX_TITLE,
                       arena_printf(a, _("Редакция %lld"), (long long)x->row.edition));
    docx_paragraph(d, DOCX_TEXT, arena_printf(a, _("Наставляемый: %s"), u->mentee_name));
    docx_paragraph(d, DOCX_TEXT, arena_printf(a, _("Наставник: %s"), u->mentor_name));
    docx_paragraph(d, DOCX_TEXT, arena_printf(a, _("Форма наставничества: %s"), u->form_name));
    docx_paragraph(d, DOCX_TEXT, arena_printf(a, _("Вид наставничества: %s"), x->types));
    docx_paragraph(d, DOCX_TEXT,
                   arena_printf(a, _("Срок реализации: с %s по %s"), duo_day(a, x->row.starts_on),
                                duo_day(a, x->row.ends_on)));
}

static const char *mark(struct arena *a, const struct personal_steps *s)
{
    if (!s->done_on)
        return "";
    return s->note && *s->note ? arena_printf(a, "%s\n%s", duo_short(a, s->done_on), s->note)
                               : arena_printf(a, _("выполнено %s"), duo_short(a, s->done_on));
}

static void plan(struct arena *a, struct docx *d, const struct personal *x)
{
    const char *const heads[] = {_("№"),
                                 _("Направление"),
                                 _("Мероприятие, форма"),
                                 _("Срок"),
                                 _("Ответственный"),
                                 _("Планируемый результат"),
                                 _("Отметка о выполнении")};
    static const int percent[] = {4, 13, 27, 10, 14, 19, 13};
    const struct pack *pack = x->duo.pack;
    size_t n = 0;
    docx_paragraph(d, DOCX_TITLE, _("План мероприятий"));
    docx_table(d, heads, percent, sizeof percent / sizeof *percent);
    for (size_t k = 0; k < pack->personal_stages.n; k++) {
        bool band = false;
        for (size_t i = 0; i < x->n_steps; i++) {
            const struct personal_steps *s = &x->steps[i];
            if (strcmp(s->stage, pack->personal_stages.row[k].code) != 0)
                continue;
            if (!band)
                docx_band(d, pack->personal_stages.row[k].name);
            band = true;
            const char *const cells[] = {arena_printf(a, "%zu", ++n),
                                         s->direction,
                                         *s->form ? arena_printf(a, "%s\n(%s)", s->name, s->form)
                                                  : s->name,
                                         duo_short(a, s->due_on),
                                         s->who,
                                         s->result,
                                         mark(a, s)};
            docx_row(d, cells);
        }
    }
    docx_table_end(d);
}

int personal_paper(struct arena *a, const struct personal *x, const char *path, struct err *err)
{
    struct docx *d = docx_new(a, true);
    stamps(a, d, x);
    title(a, d, x);
    for (size_t i = 0; i < x->n_parts; i++) {
        if (!*x->parts[i].body)
            continue;
        docx_paragraph(d, DOCX_TITLE, x->parts[i].section->name);
        docx_paragraph(d, DOCX_TEXT, x->parts[i].body);
    }
    plan(a, d, x);
    docx_paragraph(
        d, DOCX_TEXT,
        arena_printf(a, "%s ____________________ %s", _("Наставник"), x->duo.mentor_name));
    docx_paragraph(
        d, DOCX_TEXT,
        arena_printf(a, "%s ____________________ %s", _("Наставляемый"), x->duo.mentee_name));
    docx_paragraph(d, DOCX_TEXT, arena_printf(a, "%s ____________________", _("Куратор")));
    return docx_write(d, path, err);
}
