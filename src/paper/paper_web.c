/* Papers of a programme: which there are, and their files. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "paper/paper.html.h"
#include "paper/paper.sql.h"
#include "paper/paper_pages.h"
#include "programme/programme_pages.h"
#include "programme/roadmap_paper.h"
#include "programme/total.h"

int paper_page_open(struct req *req, struct paper_at *at)
{
    return paper_open(req->db, req->a, req->app, req_id(req, "programme"), &req->err, at);
}

/* Of the form that was sent, or of the address. */
const struct paper_kind *paper_page_kind(struct req *req)
{
    const char *code = req->form ? form_raw(req->form, "kind") : req_query(req, "kind");
    return paper_kind(code);
}

int paper_page_frame(struct req *req, const struct paper_at *at, bool deeper, struct page *page)
{
    struct link parent = {_("Документы"),
                          arena_printf(req->a, "/programmes/%lld/papers", (long long)at->p.id)};
    int r = programme_frame(req, &at->p, "papers", deeper ? &parent : NULL, page);
    return r < 0 ? r : req_page(req, page);
}

bool paper_page_may(const struct req *req, enum perm perm)
{
    return req->who.perms & 1u << perm;
}

enum pill paper_page_pill(const char *state)
{
    return !strcmp(state, "draft") ? PILL_DRAFT : !strcmp(state, "signed") ? PILL_OK : PILL_END;
}

/* ---- the list of kinds ---- */

static void fill_state(const struct totals *papers, const char *code, struct paper_line *line)
{
    bool is_signed = total_sum(papers, code, "signed"), draft = total_sum(papers, code, "draft");
    line->pill = is_signed ? PILL_OK : draft ? PILL_HALF : PILL_DRAFT;
    line->state = is_signed ? _("Подписан") : draft ? _("Проект") : _("Нет");
}

static int list_get(struct req *req)
{
    struct paper_at at;
    struct totals papers;
    struct paper_list_page data = {.may_make = paper_page_may(req, PERM_PEOPLE_MANAGE)};
    int r = paper_page_open(req, &at);
    if (r >= 0)
        r = total_load(req->db, req->a, at.p.id, TOTAL_PAPER, &papers);
    if (r < 0)
        return r;
    struct paper_stage *stages = arena_array(req->a, struct paper_stage, at.pack->stages.n);
    for (size_t i = 0; i < at.pack->stages.n; i++) {
        struct paper_line *lines = arena_array(req->a, struct paper_line, n_paper_kinds);
        struct paper_stage *s = &stages[data.n_stages];
        *s = (struct paper_stage){.name = at.pack->stages.row[i].name, .lines = lines};
        for (size_t k = 0; k < n_paper_kinds; k++) {
            const struct paper_kind *kind = &paper_kinds[k];
            if (strcmp(kind->stage, at.pack->stages.row[i].code) != 0 || !paper_here(&at, kind))
                continue;
            struct paper_line *line = &lines[s->n++];
            line->name = _(kind->name);
            line->href = arena_printf(req->a, "/programmes/%lld/papers/kind?kind=%s",
                                      (long long)at.p.id, kind->code);
            fill_state(&papers, kind->code, line);
            data.n_signed += line->pill == PILL_OK;
        }
        data.n_kinds += s->n;
        data.n_stages += s->n > 0;
    }
    data.programme_id = at.p.id;
    data.unit_id = at.unit.id;
    data.stages = stages;
    struct page page = {.title = _("Документы"), .body = paper_list_view, .data = &data};
    return paper_page_frame(req, &at, false, &page);
}

static int file_get(struct req *req)
{
    const struct paper_kind *k = paper_page_kind(req);
    bool pdf = !strcmp(req_query(req, "format"), "pdf");
    int64_t subject = req_query_int(req, "subject", 0, INT64_MAX, 0);
    struct paper_at at;
    if (!k || (paper_private(k) && !paper_page_may(req, PERM_PEOPLE_MANAGE)))
        return req_not_found(req);
    const char *path = arena_printf(req->a, "%s/uploads/paper-%lld", req->app->config.data_dir,
                                    (long long)id_new(req->clock));
    int r = paper_page_open(req, &at);
    if (r >= 0)
        r = paper_write(&at, k, paper_of_programme(k) ? 0 : subject, pdf ? PAPER_PDF : PAPER_DOCX,
                        path, &req->err);
    return r < 0 ? r
                 : req_file(req, path, pdf ? "application/pdf" : DOCX_TYPE,
                            arena_printf(req->a, "%s.%s", _(k->name), pdf ? "pdf" : "docx"), true);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/papers", list_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/papers/kind", paper_kind_get, PERM_PEOPLE_READ),
    ROUTE_GET("/programmes/{programme}/papers/file", file_get, PERM_PEOPLE_READ),
    ROUTE_POST("/programmes/{programme}/papers/make", paper_make_post, PERM_PEOPLE_MANAGE,
               .form = &paper_make_form, .retry = paper_kind_get),
    ROUTE_GET("/programmes/{programme}/papers/answers", paper_answers_get, PERM_PEOPLE_MANAGE),
    ROUTE_POST("/programmes/{programme}/papers/answers", paper_answers_post, PERM_PEOPLE_MANAGE,
               .form = &paper_answers_form, .retry = paper_answers_get),
    ROUTE_GET("/programmes/{programme}/papers/template", paper_template_get, PERM_PROGRAMME_MANAGE),
    ROUTE_POST("/programmes/{programme}/papers/template", paper_template_post,
               PERM_PROGRAMME_MANAGE, .form = &paper_template_form, .retry = paper_template_get,
               .body_limit = DOCX_FILE_MAX + 1, .flags = ROUTE_UPLOAD),
    ROUTE_POST("/programmes/{programme}/papers/template/drop", paper_template_dropped,
               PERM_PROGRAMME_MANAGE, .form = &paper_template_form, .retry = paper_template_get),
    ROUTE_GET("/programmes/{programme}/papers/template/file", paper_template_file_get,
              PERM_PROGRAMME_MANAGE),
};

const struct module paper_module = {
    .name = "paper", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
