/* What papers say of the organisation and of the programme as a whole. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/access.h"
#include "html/format.h"
#include "insight/impact.h"
#include "insight/rubric.h"
#include "insight/swot.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/participation.h"
#include "programme/roadmap.h"
#include "programme/roadmap_paper.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))
#define EMPTY_ROWS 12 /* of a sheet that is filled by hand */

static const char *number(const struct paper_at *at, int64_t n)
{
    return arena_printf(at->a, "%lld", (long long)n);
}

/* ---- the organisation ---- */

static int put_unit(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct unit_paper_row u = {"", "", "", "", "", "", "", ""};
    struct person_name head;
    struct err err = {0};
    int r = unit_paper_row(at->db, at->a, at->unit.id, &u);
    if (r < 0)
        return r;
    bag_put(b, "организация", *u.full_name ? u.full_name : at->unit.name, PAPER_FROM_UNIT);
    bag_put(b, "организация, кратко", at->unit.short_name, PAPER_FROM_UNIT);
    bag_put(b, "адрес", u.address, PAPER_FROM_UNIT);
    bag_put(b, "город", u.city, PAPER_FROM_UNIT);
    bag_put(b, "электронная почта", u.email, PAPER_FROM_UNIT);
    bag_quiet(b, "ИНН", u.inn);
    bag_put(b, "телефон организации", at->unit.phone, PAPER_FROM_UNIT);
    bag_put(b, "действует на основании", *u.basis ? u.basis : "Устава", PAPER_FROM_UNIT);
    bag_put(b, "должность руководителя", u.head_post, PAPER_FROM_UNIT);
    bag_put(b, "должность руководителя, кого", decline_post(at->a, u.head_post, CASE_GENITIVE),
            PAPER_FROM_UNIT);
    bag_put(b, "должность руководителя, кому", decline_post(at->a, u.head_post, CASE_DATIVE),
            PAPER_FROM_UNIT);
    bool known = person_name_parse(at->a, u.head, &err, &head) >= 0;
    return bag_person(b, "руководитель", known ? &head : NULL, 0, PAPER_FROM_UNIT);
}

/* ---- what people wrote once ---- */

static int put_curator(struct paper_bag *b, const char *answer)
{
    const struct paper_at *at = b->at;
    struct person_name name;
    struct paper_curator c;
    struct err err = {0};
    if (*answer && person_name_parse(at->a, answer, &err, &name) >= 0)
        return bag_person(b, "куратор", &name, 0, PAPER_ASKED);
    int r = paper_curator(at->db, at->a, at->unit.id, ROLE_COORDINATOR, &c);
    if (r > 0 && c.surname) {
        name = (struct person_name){c.surname, c.given, c.patronymic};
        return bag_person(b, "куратор", &name, 0, PAPER_ASKED);
    }
    return r < 0 ? r : bag_person(b, "куратор", NULL, 0, PAPER_ASKED);
}

static int put_answers(struct paper_bag *b)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n_paper_questions; i++) {
        const struct paper_question *q = &paper_questions[i];
        const char *answer = paper_answer(b->at, q->name);
        struct person_name name;
        struct err err = {0};
        if (!q->person)
            bag_put(b, q->name, answer, PAPER_ASKED);
        else if (!strcmp(q->name, "куратор"))
            r = put_curator(b, answer);
        else
            r = bag_person(b, q->name,
                           *answer && person_name_parse(b->at->a, answer, &err, &name) >= 0 ? &name
                                                                                            : NULL,
                           0, PAPER_ASKED);
    }
    return r;
}

/* ---- the programme ---- */

static const char *long_day(const struct paper_at *at, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(at->a, d, 0) : "";
}

static const char *school_year(const struct paper_at *at)
{
    struct date from;
    if (!date_parse_iso(at->p.starts_on, &from))
        return "";
    int year = from.month >= 7 ? from.year : from.year - 1;
    return arena_printf(at->a, "%d/%d", year, year + 1);
}

static const char *form_names(const struct paper_at *at)
{
    struct strbuf s;
    strbuf_init(&s, at->a);
    for (size_t i = 0; i < at->p.n_forms; i++)
        strbuf_printf(&s, "%s%s", i ? ", " : "",
                      participation_forms(at->a, at->pack, at->p.forms[i]));
    return s.len ? s.s : "";
}

static int put_numbers(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct programme_counts c;
    struct paper_numbers x = {0};
    int r = programme_count(at->db, at->a, at->p.id, &c);
    if (r >= 0)
        r = paper_numbers(at->db, at->a, at->p.id, &x);
    if (r < 0)
        return r;
    bag_put(b, "число наставляемых", number(at, c.mentees), PAPER_KNOWN);
    bag_put(b, "число наставников", number(at, c.mentors), PAPER_KNOWN);
    bag_put(b, "число пар", number(at, c.pairs + x.ended + x.finished), PAPER_KNOWN);
    bag_put(b, "число завершённых пар", number(at, x.finished), PAPER_KNOWN);
    bag_put(b, "число распавшихся пар", number(at, x.ended), PAPER_KNOWN);
    bag_put(b, "всего встреч", number(at, x.meetings), PAPER_KNOWN);
    return 0;
}

static int put_common(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    bag_put(b, "номер", at->number, PAPER_KNOWN);
    bag_put(b, "дата", date_quoted(at->a, at->day), PAPER_KNOWN);
    bag_put(b, "дата словами", date_words(at->a, at->day), PAPER_KNOWN);
    bag_put(b, "год", number(at, at->day.year), PAPER_KNOWN);
    bag_put(b, "программа", at->p.title, PAPER_KNOWN);
    bag_quiet(b, "код программы", at->p.code);
    bag_put(b, "начало программы", long_day(at, at->p.starts_on), PAPER_KNOWN);
    bag_put(b, "завершение программы", long_day(at, at->p.ends_on), PAPER_KNOWN);
    bag_put(b, "учебный год", school_year(at), PAPER_KNOWN);
    bag_put(b, "формы", form_names(at), PAPER_KNOWN);
    bag_put(b, "наставляемых у наставника", number(at, at->p.max_mentees), PAPER_KNOWN);
    bag_put(b, "часов в месяц", number(at, at->p.hours_per_mentee), PAPER_KNOWN);
    int r = put_unit(b);
    if (r >= 0)
        r = put_answers(b);
    return r < 0 ? r : put_numbers(b);
}

static void put_forms(struct paper_bag *b)
{
    static const char *const columns[] = {"№", "название", "цель", "модели", "требования"};
    const struct paper_at *at = b->at;
    struct bag_list l;
    list_begin(&l, b, "формы", columns, COUNT(columns));
    for (size_t i = 0; i < at->p.n_forms; i++) {
        const struct pack_form *f = pack_form(at->pack, at->p.forms[i]);
        struct strbuf models;
        strbuf_init(&models, at->a);
        for (size_t m = 0; m < at->pack->role_models.n; m++)
            if (!strcmp(at->pack->role_models.row[m].form_code, at->p.forms[i]))
                strbuf_printf(&models, "%s%s", models.len ? "; " : "",
                              at->pack->role_models.row[m].name);
        const char *cells[] = {number(at, (int64_t)i + 1),
                               participation_forms(at->a, at->pack, at->p.forms[i]),
                               f ? f->aim : "", models.s, f ? f->mentor_requirements : ""};
        list_row(&l, cells);
    }
    list_end(&l);
}

static int put_roadmap(struct paper_bag *b)
{
    static const char *const columns[] = {"этап",          "№",        "мероприятие", "срок",
                                          "ответственный", "результат"};
    static const char *const stage_columns[] = {"№", "название", "результаты"};
    const struct paper_at *at = b->at;
    struct roadmap_stage *stages;
    struct bag_list l, s;
    size_t n;
    int r = roadmap_load(at->db, at->a, &at->p, at->pack, at->day, &stages, &n);
    if (r < 0)
        return r;
    list_begin(&l, b, "карта", columns, COUNT(columns));
    list_begin(&s, b, "этапы", stage_columns, COUNT(stage_columns));
    for (size_t i = 0; i < n; i++) {
        const struct pack_stage *stage = stages[i].stage;
        struct strbuf outputs;
        strbuf_init(&outputs, at->a);
        const char *head[] = {arena_printf(at->a, "Этап %d. %s", stage->order, stage->name)};
        const char *band[] = {head[0], "", "", "", "", ""};
        list_row(&l, band);
        for (size_t k = 0; k < stages[i].n_items; k++) {
            const struct pack_step *step = stages[i].items[k].step;
            const char *cells[] = {"",
                                   arena_printf(at->a, "%d.%zu", stage->order, k + 1),
                                   step->name,
                                   arena_printf(at->a, "%s – %s",
                                                date_short(at->a, stages[i].starts),
                                                date_short(at->a, stages[i].due)),
                                   roadmap_who(at->a, step),
                                   *step->result ? step->result : "—"};
            list_row(&l, cells);
            if (*step->result)
                strbuf_printf(&outputs, "%s%s", outputs.len ? "; " : "", step->result);
        }
        const char *cells[] = {number(at, stage->order), stage->name, outputs.s};
        list_row(&s, cells);
    }
    list_end(&l);
    list_end(&s);
    return 0;
}

/* ---- people of the whole programme ---- */

/* Everybody of the pairs of one participation: «Ёлкин Иван; Рябова Анна». */
static const char *others(const struct paper_at *at, const struct paper_pairs *pairs, size_t n,
                          int64_t id, bool mentor, bool places)
{
    struct strbuf s;
    strbuf_init(&s, at->a);
    for (size_t i = 0; i < n; i++) {
        if ((mentor ? pairs[i].mentor_id : pairs[i].mentee_id) != id)
            continue;
        const char *text = places   ? (mentor ? pairs[i].mentee_place : pairs[i].mentor_place)
                           : mentor ? pairs[i].mentee_name
                                    : pairs[i].mentor_name;
        if (*text && (!places || !s.len))
            strbuf_printf(&s, "%s%s", s.len ? "; " : "", text);
    }
    return s.len ? s.s : "";
}

static bool in_pair(const struct paper_pairs *pairs, size_t n, int64_t id, bool mentor)
{
    for (size_t i = 0; i < n; i++)
        if ((mentor ? pairs[i].mentor_id : pairs[i].mentee_id) == id &&
            strcmp(pairs[i].state, "ended") != 0)
            return true;
    return false;
}

static const char *contacts(const struct paper_at *at, int64_t person)
{
    struct person_contact *list;
    struct strbuf s;
    size_t n;
    strbuf_init(&s, at->a);
    if (person_contacts(at->db, at->a, person, &list, &n) < 0)
        return "";
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&s, "%s%s%s", s.len ? "; " : "", list[i].value,
                      strcmp(list[i].owner, "representative") ? "" : " (родитель)");
    return s.len ? s.s : "";
}

static int put_pairs(struct paper_bag *b, const struct paper_pairs *pairs, size_t n)
{
    static const char *const columns[] = {"№",      "наставник", "наставляемый", "форма",
                                          "модель", "запрос",    "начало"};
    static const char *const by_form[] = {"форма", "пар", "доля"};
    const struct paper_at *at = b->at;
    struct bag_list l;
    int64_t first = 0;
    list_begin(&l, b, "пары", columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const char *cells[] = {number(at, (int64_t)i + 1),
                               pairs[i].mentor_name,
                               pairs[i].mentee_name,
                               participation_forms(at->a, at->pack, pairs[i].form_code),
                               bag_role_model(at, pairs[i].form_code, pairs[i].role_model),
                               pairs[i].request,
                               bag_time(at, pairs[i].created_at)};
        list_row(&l, cells);
        if (!first || pairs[i].created_at < first)
            first = pairs[i].created_at;
    }
    list_end(&l);
    bag_put(b, "начало работы пар", first ? date_long(at->a, date_at(first, at->zone), 0) : "",
            PAPER_FROM_WORK);
    list_begin(&l, b, "пары по формам", by_form, COUNT(by_form));
    for (size_t i = 0; i < at->p.n_forms; i++) {
        int64_t count = 0;
        for (size_t k = 0; k < n; k++)
            count += !strcmp(pairs[k].form_code, at->p.forms[i]);
        const char *cells[] = {
            participation_forms(at->a, at->pack, at->p.forms[i]), number(at, count),
            n ? arena_printf(at->a, "%lld %%",
                             (long long)((count * 100 + (int64_t)n / 2) / (int64_t)n))
              : "нет данных"};
        list_row(&l, cells);
    }
    list_end(&l);
    return 0;
}

static void mentee_row(struct bag_list *l, const struct paper_at *at, const struct paper_people *x,
                       const struct paper_pairs *pairs, size_t n)
{
    struct person_name name = {x->surname, x->given, x->patronymic};
    const char *cells[] = {number(at, (int64_t)l->n + 1),
                           person_name_full(at->a, &name),
                           contacts(at, x->person_id),
                           x->has_birth_year ? number(at, x->birth_year) : "",
                           x->request,
                           bag_day(at, x->joined_on),
                           others(at, pairs, n, x->id, false, false),
                           participation_forms(at->a, at->pack, x->form_code),
                           others(at, pairs, n, x->id, false, true),
                           bag_day(at, x->finished_on),
                           x->results,
                           x->case_link,
                           x->completion_mark ? "да" : "",
                           x->place};
    list_row(l, cells);
}

static void mentor_row(struct bag_list *l, const struct paper_at *at, const struct paper_people *x,
                       const struct paper_pairs *pairs, size_t n)
{
    struct person_name name = {x->surname, x->given, x->patronymic};
    const char *cells[] = {number(at, (int64_t)l->n + 1),
                           person_name_full(at->a, &name),
                           contacts(at, x->person_id),
                           x->place,
                           x->competencies,
                           x->achievements,
                           x->interests,
                           x->age_wish,
                           x->time_resource,
                           bag_day(at, x->joined_on),
                           others(at, pairs, n, x->id, true, false),
                           participation_forms(at->a, at->pack, x->form_code),
                           others(at, pairs, n, x->id, true, true),
                           bag_day(at, x->finished_on),
                           x->results,
                           x->case_link};
    list_row(l, cells);
}

static int reward_row(struct bag_list *l, const struct paper_at *at, const struct paper_people *x,
                      bool mentor)
{
    struct person_name name = {x->surname, x->given, x->patronymic};
    const char *to;
    int r = bag_name(at, &name, x->person_id, CASE_DATIVE, &to);
    const char *cells[] = {number(at, (int64_t)l->n + 1), person_name_full(at->a, &name), to,
                           mentor
                               ? "за помощь наставляемым и вклад в развитие наставничества"
                               : "участвовал(а) в программе наставничества в роли наставляемого"};
    list_row(l, cells);
    return r;
}

static int adult_row(struct bag_list *l, const struct paper_at *at, const struct paper_people *x)
{
    struct person_name name = {x->surname, x->given, x->patronymic};
    struct paper_vetting v = {"", "", ""};
    if (person_is_minor(x->birth_year, false, at->day))
        return 0;
    int r = paper_vetting(at->db, at->a, x->person_id, &v);
    const char *cells[] = {number(at, (int64_t)l->n + 1), person_name_full(at->a, &name), v.number,
                           bag_day(at, v.issued_on), bag_day(at, v.expires_on)};
    list_row(l, cells);
    return r < 0 ? r : 0;
}

/* All rows of a side, a thousand at a time. */
static int read_people(const struct paper_at *at, const char *side,
                       int (*row)(void *ctx, const struct paper_people *x), void *ctx)
{
    const char *key = "";
    int64_t id = 0;
    for (size_t n = 1; n;) {
        struct paper_people *list;
        int r = paper_people(at->db, at->a, at->p.id, side, key, id, &list, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = row(ctx, &list[i]);
        if (r < 0)
            return r;
        if (n) {
            key = list[n - 1].sort_key;
            id = list[n - 1].id;
        }
    }
    return 0;
}

struct sides {
    const struct paper_at *at;
    const struct paper_pairs *pairs;
    size_t n;
    struct bag_list base, rewards, adults;
    bool mentor;
};

static int side_row(void *ctx, const struct paper_people *x)
{
    struct sides *s = ctx;
    int r = 0;
    if (s->mentor)
        mentor_row(&s->base, s->at, x, s->pairs, s->n);
    else
        mentee_row(&s->base, s->at, x, s->pairs, s->n);
    if (in_pair(s->pairs, s->n, x->id, s->mentor))
        r = reward_row(&s->rewards, s->at, x, s->mentor);
    return r < 0 || !s->mentor ? r : adult_row(&s->adults, s->at, x);
}

static int put_sides(struct paper_bag *b, const struct paper_pairs *pairs, size_t n)
{
    static const char *const mentees[] = {
        "№",         "имя",   "контакты",         "год рождения", "запрос",     "вошёл",
        "наставник", "форма", "место наставника", "завершение",   "результаты", "ссылка",
        "отметка",   "место"};
    static const char *const mentors[] = {"№",
                                          "имя",
                                          "контакты",
                                          "место",
                                          "компетенции",
                                          "достижения",
                                          "интересы",
                                          "возраст",
                                          "время",
                                          "вошёл",
                                          "наставляемые",
                                          "форма",
                                          "место наставляемых",
                                          "завершение",
                                          "результаты",
                                          "ссылка"};
    static const char *const rewards[] = {"№", "имя", "кому", "за что"};
    static const char *const adults[] = {"№", "имя", "номер справки", "дата справки",
                                         "действует до"};
    int r = 0;
    for (int mentor = 0; r >= 0 && mentor < 2; mentor++) {
        struct sides s = {.at = b->at, .pairs = pairs, .n = n, .mentor = mentor};
        list_begin(&s.base, b, mentor ? "наставники" : "наставляемые", mentor ? mentors : mentees,
                   mentor ? COUNT(mentors) : COUNT(mentees));
        list_begin(&s.rewards, b, mentor ? "наставники в парах" : "наставляемые в парах", rewards,
                   COUNT(rewards));
        list_begin(&s.adults, b, "взрослые наставники", adults, COUNT(adults));
        r = read_people(b->at, mentor ? "mentor" : "mentee", side_row, &s);
        list_end(&s.base);
        list_end(&s.rewards);
        if (mentor)
            list_end(&s.adults);
    }
    return r;
}

static int put_people(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct paper_pairs *all = NULL, *list;
    const char *key = "";
    int64_t id = 0;
    size_t n = 0;
    for (size_t got = 1; got;) {
        int r = paper_pairs(at->db, at->a, at->p.id, key, id, &list, &got);
        if (r < 0)
            return r;
        all = arena_grow(at->a, all, n * sizeof *all, (n + got) * sizeof *all);
        memcpy(all + n, list, got * sizeof *all);
        n += got;
        if (got) {
            key = list[got - 1].sort_key;
            id = list[got - 1].id;
        }
    }
    int r = put_pairs(b, all, n);
    return r < 0 ? r : put_sides(b, all, n);
}

/* ---- training, monitoring ---- */

static int put_training(struct paper_bag *b)
{
    static const char *const columns[] = {"№", "тема", "часы", "дата", "ведущий"};
    static const char *const marks[] = {"№", "имя", "занятий", "итог"};
    const struct paper_at *at = b->at;
    struct paper_trainings *list;
    struct paper_attendance *came;
    struct bag_list l;
    size_t n, m;
    int r = paper_trainings(at->db, at->a, at->p.id, &list, &n);
    if (r >= 0)
        r = paper_attendance(at->db, at->a, at->p.id, &came, &m);
    if (r < 0)
        return r;
    list_begin(&l, b, "занятия", columns, COUNT(columns));
    for (size_t i = 0; i < n; i++) {
        const char *cells[] = {number(at, (int64_t)i + 1), list[i].title, number(at, list[i].hours),
                               bag_day(at, list[i].held_on), list[i].trainer};
        list_row(&l, cells);
    }
    list_end(&l);
    list_begin(&l, b, "явка", marks, COUNT(marks));
    for (size_t i = 0; i < m; i++) {
        struct person_name name = {came[i].surname, came[i].given, came[i].patronymic};
        const char *cells[] = {number(at, (int64_t)i + 1), person_name_full(at->a, &name),
                               n ? arena_printf(at->a, "%lld из %zu", (long long)came[i].present, n)
                                 : "",
                               came[i].passed ? "обучение пройдено" : ""};
        list_row(&l, cells);
    }
    list_end(&l);
    return 0;
}

/* Before and after; what fewer than five people answered is not told. */
static int put_impact(struct bag_list *l, const struct paper_at *at)
{
    struct survey_scope scope = {.programme_id = at->p.id};
    struct impact *list;
    struct err err = {0};
    size_t n;
    int r = impact_load(at->db, at->a, at->pack, &scope, &err, &list, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (list[i].hidden)
            continue;
        const char *cells[] = {
            arena_printf(at->a, "%s (%s)", list[i].name,
                         strcmp(list[i].role, "mentor") ? "наставляемые" : "наставники"),
            format_decimal(at->a, list[i].s.before, 1), format_decimal(at->a, list[i].s.after, 1),
            arena_printf(at->a, "%s%s", list[i].s.mean > 0 ? "+" : "",
                         format_decimal(at->a, list[i].s.mean, 1))};
        list_row(l, cells);
    }
    return r < 0 ? r : 0;
}

static int put_monitoring(struct paper_bag *b)
{
    static const char *const parts[SWOT_PARTS] = {"сильные стороны", "слабые стороны",
                                                  "возможности", "угрозы"};
    static const char *const columns[] = {"название", "до", "после", "изменение"};
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
    bag_put(b, "сумма баллов", n ? arena_printf(at->a, "%.1f", days[0].mean) : "", PAPER_FROM_WORK);
    bag_put(b, "уровень процесса", level.name, PAPER_FROM_WORK);
    list_begin(&l, b, "показатели", columns, COUNT(columns));
    r = put_impact(&l, at);
    list_end(&l);
    return r;
}

int bag_programme(struct paper_bag *b, const struct paper_kind *k)
{
    int r = put_common(b);
    if (r < 0 || k->scope != PAPER_PROGRAMME)
        return r;
    put_forms(b);
    r = put_roadmap(b);
    if (r >= 0)
        r = put_people(b);
    if (r >= 0)
        r = put_training(b);
    return r < 0 ? r : put_monitoring(b);
}
