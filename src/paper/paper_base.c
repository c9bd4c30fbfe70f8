/* What papers say of the people and the pairs of a whole programme. */
#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "db/db.h"
#include "html/format.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/participation.h"
#include "programme/total.h"

#define COUNT(list) (sizeof(list) / sizeof *(list))

/* All pairs of a programme by the mentee's name, and the same by who is on one side of them. */
struct all_pairs {
    const struct paper_pairs *row;
    size_t n;
    const struct paper_pairs **side;
    bool mentor; /* that side */
};

static int64_t of_side(const struct paper_pairs *x, bool mentor)
{
    return mentor ? x->mentor_id : x->mentee_id;
}

static int by_side(const void *left, const void *right, void *mentor)
{
    const struct paper_pairs *x = *(const struct paper_pairs *const *)left;
    const struct paper_pairs *y = *(const struct paper_pairs *const *)right;
    int64_t a = of_side(x, *(bool *)mentor), b = of_side(y, *(bool *)mentor);
    return a != b ? (a > b) - (a < b) : (x > y) - (x < y);
}

static void sort_side(struct arena *a, struct all_pairs *p, bool mentor)
{
    if (!p->side)
        p->side = arena_array(a, const struct paper_pairs *, p->n);
    for (size_t i = 0; i < p->n; i++)
        p->side[i] = &p->row[i];
    p->mentor = mentor;
    if (p->n)
        qsort_r(p->side, p->n, sizeof *p->side, by_side, &p->mentor);
}

/* The place of the first pair of this participation, of them or after all. */
static size_t first_of(const struct all_pairs *p, int64_t id)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (of_side(p->side[middle], p->mentor) < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Everybody of the pairs of one participation: «Ёлкин Иван; Рябова Анна». */
static const char *others(const struct paper_at *at, const struct all_pairs *p, int64_t id,
                          bool places)
{
    struct strbuf s;
    strbuf_init(&s, at->a);
    for (size_t i = first_of(p, id); i < p->n && of_side(p->side[i], p->mentor) == id; i++) {
        const struct paper_pairs *x = p->side[i];
        const char *text = places      ? (p->mentor ? x->mentee_place : x->mentor_place)
                           : p->mentor ? x->mentee_name
                                       : x->mentor_name;
        if (*text && (!places || !s.len))
            strbuf_printf(&s, "%s%s", s.len ? "; " : "", text);
    }
    return s.len ? s.s : "";
}

static bool in_pair(const struct all_pairs *p, int64_t id)
{
    for (size_t i = first_of(p, id); i < p->n && of_side(p->side[i], p->mentor) == id; i++)
        if (strcmp(p->side[i]->state, "ended") != 0)
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
        strbuf_printf(&s, "%s%s%s", s.len ? "; " : "",
                      strcmp(list[i].kind, "phone") ? list[i].value
                                                    : format_phone(at->a, list[i].value),
                      strcmp(list[i].owner, "representative") ? "" : " (родитель)");
    return s.len ? s.s : "";
}

static int put_pairs(struct paper_bag *b, const struct all_pairs *p, const char *began)
{
    static const char *const columns[] = {"№",      "наставник", "наставляемый", "форма",
                                          "модель", "запрос",    "начало"};
    static const char *const by_form[] = {"форма", "пар", "доля"};
    const struct paper_at *at = b->at;
    const struct paper_pairs *pairs = p->row;
    size_t n = p->n;
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
    bag_put(b, "начало работы пар", first ? date_long(at->a, date_at(first, at->zone), 0) : began,
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
                       const struct all_pairs *pairs)
{
    struct person_name name = {x->surname, x->given, x->patronymic};
    const char *cells[] = {bag_number(at, (int64_t)l->n + 1),
                           person_name_full(at->a, &name),
                           contacts(at, x->person_id),
                           x->has_birth_year ? bag_number(at, x->birth_year) : "",
                           x->request,
                           bag_day(at, x->joined_on),
                           others(at, pairs, x->id, false),
                           participation_forms(at->a, at->pack, x->form_code),
                           others(at, pairs, x->id, true),
                           bag_day(at, x->finished_on),
                           x->results,
                           x->case_link,
                           x->completion_mark ? "да" : "",
                           x->place};
    list_row(l, cells);
}

static void mentor_row(struct bag_list *l, const struct paper_at *at, const struct paper_people *x,
                       const struct all_pairs *pairs)
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
                           others(at, pairs, x->id, false),
                           participation_forms(at->a, at->pack, x->form_code),
                           others(at, pairs, x->id, true),
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
                           mentor ? "за помощь наставляемым и вклад в развитие наставничества"
                                  : "за участие в программе наставничества в роли наставляемого"};
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
    const struct all_pairs *pairs;
    struct bag_list base, rewards, adults;
    bool mentor;
};

static int side_row(void *ctx, const struct paper_people *x)
{
    struct sides *s = ctx;
    int r = 0;
    if (s->mentor)
        mentor_row(&s->base, s->at, x, s->pairs);
    else
        mentee_row(&s->base, s->at, x, s->pairs);
    if (in_pair(s->pairs, x->id))
        r = reward_row(&s->rewards, s->at, x, s->mentor);
    return r < 0 || !s->mentor ? r : adult_row(&s->adults, s->at, x);
}

static int put_sides(struct paper_bag *b, struct all_pairs *pairs)
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
        struct sides s = {.at = b->at, .pairs = pairs, .mentor = mentor};
        sort_side(b->at->a, pairs, mentor);
        list_begin(&s.base, b, mentor ? "наставники" : "наставляемые", mentor ? mentors : mentees,
                   mentor ? COUNT(mentors) : COUNT(mentees));
        list_begin(&s.rewards, b, mentor ? "наставники в парах" : "наставляемые в парах", rewards,
                   COUNT(rewards));
        list_begin(&s.adults, b, "взрослые наставники", adults, COUNT(adults));
        r = b->outline ? 0 : read_people(b->at, mentor ? "mentor" : "mentee", side_row, &s);
        list_end(&s.base);
        list_end(&s.rewards);
        if (mentor)
            list_end(&s.adults);
    }
    return r;
}

static int read_pairs(const struct paper_at *at, struct all_pairs *ret)
{
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
    ret->row = all;
    ret->n = n;
    return 0;
}

int bag_people(struct paper_bag *b)
{
    const struct paper_at *at = b->at;
    struct all_pairs pairs = {0};
    int64_t any = 0;
    int r = b->outline
                ? total_of(at->db, at->a, &(struct total){at->p.id, TOTAL_PAIR, ""}, "", &any)
                : read_pairs(at, &pairs);
    if (r >= 0)
        r = put_pairs(b, &pairs, any ? "…" : "");
    return r < 0 ? r : put_sides(b, &pairs);
}
