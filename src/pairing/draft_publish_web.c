/* A draft becomes pairs: what is looked at before, and the word to do it. */
#include <string.h>

#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "identity/place.h"
#include "pairing/draft_priv.h"
#include "pairing/draft_publish.html.h"
#include "pairing/pair_kind.h"

struct publish_form {
    int64_t seen;
    struct text_list model; /* form:model */
};
static const struct field publish_fields[] = {
    FIELD(struct publish_form, model, FIELD_TEXTS, .label = N_("Ролевая модель"), .optional = true,
          .max = 20),
    FIELD(struct publish_form, seen, FIELD_INT, .label = N_("Версия"), .min = 1, .max = INT64_MAX),
};
const struct form_def draft_publish_def = FORM_DEF(struct publish_form, publish_fields);

/* Published while the person waits, not by a job. */
static bool at_once(const struct run_row *run)
{
    return (uint64_t)run->n_pairs * 100 <= RUN_AT_ONCE;
}

static const struct choice *model_choices(struct req *req, const struct pack *pack,
                                          const struct pack_form *f)
{
    struct choice *list = arena_array(req->a, struct choice, f->role_models.n + 1);
    for (size_t i = 0; i < f->role_models.n; i++) {
        const char *model = f->role_models.item[i];
        list[i] = (struct choice){arena_printf(req->a, "%s:%s", f->code, model),
                                  pair_model_name(pack, f->code, model), NULL};
    }
    return list;
}

static void fill_models(struct req *req, const struct run_context *c,
                        struct draft_publish_page *data)
{
    struct draft_models *list = arena_array(req->a, struct draft_models, c->programme.n_forms);
    for (size_t i = 0; i < c->programme.n_forms; i++) {
        const struct pack_form *f = pack_form(c->pack, c->programme.forms[i]);
        if (f && f->role_models.n > 1)
            list[data->n_models++] = (struct draft_models){f->name, model_choices(req, c->pack, f)};
    }
    data->models = list;
}

/* What the page offered; anything else is left out. */
static int set_models(struct req *req, const struct draft_at *at, const struct text_list *models)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < models->n; i++) {
        size_t n = strcspn(models->v[i], ":");
        const char *form = arena_strndup(req->a, models->v[i], n);
        const char *model = models->v[i][n] ? models->v[i] + n + 1 : "";
        if (*model && pair_model_fits(at->c.pack, form, model))
            r = run_models_set(req->db, at->run.id, form, model);
    }
    return r < 0 ? r : 0;
}

int draft_publish_get(struct req *req)
{
    struct draft_at at;
    struct draft_totals totals;
    int r = draft_load(req, &at);
    if (r >= 0)
        r = draft_totals(req->db, req->a, at.run.id, &totals);
    struct draft_publish_page data = {.run = &at.run, .totals = &totals};
    struct date today;
    if (r >= 0)
        r = unit_today(req, at.c.programme.unit_id, &today);
    if (r >= 0 && !strcmp(at.run.state, "draft"))
        r = readiness_of_run(req->db, req->a, at.run.id, today, &data.gaps, &data.n_gaps);
    if (r < 0)
        return r;
    if (at_once(&at.run))
        fill_models(req, &at.c, &data);
    struct page page = {.title = _("Проверьте и опубликуйте пары"),
                        .body = draft_publish_view,
                        .data = &data,
                        .form = req->form};
    return draft_show(req, &at, &page);
}

int draft_publish_post(struct req *req)
{
    const struct publish_form *in = req_input(req);
    struct draft_at at;
    int64_t job;
    int r = draft_load(req, &at);
    if (r < 0)
        return r;
    at.c.account_id = req->who.account_id;
    bool large = !at_once(&at.run);
    r = req_audit(req, "run.publish", "run", at.run.id, "");
    if (r >= 0)
        r = large ? run_claim(&at.c, at.run.id, in->seen, &req->err)
                  : run_publish(&at.c, at.run.id, in->seen, &req->err);
    if (r == ERR_CONFLICT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0 && !large)
        r = set_models(req, &at, &in->model);
    if (r >= 0 && large)
        r = job_add(req, "run_publish", at.run.unit_id, at.run.id, &job);
    if (r < 0)
        return r;
    if (large)
        return req_redirect(req, "/jobs/%lld", (long long)job);
    req_notice(req,
               P_("Опубликована %lld пара. Обе стороны её видят",
                  "Опубликовано %lld пар. Обе стороны их видят", (long)at.run.n_pairs),
               (long long)at.run.n_pairs);
    return req_redirect(req, "/programmes/%lld/pairs", (long long)at.c.programme.id);
}
