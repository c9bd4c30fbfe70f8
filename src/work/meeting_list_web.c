/* Meetings of a programme, and the pairs that need somebody. */
#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/html.h"
#include "identity/place.h"
#include "programme/programme_pages.h"
#include "work/meeting.html.h"
#include "work/meeting_pages.h"
#include "work/pair.h"

#include <string.h>

#define PAGE_ROWS 50
#define DAY_MS INT64_C(86400000)

static const char *names_of(struct arena *a, const char *mentee, const char *mentor)
{
    return arena_printf(a, "%s — %s", mentee, mentor);
}

static enum pill pill_of(const char *state)
{
    return !strcmp(state, "planned")  ? PILL_DRAFT
           : !strcmp(state, "held")   ? PILL_DONE
           : !strcmp(state, "moved")  ? PILL_HALF
           : !strcmp(state, "missed") ? PILL_BAD
                                      : PILL_END;
}

static const char *mark(struct arena *a, const char *fmt, bool has, int64_t value)
{
    return has ? arena_printf(a, fmt, (int)value) : NULL;
}

/* «наставник 8, наставляемый 9», NULL when nobody said anything. */
static const char *marks_of(struct arena *a, bool has_mentor, int64_t mentor, bool has_mentee,
                            int64_t mentee)
{
    const char *one = mark(a, _("наставник %d"), has_mentor, mentor);
    const char *other = mark(a, _("наставляемый %d"), has_mentee, mentee);
    return one && other ? arena_printf(a, "%s, %s", one, other) : one ? one : other;
}

struct listing {
    struct req *req;
    const struct pack *pack;
    int zone;
    struct date today;
};

static int ahead(const struct listing *l, struct meeting_list_page *data)
{
    struct req *req = l->req;
    struct meetings_ahead *rows;
    size_t n;
    int64_t at = req_query_int(req, "at", 0, INT64_MAX, 0);
    int64_t from = at ? at : clock_now(req->clock) - DAY_MS / 2;
    int r = meetings_ahead(req->db, req->a, data->programme_id, from,
                           req_query_int(req, "after", 0, INT64_MAX, 0), &rows, &n);
    if (r < 0)
        return r;
    data->n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct meeting_line *lines = arena_array(req->a, struct meeting_line, data->n);
    for (size_t i = 0; i < data->n; i++)
        lines[i] = (struct meeting_line){
            .path = arena_printf(req->a, "/meetings/%lld", (long long)rows[i].id),
            .when = meeting_when(req->a, rows[i].starts_at, l->zone, l->today),
            .kind = meeting_kind_name(l->pack, rows[i].kind),
            .state = meeting_state_name(rows[i].state),
            .place = rows[i].place,
            .names = names_of(req->a, rows[i].mentee_name, rows[i].mentor_name),
            .pill = pill_of(rows[i].state)};
    data->row = lines;
    if (n > PAGE_ROWS)
        data->next =
            arena_printf(req->a, "?at=%lld&after=%lld", (long long)rows[PAGE_ROWS - 1].starts_at,
                         (long long)rows[PAGE_ROWS - 1].id);
    return 0;
}

static int behind(const struct listing *l, struct meeting_list_page *data)
{
    struct req *req = l->req;
    struct meetings_behind *rows;
    size_t n;
    int64_t at = req_query_int(req, "at", 0, INT64_MAX, 0);
    int64_t to = at ? at : clock_now(req->clock);
    int r = meetings_behind(req->db, req->a, data->programme_id, to,
                            req_query_int(req, "after", 0, INT64_MAX, INT64_MAX), &rows, &n);
    if (r < 0)
        return r;
    data->n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct meeting_line *lines = arena_array(req->a, struct meeting_line, data->n);
    for (size_t i = 0; i < data->n; i++)
        lines[i] = (struct meeting_line){
            .path = arena_printf(req->a, "/meetings/%lld", (long long)rows[i].id),
            .when = meeting_when(req->a, rows[i].starts_at, l->zone, l->today),
            .kind = meeting_kind_name(l->pack, rows[i].kind),
            .state = meeting_state_name(rows[i].state),
            .place = rows[i].place,
            .names = names_of(req->a, rows[i].mentee_name, rows[i].mentor_name),
            .marks = marks_of(req->a, rows[i].has_mark_mentor, rows[i].mark_mentor,
                              rows[i].has_mark_mentee, rows[i].mark_mentee),
            .pill = pill_of(rows[i].state)};
    data->row = lines;
    if (n > PAGE_ROWS)
        data->next = arena_printf(req->a, "?show=past&at=%lld&after=%lld",
                                  (long long)rows[PAGE_ROWS - 1].starts_at,
                                  (long long)rows[PAGE_ROWS - 1].id);
    return 0;
}

static int open_list(struct req *req, struct programme *p, struct listing *l)
{
    *l = (struct listing){.req = req};
    int r = programme_of(req, p);
    if (r >= 0)
        r = programme_pack(req, p, &l->pack);
    if (r >= 0)
        r = unit_zone(req, p->unit_id, &l->zone);
    if (r >= 0)
        l->today = date_at(clock_now(req->clock), l->zone);
    return r;
}

static int list_get(struct req *req)
{
    struct programme p;
    struct listing l;
    struct meeting_list_page data = {.behind = !strcmp(req_query(req, "show"), "past")};
    int r = open_list(req, &p, &l);
    data.programme_id = p.id;
    if (r >= 0)
        r = data.behind ? behind(&l, &data) : ahead(&l, &data);
    struct page page = {
        .title = _("Встречи"), .body = meeting_list_view, .data = &data, .wide = true};
    struct link parent = {_("Пары"),
                          arena_printf(req->a, "/programmes/%lld/pairs", (long long)p.id)};
    if (r >= 0)
        r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- who needs somebody ---- */

static void reason(struct strbuf *b, bool is, const char *text)
{
    if (is)
        strbuf_printf(b, "%s%s", b->len ? "; " : "", text);
}

static const char *why(struct arena *a, const struct meeting_needs *x, int64_t since)
{
    struct strbuf b;
    int64_t quiet = x->has_last_at ? x->last_at : x->created_at;
    strbuf_init(&b, a);
    reason(&b, x->wish_side && *x->wish_side, _("просят завершить пару"));
    reason(&b, x->refused > 0, _("после пробной встречи нужна другая пара"));
    reason(&b, x->help == 1, _("просят помощи куратора"));
    reason(&b, x->low == 1, _("низкая оценка"));
    reason(&b, quiet < since, x->has_last_at ? _("давно нет встреч") : _("встреч ещё не было"));
    return b.s;
}

static int need_get(struct req *req)
{
    struct programme p;
    struct listing l;
    struct meeting_needs *rows;
    struct meeting_need_edge edge = {.need_at = INT64_MIN, .sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    struct meeting_need_page data = {0};
    size_t n;
    int r = open_list(req, &p, &l);
    if (r < 0)
        return r;
    struct programme_rhythm rhythm = programme_rhythm(p.meeting_days, p.meetings_least, l.pack);
    data.days = req_query_int(req, "days", 1, 366, programme_quiet_days(&rhythm));
    int64_t since = clock_now(req->clock) - data.days * DAY_MS;
    if (r >= 0 && after)
        r = meeting_need_edge(req->db, req->a, p.id, after, &edge);
    if (r >= 0)
        r = meeting_needs(req->db, req->a, p.id, since, edge.need_at, edge.sort_key, after, &rows,
                          &n);
    if (r < 0)
        return r;
    data.programme_id = p.id;
    data.n = n > PAGE_ROWS ? PAGE_ROWS : n;
    struct meeting_need_line *lines = arena_array(req->a, struct meeting_need_line, data.n);
    for (size_t i = 0; i < data.n; i++)
        lines[i] = (struct meeting_need_line){
            rows[i].id,
            rows[i].mentee_name,
            rows[i].mentor_name,
            why(req->a, &rows[i], since),
            rows[i].has_last_at ? format_day(req->a, date_at(rows[i].last_at, l.zone), l.today)
                                : _("ещё не было"),
            marks_of(req->a, rows[i].has_mark_mentor, rows[i].mark_mentor, rows[i].has_mark_mentee,
                     rows[i].mark_mentee)};
    data.row = lines;
    if (n > PAGE_ROWS)
        data.next = arena_printf(req->a, "?days=%lld&after=%lld", (long long)data.days,
                                 (long long)rows[PAGE_ROWS - 1].id);
    struct page page = {
        .title = _("Кому нужна помощь"), .body = meeting_need_view, .data = &data, .wide = true};
    struct link parent = {_("Пары"),
                          arena_printf(req->a, "/programmes/%lld/pairs", (long long)p.id)};
    r = programme_frame(req, &p, "pairs", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/meetings", list_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/help", need_get, PERM_PEOPLE_READ),
};

const struct module meeting_list_module = {
    .name = "meeting_list",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
