#include "programme/roadmap_paper.h"

#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "office/docx.h"

const char *roadmap_who(struct arena *a, const struct pack_step *step)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < step->who.n; i++)
        strbuf_printf(&b, "%s%s", i ? ", " : "", step->who.item[i]);
    return b.len ? b.s : "";
}

static const char *cell(struct arena *a, const char *code, const struct roadmap_stage *s, size_t i)
{
    const struct pack_step *step = s->items[i].step;
    if (!strcmp(code, "n"))
        return arena_printf(a, "%d.%zu", s->stage->order, i + 1);
    if (!strcmp(code, "event"))
        return step->name;
    if (!strcmp(code, "term"))
        return arena_printf(a, "%s – %s", date_short(a, s->starts), date_short(a, s->items[i].due));
    if (!strcmp(code, "who"))
        return roadmap_who(a, step);
    return *step->result ? step->result : "—";
}

static void put_stage(struct arena *a, struct docx *d, const struct pack *pack,
                      const struct roadmap_stage *s)
{
    const char *cells[DOCX_MAX_COLUMNS];
    docx_band(d, arena_printf(a, _("Этап %d. %s"), s->stage->order, s->stage->name));
    for (size_t i = 0; i < s->n_items; i++) {
        for (size_t c = 0; c < pack->roadmap_columns.n; c++)
            cells[c] = cell(a, pack->roadmap_columns.row[c].code, s, i);
        docx_row(d, cells);
    }
}

static const char *day(struct arena *a, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(a, d, 0) : "";
}

int roadmap_paper(struct arena *a, const struct programme *p, const struct pack *pack,
                  const char *organisation, const struct roadmap_stage *stages, size_t n,
                  const char *path, struct err *err)
{
    const char *heads[DOCX_MAX_COLUMNS];
    int percent[DOCX_MAX_COLUMNS];
    size_t n_columns = pack->roadmap_columns.n;
    if (!n_columns)
        return err_set(err, ERR_NOT_FOUND, _("В этой методологии нет дорожной карты на бумаге"));
    for (size_t i = 0; i < n_columns; i++) {
        heads[i] = pack->roadmap_columns.row[i].name;
        percent[i] = pack->roadmap_columns.row[i].width;
    }
    struct docx *d = docx_new(a, true);
    docx_paragraph(d, DOCX_RIGHT,
                   arena_printf(a, "%s\n%s ____________________\n%s", _("УТВЕРЖДАЮ"),
                                _("Руководитель"), _("(подпись, дата)")));
    docx_paragraph(d, DOCX_TITLE, arena_printf(a, _("Дорожная карта программы «%s»"), p->title));
    docx_paragraph(d, DOCX_TEXT, organisation);
    docx_paragraph(
        d, DOCX_TEXT,
        arena_printf(a, _("Срок программы: %s – %s"), day(a, p->starts_on), day(a, p->ends_on)));
    docx_table(d, heads, percent, n_columns);
    for (size_t i = 0; i < n; i++)
        put_stage(a, d, pack, &stages[i]);
    docx_table_end(d);
    return docx_write(d, path, err);
}
