#include "insight/measure.h"

#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "db/db.h"
#include "html/format.h"
#include "identity/person.h"
#include "insight/measure.sql.h"

#define ONE 100 /* a value of one, in hundredths */

/* ---- groups ---- */

static struct measure_group group_of(const struct pack *pack, const struct programme *p,
                                     const char *form, const char *role)
{
    struct measure_group g = {
        .programme_id = p->id, .form = form, .role = role, .any = p->n_forms == 1};
    for (size_t i = 0; i < pack->metrics.n && g.n < MEASURE_METRICS; i++) {
        const struct pack_metric *m = &pack->metrics.row[i];
        if (m->type != PACK_METRIC_SCALE && !strcmp(m->form_code, form) && !strcmp(m->role, role))
            g.metric[g.n++] = m;
    }
    return g;
}

size_t measure_groups(struct arena *a, const struct pack *pack, const struct programme *p,
                      const struct measure_group **ret)
{
    static const char *const roles[] = {"mentee", "mentor"};
    struct measure_group *list = arena_array(a, struct measure_group, 2 * p->n_forms);
    size_t n = 0;
    for (size_t i = 0; i < p->n_forms; i++)
        for (size_t k = 0; k < 2; k++) {
            list[n] = group_of(pack, p, p->forms[i], roles[k]);
            n += list[n].n > 0;
        }
    *ret = list;
    return n;
}

size_t measure_cols(const struct measure_group *g, struct measure_col ret[MEASURE_COLS])
{
    size_t n = 0;
    for (size_t i = 0; i < g->n; i++) {
        if (!g->metric[i]->after_only)
            ret[n++] = (struct measure_col){i, false};
        ret[n++] = (struct measure_col){i, true};
    }
    return n;
}

const char *measure_col_name(struct arena *a, const struct measure_group *g, struct measure_col c)
{
    return arena_printf(a, c.after ? _("%s, после") : _("%s, до"), g->metric[c.metric]->name);
}

int64_t *measure_at(struct measure_person *x, struct measure_col c)
{
    return c.after ? &x->v[c.metric].after : &x->v[c.metric].before;
}

/* ---- people ---- */

struct people {
    struct arena *a;
    const struct measure_group *g;
    struct measure_person *list;
    size_t n;
};

static void begin_person(struct people *p, const struct measure_rows *row)
{
    struct measure_person *x = &p->list[p->n++];
    struct person_name name = {row->surname, row->given, row->patronymic};
    *x = (struct measure_person){.id = row->id,
                                 .unit_id = row->unit_id,
                                 .name = person_name_full(p->a, &name),
                                 .sort_key = arena_strdup(p->a, row->sort_key)};
    for (size_t i = 0; i < p->g->n; i++)
        x->v[i] = (struct measure_pair){MEASURE_NONE, MEASURE_NONE};
}

static int take_value(void *ctx, const struct measure_rows *row)
{
    struct people *p = ctx;
    if (!p->n || p->list[p->n - 1].id != row->id)
        begin_person(p, row);
    for (size_t i = 0; row->metric && i < p->g->n; i++)
        if (!strcmp(p->g->metric[i]->code, row->metric))
            p->list[p->n - 1].v[i] =
                (struct measure_pair){row->has_value_before ? row->value_before : MEASURE_NONE,
                                      row->has_value_after ? row->value_after : MEASURE_NONE};
    return 0;
}

int measure_people(struct db *db, struct arena *a, const struct measure_group *g,
                   const char *after_key, int64_t after_id, int64_t limit,
                   struct measure_person **ret, size_t *ret_n)
{
    struct people p = {
        .a = a, .g = g, .list = arena_array(a, struct measure_person, (size_t)limit)};
    struct arena *row = arena_new();
    int r = measure_rows(db, row, g->programme_id, g->role, g->any, g->form,
                         arena_printf(row, "%%;%s;%%", g->form), after_key, after_id, limit,
                         take_value, &p);
    arena_free(row);
    *ret = p.list;
    *ret_n = p.n;
    return r < 0 ? r : 0;
}

int measure_person(struct db *db, struct arena *a, const struct measure_group *g, int64_t id,
                   struct measure_person *ret)
{
    struct measure_key key;
    struct measure_person *x;
    size_t n = 0;
    int r = measure_key(db, a, g->programme_id, id, &key);
    if (r > 0)
        r = measure_people(db, a, g, key.sort_key, id - 1, 1, &x, &n);
    if (r < 0 || !n || x->id != id)
        return r < 0 ? r : 0;
    *ret = *x;
    return 1;
}

/* ---- values ---- */

static bool parse_yes(const char *text, int64_t *ret)
{
    static const char *const yes[] = {"да", "д", "1", "+"};
    static const char *const no[] = {"нет", "н", "0", "-", "−"};
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        if (!strcmp(text, no[i])) {
            *ret = 0;
            return true;
        }
    *ret = ONE;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        if (!strcmp(text, yes[i]))
            return true;
    return false;
}

/* Digits, then perhaps a comma or a point and more; rounded to what the metric keeps. Of whole
 * numbers nothing is rounded. */
static bool parse_number(const char *text, int decimals, int64_t *ret)
{
    size_t whole = strspn(text, "0123456789"), part = 0;
    int64_t n = 0, unit = ONE;
    if (!whole || whole > 7)
        return false;
    for (size_t i = 0; i < whole; i++)
        n = n * 10 + (text[i] - '0');
    n *= ONE;
    if (text[whole] == ',' || text[whole] == '.') {
        part = strspn(text + whole + 1, "0123456789");
        if (!part)
            return false;
    }
    if (text[whole + (part ? part + 1 : 0)])
        return false;
    for (size_t i = 0; i < part; i++) {
        int digit = text[whole + 1 + i] - '0';
        if ((int)i < decimals)
            n += digit * (unit /= 10);
        else if (!decimals && digit)
            return false;
        else if ((int)i == decimals && digit >= 5)
            n += unit;
    }
    *ret = n;
    return true;
}

static const char *wanted(struct arena *a, const struct pack_metric *m)
{
    if (m->type == PACK_METRIC_YESNO)
        return _("нужно «да» или «нет»");
    return arena_printf(
        a, m->decimals ? _("нужно число от %d до %d") : _("нужно целое число от %d до %d"),
        m->least, m->most);
}

bool measure_parse(struct arena *a, const struct pack_metric *m, const char *text, int64_t *ret,
                   const char **ret_why)
{
    const char *s = utf8_lowercase(a, utf8_squeeze(a, text));
    *ret = MEASURE_NONE;
    if (!*s)
        return true;
    bool good = m->type == PACK_METRIC_YESNO
                    ? parse_yes(s, ret)
                    : parse_number(s, m->decimals, ret) && *ret >= (int64_t)m->least * ONE &&
                          *ret <= (int64_t)m->most * ONE;
    if (!good)
        *ret_why = wanted(a, m);
    return good;
}

const char *measure_text(struct arena *a, const struct pack_metric *m, int64_t value)
{
    if (value == MEASURE_NONE)
        return "";
    if (m->type == PACK_METRIC_YESNO)
        return value ? _("да") : _("нет");
    long long whole = value / ONE, part = value % ONE;
    return part % 10 ? arena_printf(a, "%lld,%02lld", whole, part)
           : part    ? arena_printf(a, "%lld,%lld", whole, part / 10)
                     : arena_printf(a, "%lld", whole);
}

int measure_put(struct db *db, const struct clock *clock, const struct measure_group *g,
                const struct measure_person *x, size_t metric, struct measure_pair v,
                int64_t account_id)
{
    const char *code = g->metric[metric]->code;
    bool before = v.before != MEASURE_NONE, after = v.after != MEASURE_NONE;
    int r = !before && !after
                ? measure_delete(db, x->id, code)
                : measure_upsert(db, x->id, code, x->unit_id, g->programme_id, g->role, g->form,
                                 before ? &v.before : NULL, after ? &v.after : NULL,
                                 account_id ? &account_id : NULL, clock_now(clock));
    return r < 0 ? r : 0;
}

int measure_progress(struct db *db, struct arena *a, const struct measure_group *g, size_t metric,
                     struct measure_progress *ret)
{
    struct measure_counts row;
    int r = measure_counts(db, a, g->programme_id, g->role, g->form, g->metric[metric]->code, &row);
    if (r > 0)
        *ret = (struct measure_progress){row.people, row.waiting};
    return r < 0 ? r : 0;
}

int measure_release(struct db *db, struct arena *a, const struct measure_group *g)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < g->n; i++) {
        struct measure_progress p = {0};
        r = measure_progress(db, a, g, i, &p);
        if (r >= 0 && survey_enough(p.waiting))
            r = measure_set_released(db, g->programme_id, g->role, g->form, g->metric[i]->code);
    }
    return r < 0 ? r : 0;
}

/* ---- the comparison ---- */

_Static_assert(sizeof(struct measure_times_of_programme) == sizeof(struct measure_times_below),
               "both have the same columns");

static bool same_metric(const struct measure_times_below *x, const struct measure_times_below *y)
{
    return !strcmp(x->role, y->role) && !strcmp(x->form_code, y->form_code) &&
           !strcmp(x->metric, y->metric);
}

int measure_changes(struct db *db, struct arena *a, const struct survey_scope *scope,
                    const struct measure_change **ret, size_t *ret_n)
{
    struct measure_times_of_programme *own = NULL;
    struct measure_times_below *rows = NULL;
    size_t n, k = 0;
    int r = scope->programme_id
                ? measure_times_of_programme(db, a, scope->programme_id, scope->role, scope->form,
                                             &own, &n)
                : measure_times_below(db, a, scope->unit_id, scope->role, scope->form, &rows, &n);
    if (r < 0)
        return r;
    if (own && n) {
        rows = arena_array(a, struct measure_times_below, n);
        memcpy(rows, own, n * sizeof *rows);
    }
    struct measure_times *times = arena_array(a, struct measure_times, n);
    struct measure_change *list = arena_array(a, struct measure_change, n);
    for (size_t i = 0; i < n; i++) {
        times[i] = (struct measure_times){rows[i].value_before, rows[i].value_after, rows[i].n};
        if (!i || !same_metric(&rows[i], &rows[i - 1]))
            list[k++] = (struct measure_change){
                rows[i].role, rows[i].form_code, rows[i].metric, &times[i], 0, 0};
        list[k - 1].n_times++;
        list[k - 1].n += rows[i].n;
    }
    *ret = list;
    *ret_n = k;
    return 0;
}
