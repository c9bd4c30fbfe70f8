#include "work/evidence.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "network/unit.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/participation.h"
#include "work/duo.h"
#include "work/lesson.h"
#include "work/personal.h"

#define DAY_MS INT64_C(86400000)

struct gather {
    struct db *db;
    struct arena *a;
    const struct app *app;
    struct evidence *e;
    const struct pack_evidence *criterion;
    const struct evidence_pairs *pairs;
    const struct pack **packs; /* of the pairs' programmes, with own forms */
    const struct evidence_items *items;
    size_t n_pairs, n_items;
    int zone;
    bool own;
    struct evidence_fact *facts;
    size_t n, cap;
};

static bool in_list(const struct pack_list *list, const char *word)
{
    for (size_t i = 0; i < list->n; i++)
        if (!strcmp(list->item[i], word))
            return true;
    return false;
}

static bool in_term(const struct gather *g, struct date d)
{
    int64_t day = date_to_days(d);
    return date_to_days(g->e->from) <= day && day <= date_to_days(g->e->to);
}

static void add(struct gather *g, struct evidence_fact fact)
{
    if (!in_term(g, fact.day))
        return;
    if (g->n == g->cap) {
        size_t cap = g->cap ? g->cap * 2 : 32;
        g->facts = arena_grow(g->a, g->facts, g->cap * sizeof *g->facts, cap * sizeof *g->facts);
        g->cap = cap;
    }
    g->facts[g->n++] = fact;
}

static const char *path(const struct gather *g, const char *their, const char *mine, int64_t id)
{
    return arena_printf(g->a, "%s/%lld", g->own ? mine : their, (long long)id);
}

static const char *form_name(const struct gather *g, const struct evidence_pairs *x)
{
    return participation_forms(g->a, g->packs[x - g->pairs], x->form_code);
}

/* ---- kinds of facts ---- */

static void put_pair(struct gather *g, const struct evidence_pairs *x)
{
    struct date from = date_at(x->created_at, g->zone);
    const char *text =
        x->has_ended_at
            ? arena_printf(g->a, _("Наставник пары: %s; форма «%s», программа «%s»; до %s"),
                           x->mentee_name, form_name(g, x), x->title,
                           date_short(g->a, date_at(x->ended_at, g->zone)))
            : arena_printf(g->a, _("Наставник пары: %s; форма «%s», программа «%s»; работает"),
                           x->mentee_name, form_name(g, x), x->title);
    add(g,
        (struct evidence_fact){from, text, "pairs", path(g, "/pairs", "/my/pairs", x->id), 0, 1});
}

static void put_result(struct gather *g, const struct evidence_pairs *x)
{
    if (!*x->results && !x->completion_mark)
        return;
    struct date day = date_at(x->has_ended_at ? x->ended_at : x->created_at, g->zone);
    add(g, (struct evidence_fact){
               day,
               *x->results
                   ? arena_printf(g->a, _("Результат: %s; наставляемый: %s"), x->mentee_name,
                                  x->results)
                   : arena_printf(g->a, _("Программа пройдена, наставляемый: %s"), x->mentee_name),
               "results", path(g, "/pairs", "/my/pairs", x->id), 0, 1});
}

static int put_meetings(struct gather *g, const struct evidence_pairs *x)
{
    struct evidence_meetings m;
    int64_t from = date_to_days(g->e->from) * DAY_MS - g->zone * INT64_C(60000);
    int64_t to = (date_to_days(g->e->to) + 1) * DAY_MS - g->zone * INT64_C(60000);
    int r = evidence_meetings(g->db, g->a, x->id, from, to, &m);
    if (r < 0 || !m.n)
        return r;
    struct date first = date_at(m.first, g->zone), last = date_at(m.last, g->zone);
    add(g, (struct evidence_fact){
               first,
               arena_printf(g->a,
                            P_("%lld встреча, последняя %s; наставляемый: %s",
                               "%lld встреч, последняя %s; наставляемый: %s", (long)m.n),
                            (long long)m.n, date_short(g->a, last), x->mentee_name),
               "meetings", path(g, "/pairs", "/my/pairs", x->id), 0, m.n});
    return 0;
}

static int put_programme(struct gather *g, const struct evidence_pairs *x)
{
    struct personal_in_force f;
    struct personal p;
    struct err err = {0};
    struct date day;
    int r = personal_in_force(g->db, g->a, x->id, &f);
    if (r > 0)
        r = personal_load(g->db, g->a, g->app, f.id, &err, &p);
    else
        return r;
    if (r < 0 || !date_parse_iso(p.row.order_on, &day))
        return r;
    add(g, (struct evidence_fact){
               day,
               arena_printf(g->a,
                            _("Персонализированная программа: %s; приказ № %s; выполнено %zu из "
                              "%zu мероприятий; состояние: %s"),
                            x->mentee_name, p.row.order_no, p.n_done, p.n_steps,
                            personal_state_name(p.row.state)),
               "personal", path(g, "/personal", "/my/personal", f.id), 0, 1});
    return 0;
}

static int put_lessons(struct gather *g, const struct evidence_pairs *x)
{
    struct evidence_lessons *rows;
    size_t n;
    int r = evidence_lessons(g->db, g->a, x->id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct evidence_lessons *l = &rows[i];
        struct date day;
        if (l->teacher_id == g->e->person.id || !date_parse_iso(l->held_on, &day))
            continue;
        const char *score = lesson_score(g->a, g->e->pack, l->n_sheets, l->total);
        add(g, (struct evidence_fact){
                   day,
                   arena_printf(g->a,
                                *score ? _("%s: %s, %s «%s»; наставляемый: %s; средняя сумма %s")
                                       : _("%s: %s, %s «%s»; наставляемый: %s"),
                                lesson_kind_name(l->kind), l->class, l->subject, l->topic,
                                x->mentee_name, score),
                   "lessons", path(g, "/lessons", "/my/lessons", l->id), 0, 1});
    }
    return r;
}

static int put_own_lessons(struct gather *g)
{
    struct evidence_own_lessons *rows;
    size_t n;
    int r = evidence_own_lessons(g->db, g->a, g->e->person.id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct date day;
        if (!date_parse_iso(rows[i].held_on, &day))
            continue;
        add(g, (struct evidence_fact){
                   day,
                   arena_printf(
                       g->a, _("Свой урок, показанный коллегам: %s, %s «%s»; листов: %lld"),
                       rows[i].class, rows[i].subject, rows[i].topic, (long long)rows[i].n_sheets),
                   "lessons", path(g, "/lessons", "/my/lessons", rows[i].id), 0, 1});
    }
    return r;
}

static void put_items(struct gather *g)
{
    for (size_t i = 0; i < g->n_items; i++) {
        const struct evidence_items *x = &g->items[i];
        struct date day;
        if (strcmp(x->criterion, g->criterion->code) != 0 || !date_parse_iso(x->happened_on, &day))
            continue;
        add(g, (struct evidence_fact){day, x->body, "items", *x->link ? x->link : NULL, x->id, 1});
    }
}

/* ---- all of a criterion ---- */

static int by_day(const void *x, const void *y)
{
    const struct evidence_fact *p = x, *q = y;
    int64_t a = date_to_days(p->day), b = date_to_days(q->day);
    if (a != b)
        return a < b ? -1 : 1;
    return strcmp(p->text, q->text);
}

static int gather(struct gather *g)
{
    const struct pack_list *what = &g->criterion->gathers;
    int r = 0;
    for (size_t i = 0; r >= 0 && i < g->n_pairs; i++) {
        const struct evidence_pairs *x = &g->pairs[i];
        if (!in_list(&g->criterion->forms, pack_form_base(g->packs[i], x->form_code)))
            continue;
        if (in_list(what, "pairs"))
            put_pair(g, x);
        if (in_list(what, "results"))
            put_result(g, x);
        if (in_list(what, "meetings"))
            r = put_meetings(g, x);
        if (r >= 0 && in_list(what, "personal"))
            r = put_programme(g, x);
        if (r >= 0 && in_list(what, "lessons"))
            r = put_lessons(g, x);
    }
    if (r >= 0 && in_list(what, "own_lessons"))
        r = put_own_lessons(g);
    put_items(g);
    if (g->n)
        qsort(g->facts, g->n, sizeof *g->facts, by_day);
    return r;
}

static void count(struct evidence *e, const struct evidence_fact *f)
{
    int64_t *to = !strcmp(f->kind, "pairs")      ? &e->pairs
                  : !strcmp(f->kind, "personal") ? &e->programmes
                  : !strcmp(f->kind, "meetings") ? &e->meetings
                  : !strcmp(f->kind, "lessons")  ? &e->lessons
                  : !strcmp(f->kind, "items")    ? &e->items
                                                 : NULL;
    if (to)
        *to += f->n;
}

/* The criteria of the first current pack that has some. */
static int find_pack(struct db *db, struct arena *a, const struct app *app, struct err *err,
                     const struct pack **ret)
{
    struct packs_current *packs;
    size_t n;
    int r = packs_current(db, a, &packs, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = methodology_pack(app->methodology, db, packs[i].id, err, ret);
        if (r >= 0 && (*ret)->evidence.n)
            return 0;
    }
    return r < 0 ? r
                 : err_set(err, ERR_NOT_FOUND,
                           _("Ни в одной методологии нет показателей педагога-наставника"));
}

static int load_packs(struct gather *g, struct err *err)
{
    int r = 0;
    g->packs = arena_array(g->a, const struct pack *, g->n_pairs);
    for (size_t i = 0; r >= 0 && i < g->n_pairs; i++)
        r = own_form_methodology(g->app->methodology, g->db, g->a, g->pairs[i].unit_id,
                                 g->pairs[i].pack_id, err, &g->packs[i]);
    return r;
}

int evidence_load(struct db *db, struct arena *a, const struct app *app, int64_t person_id,
                  struct date from, struct date to, bool own, struct err *err, struct evidence *ret)
{
    struct gather g = {.db = db, .a = a, .app = app, .e = ret, .own = own};
    struct evidence_pairs *pairs;
    struct evidence_items *items;
    struct unit unit = {.name = ""};
    *ret = (struct evidence){.from = from, .to = to};
    int r = person_get(db, a, person_id, &ret->person);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = find_pack(db, a, app, err, &ret->pack);
    if (r >= 0)
        r = unit_get(db, a, ret->person.unit_id, &unit);
    if (r >= 0)
        r = evidence_pairs(db, a, person_id, &pairs, &g.n_pairs);
    if (r >= 0)
        r = evidence_items(db, a, person_id, &items, &g.n_items);
    if (r < 0)
        return r;
    g.pairs = pairs, g.items = items, g.zone = unit.utc_offset;
    r = load_packs(&g, err);
    if (r < 0)
        return r;
    ret->name = person_name_full(a, &ret->person.name);
    ret->organisation = unit.name;
    struct evidence_group *groups = arena_array(a, struct evidence_group, ret->pack->evidence.n);
    for (size_t i = 0; r >= 0 && i < ret->pack->evidence.n; i++) {
        g.criterion = &ret->pack->evidence.row[i];
        g.facts = NULL, g.n = g.cap = 0;
        r = gather(&g);
        groups[i] = (struct evidence_group){g.criterion, g.facts, g.n};
        for (size_t k = 0; k < g.n; k++)
            count(ret, &g.facts[k]);
    }
    ret->groups = groups;
    ret->n_groups = ret->pack->evidence.n;
    return r < 0 ? r : 0;
}

int evidence_add(struct db *db, struct arena *a, const struct evidence *e,
                 const struct evidence_new *n, const struct deed *deed, struct err *err)
{
    struct evidence_count now;
    bool known = false;
    for (size_t i = 0; i < e->n_groups; i++)
        known |= !strcmp(e->groups[i].criterion->code, n->criterion);
    if (!known)
        return err_set(err, ERR_INVALID, _("Выберите показатель"));
    if (date_to_days(n->day) > date_to_days(n->today))
        return err_set(err, ERR_INVALID, _("Этот день ещё не наступил"));
    int r = evidence_count(db, a, e->person.id, &now);
    if (r >= 0 && now.n >= EVIDENCE_ITEMS)
        return err_set(err, ERR_LIMIT, _("Больше %d своих записей не бывает"), EVIDENCE_ITEMS);
    if (r >= 0)
        r = evidence_item_insert(db, id_new(deed->clock), e->person.unit_id, e->person.id,
                                 n->criterion, date_iso(a, n->day), n->body, n->link,
                                 deed->account_id ? &deed->account_id : NULL,
                                 clock_now(deed->clock));
    return r < 0 ? r : 0;
}
