/* What papers say of the people and the pairs of a whole programme. */
#include <string.h>

#include "base/strbuf.h"
#include "db/db.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/participation.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

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
        const char *cells[] = {bag_number(at, (int64_t)i + 1),
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
            participation_forms(at->a, at->pack, at->p.forms[i]), bag_number(at, count),
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
    const char *cells[] = {bag_number(at, (int64_t)l->n + 1),
                           person_name_full(at->a, &name),
                           contacts(at, x->person_id),
                           x->has_birth_year ? bag_number(at, x->birth_year) : "",
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
    const char *cells[] = {bag_number(at, (int64_t)l->n + 1),
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
    const char *cells[] = {bag_number(at, (int64_t)l->n + 1), person_name_full(at->a, &name), to,
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
    const char *cells[] = {bag_number(at, (int64_t)l->n + 1), person_name_full(at->a, &name),
                           v.number, bag_day(at, v.issued_on), bag_day(at, v.expires_on)};
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

int bag_people(struct paper_bag *b)
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
