/* What papers say of training and of monitoring. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "html/format.h"
#include "insight/impact.h"
#include "insight/rubric.h"
#include "insight/swot.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define CONTENT_FROM 7 /* marks of 10 from which on somebody is content */

/* Who came to how many of the n trainings, a thousand mentors at a time. */
static int put_attendance(struct bag_list *l, const struct paper_at *at, size_t n)
{
    const char *key = "";
    int64_t id = 0;
    for (size_t got = 1; got;) {
        struct paper_attendance *came;
        int r = paper_attendance(at->db, at->a, at->p.id, key, id, &came, &got);
        if (r < 0)
            return r;
        for (size_t i = 0; i < got; i++) {
            struct person_name name = {came[i].surname, came[i].given, came[i].patronymic};
            const char *cells[] = {
                bag_number(at, (int64_t)l->n + 1), person_name_full(at->a, &name),
                n ? arena_printf(at->a, "%lld из %zu", (long long)came[i].present, n) : "",
                came[i].passed ? "обучение пройдено" : ""};
            list_row(l, cells);
            key = came[i].sort_key;
            id = came[i].id;
        }
    }
    return 0;
}

static int put_training(struct paper_bag *b)
{
    static const char *const columns[] = {"№", "тема", "часы", "дата", "ведущий"};
    static const char *const marks[] = {"№", "имя", "занятий", "итог"};
    const struct paper_at *at = b->at;
    struct paper_trainings *list;
    struct bag_list l;
    size_t n;
    int r = paper_trainings(at->db, at->a, at->p.id, &list, &n);
    if (r < 0)
        return r;
    list_begin(&l, b, "занятия", columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const char *cells[] = {bag_number(at, (int64_t)i + 1), list[i].title,
                               bag_number(at, list[i].hours), bag_day(at, list[i].held_on),
                               list[i].trainer};
        list_row(&l, cells);
    }
    list_end(&l);
    list_begin(&l, b, "явка", marks, COUNT(marks));
    r = b->outline ? 0 : put_attendance(&l, at, n);
    list_end(&l);
    return r;
}

/* «Ученик – ученик: наставляемые». */
static void put_band(struct bag_list *l, const struct paper_at *at, const struct impact *i)
{
    const char *cells[] = {arena_printf(at->a, "%s: %s", i->form_name, survey_side(i->role)),
                           "",
                           "",
                           "",
                           "",
                           "",
                           "",
                           ""};
    list_row(l, cells);
}

/* Before and after, the forms and sides of them apart; what fewer than five people answered is not
 * told. */
static int put_impact(struct bag_list *l, const struct paper_at *at)
{
    struct survey_scope scope = {.programme_id = at->p.id};
    const struct impact *last = NULL;
    struct impact *list;
    struct err err = {0};
    struct arena *a = at->a;
    size_t n;
    int r = impact_load(at->db, a, at->pack, &scope, &err, &list, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct impact *x = &list[i];
        if (x->hidden)
            continue;
        if (!last || strcmp(last->form, x->form) != 0 || strcmp(last->role, x->role) != 0)
            put_band(l, at, x);
        last = x;
        const char *cells[] = {
            "",
            x->name,
            bag_number(at, (int64_t)x->n),
            format_decimal(a, x->s.before, x->places),
            format_decimal(a, x->s.after, x->places),
            format_change(a, x->s.mean, x->places),
            arena_printf(a, "%s\u00a0%%", format_decimal(a, 100 * x->improved, 0)),
            x->s.test == STAT_NONE ? "без изменений" : impact_sure(stat_sure(&x->s))};
        list_row(l, cells);
    }
    return r < 0 ? r : 0;
}

/* «10 из 12 ответивших (83 %)» were content with the work together. */
static const char *content(const struct paper_at *at, const struct survey_change *list, size_t n,
                           const char *role)
{
    int64_t yes = 0, all = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].role, role) != 0 || strcmp(list[i].metric, SURVEY_SATISFACTION) != 0 ||
            list[i].kind != SURVEY_SCALE10 || !survey_enough(list[i].n_after))
            continue; /* a form of few would show by the difference */
        for (int b = 0; b < SURVEY_SIDE; b++)
            for (int mark = CONTENT_FROM; mark <= 10; mark++)
                yes += list[i].cell[b][mark + 1];
        all += list[i].n_after;
    }
    return survey_enough(all)
               ? arena_printf(at->a, "%lld из %lld ответивших (%s\u00a0%%)", (long long)yes,
                              (long long)all,
                              format_decimal(at->a, 100.0 * (double)yes / (double)all, 0))
               : "нет данных: ответили меньше пяти человек";
}

static int put_content(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct survey_scope scope = {.programme_id = at->p.id};
    const struct survey_change *list;
    size_t n;
    int r = survey_changes(at->db, at->a, &scope, &list, &n);
    if (r < 0)
        return r;
    bag_put(b, "довольны наставляемые", content(at, list, n, "mentee"), PAPER_FROM_WORK);
    bag_put(b, "довольны наставники", content(at, list, n, "mentor"), PAPER_FROM_WORK);
    return 0;
}

static int put_monitoring(struct paper_bag *b)
{
    static const char *const parts[SWOT_PARTS] = {"сильные стороны", "слабые стороны",
                                                  "возможности", "угрозы"};
    static const char *const columns[] = {"группа", "название",  "человек", "до",
                                          "после",  "изменение", "лучше",   "вывод"};
    const struct paper_at *at = b->at;
    struct swot swot;
    struct rubric_day *days;
    struct rubric_level level = {.name = ""};
    struct bag_list l;
    size_t n;
    int r = swot_get(at->db, at->a, at->p.id, &swot);
    for (size_t i = 0; r >= 0 && i < SWOT_PARTS; i++)
        bag_put(b, parts[i], swot.text[i], PAPER_FROM_WORK);
    if (r >= 0)
        r = rubric_days(at->db, at->a, at->p.id, "", &days, &n);
    if (r < 0)
        return r;
    struct err err = {0};
    if (n && rubric_level(at->a, at->pack, days[0].mean, &err, &level) < 0)
        level.name = "";
    bag_put(b, "сумма баллов", n ? format_decimal(at->a, days[0].mean, 1) : "", PAPER_FROM_WORK);
    bag_put(b, "уровень процесса", level.name, PAPER_FROM_WORK);
    list_begin(&l, b, "показатели", columns, COUNT(columns));
    r = put_impact(&l, at);
    list_end(&l);
    return r < 0 ? r : put_content(b);
}

int bag_monitoring(struct paper_bag *b)
{
    int r = put_training(b);
    return r < 0 ? r : put_monitoring(b);
}
