#include "insight/impact.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "html/format.h"

/* ---- names ---- */

struct names {
    struct arena *a;
    const struct pack *pack;
    struct tsv metrics; /* impact-metrics.tsv; no rows: the pack has none */
};

static bool row_is(const struct tsv *t, size_t row, const struct survey_change *c)
{
    return !strcmp(tsv_get(t, row, "form_code"), c->form) &&
           !strcmp(tsv_get(t, row, "role"), c->role) && !strcmp(tsv_get(t, row, "code"), c->metric);
}

/* The pack's name of the metric, else the question as it is asked at the end. */
static void name(const struct names *n, const struct survey_change *c, struct impact *ret)
{
    ret->name = c->metric;
    for (size_t i = 0; i < n->pack->questions.n; i++) {
        const struct pack_question *q = &n->pack->questions.row[i];
        if (!strcmp(q->form_code, c->form) && !strcmp(q->role, c->role) &&
            !strcmp(q->phase, "after") && !strcmp(q->metric, c->metric)) {
            ret->name = q->text;
            break;
        }
    }
    for (size_t row = 0; row < n->metrics.n_rows; row++)
        if (row_is(&n->metrics, row, c)) {
            ret->name = tsv_get(&n->metrics, row, "name_ru");
            ret->down = !strcmp(tsv_get(&n->metrics, row, "better"), "down");
        }
    const struct pack_form *form = pack_form(n->pack, c->form);
    ret->form_name = form ? form->name : c->form;
}

/* ---- numbers ---- */

static struct stat_paired compare(struct arena *a, const struct survey_change *c)
{
    double before[SURVEY_SIDE * SURVEY_SIDE], after[SURVEY_SIDE * SURVEY_SIDE];
    int64_t times[SURVEY_SIDE * SURVEY_SIDE];
    size_t n = 0;
    for (int b = 1; b < SURVEY_SIDE; b++)
        for (int f = 1; f < SURVEY_SIDE; f++)
            if (c->cell[b][f]) {
                before[n] = b - 1;
                after[n] = f - 1;
                times[n++] = c->cell[b][f];
            }
    return stat_compare(a, STAT_ORDINAL, before, after, times, n);
}

static bool measured(const struct survey_change *c)
{
    return c->n_before && c->n_after && *c->metric &&
           (c->kind == SURVEY_SCALE10 || c->kind == SURVEY_FREQUENCY5);
}

int impact_load(struct db *db, struct arena *a, const struct pack *pack,
                const struct survey_scope *scope, struct err *err, struct impact **ret,
                size_t *ret_n)
{
    const struct survey_change *changes;
    struct names names = {.a = a, .pack = pack};
    size_t n, k = 0;
    int r = survey_changes(db, a, scope, &changes, &n);
    if (r >= 0 && pack_file(pack, "impact-metrics.tsv"))
        r = pack_tsv(a, pack, "impact-metrics.tsv", err, &names.metrics);
    if (r < 0)
        return r;
    struct impact *list = arena_array(a, struct impact, n);
    const struct survey_change **of = arena_array(a, const struct survey_change *, n);
    for (size_t i = 0; i < n; i++) {
        if (!measured(&changes[i]))
            continue;
        of[k] = &changes[i];
        list[k] = (struct impact){.role = changes[i].role,
                                  .form = changes[i].form,
                                  .metric = changes[i].metric,
                                  .top = changes[i].kind == SURVEY_SCALE10 ? 10 : 5,
                                  .n = (size_t)changes[i].n_both,
                                  .hidden = !survey_enough(changes[i].n_both)};
        name(&names, &changes[i], &list[k++]);
    }
    for (size_t i = 0; i < k; i++) {
        if (list[i].hidden)
            continue;
        list[i].s = compare(a, of[i]);
        size_t good = list[i].down ? list[i].s.n_down : list[i].s.n_up;
        list[i].improved = (double)good / (double)list[i].n;
    }
    *ret = list;
    *ret_n = k;
    return 0;
}

/* ---- words ---- */

const char *impact_sure(enum stat_sure sure)
{
    static const char *const words[] = {
        [STAT_CHANCE] = N_("могло получиться случайно"),
        [STAT_MAYBE] = N_("может быть, случайно: чтобы сказать увереннее, нужно больше ответов"),
        [STAT_SURE] = N_("скорее всего, не случайно"),
        [STAT_VERY_SURE] = N_("почти наверняка не случайно"),
    };
    return _(words[sure]);
}

const char *impact_size(enum stat_size size)
{
    static const char *const words[] = {
        [STAT_NO_SIZE] = N_("почти незаметное"),
        [STAT_SMALL] = N_("небольшое"),
        [STAT_MEDIUM] = N_("среднее"),
        [STAT_LARGE] = N_("большое"),
    };
    return _(words[size]);
}

const char *impact_test(const struct stat_paired *s)
{
    switch (s->test) {
    case STAT_WILCOXON:
        return s->exact ? _("знаковые ранги Уилкоксона, точный счёт")
                        : _("знаковые ранги Уилкоксона, нормальное приближение");
    case STAT_T:
        return _("парный критерий Стьюдента");
    default:
        return _("никто не изменил ответ");
    }
}

const char *impact_bounds(struct arena *a, const struct stat_paired *s)
{
    return arena_printf(a, _("от %s до %s"), format_change(a, s->low, 1),
                        format_change(a, s->high, 1));
}

/* A question is quoted, so that no colon follows its mark. */
static const char *subject(struct arena *a, const char *name)
{
    size_t n = strlen(name);
    return n && name[n - 1] == '?' ? arena_printf(a, "«%s»", name) : name;
}

const char *impact_sentence(struct arena *a, const struct impact *i)
{
    const char *name = subject(a, i->name);
    if (i->hidden)
        return arena_printf(a, _("%s: меньше пяти ответов, не показываем"), name);
    if (i->s.test == STAT_NONE)
        return arena_printf(a, _("%s: ответы не изменились"), name);
    return arena_printf(a, _("%s: было %s, стало %s, изменение %s (%s), %s"), name,
                        format_decimal(a, i->s.before, 1), format_decimal(a, i->s.after, 1),
                        format_change(a, i->s.mean, 1), impact_size(stat_size(&i->s)),
                        impact_sure(stat_sure(&i->s)));
}

const struct impact *impact_best(const struct impact *list, size_t n)
{
    const struct impact *best = NULL;
    for (size_t i = 0; i < n; i++) {
        bool good = !list[i].hidden && stat_sure(&list[i].s) >= STAT_SURE &&
                    (list[i].s.mean > 0) != list[i].down;
        if (good && (!best || fabs(list[i].s.effect) > fabs(best->s.effect)))
            best = &list[i];
    }
    return best;
}
