/* What the papers of a kind are about, and where there is such a kind at all. */
#include <string.h>

#include "db/db.h"
#include "paper/paper.sql.h"
#include "paper/paper_data.h"
#include "programme/enrolment.h"
#include "work/lesson.h"
#include "work/personal.h"

struct ids {
    const struct paper_at *at;
    int64_t *list;
    size_t n, cap;
};

static void add_id(struct ids *x, int64_t id)
{
    if (x->n == x->cap) {
        size_t cap = x->cap ? 2 * x->cap : 64;
        x->list = arena_grow(x->at->a, x->list, x->cap * sizeof *x->list, cap * sizeof *x->list);
        x->cap = cap;
    }
    x->list[x->n++] = id;
}

bool paper_here(const struct paper_at *at, const struct paper_kind *k)
{
    bool here = k->scope != PAPER_TEACHERS && k->scope != PAPER_STAFF;
    for (size_t i = 0; !here && i < at->p.n_forms; i++) {
        const struct pack_form *f = pack_form(at->pack, at->p.forms[i]);
        here = k->scope == PAPER_STAFF ? f && f->labour : paper_teachers_form(at, at->p.forms[i]);
    }
    if (k->scope == PAPER_LESSON)
        here = at->pack->lesson_items.n > 0;
    return k->scope == PAPER_PERSONAL ? at->pack->sections.n > 0 : here;
}

bool paper_staff(const struct paper_at *at, const char *forms)
{
    for (size_t i = 0; i < at->pack->forms.n; i++)
        if (at->pack->forms.row[i].labour && enrolment_has_form(forms, at->pack->forms.row[i].code))
            return true;
    return false;
}

int paper_of_pair(const struct paper_at *at, const struct paper_kind *k, int64_t pair)
{
    struct personal_newest newest;
    return k->scope == PAPER_PERSONAL ? personal_newest(at->db, at->a, pair, &newest) : 1;
}

/* Held ones, the newest first. */
static int add_lessons(struct ids *x)
{
    const char *day = "9999-12-31";
    int64_t id = INT64_MAX;
    for (size_t n = 1; n;) {
        struct lesson_log *list;
        int r = lesson_log(x->at->db, x->at->a, x->at->p.id, day, id, 1000, &list, &n);
        if (r < 0)
            return r;
        for (size_t i = 0; i < n; i++) {
            day = list[i].held_on;
            id = list[i].id;
            if (!strcmp(list[i].state, "held"))
                add_id(x, id);
        }
    }
    return 0;
}

static int add_pairs(struct ids *x, const struct paper_kind *k)
{
    const char *key = "";
    int64_t id = 0;
    for (size_t n = 1; n;) {
        struct paper_pairs *list;
        int r = paper_pairs(x->at->db, x->at->a, x->at->p.id, key, id, &list, &n);
        if (r < 0)
            return r;
        for (size_t i = 0; i < n; i++) {
            key = list[i].sort_key;
            id = list[i].id;
            r = paper_of_pair(x->at, k, id);
            if (r < 0)
                return r;
            if (r)
                add_id(x, id);
        }
    }
    return 0;
}

static int add_side(struct ids *x, const struct paper_kind *k, const char *side)
{
    const char *key = "";
    int64_t id = 0;
    for (size_t n = 1; n;) {
        struct paper_people *list;
        int r = paper_people(x->at->db, x->at->a, x->at->p.id, side, key, id, &list, &n);
        if (r < 0)
            return r;
        for (size_t i = 0; i < n; i++) {
            key = list[i].sort_key;
            id = list[i].id;
            int64_t born = list[i].has_birth_year ? list[i].birth_year : 0;
            bool minor = person_is_minor(born, !strcmp(side, "mentee"), x->at->day);
            if ((k->scope != PAPER_MINOR || minor) &&
                (k->scope != PAPER_STAFF || paper_staff(x->at, list[i].form_code)))
                add_id(x, id);
        }
    }
    return 0;
}

int paper_subjects(const struct paper_at *at, const struct paper_kind *k, const int64_t **ret,
                   size_t *ret_n)
{
    struct ids x = {.at = at};
    int r = 0;
    if (!paper_here(at, k))
        r = 0;
    else if (paper_of_programme(k))
        add_id(&x, 0);
    else if (k->scope == PAPER_LESSON)
        r = add_lessons(&x);
    else if (k->scope == PAPER_PAIR || k->scope == PAPER_PERSONAL)
        r = add_pairs(&x, k);
    else {
        if (k->scope != PAPER_MENTOR && k->scope != PAPER_STAFF)
            r = add_side(&x, k, "mentee");
        if (r >= 0)
            r = add_side(&x, k, "mentor");
    }
    *ret = x.list;
    *ret_n = x.n;
    return r;
}
