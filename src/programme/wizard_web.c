/* The wizard of a programme, and later its settings: what it is, who may be paired, check and open.
 */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/methodology.h"
#include "programme/outside.h"
#include "programme/own_form.h"
#include "programme/programme.html.h"
#include "programme/programme_pages.h"

static int pack_of(struct req *req, int64_t pack_id, const struct pack **ret)
{
    return own_form_methodology(req->app->methodology, req->db, req->a, req->unit_id, pack_id,
                                &req->err, ret);
}

/* ---- step 1: what the programme is ---- */

struct plan_form {
    const char *title, *code;
    int64_t pack;
    struct text_list forms;
    struct date starts, ends;
    bool sure, change; /* what falls outside of new dates was looked at; back to the form */
};

static const struct field plan_fields[] = {
    FIELD(struct plan_form, title, FIELD_TEXT, .label = N_("Название программы"),
          .hint = N_("Так её увидят участники. Например, «Старшие помогают младшим»"),
          .empty = N_("Напишите название программы"), .max = 150),
    FIELD(struct plan_form, pack, FIELD_ID, .label = N_("Методология"),
          .empty = N_("Выберите методологию")),
    FIELD(struct plan_form, forms, FIELD_TEXTS, .label = N_("Формы наставничества"),
          .hint = N_("Можно несколько; у каждой пары будет одна"),
          .empty = N_("Выберите хотя бы одну форму наставничества"), .max = 20),
    FIELD(struct plan_form, starts, FIELD_DATE, .label = N_("Начало"),
          .hint = N_("Например, 15.09.2026"), .empty = N_("Укажите день начала")),
    FIELD(struct plan_form, ends, FIELD_DATE, .label = N_("Завершение"),
          .hint = N_("Например, 30.05.2027"), .empty = N_("Укажите день завершения")),
    FIELD(struct plan_form, code, FIELD_TEXT, .label = N_("Код программы"),
          .hint = N_("Латинские буквы, цифры и дефис, например mentors-2026: по нему программу "
                     "находят команды"),
          .optional = true, .max = PROGRAMME_CODE_MAX),
    FIELD(struct plan_form, sure, FIELD_BOOL, .label = N_("Проверено"), .optional = true),
    FIELD(struct plan_form, change, FIELD_BOOL, .label = N_("Изменить сроки"), .optional = true),
};
static const struct form_def plan_form = FORM_DEF(struct plan_form, plan_fields);

/* Is each chosen form one of the pack's? */
static bool forms_known(const struct pack *pack, const struct text_list *forms)
{
    for (size_t i = 0; i < forms->n; i++)
        if (!pack_form(pack, forms->v[i]))
            return false;
    return true;
}

static const struct choice *pack_choices(struct req *req, const struct packs_current *packs,
                                         size_t n)
{
    struct choice *list = arena_array(req->a, struct choice, n + 1);
    for (size_t i = 0; i < n; i++) {
        list[i].value = arena_printf(req->a, "%lld", (long long)packs[i].id);
        list[i].label = packs[i].title;
    }
    return list;
}

static const struct choice *form_choices(struct req *req, const struct pack *pack)
{
    struct choice *list = arena_array(req->a, struct choice, pack->forms.n + 1);
    for (size_t i = 0; i < pack->forms.n; i++)
        list[i] = (struct choice){pack->forms.row[i].code, pack->forms.row[i].name,
                                  pack->forms.row[i].aim};
    return list;
}

/* Forms of the first model of the pack; nearly every programme takes one of them. */
static size_t of_first_model(const struct pack *pack)
{
    size_t n = 0;
    while (n < pack->forms.n && !strcmp(pack->forms.row[n].family, pack->forms.row[0].family))
        n++;
    /* Who has added a form means to use it. */
    return pack->forms.n && pack->forms.row[pack->forms.n - 1].base ? pack->forms.n : n;
}

/* The forms shown are those of the methodology chosen in a form that came back. */
static int chosen_pack(struct req *req, const struct form *form, const struct packs_current *packs,
                       size_t n, int64_t otherwise, const struct pack **ret_pack)
{
    int64_t id = strtoll(form_raw(form, "pack"), NULL, 10);
    for (size_t i = 0; i < n; i++)
        if (packs[i].id == id)
            return pack_of(req, id, ret_pack);
    return pack_of(req, otherwise, ret_pack);
}

/* Of a new programme: «?pack=» of the links above its forms, else the first. */
static int64_t asked_pack(struct req *req, const struct packs_current *packs, size_t n)
{
    int64_t id = req_query_int(req, "pack", 1, INT64_MAX, 0);
    for (size_t i = 0; i < n; i++)
        if (packs[i].id == id)
            return id;
    return packs[0].id;
}

static int plan_page(struct req *req, const struct programme *p, struct page *page)
{
    struct plan_form initial = {0};
    const struct pack *pack;
    struct programme_plan_page *data = arena_new_of(req->a, struct programme_plan_page);
    struct packs_current *packs;
    size_t n;
    int r = packs_current(req->db, req->a, &packs, &n);
    if (r < 0)
        return r;
    if (!n)
        return err_set(&req->err, ERR_NOT_FOUND, _("В системе нет ни одной методологии"));
    initial.pack = p ? p->pack_id : asked_pack(req, packs, n);
    if (p) {
        initial.title = p->title;
        initial.code = p->code;
        initial.forms = (struct text_list){p->forms, p->n_forms};
        date_parse_iso(p->starts_on, &initial.starts);
        date_parse_iso(p->ends_on, &initial.ends);
    }
    data->form = req_form(req, &plan_form, &initial);
    r = chosen_pack(req, data->form, packs, n, initial.pack, &pack);
    if (r < 0)
        return r;
    data->packs = pack_choices(req, packs, n);
    data->pack = pack->title;
    data->forms = form_choices(req, pack);
    data->n_open = of_first_model(pack);
    data->programme_id = p ? p->id : 0;
    data->unit_id = req->unit_id;
    page->title = p ? _("Программа: название, формы и сроки") : _("Новая программа");
    page->body = programme_plan_view;
    page->data = data;
    page->form = data->form;
    return 0;
}

static int new_get(struct req *req)
{
    struct page page = {0};
    int r = plan_page(req, NULL, &page);
    if (r >= 0)
        r = unit_crumbs(req, req->unit_id, &page.crumbs, &page.n_crumbs);
    return r < 0 ? r : req_page(req, &page);
}

static struct programme_plan plan_of(const struct plan_form *in)
{
    return (struct programme_plan){.title = in->title,
                                   .code = in->code,
                                   .starts = in->starts,
                                   .ends = in->ends,
                                   .forms = in->forms};
}

/* What the rules say against a plan stands at its field. */
static int refuse(struct req *req, int r)
{
    form_error(req->form, r == ERR_INVALID ? "ends" : "code", "%s", req->err.text);
    return req_retry(req);
}

static bool refused(int r)
{
    return r == ERR_INVALID || r == ERR_LIMIT || r == ERR_CONFLICT;
}

static int new_post(struct req *req)
{
    const struct plan_form *in = req_input(req);
    const struct pack *pack;
    struct programme_plan plan = plan_of(in);
    int64_t id;
    int r = pack_of(req, in->pack, &pack);
    if (r == ERR_NOT_FOUND || (r == 0 && !forms_known(pack, &in->forms))) {
        form_error(req->form, "forms", "%s", _("Выберите формы из списка"));
        return req_retry(req);
    }
    if (r == 0)
        r = programme_create(req->db, req->clock, req->unit_id, in->pack, req->who.account_id,
                             &plan, &req->err, &id);
    if (refused(r))
        return refuse(req, r);
    if (r >= 0)
        r = req_audit(req, "programme.create", "programme", id, in->title);
    return r < 0 ? r : req_redirect(req, "/programmes/%lld/limits?new=1", (long long)id);
}

static int settings_get(struct req *req)
{
    struct programme p;
    struct page page = {0};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = plan_page(req, &p, &page);
    if (r >= 0)
        r = programme_frame(req, &p, "settings", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int ask_again(struct req *req, const struct programme *p, const struct plan_form *in,
                     const struct outside *found)
{
    const struct outside_sent sent = {
        .title = in->title,
        .code = in->code ? in->code : "",
        .starts = form_raw(req->form, "starts"),
        .ends = form_raw(req->form, "ends"),
        .pack = form_raw(req->form, "pack"),
        .forms = in->forms.v,
        .n_forms = in->forms.n,
    };
    return outside_ask(req, p, found, &sent);
}

static int settings_post(struct req *req)
{
    const struct plan_form *in = req_input(req);
    struct programme p;
    const struct pack *pack;
    struct programme_plan plan = plan_of(in);
    int r = programme_of(req, &p);
    if (r >= 0)
        r = pack_of(req, p.pack_id, &pack);
    if (r >= 0 && !forms_known(pack, &in->forms)) {
        form_error(req->form, "forms", "%s", _("Выберите формы из списка"));
        return req_retry(req);
    }
    if (r >= 0)
        r = programme_check_forms(req->db, req->a, &p, pack, &in->forms, &req->err);
    if (r == ERR_CONFLICT) {
        form_error(req->form, "forms", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0 && in->change)
        return req_retry(req);
    struct outside outside = {0};
    if (r >= 0 && !in->sure)
        r = outside_of(req, &p, in->starts, in->ends, &outside);
    if (r >= 0 && outside.sum)
        return ask_again(req, &p, in, &outside);
    if (r >= 0)
        r = programme_change_plan(req->db, p.id, &plan, &req->err);
    if (refused(r))
        return refuse(req, r);
    if (r >= 0)
        r = req_audit(req, "programme.change", "programme", p.id, in->title);
    return r < 0 ? r : req_redirect(req, "/programmes/%lld/limits", (long long)p.id);
}

/* ---- step 3: check and open ---- */

static const char *form_names(struct req *req, const struct pack *pack, const struct programme *p)
{
    struct strbuf b;
    strbuf_init(&b, req->a);
    for (size_t i = 0; i < p->n_forms; i++) {
        const struct pack_form *form = pack_form(pack, p->forms[i]);
        strbuf_printf(&b, "%s«%s»", i ? ", " : "", form ? form->name : p->forms[i]);
    }
    return b.s;
}

static const char *long_date(struct req *req, const char *iso)
{
    struct date d;
    return date_parse_iso(iso, &d) ? date_long(req->a, d, 0) : "";
}

static int check_get(struct req *req)
{
    struct programme_check_page data = {0};
    const struct pack *pack;
    int r = programme_of(req, &data.p);
    if (r >= 0)
        r = pack_of(req, data.p.pack_id, &pack);
    if (r < 0)
        return r;
    data.methodology = pack->title;
    data.rhythm = programme_rhythm(data.p.meeting_days, data.p.meetings_least, pack);
    data.forms = form_names(req, pack, &data.p);
    data.starts = long_date(req, data.p.starts_on);
    data.ends = long_date(req, data.p.ends_on);
    struct page page = {
        .title = _("Проверьте и откройте программу"), .body = programme_check_view, .data = &data};
    r = programme_frame(req, &data.p, "settings", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

static int open_post(struct req *req)
{
    int64_t id = req_id(req, "programme");
    int r = programme_open(req->db, id, &(struct deed){req->clock, req->who.account_id, NULL});
    if (r >= 0)
        r = req_audit(req, "programme.open", "programme", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Программа открыта. Дорожная карта ведёт по шагам"));
    return req_redirect(req, "/programmes/%lld", (long long)id);
}

/* ---- the module ---- */

static const struct route routes[] = {
    ROUTE_GET("/units/{unit}/programmes/new", new_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/units/{unit}/programmes/new", new_post, PERM_PROGRAMME_MANAGE, .form = &plan_form,
               .retry = new_get),
    ROUTE_GET("/programmes/{programme}/settings", settings_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/settings", settings_post, PERM_PROGRAMME_MANAGE,
               .form = &plan_form, .retry = settings_get),
    ROUTE_GET("/programmes/{programme}/limits", wizard_limits_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/limits", wizard_limits_post, PERM_PROGRAMME_MANAGE,
               .form = &wizard_limits_form, .retry = wizard_limits_get),
    ROUTE_GET("/programmes/{programme}/check", check_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/open", open_post, PERM_PROGRAMME_MANAGE),
};

const struct module wizard_module = {
    .name = "wizard",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
};
