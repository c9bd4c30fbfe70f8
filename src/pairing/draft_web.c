#include "pairing/draft.h"

#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/html.h"
#include "identity/person.h"
#include "identity/place.h"
#include "pairing/draft.html.h"
#include "pairing/draft_facts.h"
#include "pairing/draft_priv.h"
#include "pairing/preference.h"
#include "programme/programme_pages.h"

/* ---- the draft of the path ---- */

int draft_load(struct req *req, struct draft_at *at)
{
    int r = run_row(req->db, req->a, req_id(req, "run"), &at->run);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return run_open(req->db, req->a, req->app, at->run.programme_id, &req->err, &at->c);
}

int draft_show(struct req *req, const struct draft_at *at, struct page *page)
{
    struct link parent = {_("Черновики пар"), arena_printf(req->a, "/programmes/%lld/drafts",
                                                           (long long)at->c.programme.id)};
    int r = programme_frame(req, &at->c.programme, "drafts", &parent, page);
    return r < 0 ? r : req_page(req, page);
}

const char *draft_person(struct arena *a, const char *surname, const char *given,
                         const char *patronymic)
{
    return person_name_full(a, &(struct person_name){surname, given, patronymic});
}

/* ---- one draft ---- */

static char *draft_next(struct req *req, const char *show, int64_t id)
{
    return arena_printf(req->a, "?show=%s&after=%lld", show, (long long)id);
}

static int fill_lines(struct req *req, const struct draft_at *at, const char *key, int64_t id,
                      int64_t chosen, struct draft_page *data)
{
    struct draft_pairs *rows;
    size_t n;
    int r = draft_pairs(req->db, req->a, at->run.id, data->show, key, id, &rows, &n);
    if (r < 0)
        return r;
    size_t shown = n > 50 ? 50 : n;
    struct draft_line *lines = arena_array(req->a, struct draft_line, shown);
    for (size_t i = 0; i < shown; i++)
        lines[i] = (struct draft_line){
            .mentee_id = rows[i].mentee_id,
            .mentor_id = rows[i].mentor_id,
            .mentee = draft_person(req->a, rows[i].mentee_surname, rows[i].mentee_given, ""),
            .mentor = draft_person(req->a, rows[i].mentor_surname, rows[i].mentor_given, ""),
            .why = rows[i].why,
            .score = (int)rows[i].score,
            .pinned = rows[i].pinned != 0,
            .changed = rows[i].changed != 0,
            .chosen = rows[i].mentee_id == chosen,
            .mutual = rows[i].mutual != 0,
        };
    data->lines = lines;
    data->n_lines = shown;
    data->next = n > 50 ? draft_next(req, data->show, rows[49].mentee_id) : NULL;
    return 0;
}

/* A school that lacks places gives fifty people one reason: it is said once. */
static struct draft_alone_group *group_of(struct req *req, struct draft_alone_group *groups,
                                          size_t *n, const char *reason, size_t room)
{
    for (size_t i = 0; i < *n; i++)
        if (!strcmp(groups[i].reason, reason))
            return &groups[i];
    groups[*n] =
        (struct draft_alone_group){reason, arena_array(req->a, struct draft_alone_line, room), 0};
    return &groups[(*n)++];
}

static int fill_alone(struct req *req, const struct draft_at *at, const char *key, int64_t id,
                      struct draft_page *data)
{
    struct draft_alone *rows;
    size_t n;
    bool mentees = !strcmp(data->show, "alone");
    int r =
        draft_alone(req->db, req->a, at->run.id, mentees ? "mentee" : "mentor", key, id, &rows, &n);
    if (r < 0)
        return r;
    size_t shown = n > 50 ? 50 : n;
    struct draft_alone_group *groups = arena_array(req->a, struct draft_alone_group, shown);
    for (size_t i = 0; i < shown; i++) {
        struct draft_alone_group *g =
            group_of(req, groups, &data->n_alone, rows[i].reason, shown - i);
        struct draft_alone_line *l = &g->lines[g->n++];
        l->id = rows[i].participation_id;
        l->name = draft_person(req->a, rows[i].surname, rows[i].given, rows[i].patronymic);
        l->about = mentees ? rows[i].request : rows[i].competencies;
        l->n_helps = run_read_help(req->a, rows[i].help, &l->detail, &l->help);
    }
    data->alone = groups;
    data->next = n > 50 ? draft_next(req, data->show, rows[49].participation_id) : NULL;
    return 0;
}

static const char *known_view(const char *show)
{
    static const char *const views[] = {"all",    "alone",   "free",  "weak",
                                        "pinned", "changed", "mutual"};
    for (size_t i = 0; i < sizeof views / sizeof *views; i++)
        if (!strcmp(views[i], show))
            return views[i];
    return "all";
}

static int draft_get(struct req *req)
{
    struct draft_at at;
    struct draft_totals totals;
    struct draft_facts facts;
    struct draft_page data = {.facts = &facts, .show = known_view(req_query(req, "show"))};
    struct draft_key edge = {.sort_key = ""};
    int64_t after = req_query_int(req, "after", 1, INT64_MAX, 0);
    int64_t chosen = req_query_int(req, "pair", 1, INT64_MAX, 0);
    int r = draft_load(req, &at);
    if (r >= 0)
        r = draft_totals(req->db, req->a, at.run.id, &totals);
    if (r >= 0 && after)
        r = draft_key(req->db, req->a, at.run.id, after, &edge);
    if (r >= 0)
        r = !strcmp(data.show, "alone") || !strcmp(data.show, "free")
                ? fill_alone(req, &at, edge.sort_key, after, &data)
                : fill_lines(req, &at, edge.sort_key, after, chosen, &data);
    if (r >= 0)
        r = draft_facts_of(req, &at.run, at.c.pack, 8, &facts);
    struct draft_vetoes *vetoes = NULL;
    if (r >= 0)
        r = draft_vetoes(req->db, req->a, at.c.programme.id, &vetoes, &data.n_vetoes);
    if (r >= 0 && chosen)
        r = draft_explain(req, &at, chosen, &data.why);
    if (r >= 0)
        r = preference_since(req->db, req->a, at.c.programme.id, at.run.created_at, &data.cards);
    if (r < 0)
        return r;
    data.run = &at.run;
    data.totals = &totals;
    data.vetoes = vetoes;
    data.made = draft_moment(req->a, at.run.created_at);
    data.editable = !strcmp(at.run.state, "draft");
    data.stale = data.editable && at.run.version > 1;
    if (data.editable && !after)
        r = draft_fill_missed(req, &at, &data);
    if (r < 0)
        return r;
    struct page page = {.title = arena_printf(req->a, _("Черновик пар %lld"), (long long)at.run.n),
                        .body = draft_view,
                        .data = &data,
                        .form = req->form,
                        .wide = true};
    return draft_show(req, &at, &page);
}

struct mark_form {
    struct id_list mentee;
    int64_t mentor, seen;
    const char *mark, *back;
};
static const struct choice marks[] = {{"pin", N_("Закрепить"), NULL},
                                      {"veto", N_("Запретить пару"), NULL},
                                      {"clear", N_("Снять отметку"), NULL},
                                      {0}};
static const struct field mark_fields[] = {
    FIELD(struct mark_form, mentee, FIELD_IDS, .label = N_("Пары"),
          .empty = N_("Выберите хотя бы одну пару"), .max = 1000),
    FIELD(struct mark_form, mentor, FIELD_ID, .label = N_("Наставник"), .optional = true),
    FIELD(struct mark_form, seen, FIELD_INT, .label = N_("Версия"), .min = 1, .max = INT64_MAX),
    FIELD(struct mark_form, mark, FIELD_CHOICE, .label = N_("Отметка"), .choices = marks),
    FIELD(struct mark_form, back, FIELD_TEXT, .label = N_("Список"), .optional = true, .max = 20),
};
static const struct form_def mark_form = FORM_DEF(struct mark_form, mark_fields);

static const char *mark_label(const char *mark)
{
    for (const struct choice *c = marks; c->value; c++)
        if (!strcmp(c->value, mark))
            return _(c->label);
    return "";
}

static int mark_post(struct req *req)
{
    const struct mark_form *in = req_input(req);
    int64_t run_id = req_id(req, "run");
    struct run_word word = {
        .run_id = run_id,
        .seen = in->seen,
        .mark = !strcmp(in->mark, "pin")    ? RUN_PIN
                : !strcmp(in->mark, "veto") ? RUN_VETO
                                            : RUN_CLEAR,
        .mentees = in->mentee.v,
        .n = in->mentee.n,
        .mentor_id = in->mentor,
        .account_id = req->who.account_id,
    };
    int r = run_mark(req->db, req->a, req->clock, &word, &req->err);
    if (r == ERR_CONFLICT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "run.mark", "run", run_id, mark_label(in->mark));
    if (r < 0)
        return r;
    if (in->mentee.n == 1)
        return req_redirect(req, "/drafts/%lld?show=%s&pair=%lld", (long long)run_id,
                            known_view(in->back), (long long)in->mentee.v[0]);
    return req_redirect(req, "/drafts/%lld?show=%s", (long long)run_id, known_view(in->back));
}

static int again_post(struct req *req)
{
    struct draft_at at;
    int r = draft_load(req, &at);
    return r < 0 ? r : draft_make(req, &at.c);
}

/* ---- the module ---- */

static int run_object(struct req *req, int64_t id, struct object *ret)
{
    struct run_row run;
    int r = run_row(req->db, req->a, id, &run);
    if (r > 0)
        *ret = (struct object){.unit_id = run.unit_id, .parent_id = run.programme_id};
    return r;
}

static const char *drafts_path(struct arena *a, int64_t programme_id)
{
    return arena_printf(a, "/programmes/%lld/drafts", (long long)programme_id);
}

static const char *run_path(struct arena *a, int64_t run_id)
{
    return arena_printf(a, "/drafts/%lld", (long long)run_id);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/drafts", draft_list_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/programmes/{programme}/drafts", draft_list_post, PERM_PAIR_MANAGE,
               .form = &draft_rules_def, .retry = draft_list_get),
    ROUTE_GET("/drafts/{run}", draft_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/drafts/{run}/marks", mark_post, PERM_PAIR_MANAGE, .form = &mark_form,
               .retry = draft_get),
    ROUTE_POST("/drafts/{run}/again", again_post, PERM_PAIR_MANAGE),
    ROUTE_GET("/drafts/{run}/proof", draft_proof_get, PERM_PAIR_MANAGE),
    ROUTE_GET("/drafts/{run}/try", draft_try_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/drafts/{run}/room", draft_room_post, PERM_PAIR_MANAGE, .form = &draft_room_def,
               .retry = draft_try_get),
    ROUTE_GET("/drafts/{run}/variant", draft_variant_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/drafts/{run}/variant", draft_variant_post, PERM_PAIR_MANAGE,
               .form = &draft_rules_def, .retry = draft_variant_get),
    ROUTE_GET("/drafts/{run}/publish", draft_publish_get, PERM_PAIR_MANAGE),
    ROUTE_POST("/drafts/{run}/publish", draft_publish_post, PERM_PAIR_MANAGE,
               .form = &draft_publish_def, .retry = draft_publish_get),
    ROUTE_GET("/drafts/{run}/pairs.xlsx", draft_export, PERM_PAIR_MANAGE),
};
static const struct scope scopes[] = {{"run", run_object}};
static const struct job_kind jobs[] = {
    {"run_make", N_("Составляем черновик пар"), run_job_make, drafts_path, NULL},
    {"run_publish", N_("Публикуем пары"), run_job_publish, run_path, NULL},
};

const struct module draft_module = {
    .name = "draft",
    .routes = routes,
    .n_routes = sizeof routes / sizeof *routes,
    .scopes = scopes,
    .n_scopes = sizeof scopes / sizeof *scopes,
    .jobs = jobs,
    .n_jobs = sizeof jobs / sizeof *jobs,
};
