/* What papers say of the work of teachers: the employee's side of a pair, its personal programme,
 * a lesson that was visited; and the blank questionnaires of a programme. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/participation.h"
#include "work/addendum.h"
#include "work/evidence.h"
#include "work/lesson.h"
#include "work/personal.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

bool paper_teachers_form(const struct paper_at *at, const char *code)
{
    const struct pack_form *f = pack_form(at->pack, code);
    return f && f->labour &&
           (!strcmp(f->family, "teachers_model") || !strcmp(f->code, "teacher_teacher"));
}

/* ---- the employee's side of a pair (ст. 351.8 ТК) ---- */

/* The addendum that was asked for, or the one that lives. */
static int read_addendum(const struct paper_at *at, int64_t mentor_row, struct addendum_row *ret)
{
    struct addendum_living living;
    int r = at->record ? 1 : addendum_living(at->db, at->a, mentor_row, &living);
    *ret = (struct addendum_row){0};
    return r > 0 ? addendum_row(at->db, at->a, at->record ? at->record : living.id, ret) : r;
}

static void put_addendum(struct paper_bag *b, const struct addendum_row *x)
{
    const struct paper_at *at = b->at;
    bool by_employer = x->notice_side && !strcmp(x->notice_side, "employer");
    bag_put(b, "содержание работы", x->content, PAPER_FROM_WORK);
    bag_put(b, "форма работы", x->form, PAPER_FROM_WORK);
    bag_put(b, "начало работы", bag_day(at, x->starts_on), PAPER_FROM_WORK);
    bag_put(b, "завершение работы", bag_day(at, x->ends_on), PAPER_FROM_WORK);
    bag_put(b, "оплата", x->pay, PAPER_FROM_WORK);
    bag_put(b, "дата согласия", bag_day(at, x->consent_on), PAPER_FROM_WORK);
    bag_put(b, "номер соглашения", x->number, PAPER_FROM_WORK);
    bag_put(b, "дата соглашения", bag_day(at, x->signed_on), PAPER_FROM_WORK);
    bag_put(b, "дата уведомления", bag_day(at, x->notice_on), PAPER_FROM_WORK);
    bag_put(b, "первый день без наставничества", bag_day(at, x->stops_on), PAPER_FROM_WORK);
    bag_quiet(b, "уведомляет работник", by_employer ? "" : "да");
    bag_quiet(b, "уведомляет работодатель", by_employer ? "да" : "");
}

int bag_staff(struct paper_bag *b, int64_t mentor_row)
{
    const struct paper_at *at = b->at;
    struct paper_one_person who;
    struct paper_mentees_of *mentees;
    struct addendum_row x;
    struct strbuf names;
    size_t n;
    int r = paper_one_person(at->db, at->a, mentor_row, &who);
    if (r <= 0 || who.programme_id != at->p.id || strcmp(who.side, "mentor") != 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = paper_mentees_of(at->db, at->a, mentor_row, &mentees, &n);
    if (r >= 0)
        r = read_addendum(at, mentor_row, &x);
    if (r < 0)
        return r;
    strbuf_init(&names, at->a);
    for (size_t i = 0; i < n; i++)
        strbuf_printf(&names, "%s%s", i ? ", " : "", mentees[i].mentee_name);
    bag_put(b, "наставляемый", names.s, PAPER_FROM_WORK);
    bag_put(b, "место наставника", who.place, PAPER_FROM_WORK);
    bag_put(b, "форма", participation_forms(at->a, at->pack, who.form_code), PAPER_KNOWN);
    put_addendum(b, &x);
    return bag_person(b, "наставник", &(struct person_name){who.surname, who.given, who.patronymic},
                      who.person_id, PAPER_KNOWN);
}

/* ---- what the category «педагог-наставник» is asked for ---- */

#define EVIDENCE_YEARS 5

static void put_evidence(struct paper_bag *b, const struct evidence *e)
{
    static const char *const columns[] = {"название", "№", "дата", "текст"};
    const struct paper_at *at = b->at;
    struct bag_list l;
    list_begin(&l, b, "показатели", columns, COUNT(columns));
    for (size_t i = 0; i < e->n_groups; i++) {
        const struct evidence_group *g = &e->groups[i];
        const char *head[] = {g->criterion->name, "", "", ""};
        const char *none[] = {"", "", "", "Записей за период нет"};
        list_row(&l, head);
        if (!g->n)
            list_row(&l, none);
        for (size_t k = 0; k < g->n; k++) {
            const char *cells[] = {"", bag_number(at, (int64_t)k + 1),
                                   date_short(at->a, g->facts[k].day), g->facts[k].text};
            list_row(&l, cells);
        }
    }
    list_end(&l);
}

int bag_evidence(struct paper_bag *b, int64_t mentor_row)
{
    const struct paper_at *at = b->at;
    const struct date from = {at->day.year - EVIDENCE_YEARS, 1, 1};
    struct paper_one_person who;
    struct evidence e = {0};
    struct err err = {0};
    int r = paper_one_person(at->db, at->a, mentor_row, &who);
    if (r > 0)
        r = evidence_load(at->db, at->a, at->app, who.person_id, from, at->day, false, &err, &e);
    if (r < 0 && r != ERR_NOT_FOUND) /* no methodology has criteria: the table stays empty */
        return r;
    bag_put(b, "начало периода", date_short(at->a, from), PAPER_KNOWN);
    bag_put(b, "конец периода", date_short(at->a, at->day), PAPER_KNOWN);
    put_evidence(b, &e);
    return 0;
}

/* ---- the personal programme of a pair ---- */

static const char *done_mark(const struct paper_at *at, const struct personal_steps *s)
{
    const char *day = s->done_on ? bag_day(at, s->done_on) : "";
    return s->note && *s->note ? arena_printf(at->a, "%s, %s", day, s->note) : day;
}

static void put_steps(struct paper_bag *b, const struct personal *x)
{
    static const char *const columns[] = {
        "этап", "№", "направление", "название", "срок", "ответственный", "результат", "отметка"};
    const struct paper_at *at = b->at;
    const struct pack *pack = x->duo.pack;
    struct bag_list l;
    int64_t n = 0;
    list_begin(&l, b, "мероприятия", columns, COUNT(columns));
    for (size_t k = 0; k < pack->personal_stages.n; k++) {
        bool band = false;
        for (size_t i = 0; i < x->n_steps; i++) {
            const struct personal_steps *s = &x->steps[i];
            if (strcmp(s->stage, pack->personal_stages.row[k].code) != 0)
                continue;
            const char *head[] = {pack->personal_stages.row[k].name, "", "", "", "", "", "", ""};
            if (!band)
                list_row(&l, head);
            band = true;
            const char *cells[] = {"",
                                   bag_number(at, ++n),
                                   s->direction,
                                   *s->form ? arena_printf(at->a, "%s (%s)", s->name, s->form)
                                            : s->name,
                                   bag_day(at, s->due_on),
                                   s->who,
                                   s->result,
                                   done_mark(at, s)};
            list_row(&l, cells);
        }
    }
    list_end(&l);
}

int bag_personal(struct paper_bag *b, int64_t pair)
{
    static const char *const columns[] = {"название", "текст"};
    const struct paper_at *at = b->at;
    struct personal_newest newest;
    struct personal x;
    struct bag_list l;
    struct err err = {0};
    int r = at->record ? 1 : personal_newest(at->db, at->a, pair, &newest);
    if (r == 0)
        return ERR_NOT_FOUND;
    if (r > 0)
        r = personal_load(at->db, at->a, at->app, at->record ? at->record : newest.id, &err, &x);
    if (r < 0)
        return r;
    bag_quiet(b, "редакция", x.row.edition > 1 ? bag_number(at, x.row.edition) : "");
    bag_put(b, "начало работы", bag_day(at, x.row.starts_on), PAPER_KNOWN);
    bag_put(b, "завершение работы", bag_day(at, x.row.ends_on), PAPER_KNOWN);
    bag_quiet(b, "виды", x.types);
    bag_put(b, "совет", x.row.council, PAPER_FROM_WORK);
    bag_put(b, "дата протокола", bag_day(at, x.row.protocol_on), PAPER_FROM_WORK);
    bag_put(b, "номер протокола", x.row.protocol_no, PAPER_FROM_WORK);
    bag_put(b, "дата приказа", bag_day(at, x.row.order_on), PAPER_FROM_WORK);
    bag_put(b, "номер приказа", x.row.order_no, PAPER_FROM_WORK);
    list_begin(&l, b, "разделы", columns, COUNT(columns));
    for (size_t i = 0; i < x.n_parts; i++) {
        const char *cells[] = {x.parts[i].section->name, x.parts[i].body};
        if (*cells[1])
            list_row(&l, cells);
    }
    list_end(&l);
    put_steps(b, &x);
    return 0;
}

/* ---- a lesson ---- */

static int put_marks(struct paper_bag *b, const struct lesson_row *x)
{
    static const char *const columns[] = {"№", "название", "отметка"};
    static const char *const people[] = {"имя", "сумма", "замечания"};
    const struct paper_at *at = b->at;
    struct lesson_items *marks;
    struct lesson_visits *visits;
    struct bag_list l;
    size_t n, m;
    int r = lesson_items(at->db, at->a, x->id, &marks, &n);
    if (r >= 0)
        r = lesson_visits(at->db, at->a, x->id, &visits, &m);
    if (r < 0)
        return r;
    list_begin(&l, b, "критерии", columns, COUNT(columns));
    for (size_t i = 0; i < at->pack->lesson_items.n; i++) {
        const struct pack_lesson_item *item = &at->pack->lesson_items.row[i];
        const char *mean = "";
        for (size_t k = 0; k < n; k++)
            if (!strcmp(marks[k].item, item->code)) {
                int64_t ten = lesson_mean(marks[k].n, marks[k].sum);
                mean =
                    arena_printf(at->a, "%lld,%lld", (long long)(ten / 10), (long long)(ten % 10));
            }
        const char *cells[] = {bag_number(at, (int64_t)i + 1), item->text, mean};
        list_row(&l, cells);
    }
    list_end(&l);
    list_begin(&l, b, "посетители", people, COUNT(people));
    for (size_t i = 0; i < m; i++) {
        struct person_name name = {visits[i].surname, visits[i].given, visits[i].patronymic};
        const char *cells[] = {person_name_full(at->a, &name),
                               visits[i].has_total ? bag_number(at, visits[i].total) : "",
                               visits[i].comment};
        list_row(&l, cells);
    }
    list_end(&l);
    return 0;
}

int bag_lesson(struct paper_bag *b, int64_t id)
{
    const struct paper_at *at = b->at;
    struct lesson_row x;
    struct paper_pair pair;
    int r = lesson_row(at->db, at->a, id, &x);
    if (r > 0 && (x.programme_id != at->p.id || strcmp(x.state, "held") != 0))
        r = 0;
    if (r > 0)
        r = paper_pair(at->db, at->a, x.pair_id, &pair);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    struct person_name mentee = {pair.mentee_surname, pair.mentee_given, pair.mentee_patronymic};
    struct person_name mentor = {pair.mentor_surname, pair.mentor_given, pair.mentor_patronymic};
    bool of_mentee = x.teacher_id == pair.mentee_person;
    const char *score = lesson_score(at->a, at->pack, x.n_sheets, x.total);
    const char *level = lesson_level(at->pack, x.n_sheets, x.total);
    bag_quiet(
        b, "урок",
        arena_printf(at->a, "%s, %s, %s: %s", bag_day(at, x.held_on), x.class, x.subject, x.topic));
    bag_put(b, "вид урока", lesson_kind_name(x.kind), PAPER_KNOWN);
    bag_put(b, "дата урока", bag_day(at, x.held_on), PAPER_KNOWN);
    bag_put(b, "класс", x.class, PAPER_KNOWN);
    bag_put(b, "предмет", x.subject, PAPER_KNOWN);
    bag_put(b, "тема", x.topic, PAPER_KNOWN);
    bag_quiet(b, "итог урока", level ? arena_printf(at->a, "%s, %s", score, level) : score);
    bag_put(b, "что получилось", x.summary, PAPER_FROM_WORK);
    bag_quiet(b, "что улучшить", x.advice);
    r = bag_person(b, "учитель", of_mentee ? &mentee : &mentor, x.teacher_id, PAPER_KNOWN);
    if (r >= 0)
        r = bag_person(b, "наставник", &mentor, pair.mentor_person, PAPER_KNOWN);
    return r < 0 ? r : put_marks(b, &x);
}
