/* The coordinator's list of applications: by side and state, in the order of the queue. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "programme/application.html.h"
#include "programme/application.sql.h"
#include "programme/enrolment_pages.h"
#include "programme/programme_pages.h"

struct bulk_form {
    struct id_list id;
    const char *side, *state;
};
static const struct field bulk_fields[] = {
    FIELD(struct bulk_form, side, FIELD_TEXT, .label = N_("Кто"), .optional = true, .max = 20),
    FIELD(struct bulk_form, state, FIELD_TEXT, .label = N_("Состояние"), .optional = true,
          .max = 20),
    FIELD(struct bulk_form, id, FIELD_IDS, .label = N_("Заявки"),
          .empty = N_("Выберите хотя бы одну заявку"), .max = 100),
};
static const struct form_def bulk_form = FORM_DEF(struct bulk_form, bulk_fields);

static const char *const tabs[] = {"new",      "waiting", "unsigned",
                                   "approved", "refused", "withdrawn"};
#define N_TABS (sizeof tabs / sizeof *tabs)

static const char *one_of(const char *text, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(list[i], text))
            return list[i];
    return list[0];
}

/* ---- the list ---- */

static void fill_tabs(struct req *req, const struct application_counts *c,
                      struct application_list_page *data)
{
    const int64_t n[N_TABS] = {c->new_,     c->waiting, c->unsigned_,
                               c->approved, c->refused, c->withdrawn};
    struct application_tab *list = arena_array(req->a, struct application_tab, N_TABS);
    for (size_t i = 0; i < N_TABS; i++)
        list[i] = (struct application_tab){tabs[i], application_state_name(tabs[i]), n[i]};
    data->tabs = list;
    data->n_tabs = N_TABS;
}

static const char *author_words(const char *code)
{
    return !strcmp(code, "self")             ? _("участник")
           : !strcmp(code, "representative") ? _("родитель")
                                             : _("классный руководитель");
}

static const char *request_words(struct req *req, const struct pack *pack,
                                 const struct application_page *x)
{
    const struct pack_category *c = pack_category(pack, x->category);
    if (*x->competencies)
        return x->competencies;
    return c && *x->request ? arena_printf(req->a, "%s: %s", c->name, x->request)
           : c              ? c->name
                            : x->request;
}

static int load_rows(struct req *req, const struct programme *p, struct application_list_page *data)
{
    struct application_page *rows;
    struct application_edge edge = {0};
    const struct pack *pack;
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    size_t n;
    int zone, r = programme_pack(req, p, &pack);
    if (r >= 0)
        r = unit_zone(req, p->unit_id, &zone);
    if (r >= 0 && after)
        r = application_edge(req->db, req->a, p->id, after, &edge);
    if (r >= 0)
        r = application_page(req->db, req->a, p->id, data->side, data->state, edge.queued_at,
                             edge.queued_at ? after : 0, APPLICATION_PAGE + 1, &rows, &n);
    if (r < 0)
        return r;
    if (n > APPLICATION_PAGE) {
        n = APPLICATION_PAGE;
        data->paging.next = arena_printf(req->a, "?side=%s&state=%s&after=%lld", data->side,
                                         data->state, (long long)rows[n - 1].id);
    }
    struct application_line *lines = arena_array(req->a, struct application_line, n);
    struct date today = date_at(clock_now(req->clock), zone);
    for (size_t i = 0; i < n; i++) {
        const struct person_name name = {rows[i].surname, rows[i].given, rows[i].patronymic};
        lines[i] = (struct application_line){
            .id = rows[i].id,
            .name = *name.surname ? person_name_full(req->a, &name) : _("данные удалены"),
            .year = rows[i].birth_year ? arena_printf(req->a, "%lld", (long long)rows[i].birth_year)
                                       : "",
            .request = request_words(req, pack, &rows[i]),
            .when = format_day(req->a, date_at(rows[i].queued_at, zone), today),
            .author = author_words(rows[i].author),
        };
    }
    data->rows = lines;
    data->n = n;
    data->paging.text =
        arena_printf(req->a, P_("Показана %zu заявка", "Показано %zu заявок", (long)n), n);
    return 0;
}

static int places_words(struct req *req, const struct programme *p,
                        struct application_list_page *data)
{
    struct enrolment e;
    int64_t taken;
    int r = enrolment_get(req->db, req->a, p->id, &e);
    data->opened = r > 0;
    if (r <= 0 || !enrolment_places(&e, data->side))
        return r;
    r = application_taken(req->db, req->a, p->id, data->side, &taken);
    data->places = arena_printf(req->a, _("Занято мест: %lld из %lld."), (long long)taken,
                                (long long)enrolment_places(&e, data->side));
    return r;
}

static int list_get(struct req *req)
{
    static const char *const sides[] = {"mentee", "mentor"};
    struct programme p;
    struct application_counts counts;
    const struct bulk_form *in = req->form ? req_input(req) : NULL;
    struct application_list_page data = {
        .side = one_of(in ? in->side : req_query(req, "side"), sides, 2),
        .state = one_of(in ? in->state : req_query(req, "state"), tabs, N_TABS),
        .form = req_form(req, &bulk_form, NULL),
    };
    int r = programme_of(req, &p);
    if (r >= 0)
        r = application_count(req->db, req->a, p.id, data.side, &counts);
    if (r >= 0)
        r = load_rows(req, &p, &data);
    if (r >= 0)
        r = places_words(req, &p, &data);
    if (r < 0)
        return r;
    fill_tabs(req, &counts, &data);
    data.programme_id = p.id;
    data.bulk = !strcmp(data.state, "new") && data.n;
    data.slips = !strcmp(data.state, "unsigned") && data.n && !strcmp(data.side, "mentee");
    struct page page = {.title = _("Заявки"),
                        .body = application_list_view,
                        .data = &data,
                        .form = data.form,
                        .wide = true};
    r = programme_frame(req, &p, "applications", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- many at once ---- */

struct outcome {
    size_t approved, waiting, asks, others;
};

/* Those of this programme only; one that cannot be approved now does not hold up the others. */
static int approve_each(struct req *req, const struct application_desk *d, int64_t programme_id,
                        const struct id_list *ids, struct outcome *ret)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < ids->n; i++) {
        struct application x;
        struct err why = {0};
        r = application_get(req->db, req->a, ids->v[i], &x);
        if (r < 0 || r == 0 || x.programme_id != programme_id)
            continue;
        r = application_approve(d, x.id, "", "", &why);
        bool said = (r == ERR_INVALID || r == ERR_CONFLICT) && *why.text;
        ret->approved += r == 0;
        ret->waiting += r == 1;
        ret->asks += r == ERR_INVALID && said;
        ret->others += r == ERR_CONFLICT && said;
        if (r >= 0)
            r = req_audit(req, r ? "application.wait" : "application.approve", "application", x.id,
                          "");
        else if (said)
            r = 0;
    }
    return r;
}

static const char *outcome_words(struct req *req, const struct outcome *o)
{
    struct strbuf b;
    strbuf_init(&b, req->a);
    strbuf_printf(&b, _("Одобрено заявок: %zu."), o->approved);
    if (o->waiting)
        strbuf_printf(&b, _(" В лист ожидания: %zu."), o->waiting);
    if (o->asks)
        strbuf_printf(&b, _(" Нужен ваш ответ, тот же ли это человек: %zu."), o->asks);
    if (o->others)
        strbuf_printf(&b, _(" Одобрить нельзя: %zu, откройте каждую."), o->others);
    return b.s;
}

static int bulk_post(struct req *req)
{
    const struct bulk_form *in = req_input(req);
    struct programme p;
    struct date today;
    struct outcome o = {0};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r < 0)
        return r;
    const struct application_desk d = application_desk(req, today);
    r = approve_each(req, &d, p.id, &in->id, &o);
    if (r < 0)
        return r;
    req_notice(req, "%s", outcome_words(req, &o));
    return req_redirect(req, "/programmes/%lld/applications?side=%s", (long long)p.id,
                        strcmp(in->side, "mentor") ? "mentee" : "mentor");
}

static int application_object(struct req *req, int64_t id, struct object *ret)
{
    struct application x;
    int r = application_get(req->db, req->a, id, &x);
    if (r > 0)
        *ret = (struct object){.unit_id = x.unit_id, .parent_id = x.programme_id};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/applications", list_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/applications", bulk_post, PERM_PEOPLE_MANAGE,
               .form = &bulk_form, .retry = list_get),
    ROUTE_GET("/applications/{application}", application_one_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/applications/{application}/approve", application_approve_post, PERM_PEOPLE_MANAGE,
               .form = &application_approve_form, .retry = application_one_get),
    ROUTE_POST("/applications/{application}/refuse", application_refuse_post, PERM_PEOPLE_MANAGE,
               .form = &application_refuse_form, .retry = application_one_get),
};

static const struct scope scopes[] = {{"application", application_object}};

const struct module application_module = {.name = "application",
                                          .routes = routes,
                                          .n_routes = sizeof routes / sizeof *routes,
                                          .scopes = scopes,
                                          .n_scopes = sizeof scopes / sizeof *scopes,
                                          .hourly = application_hourly};
