#include <string.h>

#include "base/i18n.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/consent_gap.h"
#include "programme/consent_gap.html.h"
#include "programme/consent_gap.sql.h"
#include "programme/programme_pages.h"

#define OBLIGATORY (1u << CONSENT_PROCESSING | 1u << CONSENT_PARTICIPATION)

int consent_gap_of(struct db *db, struct arena *a, int64_t person_id, int64_t birth_year,
                   bool mentee, struct date today)
{
    struct consent_gap gaps[CONSENT_KINDS];
    int r = consent_gaps(db, a, person_id, person_age(birth_year, mentee, today), gaps);
    for (int k = 0; r >= 0 && k < CONSENT_KINDS; k++)
        if (OBLIGATORY >> k & 1 && (gaps[k].self || gaps[k].representative))
            return 1;
    return r;
}

static bool takes_part(const char *state)
{
    static const char *const over[] = {"left", "declined", "blocked", "finished"};
    for (size_t i = 0; i < sizeof over / sizeof *over; i++)
        if (!strcmp(state, over[i]))
            return false;
    return true;
}

static const char *missing(const struct consent_gap *gap)
{
    return gap->self && gap->representative ? _("нет подписей участника и представителя")
           : gap->self ? _("нет подписи участника")
                       : _("нет подписи представителя");
}

struct question {
    bool mentee;
    unsigned wanted; /* bits of purposes */
    struct date today;
};

static int fill(struct req *req, const struct consent_gap_people *x, const struct question *q,
                struct consent_gap_line *ret)
{
    struct consent_gap gaps[CONSENT_KINDS];
    enum person_age age = person_age(x->has_birth_year ? x->birth_year : 0, q->mentee, q->today);
    int r = consent_gaps(req->db, req->a, x->person_id, age, gaps);
    *ret = (struct consent_gap_line){
        .name =
            person_name_listed(req->a, &(struct person_name){x->surname, x->given, x->patronymic}),
        .path = arena_printf(req->a, "/participations/%lld", (long long)x->id)};
    for (int k = 0; r >= 0 && k < CONSENT_KINDS; k++) {
        if (!(q->wanted >> k & 1) || (!gaps[k].self && !gaps[k].representative))
            continue;
        const char *at = arena_printf(req->a, "/people/%lld/consents", (long long)x->person_id);
        const char *code = consent_code((enum consent_kind)k);
        ret->gaps[ret->n_gaps++] =
            (struct consent_gap_one){.kind = (enum consent_kind)k,
                                     .missing = missing(&gaps[k]),
                                     .record = arena_printf(req->a, "%s/new?kind=%s", at, code),
                                     .blank = arena_printf(req->a, "%s/blank?kind=%s", at, code)};
    }
    return r;
}

static int load(struct req *req, const struct programme *p, struct consent_gap_page *data)
{
    const char *side = data->mentors ? "mentor" : "mentee";
    enum consent_kind kind = consent_from_code(data->kind);
    struct question q = {.mentee = !data->mentors,
                         .wanted = kind == CONSENT_KINDS ? OBLIGATORY : 1u << kind};
    struct consent_gap_edge edge = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    struct consent_gap_people *rows;
    size_t n;
    int r = unit_today(req, p->unit_id, &q.today);
    if (r >= 0 && after)
        r = consent_gap_edge(req->db, req->a, p->id, after, &edge);
    if (r >= 0)
        r = consent_gap_people(req->db, req->a, p->id, side, edge.sort_key, after, &rows, &n);
    if (r < 0)
        return r;
    if (n > CONSENT_GAP_WINDOW) {
        n = CONSENT_GAP_WINDOW;
        data->next =
            arena_printf(req->a, "?side=%s&kind=%s&after=%lld", side,
                         kind == CONSENT_KINDS ? "" : data->kind, (long long)rows[n - 1].id);
    }
    struct consent_gap_line *lines = arena_array(req->a, struct consent_gap_line, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        if (!takes_part(rows[i].state))
            continue;
        data->n_seen++;
        r = fill(req, &rows[i], &q, &lines[data->n]);
        data->n += r >= 0 && lines[data->n].n_gaps;
    }
    data->rows = lines;
    return r;
}

static int gaps_get(struct req *req)
{
    struct programme p;
    struct choice kinds[CONSENT_KINDS + 1] = {{NULL, NULL, NULL}};
    struct consent_gap_page data = {.mentors = !strcmp(req_query(req, "side"), "mentor"),
                                    .kind = req_query(req, "kind"),
                                    .kinds = kinds};
    for (int k = 0; k < CONSENT_KINDS; k++)
        kinds[k] = (struct choice){consent_code((enum consent_kind)k),
                                   consent_name((enum consent_kind)k), NULL};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = load(req, &p, &data);
    if (r < 0)
        return r;
    data.programme_id = p.id;
    const char *list = data.mentors ? "mentors" : "mentees";
    struct link parent = {data.mentors ? _("Наставники") : _("Наставляемые"),
                          arena_printf(req->a, "/programmes/%lld/%s", (long long)p.id, list)};
    struct page page = {
        .title = _("Чьих согласий не хватает"), .body = consent_gap_view, .data = &data};
    r = programme_frame(req, &p, list, &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/consents", gaps_get, PERM_PEOPLE_MANAGE),
};

const struct module consent_gap_module = {
    .name = "consent_gap", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
