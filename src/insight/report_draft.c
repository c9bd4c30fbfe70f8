/* The words of a report, drafted from its numbers. */
#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "html/format.h"
#include "insight/indicator_pages.h"
#include "insight/report.h"

#define CLEAREST 5      /* changes of one group that are named */
#define PROGRAMMES 7000 /* characters: the rest is for what people add */

static const char *number_of(struct arena *a, const struct report_line *l)
{
    return value_words(a, l->i, l->v, l->hidden).number;
}

static void put_line(struct arena *a, struct strbuf *b, const struct report_line *l)
{
    struct value_words w = value_words(a, l->i, l->v, l->hidden);
    if (!w.number)
        return;
    strbuf_printf(b, "%s — %s", l->i->name, w.number);
    if (w.parts)
        strbuf_printf(b, " (%s)", w.parts);
    if (l->v->target >= 0 && !l->i->whole && !l->hidden) {
        double lack = l->v->target - frozen_percent(l->v);
        if (lack <= 0)
            strbuf_printf(b, _("; цель года %d %% достигнута"), l->v->target);
        else
            strbuf_printf(b, _("; до цели года %d %% не хватает %s п. п."), l->v->target,
                          format_decimal(a, lack, 1));
    }
    strbuf_puts(b, b->s[b->len - 1] == '.' ? "\n" : ".\n");
}

/* Names of those without a number: hidden ones, or those that nobody knows. */
static void put_without(struct arena *a, struct strbuf *b, const struct report *r, bool hidden,
                        const char *head)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        if (l->hidden == hidden && !number_of(a, l))
            strbuf_printf(b, "%s%s", n++ ? "; " : head, format_quoted(a, l->i->name));
    }
    if (n)
        strbuf_puts(b, ".\n");
}

static const char *summary(struct arena *a, const struct report *r)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, _("С начала года по %s включительно.\n"),
                  date_long(a, period_end(r->period), 0));
    if (!r->frozen.final)
        strbuf_puts(&b, _("Месяц ещё идёт: числа предварительные.\n"));
    if (r->above)
        strbuf_printf(&b, _("Сдано отчётов организаций: %lld из %lld.\n"),
                      (long long)r->n_handed_in, (long long)r->n_units);
    for (size_t i = 0; i < r->n_lines; i++)
        put_line(a, &b, &r->lines[i]);
    put_without(a, &b, r, true, _("Не показываем, чтобы никого нельзя было узнать: "));
    put_without(a, &b, r, false, _("Нет данных: "));
    return b.s;
}

/* ---- programmes ---- */

static bool one_group(const struct impact *x, const struct impact *y)
{
    return !strcmp(x->form, y->form) && !strcmp(x->role, y->role);
}

static bool clear(const struct impact *i)
{
    return !i->hidden && stat_sure(&i->s) >= STAT_SURE;
}

/* Is it one of the clearest of its group? */
static bool named(const struct impact *group, size_t n, const struct impact *x)
{
    size_t clearer = 0;
    for (size_t i = 0; i < n; i++) {
        double more = fabs(group[i].s.effect) - fabs(x->s.effect);
        clearer += clear(&group[i]) && (more > 0 || (more >= 0 && &group[i] < x));
    }
    return clear(x) && clearer < CLEAREST;
}

static void put_group(struct arena *a, struct strbuf *b, const struct impact *group, size_t n)
{
    size_t shown = 0, sure = 0;
    for (size_t i = 0; i < n; i++) {
        shown += !group[i].hidden;
        sure += clear(&group[i]);
    }
    strbuf_printf(b, "%s, %s. ", format_quoted(a, group->form_name), survey_side(group->role));
    if (!shown)
        strbuf_puts(b, _("До и после ответили меньше пяти человек, итоги не показываем.\n"));
    else if (!sure)
        strbuf_puts(b, _("Изменений, о которых можно сказать уверенно, нет.\n"));
    else
        strbuf_puts(b, _("Заметнее всего изменилось:\n"));
    for (size_t i = 0; i < n; i++)
        if (named(group, n, &group[i]))
            strbuf_printf(b, "%s.\n", impact_sentence(a, &group[i]));
}

/* Each line of a part is a thing: they become one sentence. */
static void put_swot(struct strbuf *b, const struct swot *s)
{
    for (int k = 0; k < SWOT_PARTS; k++) {
        const char *text = s->text[k], *before = ": ";
        size_t n;
        if (text[strspn(text, " \n")])
            strbuf_puts(b, swot_part_name((enum swot_part)k));
        for (; *text; text += n + (text[n] == '\n')) {
            n = strcspn(text, "\n");
            if (strspn(text, " ") < n) {
                strbuf_printf(b, "%s%.*s", before, (int)n, text);
                before = "; ";
            }
        }
        if (*before == ';')
            strbuf_puts(b, b->s[b->len - 1] == '.' ? "\n" : ".\n");
    }
}

static const char *day_words(struct arena *a, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(a, d, 0) : iso;
}

static const char *programme_words(struct arena *a, const struct report_programme *p)
{
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(
        &b, p->ended ? _("Программа %s (%s — %s) завершена.\n") : _("Программа %s (%s — %s).\n"),
        format_quoted(a, p->title), day_words(a, p->starts_on), day_words(a, p->ends_on));
    if (p->day)
        strbuf_printf(&b, _("Качество процесса: уровень %s, %s из %zu баллов (%s).\n"),
                      p->level.name, format_decimal(a, p->sum, 1), p->top, day_words(a, p->day));
    else
        strbuf_puts(&b, _("Качество процесса ещё не оценивали.\n"));
    for (size_t i = 0, j; i < p->n_impacts; i = j) {
        for (j = i + 1; j < p->n_impacts && one_group(&p->impacts[i], &p->impacts[j]);)
            j++;
        put_group(a, &b, &p->impacts[i], j - i);
    }
    if (!p->n_impacts)
        strbuf_puts(&b, _("Сравнивать до и после пока нечего.\n"));
    put_swot(&b, &p->swot);
    return b.s;
}

static const char *analysis(struct arena *a, const struct report *r)
{
    struct strbuf b;
    size_t room = PROGRAMMES, i = 0;
    strbuf_init(&b, a);
    for (; i < r->n_programmes; i++) {
        const char *words = programme_words(a, &r->programmes[i]);
        size_t n = utf8_len(words);
        if (n > room)
            break;
        strbuf_printf(&b, "%s%s", i ? "\n" : "", words);
        room -= n;
    }
    if (i < r->n_programmes)
        strbuf_printf(&b, _("О других программах — в таблицах отчёта: их %zu.\n"),
                      r->n_programmes - i);
    if (!r->n_programmes && !r->above)
        strbuf_puts(&b, _("Программ в этом году ещё не было.\n"));
    return b.s;
}

static const char *plans(struct arena *a, const struct report *r)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < r->n_lines; i++) {
        const struct report_line *l = &r->lines[i];
        if (!l->hidden && !l->i->whole && frozen_whole(l->v) && l->v->target >= 0 &&
            !value_reached(l->v))
            strbuf_printf(&b, _("Довести до цели показатель %s.\n"), format_quoted(a, l->i->name));
    }
    if (r->above && r->n_handed_in < r->n_units)
        strbuf_printf(&b, _("Получить отчёты остальных организаций: %lld.\n"),
                      (long long)(r->n_units - r->n_handed_in));
    for (size_t i = 0; i < r->n_programmes; i++)
        if (*r->programmes[i].swot.text[SWOT_WEAKNESSES])
            strbuf_printf(&b, _("Устранить слабые стороны программы %s.\n"),
                          format_quoted(a, r->programmes[i].title));
    return b.s;
}

void report_draft(struct arena *a, const struct report *r, const char *ret[REPORT_PARTS])
{
    enum lang lang = i18n_get();
    i18n_set(LANG_RU); /* it will be handed in */
    ret[REPORT_SUMMARY] = summary(a, r);
    ret[REPORT_ANALYSIS] = analysis(a, r);
    ret[REPORT_PLANS] = plans(a, r);
    i18n_set(lang);
}
