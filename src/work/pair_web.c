#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/html.h"
#include "identity/consent.h"
#include "identity/place.h"
#include "identity/vetting.h"
#include "pairing/pair_kind.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "work/pair.h"
#include "work/pair.html.h"
#include "work/pair_mine.h"
#include "work/pair_state.h"

#define PAGE_ROWS 50

static const char *full(struct arena *a, const char *surname, const char *given,
                        const char *patronymic)
{
    return person_name_full(a, &(struct person_name){surname, given, patronymic});
}

/* ---- the coordinator's list ---- */

static struct paging paging_of(struct req *req, const struct pair_list_page *data,
                               const struct pairs_page *last)
{
    struct paging p = {
        .text = arena_printf(req->a, P_("Всего %lld пара", "Всего %lld пар", (long)data->total),
                             (long long)data->total)};
    if (last) {
        struct html q;
        html_init(&q, req->a);
        html_urlpart(&q, data->q);
        p.next = arena_printf(req->a, "?q=%s&state=%s&after=%lld", q.out.s, data->state,
                              (long long)last->id);
    }
    return p;
}

/* state "": of all. Rows of the same shape either way. */
static int load_rows(struct req *req, int64_t programme_id, const char *state, const char *key,
                     int64_t after, const char *to_key, struct pairs_page **ret, size_t *ret_n)
{
    struct pairs_of_state *some;
    if (!*state)
        return pairs_page(req->db, req->a, programme_id, key, after, to_key, ret, ret_n);
    int r = pairs_of_state(req->db, req->a, programme_id, state, key, after, to_key, &some, ret_n);
    if (r < 0)
        return r;
    *ret = arena_array(req->a, struct pairs_page, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        memcpy(&(*ret)[i], &some[i], sizeof **ret);
    return r;
}
_Static_assert(sizeof(struct pairs_page) == sizeof(struct pairs_of_state),
               "pairs of one state are listed as all are");

static int list_get(struct req *req)
{
    struct programme p;
    const struct pack *pack;
    struct pairs_page *rows;
    struct pairs_total total = {.n = 0};
    struct pair_list_page data = {.q = req_query(req, "q"), .state = req_query(req, "state")};
    const char *from = utf8_key(req->a, data.q);
    struct pairs_key edge = {.sort_key = from};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int r = programme_of(req, &p);
    if (r >= 0 && after)
        r = pairs_key(req->db, req->a, p.id, after, &edge);
    if (r >= 0)
        r = programme_pack(req, &p, &pack);
    if (r >= 0)
        r = load_rows(req, p.id, data.state, strcmp(edge.sort_key, from) < 0 ? from : edge.sort_key,
                      after, participation_prefix_end(req->a, from), &rows, &n);
    if (r >= 0)
        r = pairs_total(req->db, req->a, p.id, &total);
    if (r < 0)
        return r;
    bool more = n > PAGE_ROWS;
    data.n = more ? PAGE_ROWS : n;
    struct pair_line *lines = arena_array(req->a, struct pair_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        lines[i] = (struct pair_line){
            .id = rows[i].id,
            .mentee = rows[i].mentee_name,
            .mentor = rows[i].mentor_name,
            .form = participation_forms(req->a, pack, rows[i].form_code),
            .score = (int)rows[i].score,
        };
        lines[i].state = pair_state_name(rows[i].state);
        lines[i].pill = pair_state_pill(rows[i].state);
    }
    data.programme_id = p.id;
    data.lines = lines;
    data.total = total.n;
    data.mean = total.has_mean ? total.mean : 0;
    data.paging = paging_of(req, &data, more ? &rows[PAGE_ROWS - 1] : NULL);
    struct page page = {.title = _("Пары"), .body = pair_list_view, .data = &data, .wide = true};
    r = programme_frame(req, &p, "pairs", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the coordinator's page of a pair ---- */

int pair_load(struct req *req, struct pair_row *ret, const struct pack **ret_pack)
{
    int r = pair_row(req->db, req->a, req_id(req, "pair"), ret);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return own_form_methodology(req->app->methodology, req->db, req->a, ret->unit_id, ret->pack_id,
                                &req->err, ret_pack);
}

/* Words of the mentor's record check when it keeps the two apart; NULL when it does not. */
static int unchecked(struct req *req, const struct pair_row *x, struct date today, const char **ret)
{
    struct vetting_now now;
    *ret = NULL;
    int r = vetting_allows(req->db, req->a, x->mentee_person, x->mentor_person, today);
    if (r != 0)
        return r < 0 ? r : 0;
    r = vetting_of(req->db, req->a, x->mentor_person, today, &now);
    if (r > 0)
        *ret = vetting_words(req->a, &now);
    return r < 0 ? r : 0;
}

/* ---- how it fares ---- */

static void add(struct strbuf *b, bool is, const char *text)
{
    if (is)
        strbuf_printf(b, "%s%s", b->len ? "; " : "", text);
}

static int fill_health(struct req *req, int64_t pair_id, struct pair_page *data)
{
    struct meeting_pulse w;
    struct strbuf b;
    int r = meeting_pulse(req->db, req->a, pair_id, &w);
    if (r <= 0)
        return r;
    strbuf_init(&b, req->a);
    add(&b, w.refused > 0, _("после пробной встречи просят другую пару, ждём второй ответ"));
    add(&b, *w.wish_side, _("просят завершить пару"));
    add(&b, w.help, _("просят помощи куратора"));
    add(&b, w.low, _("низкая оценка последней встречи"));
    data->refused = w.refused > 0;
    data->health = b.len ? arena_printf(req->a, _("Нужно внимание: %s."), b.s) : NULL;
    return 0;
}

static int fill_events(struct req *req, int64_t pair_id, int zone, struct pair_page *data)
{
    struct pair_events *rows;
    struct date today = date_at(clock_now(req->clock), zone);
    int r = pair_events(req->db, req->a, pair_id, &rows, &data->n_events);
    if (r < 0)
        return r;
    struct pair_history_line *lines = arena_array(req->a, struct pair_history_line, data->n_events);
    for (size_t i = 0; i < data->n_events; i++) {
        const struct pair_action *action = pair_action(rows[i].action);
        lines[i] = (struct pair_history_line){
            format_day(req->a, date_at(rows[i].made_at, zone), today),
            action ? _(action->past) : rows[i].action,
            rows[i].who                                       ? rows[i].who
            : !strcmp(rows[i].action, PAIR_BY_REPRESENTATIVE) ? _("по ссылке из заявки")
                                                              : _("программа сама"),
            rows[i].reason};
    }
    data->events = lines;
    return 0;
}

static int fill_life(struct req *req, const struct pair_row *x, struct pair_page *data)
{
    struct meeting_at at;
    int r = meeting_open(req, x->id, &at);
    if (r >= 0)
        r = meeting_lines_of(req, &at, "", &data->meetings);
    if (r >= 0)
        r = meeting_rhythm(&at, &data->rhythm);
    if (r >= 0)
        r = fill_health(req, x->id, data);
    return r < 0 ? r : fill_events(req, x->id, at.zone, data);
}

static int pair_get(struct req *req)
{
    struct pair_row x;
    const struct pack *pack;
    struct programme p;
    struct date today;
    const char *why = NULL;
    int r = pair_load(req, &x, &pack);
    if (r >= 0)
        r = programme_get(req->db, req->a, x.programme_id, &p);
    if (r >= 0)
        r = unit_today(req, x.unit_id, &today);
    if (r >= 0)
        r = unchecked(req, &x, today, &why);
    if (r >= 0)
        r = consent_contact_open(req->db, req->a, x.mentee_person, x.mentor_person, today);
    if (r < 0)
        return r;
    struct pair_page data = {
        .pair = &x,
        .mentee = full(req->a, x.mentee_surname, x.mentee_given, x.mentee_patronymic),
        .mentor = full(req->a, x.mentor_surname, x.mentor_given, x.mentor_patronymic),
        .form = participation_forms(req->a, pack, x.form_code),
        .model = pair_model_name(pack, x.form_code, x.role_model),
        .since = date_long(req->a, date_at(x.created_at, req->who.zone), today.year),
        .contact_open = r == 1,
        .unchecked = why,
        .minor = pair_mentee_minor(&x, today),
        .pack = pack,
    };
    data.state = pair_state_name(x.state);
    data.pill = pair_state_pill(x.state);
    data.living = pair_living(x.state);
    data.may_manage = req->who.perms & 1u << PERM_PAIR_MANAGE;
    r = fill_life(req, &x, &data);
    if (r < 0)
        return r;
    struct link parent = {_("Пары"),
                          arena_printf(req->a, "/programmes/%lld/pairs", (long long)p.id)};
    struct page page = {.title = _("Пара"), .body = pair_view, .data = &data};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the module ---- */

static int pair_object(struct req *req, int64_t id, struct object *ret)
{
    struct pair_row x;
    int r = pair_row(req->db, req->a, id, &x);
    if (r <= 0)
        return r;
    *ret = (struct object){.unit_id = x.unit_id,
                           .parent_id = x.programme_id,
                           .persons = {x.mentee_person, x.mentor_person}};
    r = pair_parents(req, &x, ret->persons + 2);
    return r < 0 ? r : 1;
}

/* The same pair, for what only the two of it may do. */
static int couple_object(struct req *req, int64_t id, struct object *ret)
{
    struct pair_row x;
    int r = pair_row(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id, .persons = {x.mentee_person, x.mentor_person}};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/pairs", list_get, PERM_PEOPLE_READ),
    ROUTE_GET("/pairs/{pair}", pair_get, PERM_PEOPLE_READ),
    ROUTE_GET("/my/pairs", pair_mine_list_get, PERM_SIGNED_IN),
    ROUTE_GET("/my/pairs/{pair}", pair_mine_get, PERM_OWN),
};
static const struct scope scopes[] = {{"pair", pair_object}, {"couple", couple_object}};

const struct module pair_module = {
    .name = "pair",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
