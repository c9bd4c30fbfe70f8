/* A meeting's page, through the door of the pair and through the coordinator's. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/html.h"
#include "programme/programme_pages.h"
#include "work/meeting.html.h"
#include "work/meeting_pages.h"

#include <string.h>

bool meeting_mine(const struct req *req)
{
    return !strncmp(req->path, "/my/", 4);
}

int meeting_open(struct req *req, int64_t pair_id, struct meeting_at *ret)
{
    int r = meeting_at(req->db, req->a, req->app, pair_id, &req->err, ret);
    if (r < 0)
        return r;
    ret->account_id = req->who.account_id;
    if (meeting_mine(req))
        ret->side = ret->pair.mentor_person == req->who.person_id ? "mentor" : "mentee";
    return 0;
}

int meeting_of(struct req *req, struct meeting_at *at, struct meeting_row *ret)
{
    int r = meeting_row(req->db, req->a, req_id(req, "meeting"), ret);
    return r < 0 ? r : r == 0 ? ERR_NOT_FOUND : meeting_open(req, ret->pair_id, at);
}

const char *meeting_pair_path(const struct req *req, const struct meeting_at *at)
{
    return arena_printf(req->a, "%s/pairs/%lld", meeting_mine(req) ? "/my" : "",
                        (long long)at->pair.id);
}

const char *meeting_path(const struct req *req, int64_t id)
{
    return arena_printf(req->a, "%s/meetings/%lld", meeting_mine(req) ? "/my" : "", (long long)id);
}

int meeting_frame(struct req *req, const struct meeting_at *at, struct page *page)
{
    const char *pair = meeting_pair_path(req, at);
    if (meeting_mine(req)) {
        struct link *crumbs = arena_array(req->a, struct link, 2);
        crumbs[0] = (struct link){_("Мои пары"), "/my/pairs"};
        crumbs[1] = (struct link){_("Ваша пара"), pair};
        page->crumbs = crumbs;
        page->n_crumbs = 2;
        return 0;
    }
    struct programme p;
    struct link *parent = arena_new_of(req->a, struct link);
    *parent = (struct link){_("Пара"), pair};
    int r = programme_get(req->db, req->a, at->pair.programme_id, &p);
    return r < 0 ? r : programme_frame(req, &p, "pairs", parent, page);
}

/* ---- lists ---- */

static enum pill pill_of(const char *state)
{
    static const struct {
        const char *state;
        enum pill pill;
    } pills[] = {
        {"planned", PILL_DRAFT}, {"held", PILL_DONE}, {"moved", PILL_HALF}, {"missed", PILL_BAD}};
    for (size_t i = 0; i < sizeof pills / sizeof *pills; i++)
        if (!strcmp(pills[i].state, state))
            return pills[i].pill;
    return PILL_END;
}

static bool wants_feedback(const struct meeting_at *at, const struct meetings_of_pair *m)
{
    const struct pack_meeting_kind *k = pack_meeting_kind(at->pack, m->kind);
    return !strcmp(m->state, "held") && k && k->feedback;
}

static const char *marks_of(struct req *req, const struct meeting_at *at,
                            const struct meetings_of_pair *m)
{
    if (!m->has_mark_mentor && !m->has_mark_mentee)
        return wants_feedback(at, m) ? _("Ждём отзывы") : NULL;
    if (m->has_mark_mentor && m->has_mark_mentee)
        return arena_printf(req->a, _("Оценка наставника %d, наставляемого %d"),
                            (int)m->mark_mentor, (int)m->mark_mentee);
    if (m->has_mark_mentor)
        return arena_printf(req->a, _("Оценка наставника %d, ждём отзыв наставляемого"),
                            (int)m->mark_mentor);
    return arena_printf(req->a, _("Оценка наставляемого %d, ждём отзыв наставника"),
                        (int)m->mark_mentee);
}

static bool owes(const struct meetings_of_pair *m, const struct meeting_at *at, const char *side)
{
    return wants_feedback(at, m) &&
           !(strcmp(side, "mentor") ? m->has_mark_mentee : m->has_mark_mentor);
}

static const char *own_word(const struct meetings_of_pair *m, const struct meeting_at *at,
                            const char *side)
{
    if (!wants_feedback(at, m))
        return NULL;
    return owes(m, at, side) ? _("Требуется отзыв") : _("Ваш отзыв есть");
}

int meeting_lines_of(struct req *req, struct meeting_at *at, const char *side,
                     struct meeting_lines *ret)
{
    struct meetings_of_pair *rows;
    struct date today = date_at(clock_now(req->clock), at->zone);
    size_t n, next = SIZE_MAX;
    int r = meetings_of_pair(req->db, req->a, at->pair.id, INT64_MAX, INT64_MAX, &rows, &n);
    if (r < 0)
        return r;
    struct meeting_line *list = arena_array(req->a, struct meeting_line, n);
    for (size_t i = 0; i < n; i++) {
        const struct meetings_of_pair *m = &rows[i];
        bool planned = !strcmp(m->state, "planned"), held = !strcmp(m->state, "held");
        if (planned)
            next = i; /* newest first: the last one seen is the nearest */
        list[i] = (struct meeting_line){
            .id = m->id,
            .path = side ? meeting_path(req, m->id) : NULL,
            .when = meeting_when(req->a, m->starts_at, at->zone, today),
            .kind = meeting_kind_name(at->pack, m->kind),
            .state = meeting_state_name(m->state),
            .pill = pill_of(m->state),
            .place = planned && side ? m->place : "",
            .about = held && side ? m->result : "",
            .marks = !side   ? NULL
                     : *side ? own_word(m, at, side)
                             : marks_of(req, at, m),
            .owed = side && *side && owes(m, at, side),
            .done = held,
            .off = !planned && !held,
        };
    }
    if (next != SIZE_MAX)
        list[next].next = true;
    *ret = (struct meeting_lines){list, n};
    return 0;
}

/* ---- one meeting ---- */

static const char *answer_of(struct req *req, const struct pack_question *q,
                             const struct meeting_answers *x)
{
    if (q->type == PACK_OPEN)
        return x->text;
    if (q->type == PACK_BOOL)
        return x->score ? _("да") : _("нет");
    return arena_printf(req->a, "%d", (int)x->score);
}

static int sheet_of(struct req *req, const struct meeting_at *at, const struct meeting_row *m,
                    const char *side, struct meeting_sheet *ret)
{
    const struct pack_question **item;
    struct meeting_answers *rows;
    size_t n, n_items = meeting_items(req->a, at->pack, m->kind, side, &item);
    int r = meeting_answers(req->db, req->a, m->id, side, &rows, &n);
    if (r < 0)
        return r;
    struct meeting_answer_line *lines = arena_array(req->a, struct meeting_answer_line, n_items);
    *ret = (struct meeting_sheet){
        strcmp(side, "mentor") ? _("Отзыв наставляемого") : _("Отзыв наставника"), lines, 0};
    for (size_t i = 0; i < n_items; i++)
        for (size_t k = 0; k < n; k++)
            if (rows[k].n == item[i]->n)
                lines[ret->n++] =
                    (struct meeting_answer_line){item[i]->text, answer_of(req, item[i], &rows[k])};
    return 0;
}

/* What this reader sees of the feedback: one's own mark, or everything. */
static int fill_feedback(struct req *req, const struct meeting_at *at, struct meeting_page *data)
{
    struct meeting_feedback_of *rows;
    size_t n;
    const struct pack_meeting_kind *k = pack_meeting_kind(at->pack, data->m->kind);
    bool held = !strcmp(data->m->state, "held");
    int r = meeting_feedback_of(req->db, req->a, data->m->id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (!strcmp(rows[i].side, at->side)) {
            data->said = true;
            data->own_mark = arena_printf(req->a, _("Ваша оценка: %d"), (int)rows[i].mark);
        }
    data->asks = held && data->mine && k;
    if (r >= 0 && !data->mine)
        r = sheet_of(req, at, data->m, "mentor", &data->sheets[0]);
    if (r >= 0 && !data->mine)
        r = sheet_of(req, at, data->m, "mentee", &data->sheets[1]);
    return r < 0 ? r : 0;
}

static struct pack_list agenda_of(struct arena *a, const struct meeting_at *at,
                                  const struct meeting_row *m)
{
    const struct pack_meeting_kind *k = pack_meeting_kind(at->pack, m->kind);
    if (!*m->agenda)
        return k ? k->agenda : (struct pack_list){0};
    const char **items = arena_array(a, const char *, strlen(m->agenda) + 1);
    size_t n = 0;
    for (const char *s = m->agenda; *s;) {
        size_t len = strcspn(s, "\r\n");
        if (len)
            items[n++] = arena_strndup(a, s, len);
        s += len + (s[len] != 0);
    }
    return (struct pack_list){items, n};
}

static int meeting_get(struct req *req)
{
    struct meeting_at at;
    struct meeting_row m;
    int r = meeting_of(req, &at, &m);
    if (r < 0)
        return r;
    int64_t now = clock_now(req->clock);
    struct meeting_page data = {
        .m = &m,
        .base = meeting_path(req, m.id),
        .pair = meeting_pair_path(req, &at),
        .kind = meeting_kind_name(at.pack, m.kind),
        .when = meeting_when(req->a, m.starts_at, at.zone, date_at(now, at.zone)),
        .state = meeting_state_name(m.state),
        .pill = pill_of(m.state),
        .agenda = agenda_of(req->a, &at, &m),
        .mine = meeting_mine(req),
        .planned = !strcmp(m.state, "planned") &&
                   (meeting_mine(req) || req->who.perms & 1u << PERM_PAIR_MANAGE),
        .ahead = m.starts_at > now,
        .moved_to = m.has_moved_to ? meeting_path(req, m.moved_to) : NULL,
    };
    r = fill_feedback(req, &at, &data);
    struct page page = {.title = data.kind, .body = meeting_view, .data = &data};
    if (r >= 0)
        r = meeting_frame(req, &at, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- the module ---- */

static int meeting_object(struct req *req, int64_t id, struct object *ret)
{
    struct meeting_people x;
    int r = meeting_people(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id, .persons = {x.mentee_person, x.mentor_person}};
    return r;
}

/* The same handlers through two doors. */
#define BOTH(path_, get_, post_, form_)                                                            \
    ROUTE_GET("/my" path_, get_, PERM_OWN), ROUTE_GET(path_, get_, PERM_PAIR_MANAGE),              \
        ROUTE_POST("/my" path_, post_, PERM_OWN, .form = &(form_), .retry = get_),                 \
        ROUTE_POST(path_, post_, PERM_PAIR_MANAGE, .form = &(form_), .retry = get_)

static const struct route routes[] = {
    ROUTE_GET("/my/couples/{couple}/meetings/new", meeting_new_get, PERM_OWN),
    ROUTE_POST("/my/couples/{couple}/meetings", meeting_new_post, PERM_OWN,
               .form = &meeting_new_form, .retry = meeting_new_get),
    ROUTE_GET("/pairs/{pair}/meetings/new", meeting_new_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/pairs/{pair}/meetings", meeting_new_post, PERM_PAIR_MANAGE,
               .form = &meeting_new_form, .retry = meeting_new_get),
    ROUTE_GET("/my/meetings/{meeting}", meeting_get, PERM_OWN),
    ROUTE_GET("/meetings/{meeting}", meeting_get, PERM_PEOPLE_READ),
    BOTH("/meetings/{meeting}/held", meeting_held_get, meeting_held_post, meeting_held_form),
    BOTH("/meetings/{meeting}/moved", meeting_moved_get, meeting_moved_post, meeting_moved_form),
    BOTH("/meetings/{meeting}/off", meeting_off_get, meeting_off_post, meeting_off_form),
    ROUTE_GET("/my/meetings/{meeting}/feedback", meeting_say_get, PERM_OWN),
    ROUTE_POST("/my/meetings/{meeting}/feedback", meeting_say_post, PERM_OWN,
               .form = &meeting_say_form, .retry = meeting_say_get),
};
static const struct scope scopes[] = {{"meeting", meeting_object}};

const struct module meeting_module = {
    .name = "meeting",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .hourly = meeting_remind,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
};
