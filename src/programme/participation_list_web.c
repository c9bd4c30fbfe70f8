/* The registries: lists of mentees and of mentors, with a search and filters. */
#include <string.h>

#include "base/i18n.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/page.h"
#include "html/html.h"
#include "identity/person.h"
#include "programme/application.h"
#include "programme/participation.h"
#include "programme/participation.html.h"
#include "programme/participation_pages.h"
#include "programme/programme_pages.h"
#include "programme/total.h"

#define PAGE_ROWS 25
#define FIRST_LOOK 250 /* a form that many have fills its page among so many rows */

struct list {
    struct programme p;
    const struct pack *pack;
    const char *side;
    const char *q, *state, *form;
    const char *from, *to; /* the keys of the search */
};

/* Where a page begins: an id in the address, never a name. 0: at the edge of the list. */
static int page_edge(struct req *req, int64_t programme_id, const char *param, const char **ret_key,
                     int64_t *ret_id)
{
    struct participation_key row;
    int64_t id = req_query_int(req, param, 1, INT64_MAX, 0);
    *ret_key = "";
    *ret_id = 0;
    if (!id)
        return 0;
    int r = participation_key(req->db, req->a, programme_id, id, &row);
    if (r == 1) {
        *ret_key = row.sort_key;
        *ret_id = id;
    }
    return r;
}

static int load_list(struct req *req, const char *side, struct list *l)
{
    *l = (struct list){.side = side,
                       .q = req_query(req, "q"),
                       .state = req_query(req, "state"),
                       .form = req_query(req, "form")};
    l->from = utf8_key(req->a, l->q);
    l->to = participation_prefix_end(req->a, l->from);
    int r = programme_of(req, &l->p);
    return r < 0 ? r : programme_pack(req, &l->p, &l->pack);
}

static const char *page_link(struct req *req, const struct list *l, const char *dir, int64_t id)
{
    struct html h;
    if (!id)
        return NULL;
    html_init(&h, req->a);
    html_urlpart(&h, l->q);
    return arena_printf(req->a, "?q=%s&state=%s&form=%s&%s=%lld", h.out.s, l->state, l->form, dir,
                        (long long)id);
}

/* A page of rows and where its neighbours begin; 0: there is none. */
struct rows {
    struct participations_page *row;
    size_t n;
    int64_t before, after;
    bool cut;   /* rows of the form may stand beyond those that were looked at */
    bool whole; /* or these are all that were found from the beginning on */
};

/* How far a page looks: to the edge of the search, or past so many rows, when there are more, to
 * find a form, which no index knows. */
struct edge {
    const char *key;
    int64_t id; /* 0: the edge of the search */
};

static int64_t look_on(int64_t look)
{
    return look * 4 < REGISTRY_LOOK ? look * 4 : REGISTRY_LOOK;
}

static int edge_ahead(struct req *req, const struct list *l, const char *key, int64_t id,
                      int64_t look, struct edge *ret)
{
    struct participation_ahead row;
    *ret = (struct edge){l->to, 0};
    int r = *l->form ? participation_ahead(req->db, req->a, l->p.id, l->side, l->state, l->from,
                                           l->to, key, id, look - 1, &row)
                     : 0;
    if (r == 1)
        *ret = (struct edge){row.sort_key, row.id};
    return r;
}

static int edge_behind(struct req *req, const struct list *l, const char *key, int64_t id,
                       int64_t look, struct edge *ret)
{
    struct participation_behind row;
    *ret = (struct edge){l->from, 0};
    int r = *l->form ? participation_behind(req->db, req->a, l->p.id, l->side, l->state, l->from,
                                            l->to, key, id, look - 1, &row)
                     : 0;
    if (r == 1)
        *ret = (struct edge){row.sort_key, row.id};
    return r;
}

/* Its rows come back to front and are turned round. */
static int load_back(struct req *req, const struct list *l, const char *key, int64_t id,
                     struct rows *ret)
{
    struct participations_page_back *back;
    struct edge from;
    size_t n;
    bool more = false;
    for (int64_t look = FIRST_LOOK;; look = look_on(look)) {
        int r = edge_behind(req, l, key, id, look, &from);
        if (r >= 0)
            r = participations_page_back(req->db, req->a, l->p.id, l->side, l->state, l->form,
                                         from.key, from.id, l->to, key, id, PAGE_ROWS + 1, &back,
                                         &n);
        if (r < 0)
            return r;
        more = n > PAGE_ROWS;
        if (more || !from.id || look == REGISTRY_LOOK)
            break;
    }
    n = more ? PAGE_ROWS : n;
    *ret = (struct rows){.row = arena_array(req->a, struct participations_page, n), .n = n};
    for (size_t i = 0; i < n; i++)
        memcpy(&ret->row[i], &back[n - 1 - i], sizeof *ret->row);
    ret->before = more ? ret->row[0].id : from.id;
    ret->after = n ? ret->row[n - 1].id : from.id;
    ret->cut = !more && from.id;
    return 0;
}

static int load_rows(struct req *req, const struct list *l, struct rows *ret)
{
    const char *key;
    struct edge to;
    int64_t id;
    int r = page_edge(req, l->p.id, "before", &key, &id);
    if (r < 0 || id)
        return r < 0 ? r : load_back(req, l, key, id, ret);
    *ret = (struct rows){0};
    bool more = false;
    r = page_edge(req, l->p.id, "after", &key, &id);
    for (int64_t look = FIRST_LOOK;; look = look_on(look)) {
        if (r >= 0)
            r = edge_ahead(req, l, key, id, look, &to);
        if (r >= 0)
            r = participations_page(req->db, req->a, l->p.id, l->side, l->state, l->form, l->from,
                                    to.key, to.id, key, id, PAGE_ROWS + 1, &ret->row, &ret->n);
        if (r < 0)
            return r;
        more = ret->n > PAGE_ROWS;
        if (more || !to.id || look == REGISTRY_LOOK)
            break;
    }
    ret->whole = !id && !more;
    ret->n = more ? PAGE_ROWS : ret->n;
    ret->before = id && ret->n ? ret->row[0].id : 0;
    ret->after = more ? ret->row[ret->n - 1].id : to.id;
    ret->cut = !more && to.id;
    return 0;
}
_Static_assert(sizeof(struct participations_page) == sizeof(struct participations_page_back),
               "both directions of a list have the same columns");

static int count_found(struct req *req, const struct list *l, const struct rows *shown,
                       int64_t *ret_n, bool *ret_part)
{
    struct participation_found found = {0};
    struct edge to;
    *ret_n = (int64_t)shown->n;
    *ret_part = shown->cut;
    if (shown->whole)
        return 0;
    for (int64_t look = 2 * FIRST_LOOK;; look = look_on(look)) {
        int r = edge_ahead(req, l, "", 0, look, &to);
        if (r >= 0)
            r = participation_found(req->db, req->a, l->p.id, l->side, l->state, l->form, l->from,
                                    to.key, to.id, REGISTRY_FOUND_MAX + 1, &found);
        if (r < 0)
            return r;
        if (found.n > REGISTRY_FOUND_MAX || !to.id || look == REGISTRY_LOOK)
            break;
    }
    *ret_n = found.n;
    *ret_part = to.id && found.n <= REGISTRY_FOUND_MAX;
    return 0;
}

static int load_totals(struct req *req, const struct list *l, const struct rows *shown,
                       struct registry_page *data)
{
    struct totals people;
    struct application_counts applied;
    bool counted = !*l->q && !*l->form; /* the totals say it: nothing is counted again */
    int r = total_load(req->db, req->a, l->p.id, TOTAL_PARTICIPATION, &people);
    if (r >= 0 && !counted)
        r = count_found(req, l, shown, &data->found, &data->part);
    if (r >= 0)
        r = application_count(req->db, req->a, l->p.id, l->side, &applied);
    if (r < 0)
        return r;
    struct registry_state_view *states =
        arena_array(req->a, struct registry_state_view, people.n + 1);
    for (size_t i = 0; i < people.n; i++) {
        const struct total_rows *row = &people.rows[i];
        if (!strcmp(row->kind, l->side))
            states[data->n_states++] = (struct registry_state_view){
                row->state, participation_state_name(l->side, row->state), row->n};
    }
    data->total = total_sum(&people, l->side, "");
    if (counted)
        data->found = total_sum(&people, l->side, l->state);
    int64_t waiting = applied.new_ + applied.waiting;
    if (waiting) /* no rows of the registry yet: the filter leads to their own list */
        states[data->n_states++] = (struct registry_state_view){"applied", _("Заявка"), waiting};
    data->states = states;
    data->many = !counted && data->found > REGISTRY_FOUND_MAX;
    return 0;
}

int registry_list(struct req *req, const char *side)
{
    struct list l;
    struct registry_page data = {.mentors = !strcmp(side, "mentor"),
                                 .may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    struct rows shown;
    int r = load_list(req, side, &l);
    if (r >= 0 && !strcmp(l.state, "applied") && data.may_manage)
        return req_redirect(req, "/programmes/%lld/applications?side=%s", (long long)l.p.id, side);
    if (r >= 0)
        r = load_rows(req, &l, &shown);
    if (r >= 0)
        r = load_totals(req, &l, &shown, &data);
    if (r < 0)
        return r;
    const struct participations_page *rows = shown.row;
    data.n_rows = shown.n;
    data.cut = shown.cut;
    struct registry_line_view *views = arena_array(req->a, struct registry_line_view, data.n_rows);
    for (size_t i = 0; i < data.n_rows; i++)
        views[i] = (struct registry_line_view){
            .id = rows[i].id,
            .name = person_name_full(
                req->a, &(struct person_name){rows[i].surname, rows[i].given, rows[i].patronymic}),
            .form = participation_forms(req->a, l.pack, rows[i].form_code),
            .request = data.mentors ? rows[i].competencies : rows[i].request,
            .place = rows[i].place,
            .time = rows[i].time_resource,
            .state = participation_state_name(side, rows[i].state),
            .pill = participation_pill(rows[i].state),
            .birth_year = rows[i].has_birth_year ? rows[i].birth_year : 0,
        };
    struct choice *forms = arena_array(req->a, struct choice, l.p.n_forms + 1);
    for (size_t i = 0; i < l.p.n_forms; i++)
        forms[i] =
            (struct choice){l.p.forms[i], participation_forms(req->a, l.pack, l.p.forms[i]), NULL};
    data.rows = views;
    data.programme_id = l.p.id;
    data.q = l.q, data.state = l.state, data.form = l.form;
    data.forms = forms;
    data.paging = (struct paging){
        .text = data.part ? arena_printf(req->a, _("Показано %zu"), data.n_rows)
                : data.many ? arena_printf(req->a, _("Показано %zu, всего больше %d"), data.n_rows,
                                           REGISTRY_FOUND_MAX)
                            : arena_printf(req->a, _("Показано %zu из %lld"), data.n_rows,
                                           (long long)data.found),
        .previous = page_link(req, &l, "before", shown.before),
        .next = page_link(req, &l, "after", shown.after),
    };
    struct page page = {.title = data.mentors ? _("Наставники") : _("Наставляемые"),
                        .body = registry_view,
                        .data = &data,
                        .wide = true};
    r = programme_frame(req, &l.p, data.mentors ? "mentors" : "mentees", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}
