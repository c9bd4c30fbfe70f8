#include "insight/indicator.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "programme/methodology.h"

static const char *const rules[COUNT_RULES] = {
    [COUNT_SAID] = "",
    [COUNT_MENTEES] = "mentees",
    [COUNT_PAIRED_MENTEES] = "paired_mentees",
    [COUNT_MENTORS] = "mentors",
    [COUNT_ENTERPRISES] = "enterprises",
    [COUNT_SATISFIED_MENTEES] = "satisfied_mentees",
    [COUNT_SATISFIED_MENTORS] = "satisfied_mentors",
    [COUNT_YES_MENTEES] = "yes_mentees",
    [COUNT_ACTIVE_ORGANISATIONS] = "active_organisations",
    [COUNT_ORGANISATIONS] = "organisations",
    [COUNT_HELD_MEETINGS] = "held_meetings",
    [COUNT_PLANNED_MEETINGS] = "planned_meetings",
    [COUNT_PERSONAL_DONE] = "personal_done",
    [COUNT_PERSONAL_DUE] = "personal_due",
    [COUNT_PROJECTS_DONE] = "projects_done",
    [COUNT_PROJECTS_PLANNED] = "projects_planned",
    [COUNT_MEASURED] = "measured",
};

bool indicator_asked(enum indicator_rule rule)
{
    return rule == COUNT_SATISFIED_MENTEES || rule == COUNT_SATISFIED_MENTORS ||
           rule == COUNT_YES_MENTEES;
}

bool indicator_people(enum indicator_rule rule)
{
    return rule == COUNT_MENTEES || rule == COUNT_PAIRED_MENTEES || rule == COUNT_MENTORS ||
           indicator_fact(rule);
}

bool indicator_fact(enum indicator_rule rule)
{
    return rule == COUNT_HELD_MEETINGS || rule == COUNT_PERSONAL_DONE ||
           rule == COUNT_PROJECTS_DONE || rule == COUNT_MEASURED;
}

/* ---- reading ---- */

static int rule_of(const struct tsv *t, size_t row, const char *col, struct err *err,
                   enum indicator_rule *ret)
{
    const char *word = tsv_get(t, row, col);
    for (int i = 0; i < COUNT_RULES; i++)
        if (!strcmp(rules[i], word)) {
            *ret = (enum indicator_rule)i;
            return 0;
        }
    return err_set(err, ERR_INVALID,
                   _("indicators.tsv, строка %zu, столбец «%s»: правила «%s» нет"), t->lines[row],
                   col, word);
}

static int number(const char *cell)
{
    return (int)strtol(cell, NULL, 10);
}

static struct pack_list list_of(struct arena *a, const char *cell)
{
    size_t n = 1, len;
    for (const char *s = cell; *s; s++)
        n += *s == ';';
    const char **item = arena_array(a, const char *, n);
    for (n = 0; *cell; cell += len + (cell[len] == ';')) {
        len = strcspn(cell, ";");
        item[n++] = arena_strndup(a, cell, len);
    }
    return (struct pack_list){item, n};
}

static void read_targets(const struct tsv *t, size_t row, struct indicator *i)
{
    for (size_t c = 0; c < t->n_cols && i->n_targets < INDICATOR_YEARS; c++) {
        const char *cell = tsv_cell(t, row, c);
        if (strncmp(t->head[c], "target_", 7) != 0 || !*cell)
            continue;
        i->targets[i->n_targets].year = number(t->head[c] + 7);
        i->targets[i->n_targets++].percent = number(cell);
    }
}

static int read_row(struct arena *a, const struct tsv *t, size_t row, int64_t pack_id,
                    struct err *err, struct indicator *ret)
{
    *ret = (struct indicator){
        .code = tsv_get(t, row, "code"),
        .name = tsv_get(t, row, "name_ru"),
        .unit = tsv_get(t, row, "unit"),
        .numerator = tsv_get(t, row, "numerator_ru"),
        .denominator = tsv_get(t, row, "denominator_ru"),
        .source = tsv_get(t, row, "source"),
        .confidence = tsv_get(t, row, "confidence"),
        .whole = !*tsv_get(t, row, "denominator_ru"),
        .age_from = number(tsv_get(t, row, "age_from")),
        .age_to = number(tsv_get(t, row, "age_to")),
        .forms = list_of(a, tsv_get(t, row, "forms")),
        .role_models = list_of(a, tsv_get(t, row, "role_models")),
        .metric = tsv_get(t, row, "metric"),
        .threshold = number(tsv_get(t, row, "threshold")),
        .after_months = number(tsv_get(t, row, "after_months")),
        .pack_id = pack_id,
    };
    read_targets(t, row, ret);
    int r = rule_of(t, row, "counts", err, &ret->counts);
    return r < 0 ? r : rule_of(t, row, "of", err, &ret->of);
}

static int add_pack(struct arena *a, const struct pack *pack, int64_t pack_id, struct err *err,
                    struct indicator *list, size_t *n)
{
    struct tsv t;
    if (!pack_file(pack, "indicators.tsv"))
        return 0;
    int r = pack_tsv(a, pack, "indicators.tsv", err, &t);
    for (size_t row = 0; r >= 0 && row < t.n_rows && *n < INDICATORS_MAX; row++) {
        const struct indicators so_far = {list, *n};
        r = read_row(a, &t, row, pack_id, err, &list[*n]);
        *n += r >= 0 && indicator_find(&so_far, list[*n].code) < 0;
    }
    return r;
}

int indicators_load(struct methodology *m, struct db *db, struct arena *a, struct err *err,
                    struct indicators *ret)
{
    struct packs_current *packs;
    struct indicator *list = arena_array(a, struct indicator, INDICATORS_MAX + 1);
    size_t n_packs, n = 0;
    int r = packs_current(db, a, &packs, &n_packs);
    for (size_t i = 0; r >= 0 && i < n_packs; i++) {
        const struct pack *pack;
        r = methodology_pack(m, db, packs[i].id, err, &pack);
        if (r >= 0)
            r = add_pack(a, pack, packs[i].id, err, list, &n);
    }
    *ret = (struct indicators){list, n};
    return r < 0 ? r : 0;
}

int indicator_of_pack(struct methodology *m, struct db *db, struct arena *a, int64_t pack_id,
                      const char *code, struct err *err, struct indicator *ret)
{
    struct indicator *list = arena_array(a, struct indicator, INDICATORS_MAX + 1);
    struct indicators all = {list, 0};
    const struct pack *pack;
    int r = methodology_pack(m, db, pack_id, err, &pack);
    if (r >= 0)
        r = add_pack(a, pack, pack_id, err, list, &all.n);
    int i = r >= 0 ? indicator_find(&all, code) : -1;
    if (i >= 0)
        *ret = all.row[i];
    return r < 0 ? r : i >= 0;
}

int indicator_find(const struct indicators *list, const char *code)
{
    for (size_t i = 0; i < list->n; i++)
        if (!strcmp(list->row[i].code, code))
            return (int)i;
    return -1;
}

int indicator_target(const struct indicator *i, int year)
{
    for (size_t k = 0; k < i->n_targets; k++)
        if (i->targets[k].year == year)
            return i->targets[k].percent;
    return -1;
}

/* ---- periods ---- */

bool period_parse(const char *s, struct period *ret)
{
    struct date d;
    char iso[11];
    if (strlen(s) != 7)
        return false;
    memcpy(iso, s, 7);
    memcpy(iso + 7, "-01", 4);
    if (!date_parse_iso(iso, &d))
        return false;
    *ret = period_of(d);
    return true;
}

const char *period_code(struct arena *a, struct period p)
{
    return arena_printf(a, "%04d-%02d", p.year, p.month);
}

const char *period_name(struct arena *a, struct period p)
{
    static const char *const months[] = {
        N_("январь %d г."),   N_("февраль %d г."), N_("март %d г."),   N_("апрель %d г."),
        N_("май %d г."),      N_("июнь %d г."),    N_("июль %d г."),   N_("август %d г."),
        N_("сентябрь %d г."), N_("октябрь %d г."), N_("ноябрь %d г."), N_("декабрь %d г.")};
    return arena_printf(a, _(months[p.month - 1]), p.year);
}

struct period period_of(struct date d)
{
    return (struct period){d.year, d.month};
}

struct period period_before(struct period p)
{
    return p.month > 1 ? (struct period){p.year, p.month - 1} : (struct period){p.year - 1, 12};
}

struct date period_end(struct period p)
{
    struct date next =
        p.month < 12 ? (struct date){p.year, p.month + 1, 1} : (struct date){p.year + 1, 1, 1};
    return date_from_days(date_to_days(next) - 1);
}

bool period_over(struct period p, struct date today)
{
    return date_to_days(period_end(p)) < date_to_days(today);
}

/* ---- one person's part ---- */

static bool one_of(const char *word, const char *const *list)
{
    for (; *list; list++)
        if (!strcmp(word, *list))
            return true;
    return false;
}

/* Neither a candidate nor of a programme that never was. */
static bool real(const struct taking_part *x)
{
    static const char *const outside[] = {"applied",  "review",  "approved", "training",
                                          "declined", "blocked", NULL};
    static const char *const never[] = {"draft", "cancelled", NULL};
    return !one_of(x->state, outside) && !one_of(x->programme_state, never);
}

bool indicator_in_time(const struct indicator *i, const struct taking_part *x, struct period p)
{
    struct date d;
    const char *from = *x->joined_on ? x->joined_on : x->starts_on;
    if (!i->after_months)
        return indicator_active(x, p);
    if (!real(x) || !date_parse_iso(from, &d))
        return false;
    int months = d.month - 1 + i->after_months;
    int year = d.year + months / 12, month = months % 12 + 1;
    return year == p.year && month <= p.month; /* the month in which they are over */
}

bool indicator_active(const struct taking_part *x, struct period p)
{
    if (!real(x))
        return false;
    char first[40], last[40];
    struct date end = period_end(p);
    (void)snprintf(first, sizeof first, "%04d-01-01", p.year);
    (void)snprintf(last, sizeof last, "%04d-%02d-%02d", end.year, end.month, end.day);
    const char *from = *x->joined_on ? x->joined_on : x->starts_on;
    const char *to = *x->finished_on ? x->finished_on : x->ends_on;
    return strcmp(from, last) <= 0 && strcmp(to, first) >= 0;
}

bool indicator_forms(const struct pack_list *list, const char *codes)
{
    if (!list->n)
        return true;
    for (size_t len; *codes; codes += len + (codes[len] == ';')) {
        len = strcspn(codes, ";");
        for (size_t i = 0; i < list->n; i++)
            if (strlen(list->item[i]) == len && !strncmp(list->item[i], codes, len))
                return true;
    }
    return false;
}

static bool of_age(const struct indicator *i, const struct taking_part *x, struct period p)
{
    int64_t age = p.year - x->birth_year;
    if (!i->age_from && !i->age_to)
        return true;
    return x->birth_year && age >= i->age_from && (!i->age_to || age <= i->age_to);
}

bool indicator_takes(const struct indicator *i, enum indicator_rule rule,
                     const struct taking_part *x, struct period p)
{
    bool side = rule == COUNT_MENTORS                                   ? x->mentor
                : rule == COUNT_MENTEES || rule == COUNT_PAIRED_MENTEES ? !x->mentor
                                                                        : false;
    if (rule == COUNT_PAIRED_MENTEES && strcmp(x->state, "paired") != 0)
        return false;
    return side && of_age(i, x, p) && indicator_forms(&i->forms, x->forms) &&
           (!i->role_models.n || indicator_forms(&i->role_models, x->role_model));
}
