/* A sheet in the hands of its person: by a link without an account, or signed in. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "frame/session.h"
#include "programme/survey_kind.h"
#include "programme/survey_mine.html.h"
#include "programme/survey_mine.sql.h"
#include "programme/survey_pages.h"

#define SECONDS_OPEN 20 /* an answer in words; most write a few of them or none */
#define SECONDS_TAP 5   /* reading and one press */

/* ---- the form of a step ---- */

struct step_form {
    const char *key;
    int64_t sheet, step;
    const char *v1, *v2, *v3, *v4;
    struct text_list p1, p2, p3, p4;
};
_Static_assert(SURVEY_STEP == 4, "as many slots as questions of a step");
#define SLOT(n)                                                                                    \
    FIELD(struct step_form, v##n, FIELD_AREA, .label = N_("Ответ"), .optional = true,              \
          .max = SURVEY_TEXT_MAX),                                                                 \
        FIELD(struct step_form, p##n, FIELD_TEXTS, .label = N_("Ответ"), .optional = true,         \
              .max = SURVEY_PEOPLE_MAX)
static const struct field step_fields[] = {
    FIELD(struct step_form, key, FIELD_TEXT, .label = N_("Ссылка"), .optional = true, .max = 100),
    FIELD(struct step_form, sheet, FIELD_ID, .label = N_("Анкета")),
    FIELD(struct step_form, step, FIELD_INT, .label = N_("Шаг"), .max = SURVEY_ITEMS_MAX),
    SLOT(1),
    SLOT(2),
    SLOT(3),
    SLOT(4),
};
const struct form_def survey_link_form = FORM_DEF(struct step_form, step_fields);
const struct form_def survey_own_form = FORM_DEF(struct step_form, step_fields);

struct tap_form {
    const char *key;
    int64_t sheet, n;
    const char *v;
    struct text_list p;
};
static const struct field tap_fields[] = {
    FIELD(struct tap_form, key, FIELD_TEXT, .label = N_("Ссылка"), .optional = true, .max = 100),
    FIELD(struct tap_form, sheet, FIELD_ID, .label = N_("Анкета")),
    FIELD(struct tap_form, n, FIELD_INT, .label = N_("Вопрос"), .min = 1, .max = SURVEY_ITEMS_MAX),
    FIELD(struct tap_form, v, FIELD_AREA, .label = N_("Ответ"), .optional = true,
          .max = SURVEY_TEXT_MAX),
    FIELD(struct tap_form, p, FIELD_TEXTS, .label = N_("Ответ"), .optional = true,
          .max = SURVEY_PEOPLE_MAX),
};
const struct form_def survey_tap_form = FORM_DEF(struct tap_form, tap_fields);
const struct form_def survey_own_tap_form = FORM_DEF(struct tap_form, tap_fields);

/* ---- what is filled ---- */

struct filling {
    struct survey_response r;
    struct survey_said said;
    const char *key; /* NULL: by account */
};

static int gone(struct req *req)
{
    const struct page page = {
        .title = _("Ссылка не действует"), .body = survey_gone_page, .status = 404, .bare = true};
    return req_page(req, &page);
}

/* Guesses slow down by address. */
static const char *throttle_name(struct req *req)
{
    return arena_printf(req->a, "sheet %s", req->ip);
}

static int load(struct req *req, int64_t id, struct filling *f)
{
    int r = survey_response_get(req->db, req->a, req->clock, id, &f->r);
    if (r > 0)
        r = survey_said(req->db, req->a, &f->r, &f->said);
    return r < 0 ? r : 1;
}

/* 1 found, 0 the link opens nothing. */
static int load_link(struct req *req, const char *key, struct filling *f)
{
    int64_t id;
    *f = (struct filling){.key = key};
    int r = survey_link_find(req->db, req->a, key, &id);
    return r <= 0 ? r : load(req, id, f);
}

static int load_own(struct req *req, struct filling *f)
{
    *f = (struct filling){.key = NULL};
    return load(req, req_id(req, "sheet"), f);
}

/* ---- the page ---- */

const char *survey_value_name(enum survey_kind kind, int value)
{
    static const char *const often[] = {"",          N_("Никогда"), N_("Один-два раза"),
                                        N_("Редко"), N_("Часто"),   N_("Очень часто")};
    if (kind == SURVEY_BOOL)
        return value ? _("Да") : _("Нет");
    return kind == SURVEY_FREQUENCY5 && value >= 1 && value <= 5 ? _(often[value]) : "";
}

static int minutes_of(const struct survey_words *w)
{
    int seconds = 0;
    for (size_t i = 0; i < w->n; i++)
        seconds += w->items[i].kind == SURVEY_OPEN ? SECONDS_OPEN : SECONDS_TAP;
    return (seconds + 59) / 60;
}

static void fill_asks(struct req *req, const struct filling *f, struct survey_sheet_page *data)
{
    struct survey_ask *asks = arena_array(req->a, struct survey_ask, SURVEY_STEP);
    for (size_t i = (size_t)data->step * SURVEY_STEP;
         i < f->r.words.n && data->n_asks < SURVEY_STEP; i++) {
        const struct survey_item *item = &f->r.words.items[i];
        asks[data->n_asks] = (struct survey_ask){.item = item,
                                                 .slot = (int)data->n_asks + 1,
                                                 .value = survey_mark_get(f->r.marks, item->n),
                                                 .text = f->said.text[item->n],
                                                 .chosen = f->said.chosen[item->n].people,
                                                 .n_chosen = f->said.chosen[item->n].n};
        data->n_asks++;
    }
    data->asks = asks;
    data->first = data->step * SURVEY_STEP + 1;
    data->last = data->first + (int)data->n_asks - 1;
}

static bool asks_people(const struct survey_sheet_page *data)
{
    for (size_t i = 0; i < data->n_asks; i++)
        if (data->asks[i].item->kind == SURVEY_RANK3 || data->asks[i].item->kind == SURVEY_PEOPLE)
            return true;
    return false;
}

static const char *title_of(const struct survey_response *r)
{
    return *r->title ? r->title : survey_sheet_name(r->role);
}

static int over(struct req *req, const struct filling *f)
{
    bool done = !strcmp(f->r.state, "done");
    const struct survey_over data = {f->key ? NULL : "/sheets"};
    const struct page page = {.title =
                                  done ? _("Спасибо, ответы приняты") : _("Приём ответов закончен"),
                              .body = done ? survey_thanks_page : survey_closed_page,
                              .data = &data,
                              .bare = f->key != NULL};
    return req_page(req, &page);
}

static int show(struct req *req, struct filling *f)
{
    if (!strcmp(f->r.state, "done") || !f->r.open)
        return over(req, f);
    struct survey_sheet_page data = {
        .r = &f->r,
        .key = f->key,
        .action = f->key ? "/sheet" : arena_printf(req->a, "/sheets/%lld", (long long)f->r.id),
        .n_steps = survey_steps(&f->r),
        .n_items = (int)f->r.words.n,
        .minutes = minutes_of(&f->r.words),
        .parent = !strcmp(f->r.role, SURVEY_PARENT),
    };
    int begin = survey_step_of(&f->r, &f->said);
    int64_t step = req->form ? strtoll(form_raw(req->form, "step"), NULL, 10)
                             : req_query_int(req, "step", 1, data.n_steps, 0) - 1;
    if (step < 0 || step >= data.n_steps)
        step = begin < data.n_steps ? begin : data.n_steps - 1;
    data.step = (int)step;
    fill_asks(req, f, &data);
    struct date day = {1970, 1, 1};
    date_parse_iso(f->r.closes_on, &day);
    data.until = date_long(req->a, day, day.year);
    struct survey_peer *peers = NULL;
    int r = asks_people(&data)
                ? survey_peers(req->db, req->a, &f->r, f->key == NULL, &peers, &data.n_peers)
                : 0;
    if (r < 0)
        return r;
    data.peers = peers;
    const struct page page = {.title = title_of(&f->r),
                              .body = survey_sheet_view,
                              .data = &data,
                              .form = req->form,
                              .bare = f->key != NULL};
    return req_page(req, &page);
}

int survey_link_get(struct req *req)
{
    struct filling f;
    int r = load_link(req, req->form ? form_raw(req->form, "key") : req_query(req, "key"), &f);
    if (r < 0)
        return r;
    if (r == 0)
        return gone(req);
    return show(req, &f);
}

int survey_own_sheet_get(struct req *req)
{
    struct filling f;
    int r = load_own(req, &f);
    return r < 0 ? r : show(req, &f);
}

/* ---- answers ---- */

/* Who answers a page that was opened before the questionnaire was published anew keeps the words of
 * that page; for who has begun already nothing else is possible. */
static int same_words(struct req *req, struct filling *f, int64_t sheet)
{
    if (f->r.words.id == sheet)
        return 0;
    int r = survey_response_keep_words(req->db, req->a, &f->r, sheet);
    if (r == 0)
        return err_set(&req->err, ERR_CONFLICT,
                       _("Анкета изменилась, пока страница была открыта. Обновите её: прежние "
                         "ответы на месте"));
    return r < 0 ? r : 0;
}

static int people_of(struct req *req, const struct text_list *list, const struct filling *f,
                     struct survey_given *g)
{
    struct survey_peer *peers;
    size_t n;
    int64_t *ids = arena_array(req->a, int64_t, list->n);
    int r = survey_peers(req->db, req->a, &f->r, f->key == NULL, &peers, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < list->n; i++) {
        int64_t id = strtoll(list->v[i], NULL, 10);
        for (size_t k = 0; k < n; k++)
            if (peers[k].id == id)
                ids[g->n_people++] = id;
    }
    g->people = ids;
    return 0;
}

/* A closed question without a choice says nothing, and takes nothing back. */
static int keep_one(struct req *req, struct filling *f, const struct survey_item *item,
                    const char *v, const struct text_list *p)
{
    struct survey_given g = {.n = item->n, .value = SURVEY_MISSING, .text = v};
    int r = 0;
    if (survey_kind_closed(item->kind)) {
        if (!*v)
            return 0;
        g.value = v[0] >= '0' && v[0] <= '9' && strlen(v) <= 2 ? (int)strtol(v, NULL, 10) : 99;
    } else if (item->kind != SURVEY_OPEN) {
        r = people_of(req, p, f, &g);
    }
    return r < 0
               ? r
               : survey_answer(req->db, req->a, &f->r, f->key ? "link" : "account", &g, &req->err);
}

static const char *path_of(struct req *req, const struct filling *f, int64_t step)
{
    return f->key ? arena_printf(req->a, "/sheet?key=%s&step=%lld", f->key, (long long)step + 1)
                  : arena_printf(req->a, "/sheets/%lld?step=%lld", (long long)f->r.id,
                                 (long long)step + 1);
}

/* The last step ends the sheet, or leads to what was left out. */
static int end(struct req *req, struct filling *f)
{
    int r = survey_said(req->db, req->a, &f->r, &f->said);
    if (r < 0)
        return r;
    int n = survey_unanswered(&f->r, &f->said);
    if (n) {
        req_notice(req, _("Остался вопрос %d. Ответьте на него, и анкета готова"), n);
        return req_redirect(req, "%s", path_of(req, f, (n - 1) / SURVEY_STEP));
    }
    r = survey_finish(req->db, req->a, req->clock, &f->r, &req->err);
    req->unit_id = f->r.unit_id;
    if (r >= 0)
        r = req_audit(req, "survey.answer", "survey_response", f->r.id, "");
    return r < 0 ? r : req_redirect(req, "%s", path_of(req, f, 0));
}

static int save(struct req *req, struct filling *f)
{
    const struct step_form *in = req_input(req);
    const char *const v[] = {in->v1, in->v2, in->v3, in->v4};
    const struct text_list *const p[] = {&in->p1, &in->p2, &in->p3, &in->p4};
    if (!strcmp(f->r.state, "done") || !f->r.open)
        return req_redirect(req, "%s", path_of(req, f, 0)); /* says which of the two */
    int r = same_words(req, f, in->sheet);
    for (size_t i = 0; r >= 0 && i < SURVEY_STEP; i++) {
        size_t at = (size_t)in->step * SURVEY_STEP + i;
        if (at < f->r.words.n)
            r = keep_one(req, f, &f->r.words.items[at], v[i], p[i]);
    }
    if (r < 0)
        return r;
    if (in->step + 1 >= survey_steps(&f->r))
        return end(req, f);
    return req_redirect(req, "%s", path_of(req, f, in->step + 1));
}

static int tap(struct req *req, struct filling *f)
{
    const struct tap_form *in = req_input(req);
    int r = same_words(req, f, in->sheet);
    for (size_t i = 0; r >= 0 && i < f->r.words.n; i++)
        if (f->r.words.items[i].n == in->n)
            r = keep_one(req, f, &f->r.words.items[i], in->v, &in->p);
    return r < 0 ? r : req_json(req, "{\"saved\":true}");
}

static int with_link(struct req *req, const char *key, int (*then)(struct req *, struct filling *))
{
    struct filling f;
    int r = throttle_check(req, throttle_name(req));
    if (r >= 0)
        r = load_link(req, key, &f);
    if (r < 0)
        return r;
    if (r == 0) {
        throttle_failed(req, throttle_name(req));
        return req_retry(req);
    }
    return then(req, &f);
}

int survey_link_post(struct req *req)
{
    return with_link(req, ((const struct step_form *)req_input(req))->key, save);
}

int survey_link_tap(struct req *req)
{
    return with_link(req, ((const struct tap_form *)req_input(req))->key, tap);
}

static int with_own(struct req *req, int (*then)(struct req *, struct filling *))
{
    struct filling f;
    int r = load_own(req, &f);
    return r < 0 ? r : then(req, &f);
}

int survey_own_sheet_post(struct req *req)
{
    return with_own(req, save);
}

int survey_own_tap(struct req *req)
{
    return with_own(req, tap);
}
