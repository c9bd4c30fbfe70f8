/* A small programme «Педагог – педагог» that lives now, by the methodology of teachers: personal
 * programmes on their way to the order, visited lessons, addenda. */
#include <string.h>

#include "demo/school.sql.h"
#include "demo/school_parts.h"
#include "pairing/run.h"
#include "programme/methodology.h"
#include "programme/programme.h"
#include "programme/selection.h"
#include "work/addendum.h"
#include "work/lesson.h"
#include "work/personal.h"

#define PAIRS 4
#define DAYS_AGO 60 /* it began */
#define DAYS_LEFT 190

struct staff {
    struct school_year *s;
    struct date today;
    struct deed deed;
};

static struct date days_ago(const struct staff *x, int days)
{
    return date_from_days(date_to_days(x->today) - days);
}

/* The clock stands so many days before today. */
static void go_back(struct staff *x, int64_t now, int days)
{
    x->s->now = now - days * INT64_C(86400000);
}

static int begin(struct staff *x, int64_t pack_id)
{
    static const char *const forms[] = {"pedagogue_pedagogue"};
    struct school_year *s = x->s;
    struct programme_plan plan = {.title = "Учитель – учитель",
                                  .starts = days_ago(x, DAYS_AGO),
                                  .ends = days_ago(x, -DAYS_LEFT),
                                  .forms = {forms, 1}};
    struct run_context c;
    int r = programme_create(s->db, &s->clock, s->unit_id, pack_id, s->account_id, &plan, s->err,
                             &s->programme_id);
    const struct programme_limits one_each = {
        .hours_per_mentee = PROGRAMME_HOURS_DEFAULT, .max_mentees = 1, .across = "organisation"};
    if (r >= 0)
        r = programme_set_limits(s->db, s->programme_id, &one_each, s->err);
    if (r >= 0)
        r = programme_open(s->db, s->programme_id, &x->deed);
    if (r >= 0)
        r = run_open(s->db, s->a, &s->app, s->programme_id, s->err, &c);
    s->pack = c.pack;
    return r;
}

static int enrol(struct staff *x)
{
    static const struct school_part young = {
        "mentee", "pedagogue_pedagogue", 23, 5,
        "первый год работы: дисциплина на уроке, разговор с родителями, рабочие программы"};
    static const struct school_part skilled = {
        "mentor", "pedagogue_pedagogue", 38, 20,
        "классное руководство, дисциплина на уроке, работа с родителями, рабочие программы"};
    int r = 0;
    for (int i = 0; r >= 0 && i < PAIRS; i++) {
        r = school_add(x->s, &young);
        if (r >= 0)
            r = school_add(x->s, &skilled);
    }
    return r;
}

static int make_pairs(struct staff *x)
{
    static const char *const stages[] = {"preparation", "mentee_base", "mentor_base",
                                         "selection_training"};
    struct school_year *s = x->s;
    struct deed paper = {&s->clock, s->account_id, "Решение педагогического совета"};
    struct run_context c;
    int64_t run_id;
    int r = selection_accept_all(s->db, s->programme_id, &paper);
    for (size_t i = 0; r >= 0 && i < sizeof stages / sizeof *stages; i++)
        r = school_pass(s, stages[i]);
    if (r >= 0)
        r = run_open(s->db, s->scratch, &s->app, s->programme_id, s->err, &c);
    c.account_id = s->account_id;
    if (r >= 0)
        r = run_make(&c, s->account_id, s->err, &run_id);
    return r < 0 ? r : run_publish(&c, run_id, 1, s->err);
}

/* ---- the work of one pair ---- */

/* As far as this step of the way to the order. */
static int build(struct staff *x, const struct duo *d, size_t steps)
{
    static const char *const way[] = {"submit", "agree", "approve"};
    struct school_year *s = x->s;
    struct personal p;
    int64_t id;
    int r = personal_build(s->db, s->scratch, &s->app, d, &x->deed, s->err, &id);
    for (size_t i = 0; r >= 0 && i < steps; i++) {
        struct personal_paper paper = {"Педагогический совет", i == 2 ? "48-о" : "3",
                                       school_today(s)};
        r = personal_load(s->db, s->scratch, &s->app, id, s->err, &p);
        if (r >= 0)
            r = personal_move(s->db, s->scratch, &p, way[i], &paper, &x->deed, s->err);
    }
    if (r >= 0 && steps == 3)
        r = personal_load(s->db, s->scratch, &s->app, id, s->err, &p);
    return r < 0 || steps < 3 || !p.n_steps ? r
                                            : personal_mark(s->db, s->scratch, &p, p.steps[0].key,
                                                            school_today(s), "", &x->deed, s->err);
}

static int fill_sheet(struct staff *x, const struct lesson_row *lesson, int64_t visit_id,
                      size_t nth)
{
    struct school_year *s = x->s;
    struct lesson_visit_row visit;
    const size_t n = s->pack->lesson_items.n;
    struct lesson_said *said = arena_array(s->scratch, struct lesson_said, n);
    size_t missing;
    for (size_t i = 0; i < n; i++)
        said[i] = (struct lesson_said){s->pack->lesson_items.row[i].code,
                                       2 - (int)((i + nth) % 5 == 2), ""};
    int r = lesson_visit_row(s->db, s->scratch, visit_id, &visit);
    return r <= 0 ? r
                  : lesson_fill(s->db, s->scratch, s->pack, lesson, &visit, said, n,
                                nth ? "Ясная цель, больше времени на вопросы класса."
                                    : "Спокойный темп, все были заняты.",
                                &x->deed, s->err, &missing);
}

/* The lesson was held; everybody who was asked gave a sheet. */
static int hold(struct staff *x, const struct duo *d, int64_t id)
{
    struct school_year *s = x->s;
    struct lesson_visits *visits;
    struct lesson_row lesson;
    size_t n;
    int r = lesson_row(s->db, s->scratch, id, &lesson);
    if (r > 0)
        r = lesson_hold(s->db, d, &lesson, s->err);
    if (r >= 0)
        r = lesson_row(s->db, s->scratch, id, &lesson);
    if (r >= 0)
        r = lesson_visits(s->db, s->scratch, id, &visits, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        r = fill_sheet(x, &lesson, visits[i].id, i);
    if (r >= 0)
        r = lesson_row(s->db, s->scratch, id, &lesson);
    return r < 0 ? r
                 : lesson_sum_up(s->db, &lesson, "Цель урока ясна классу, работали все.",
                                 "Оставлять пять минут на вопросы.", &x->deed, s->err);
}

static int teach(struct staff *x, const struct duo *d, const struct school_people *guest,
                 const char *topic, bool held)
{
    struct school_year *s = x->s;
    struct lesson_plan plan = {.kind = "open",
                               .teacher_id = d->mentee.person_id,
                               .day = held ? school_today(s) : days_ago(x, -5),
                               .class = held ? "7 «Б»" : "6 «А»",
                               .subject = "математика",
                               .topic = topic,
                               .plan = ""};
    struct lesson_row lesson;
    int64_t id;
    int r = lesson_create(s->db, s->scratch, d, &plan, &x->deed, s->err, &id);
    if (r >= 0)
        r = lesson_row(s->db, s->scratch, id, &lesson);
    if (r >= 0)
        r = lesson_invite(s->db, s->scratch, &lesson, guest->person_id, &x->deed, s->err);
    return r < 0 || !held ? r : hold(x, d, id);
}

static int offer(struct staff *x, const struct duo *d, bool signed_by_both)
{
    struct school_year *s = x->s;
    struct date today = school_today(s);
    struct addendum_new n = {
        .unit_id = s->unit_id,
        .programme_id = s->programme_id,
        .participation_id = d->pair.mentor_id,
        .person_id = d->mentor.person_id,
        .content = "Помощь молодому учителю: встречи по плану, посещение и разбор уроков",
        .form = "индивидуальная, очно",
        .pay = "3000 рублей в месяц",
        .starts = today,
        .ends = days_ago(x, -DAYS_LEFT)};
    struct addendum_row row;
    int64_t id;
    int r = addendum_offer(s->db, s->scratch, &n, &x->deed, s->err, &id);
    if (r < 0 || !signed_by_both)
        return r;
    r = addendum_row(s->db, s->scratch, id, &row);
    if (r >= 0)
        r = addendum_consent(s->db, s->scratch, &row, today, today, &x->deed, s->err);
    if (r >= 0)
        r = addendum_row(s->db, s->scratch, id, &row);
    return r < 0 ? r
                 : addendum_sign(s->db, s->scratch, &row, "12-н", today, today, &x->deed, s->err);
}

/* The first pair has everything, the last one is only beginning. */
static int work(struct staff *x, int64_t now)
{
    static const char *const topics[] = {"Дроби вокруг нас", "Масштаб и карта",
                                         "Проценты в магазине"};
    struct school_year *s = x->s;
    struct school_pairs *pairs;
    struct school_people *mentors;
    struct duo d;
    size_t n, m;
    int r = school_pairs(s->db, s->a, s->programme_id, &pairs, &n);
    if (r >= 0)
        r = school_people(s->db, s->a, s->programme_id, "mentor", &mentors, &m);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        go_back(x, now, 30);
        r = duo_load(s->db, s->scratch, &s->app, pairs[i].id, s->err, &d);
        const struct school_people *guest =
            &mentors[mentors[0].person_id == d.mentor.person_id && m > 1];
        if (r >= 0 && i < 2)
            r = offer(x, &d, i == 0);
        if (r >= 0)
            r = build(x, &d, i < 2 ? 3 : 3 - i);
        go_back(x, now, 9);
        if (r >= 0)
            r = duo_load(s->db, s->scratch, &s->app, pairs[i].id, s->err, &d);
        if (r >= 0 && i < 3)
            r = teach(x, &d, guest, topics[i], i < 2);
        arena_reset(s->scratch);
    }
    return r;
}

int school_teachers(struct school_year *s)
{
    struct pack_current_of pack;
    struct staff x = {s, school_today(s), {&s->clock, s->account_id, NULL}};
    const struct pack *school = s->pack;
    int64_t now = s->now;
    int r = pack_current_of(s->db, s->scratch, "teachers-model", &pack);
    if (r <= 0)
        return r;
    go_back(&x, now, 45);
    r = begin(&x, pack.id);
    if (r >= 0)
        r = enrol(&x);
    go_back(&x, now, 35);
    if (r >= 0)
        r = make_pairs(&x);
    if (r >= 0)
        r = work(&x, now);
    s->now = now;
    s->pack = school;
    arena_reset(s->scratch);
    return r < 0 ? r : 0;
}
