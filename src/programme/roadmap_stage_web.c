/* A stage by itself: its dates, leaving it, taking it up again. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "programme/roadmap.html.h"
#include "programme/roadmap_pages.h"

struct dates_form {
    const char *stage;
    struct date starts, due;
};
static const struct field dates_fields[] = {
    FIELD(struct dates_form, stage, FIELD_TEXT, .label = N_("Этап"), .max = 100),
    FIELD(struct dates_form, starts, FIELD_DATE, .label = N_("Начало этапа"),
          .hint = N_("Например, 05.11.2026")),
    FIELD(struct dates_form, due, FIELD_DATE, .label = N_("Завершить этап до"),
          .hint = N_("Например, 30.11.2026")),
};
const struct form_def roadmap_dates_form = FORM_DEF(struct dates_form, dates_fields);

struct word_form {
    const char *stage, *reason;
};
static const struct field word_fields[] = {
    FIELD(struct word_form, stage, FIELD_TEXT, .label = N_("Этап"), .max = 100),
    FIELD(struct word_form, reason, FIELD_AREA, .label = N_("Причина"),
          .empty = N_("Напишите причину: она останется в истории программы"),
          .hint = N_("Останется в истории программы. Без фамилий"), .max = ROADMAP_REASON_MAX),
};
const struct form_def roadmap_word_form = FORM_DEF(struct word_form, word_fields);

/* An ending with everything there needs no words. */
struct done_form {
    const char *stage;
};
static const struct field done_fields[] = {
    FIELD(struct done_form, stage, FIELD_TEXT, .label = N_("Этап"), .max = 100),
};
const struct form_def roadmap_done_form = FORM_DEF(struct done_form, done_fields);

/* Of the forms on the page the one that came back with its errors, if it was this one. */
static const struct form *form_of(struct req *req, const struct form_def *def, const void *initial)
{
    bool dates = req->form && strstr(req->path, "/dates");
    bool word = req->form && (strstr(req->path, "/leave") || strstr(req->path, "/reopen"));
    bool sent = def == &roadmap_dates_form ? dates : word;
    return sent ? req->form : form_new(req->a, def, initial);
}

int roadmap_stage_get(struct req *req)
{
    struct programme p;
    struct roadmap_place at;
    struct roadmap_stage *all;
    size_t n;
    int zone;
    const char *code = req->form ? form_raw(req->form, "stage") : req_query(req, "code");
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_load(req->db, req->a, &p, at.pack, at.today, &all, &n);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &zone);
    if (r < 0)
        return r;
    const struct roadmap_stage *s = roadmap_stage_of(all, n, code);
    if (!s)
        return req_not_found(req);
    struct dates_form dates = {code, s->starts, s->due};
    struct word_form word = {code, ""};
    struct roadmap_stage_page data = {
        .programme_id = p.id,
        .s = s,
        .dates = form_of(req, &roadmap_dates_form, &dates),
        .word = form_of(req, &roadmap_word_form, &word),
        .missing = roadmap_missing(req->a, s),
        .left = s->left_at ? arena_printf(req->a, *s->left_by ? "%s, %s" : "%s",
                                          roadmap_moment(req, s->left_at, zone), s->left_by)
                           : "",
        .running = programme_running(p.state),
    };
    struct link parent = {p.title, arena_printf(req->a, "/programmes/%lld", (long long)p.id)};
    struct page page = {.title =
                            arena_printf(req->a, _("Этап %d. %s"), s->stage->order, s->stage->name),
                        .body = roadmap_stage_view,
                        .data = &data,
                        .form = req->form};
    r = programme_frame(req, &p, "roadmap", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* The same end of all three: the words of a refusal at the field, or the journal and back. */
static int done(struct req *req, int r, const char *field, const char *action, int64_t id,
                const char *stage, const char *notice)
{
    if (r == ERR_CONFLICT || r == ERR_INVALID) {
        form_error(req->form, field, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, action, "programme", id, stage);
    if (r < 0)
        return r;
    req_notice(req, "%s", notice);
    return req_redirect(req, "/programmes/%lld#%s", (long long)id, stage);
}

int roadmap_dates_post(struct req *req)
{
    const struct dates_form *in = req_input(req);
    struct programme p;
    struct roadmap_place at;
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_move(&at, in->stage, in->starts, in->due, &req->err);
    return done(req, r, "due", "stage.dates", p.id, in->stage, _("Сроки этапа изменены"));
}

/* ---- one step ---- */

struct step_form {
    const char *stage, *item;
    struct date due;
};
static const struct field step_fields[] = {
    FIELD(struct step_form, stage, FIELD_TEXT, .label = N_("Этап"), .max = 100),
    FIELD(struct step_form, item, FIELD_TEXT, .label = N_("Шаг этапа"), .max = 500),
    FIELD(struct step_form, due, FIELD_DATE, .label = N_("Сделать шаг до"),
          .hint = N_("Например, 30.11.2026. Пусто — до конца этапа"), .optional = true),
};
const struct form_def roadmap_step_form = FORM_DEF(struct step_form, step_fields);

static const char *said(struct req *req, const char *name)
{
    return req->form ? form_raw(req->form, name) : req_query(req, name);
}

int roadmap_step_get(struct req *req)
{
    struct programme p;
    struct roadmap_place at;
    struct roadmap_stage *all;
    size_t n;
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_load(req->db, req->a, &p, at.pack, at.today, &all, &n);
    if (r < 0)
        return r;
    const struct roadmap_stage *s = roadmap_stage_of(all, n, said(req, "stage"));
    const struct roadmap_item *item = s ? roadmap_item_of(s, said(req, "item")) : NULL;
    if (!item)
        return req_not_found(req);
    const struct step_form initial = {s->stage->code, item->step->code, item->due};
    struct roadmap_step_page data = {.programme_id = p.id,
                                     .s = s,
                                     .item = item,
                                     .form = req_form(req, &roadmap_step_form, &initial),
                                     .running = programme_running(p.state)};
    struct link parent = {p.title, arena_printf(req->a, "/programmes/%lld", (long long)p.id)};
    struct page page = {
        .title = _("Срок шага"), .body = roadmap_step_view, .data = &data, .form = data.form};
    r = programme_frame(req, &p, "roadmap", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

int roadmap_step_post(struct req *req)
{
    const struct step_form *in = req_input(req);
    struct programme p;
    struct roadmap_place at;
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_step_move(&at, in->stage, in->item, in->due, &req->err);
    return done(req, r, "due", "step.date", p.id, in->stage, _("Срок шага сохранён"));
}

int roadmap_leave_post(struct req *req)
{
    const struct word_form *in = req_input(req);
    struct programme p;
    struct roadmap_place at;
    int r = roadmap_place(req, &p, &at);
    at.deed.reason = in->reason;
    if (r >= 0)
        r = roadmap_leave(&at, in->stage, &req->err);
    return done(req, r, "reason", "stage.left", p.id, in->stage, _("Этап завершён"));
}

int roadmap_done_post(struct req *req)
{
    const struct done_form *in = req_input(req);
    struct programme p;
    struct roadmap_place at;
    int r = roadmap_place(req, &p, &at);
    if (r >= 0)
        r = roadmap_leave(&at, in->stage, &req->err);
    return done(req, r, NULL, "stage.left", p.id, in->stage, _("Этап завершён"));
}

int roadmap_reopen_post(struct req *req)
{
    const struct word_form *in = req_input(req);
    struct programme p;
    struct roadmap_place at;
    int r = roadmap_place(req, &p, &at);
    at.deed.reason = in->reason;
    if (r >= 0)
        r = roadmap_reopen(&at, in->stage, &req->err);
    return done(req, r, "reason", "stage.reopen", p.id, in->stage, _("Этап снова открыт"));
}
