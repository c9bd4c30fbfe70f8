/* What papers say of the organisation and of the programme as a whole. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "html/format.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "paper/showcase.h"
#include "programme/participation.h"
#include "programme/roadmap.h"
#include "programme/roadmap_paper.h"
#include "programme/total.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* ---- the organisation ---- */

/* «Директор» at the beginning of a line. */
static void put_capital(struct paper_bag *b, const char *name, const char *text,
                        enum paper_source source)
{
    bag_put(b, name, utf8_capital(b->at->a, text), source);
}

/* «№ 2» stays on one line. */
static const char *bound(struct arena *a, const char *text)
{
    static const char sign[] = "№ ";
    const char *at = strstr(text, sign);
    return at ? arena_printf(a, "%.*s№\u00a0%s", (int)(at - text), text,
                             bound(a, at + sizeof sign - 1))
              : text;
}

/* The address of the section «Наставничество», where there is one. */
static int put_showcase(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct showcase s;
    int r = showcase_get(at->db, at->a, at->unit.id, &s);
    bag_put(b, "страница для всех",
            r > 0 && s.opened
                ? app_url(at->a, at->app, arena_printf(at->a, "/mentoring/%lld", (long long)s.code))
                : "",
            PAPER_KNOWN);
    return r;
}

/* «Директору Школы № 2»: a name that begins with a kind of organisation; «МБОУ …» stays. */
static const char *organisation_of(struct arena *a, const char *name)
{
    static const char *const kinds[] = {"Школа ", "Гимназия ", "Лицей ", "Колледж ", "Техникум "};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strncmp(name, kinds[i], strlen(kinds[i])))
            return decline_post(a, name, CASE_GENITIVE);
    return name;
}

/* «в лице директора Рябининой Ольги Андреевны, действующей …» */
static const char *acting(struct arena *a, const struct person_name *n)
{
    switch (name_gender(a, n->surname, n->given, n->patronymic)) {
    case GENDER_FEMALE:
        return "действующей";
    case GENDER_MALE:
        return "действующего";
    default:
        return "действующего (действующей)";
    }
}

static int put_unit(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct unit_paper_row u = {"", "", "", "", "", "", "", ""};
    struct person_name head;
    struct err err = {0};
    int r = unit_paper_row(at->db, at->a, at->unit.id, &u);
    if (r < 0)
        return r;
    bag_put(b, "организация", bound(at->a, *u.full_name ? u.full_name : at->unit.name),
            PAPER_FROM_UNIT);
    bag_put(b, "организация, кратко", bound(at->a, at->unit.short_name), PAPER_FROM_UNIT);
    bag_put(b, "организация, кратко чего",
            bound(at->a, organisation_of(at->a, at->unit.short_name)), PAPER_FROM_UNIT);
    bag_put(b, "адрес", u.address, PAPER_FROM_UNIT);
    bag_put(b, "город", u.city, PAPER_FROM_UNIT);
    bag_put(b, "электронная почта", u.email, PAPER_FROM_UNIT);
    bag_quiet(b, "ИНН", u.inn);
    bag_put(b, "телефон организации", *at->unit.phone ? format_phone(at->a, at->unit.phone) : "",
            PAPER_FROM_UNIT);
    r = put_showcase(b);
    if (r < 0)
        return r;
    bag_put(b, "действует на основании", *u.basis ? u.basis : "Устава", PAPER_FROM_UNIT);
    bag_put(b, "должность руководителя", u.head_post, PAPER_FROM_UNIT);
    bag_put(b, "должность руководителя, кого", decline_post(at->a, u.head_post, CASE_GENITIVE),
            PAPER_FROM_UNIT);
    bag_put(b, "должность руководителя, кому", decline_post(at->a, u.head_post, CASE_DATIVE),
            PAPER_FROM_UNIT);
    put_capital(b, "должность руководителя, с заглавной", u.head_post, PAPER_FROM_UNIT);
    put_capital(b, "должность руководителя, кому с заглавной",
                decline_post(at->a, u.head_post, CASE_DATIVE), PAPER_FROM_UNIT);
    bool known = person_name_parse(at->a, u.head, &err, &head) >= 0;
    bag_put(b, "руководитель, действующий", known ? acting(at->a, &head) : "", PAPER_FROM_UNIT);
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

static void put_answer(struct paper_bag *b, const char *name, const char *answer)
{
    bag_put(b, name, answer, PAPER_ASKED);
    if (strcmp(name, "должность куратора") != 0)
        return;
    put_capital(b, "должность куратора, с заглавной", answer, PAPER_ASKED);
    bag_put(b, "должность куратора, кого назначить",
            decline_post(b->at->a, answer, CASE_ACCUSATIVE), PAPER_ASKED);
}

static int put_answers(struct paper_bag *b)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n_paper_questions; i++) {
        const struct paper_question *q = &paper_questions[i];
        const char *answer = paper_answer(b->at, q->name);
        struct person_name name;
        struct err err = {0};
        if (q->number)
            continue; /* put_numbers */
        if (!q->person)
            put_answer(b, q->name, answer);
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

/* What was planned; a programme that did not say so planned those whom it has. */
static void put_planned(struct paper_bag *b, const char *name, int64_t there)
{
    const char *answer = paper_answer(b->at, name);
    bag_put(b, name, *answer || !there ? answer : bag_number(b->at, there), PAPER_ASKED);
}

static int put_numbers(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct programme_counts c;
    struct totals pairs;
    int64_t meetings;
    const struct total held = {at->p.id, TOTAL_MEETING, ""};
    int r = programme_count(at->db, at->a, at->p.id, &c);
    if (r >= 0)
        r = total_load(at->db, at->a, at->p.id, TOTAL_PAIR, &pairs);
    if (r >= 0)
        r = total_of(at->db, at->a, &held, "held", &meetings);
    if (r < 0)
        return r;
    bag_put(b, "число наставляемых", bag_number(at, c.mentees), PAPER_KNOWN);
    bag_put(b, "число наставников", bag_number(at, c.mentors), PAPER_KNOWN);
    put_planned(b, "планируется наставляемых", c.mentees);
    put_planned(b, "планируется наставников", c.mentors);
    bag_put(b, "число пар", bag_number(at, total_sum(&pairs, "", "agreed active ended finished")),
            PAPER_KNOWN);
    bag_put(b, "число завершённых пар", bag_number(at, total_sum(&pairs, "", "finished")),
            PAPER_KNOWN);
    bag_put(b, "число распавшихся пар", bag_number(at, total_sum(&pairs, "", "ended")),
            PAPER_KNOWN);
    bag_put(b, "всего встреч", bag_number(at, meetings), PAPER_KNOWN);
    return 0;
}

/* On the day of the document: by its last day, or ended by the coordinator. */
static bool is_over(const struct paper_at *at)
{
    return !strcmp(at->p.state, "finished") || !strcmp(at->p.state, "archived") ||
           strcmp(at->p.ends_on, date_iso(at->a, at->day)) < 0;
}

static int put_common(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    bag_put(b, "номер", at->number, PAPER_KNOWN);
    bag_put(b, "дата", date_quoted(at->a, at->day), PAPER_KNOWN);
    bag_put(b, "дата словами", date_words(at->a, at->day), PAPER_KNOWN);
    bag_put(b, "год", bag_number(at, at->day.year), PAPER_KNOWN);
    bag_put(b, "программа", at->p.title, PAPER_KNOWN);
    bag_quiet(b, "код программы", at->p.code);
    bag_put(b, "начало программы", long_day(at, at->p.starts_on), PAPER_KNOWN);
    bag_put(b, "завершение программы", long_day(at, at->p.ends_on), PAPER_KNOWN);
    bag_quiet(b, "программа завершена", is_over(at) ? "да" : "");
    bag_put(b, "учебный год", school_year(at), PAPER_KNOWN);
    bag_put(b, "формы", form_names(at), PAPER_KNOWN);
    bag_put(b, "наставляемых у наставника", bag_number(at, at->p.max_mentees), PAPER_KNOWN);
    bag_put(b, "часов в месяц", bag_number(at, at->p.hours_per_mentee), PAPER_KNOWN);
    int r = put_unit(b);
    if (r >= 0)
        r = put_answers(b);
    return r < 0 ? r : put_numbers(b);
}

/* Papers of the teachers' system tell of their forms only. */
static void put_forms(struct paper_bag *b, const struct paper_kind *k)
{
    static const char *const columns[] = {"№", "название", "цель", "модели", "требования"};
    const struct paper_at *at = b->at;
    struct bag_list l;
    list_begin(&l, b, "формы", columns, COUNT(columns));
    for (size_t i = 0; i < at->p.n_forms; i++) {
        const struct pack_form *f = pack_form(at->pack, at->p.forms[i]);
        struct strbuf models;
        if (k->scope == PAPER_TEACHERS && !paper_teachers_form(at, at->p.forms[i]))
            continue;
        strbuf_init(&models, at->a);
        for (size_t m = 0; m < at->pack->role_models.n; m++)
            if (!strcmp(at->pack->role_models.row[m].form_code, at->p.forms[i]))
                strbuf_printf(&models, "%s%s", models.len ? "; " : "",
                              at->pack->role_models.row[m].name);
        const char *cells[] = {bag_number(at, (int64_t)l.n + 1),
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
        const char *cells[] = {bag_number(at, stage->order), stage->name, outputs.s};
        list_row(&s, cells);
    }
    list_end(&l);
    list_end(&s);
    return 0;
}

int bag_programme(struct paper_bag *b, const struct paper_kind *k)
{
    int r = put_common(b);
    if (r < 0 || !paper_of_programme(k))
        return r;
    bag_questions(b);
    put_forms(b, k);
    r = put_roadmap(b);
    if (r >= 0)
        r = bag_people(b);
    return r < 0 ? r : bag_monitoring(b);
}
