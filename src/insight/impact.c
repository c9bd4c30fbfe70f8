#include "insight/impact.h"

#include <math.h>
#include <string.h>

#include "base/i18n.h"
#include "html/format.h"
#include "insight/measure.h"

/* ---- names ---- */

static const struct pack_metric *metric_of(const struct pack *pack, const struct impact *i)
{
    for (size_t k = 0; k < pack->metrics.n; k++) {
        const struct pack_metric *m = &pack->metrics.row[k];
        if (!strcmp(m->form_code, i->form) && !strcmp(m->role, i->role) &&
            !strcmp(m->code, i->metric))
            return m;
    }
    return NULL;
}

/* The pack's name of the metric, else the question as it is asked at the end. */
static void name(const struct pack *pack, struct impact *i)
{
    const struct pack_metric *m = metric_of(pack, i);
    const struct pack_form *form = pack_form(pack, i->form);
    i->name = i->metric;
    for (size_t k = 0; !m && k < pack->questions.n; k++) {
        const struct pack_question *q = &pack->questions.row[k];
        if (!strcmp(q->form_code, i->form) && !strcmp(q->role, i->role) &&
            !strcmp(q->phase, "after") && !strcmp(q->metric, i->metric)) {
            i->name = q->text;
            break;
        }
    }
    if (m) {
        i->name = m->name;
        i->down = m->down;
    }
    i->form_name = form ? form->name : i->form;
}

/* ---- numbers ---- */

/* Pairs of values and how many people have each. */
struct values {
    double *before, *after;
    int64_t *times;
    size_t n;
};

static void add(struct values *v, double before, double after, int64_t times)
{
    if (!times)
        return;
    v->before[v->n] = before;
    v->after[v->n] = after;
    v->times[v->n++] = times;
}

static void compare(struct arena *a, struct impact *i, enum stat_kind kind,
                    const struct survey_change *c, const struct measure_change *m)
{
    size_t room = c ? SURVEY_SIDE * SURVEY_SIDE : m->n_times;
    struct values v = {arena_array(a, double, room), arena_array(a, double, room),
                       arena_array(a, int64_t, room), 0};
    for (int b = 1; c && b < SURVEY_SIDE; b++)
        for (int f = 1; f < SURVEY_SIDE; f++)
            add(&v, b - 1, f - 1, c->cell[b][f]);
    for (size_t k = 0; m && k < m->n_times; k++)
        add(&v, (double)m->times[k].before / 100, (double)m->times[k].after / 100, m->times[k].n);
    i->s = stat_compare(a, kind, v.before, v.after, v.times, v.n);
    i->improved = (double)(i->down ? i->s.n_down : i->s.n_up) / (double)i->n;
}

static bool measured(const struct survey_change *c)
{
    return c->n_before && c->n_after && *c->metric &&
           (c->kind == SURVEY_SCALE10 || c->kind == SURVEY_FREQUENCY5);
}

static struct impact of_answers(struct arena *a, const struct pack *pack,
                                const struct survey_change *c)
{
    bool ten = c->kind == SURVEY_SCALE10;
    struct impact i = {.role = c->role,
                       .form = c->form,
                       .metric = c->metric,
                       .bottom = ten ? 1 : 0,
                       .top = ten ? 10 : 5,
                       .places = 1,
                       .n = (size_t)c->n_both,
                       .hidden = !survey_enough(c->n_both)};
    name(pack, &i);
    if (!i.hidden)
        compare(a, &i, STAT_ORDINAL, c, NULL);
    return i;
}

/* An axis to 500 hours shows nothing of a change from 4 to 6. */
static double near_top(double bottom, double top, double most)
{
    while (top - bottom > 2 && bottom + (top - bottom) / 2 > most)
        top = bottom + (top - bottom) / 2;
    return top;
}

static struct impact of_measure(struct arena *a, const struct pack *pack,
                                const struct measure_change *m)
{
    struct impact i = {.role = m->role,
                       .form = m->form,
                       .metric = m->metric,
                       .n = (size_t)m->n,
                       .hidden = !survey_enough(m->n)};
    const struct pack_metric *of = metric_of(pack, &i);
    name(pack, &i);
    i.bottom = of ? of->least : 0;
    i.top = of ? of->most : PACK_METRIC_TOP;
    i.places = of && of->decimals > 1 ? of->decimals : 1;
    if (i.hidden)
        return i;
    compare(a, &i, STAT_MEASURE, NULL, m);
    i.top = near_top(i.bottom, i.top, fmax(i.s.before, i.s.after));
    return i;
}

/* By side and form; otherwise the order stays. */
static void sort(struct impact *list, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct impact now = list[i];
        size_t k = i;
        for (; k > 0; k--) {
            int by = strcmp(list[k - 1].role, now.role);
            if ((by ? by : strcmp(list[k - 1].form, now.form)) <= 0)
                break;
            list[k] = list[k - 1];
        }
        list[k] = now;
    }
}

int impact_load(struct db *db, struct arena *a, const struct pack *pack,
                const struct survey_scope *scope, struct err *err, struct impact **ret,
                size_t *ret_n)
{
    const struct survey_change *changes;
    const struct measure_change *measures;
    size_t n, n_measures, k = 0;
    (void)err;
    int r = survey_changes(db, a, scope, &changes, &n);
    if (r >= 0)
        r = measure_changes(db, a, scope, &measures, &n_measures);
    if (r < 0)
        return r;
    struct impact *list = arena_array(a, struct impact, n + n_measures);
    for (size_t i = 0; i < n; i++)
        if (measured(&changes[i]))
            list[k++] = of_answers(a, pack, &changes[i]);
    for (size_t i = 0; i < n_measures; i++)
        list[k++] = of_measure(a, pack, &measures[i]);
    sort(list, k);
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
        return _("ни у кого ничего не изменилось");
    }
}

const char *impact_bounds(struct arena *a, const struct impact *i)
{
    return arena_printf(a, _("от %s до %s"), format_change(a, i->s.low, i->places),
                        format_change(a, i->s.high, i->places));
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
        return arena_printf(a, _("%s: меньше пяти человек, не показываем"), name);
    if (i->s.test == STAT_NONE)
        return arena_printf(a, _("%s: без изменений"), name);
    return arena_printf(a, _("%s: было %s, стало %s, изменение %s (%s), %s"), name,
                        format_decimal(a, i->s.before, i->places),
                        format_decimal(a, i->s.after, i->places),
                        format_change(a, i->s.mean, i->places), impact_size(stat_size(&i->s)),
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
