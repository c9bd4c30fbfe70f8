/* The editor of a questionnaire of one's own: items, their order, versions, how it will look. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "programme/survey.sql.h"
#include "programme/survey_build.h"
#include "programme/survey_build.html.h"
#include "programme/survey_kind.h"
#include "programme/survey_pages.h"

static const struct choice kinds[] = {
    {"scale10", N_("Оценка от 1 до 10"), NULL},
    {"bool", N_("Да или нет"), NULL},
    {"open", N_("Ответ своими словами"), NULL},
    {"frequency5", N_("Как часто: от «никогда» до «очень часто»"), NULL},
    {"person_rank3", N_("До трёх человек по порядку"), NULL},
    {"person_multi", N_("Несколько человек"), NULL},
    {NULL, NULL, NULL}};

struct item_form {
    const char *text, *kind, *metric;
    bool required;
    int64_t n, version;
};
static const struct field item_fields[] = {
    FIELD(struct item_form, text, FIELD_AREA, .label = N_("Вопрос"), .max = SURVEY_ITEM_MAX),
    FIELD(struct item_form, kind, FIELD_CHOICE, .label = N_("Как отвечают"), .choices = kinds),
    FIELD(struct item_form, metric, FIELD_CHOICE, .label = N_("Что измеряет"),
          .hint = N_("Показатели с одним именем сравниваются до и после. Можно не выбирать"),
          .optional = true),
    FIELD(struct item_form, required, FIELD_BOOL, .label = N_("Без ответа анкету не отправить"),
          .optional = true),
    FIELD(struct item_form, n, FIELD_INT, .label = N_("Номер"), .max = SURVEY_ITEMS_MAX),
    FIELD(struct item_form, version, FIELD_INT, .label = N_("Версия"), .min = 1),
};
const struct form_def survey_item_form = FORM_DEF(struct item_form, item_fields);

struct move_form {
    int64_t n, version;
    const char *how;
};
static const struct choice hows[] = {{"up", N_("Выше"), NULL},
                                     {"down", N_("Ниже"), NULL},
                                     {"remove", N_("Убрать"), NULL},
                                     {NULL, NULL, NULL}};
static const struct field move_fields[] = {
    FIELD(struct move_form, n, FIELD_INT, .label = N_("Номер"), .min = 1, .max = SURVEY_ITEMS_MAX),
    FIELD(struct move_form, version, FIELD_INT, .label = N_("Версия"), .min = 1),
    FIELD(struct move_form, how, FIELD_CHOICE, .label = N_("Действие"), .choices = hows),
};
const struct form_def survey_move_form = FORM_DEF(struct move_form, move_fields);

struct version_form {
    int64_t version;
};
static const struct field version_fields[] = {
    FIELD(struct version_form, version, FIELD_INT, .label = N_("Версия"), .min = 1),
};
const struct form_def survey_version_form = FORM_DEF(struct version_form, version_fields);

/* Scales of the pack's metrics, each once. */
static int metrics_of(struct req *req, const struct survey_home *h, const struct choice **ret)
{
    size_t rows = h->pack ? h->pack->metrics.n : 0, n = 0;
    struct choice *list = arena_array(req->a, struct choice, rows + 2);
    list[n++] = (struct choice){SURVEY_SATISFACTION, N_("Довольны совместной работой"), NULL};
    for (size_t i = 0; i < rows; i++) {
        const struct pack_metric *m = &h->pack->metrics.row[i];
        size_t k = 0;
        while (k < n && strcmp(list[k].value, m->code) != 0)
            k++;
        if (k == n && m->type == PACK_METRIC_SCALE)
            list[n++] = (struct choice){m->code, m->name, NULL};
    }
    list[n] = (struct choice){NULL, NULL, NULL};
    *ret = list;
    return 0;
}

struct editing {
    struct survey_own own;
    struct survey_home home;
    struct deed deed;
};

static int load(struct req *req, struct editing *e)
{
    int r = survey_own_get(req->db, req->a, req_id(req, "survey"), &e->own);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    e->deed = (struct deed){req->clock, req->who.account_id, NULL};
    return survey_home_of(req, e->own.programme_id, e->own.unit_id, &e->home);
}

static struct survey_edit edit_of(struct req *req, struct editing *e, int64_t version)
{
    return (struct survey_edit){req->db, req->a, &e->own, version, &e->deed, &req->err};
}

int survey_editor_get(struct req *req)
{
    struct editing e;
    struct survey_words words;
    struct survey_own_answered answered;
    struct survey_editor_page data = {.own = &e.own, .words = &words};
    int r = load(req, &e);
    if (r >= 0)
        r = survey_own_words(req->db, req->a, &e.own, &words);
    if (r >= 0)
        r = metrics_of(req, &e.home, &data.metrics);
    if (r >= 0)
        r = survey_own_answered(req->db, req->a, e.own.id, &answered);
    if (r < 0)
        return r;
    int64_t n = req_query_int(req, "edit", 1, (int64_t)words.n, 0);
    struct item_form initial = {.text = "",
                                .kind = "scale10",
                                .metric = "",
                                .required = true,
                                .n = n,
                                .version = e.own.version};
    if (n) {
        const struct survey_item *item = &words.items[n - 1];
        initial.text = item->text;
        initial.kind = survey_kind_word(item->kind);
        initial.metric = item->metric;
        initial.required = item->required;
    }
    bool own_form = req->form && form_field(req->form, "text");
    data.form = own_form ? req->form : form_new(req->a, &survey_item_form, &initial);
    data.editing = own_form ? (int)strtol(form_raw(req->form, "n"), NULL, 10) : (int)n;
    data.whom = survey_whom(req, &e.home, e.own.role, e.own.form);
    data.back = e.home.base;
    data.answered = answered.n;
    struct page page = {
        .title = e.own.title, .body = survey_editor_view, .data = &data, .form = req->form};
    return survey_home_frame(req, &e.home, true, &page);
}

/* The same end of all: the words of a refusal on the page, or the journal and back. */
static int done(struct req *req, int r, const char *action, int64_t id, const char *notice)
{
    if (r == ERR_CONFLICT || r == ERR_INVALID || r == ERR_LIMIT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, action, "survey", id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", notice);
    return req_redirect(req, "/questionnaires/%lld", (long long)id);
}

int survey_editor_item_post(struct req *req)
{
    const struct item_form *in = req_input(req);
    struct editing e;
    const struct choice *metrics;
    int r = load(req, &e);
    if (r >= 0)
        r = metrics_of(req, &e.home, &metrics);
    if (r < 0)
        return r;
    bool known = !*in->metric;
    for (const struct choice *c = metrics; c->value; c++)
        known |= !strcmp(c->value, in->metric);
    if (!known) {
        form_error(req->form, "metric", "%s", _("Такого показателя нет. Выберите из списка"));
        return req_retry(req);
    }
    /* «Да» would be a one of ten. */
    if (*in->metric && survey_kind_of(in->kind) != SURVEY_SCALE10) {
        form_error(req->form, "metric", "%s",
                   _("Показатель измеряют оценкой от 1 до 10. Выберите её или уберите показатель"));
        return req_retry(req);
    }
    struct survey_item item = {0, survey_kind_of(in->kind), in->text, in->metric, in->required};
    struct survey_edit edit = edit_of(req, &e, in->version);
    r = survey_item_put(&edit, (int)in->n, &item);
    return done(req, r, "survey.item", e.own.id, _("Вопрос записан"));
}

int survey_editor_move_post(struct req *req)
{
    const struct move_form *in = req_input(req);
    struct editing e;
    int r = load(req, &e);
    if (r < 0)
        return r;
    struct survey_edit edit = edit_of(req, &e, in->version);
    if (!strcmp(in->how, "remove"))
        r = survey_item_remove(&edit, (int)in->n);
    else
        r = survey_item_move(&edit, (int)in->n, !strcmp(in->how, "up") ? -1 : 1);
    return done(req, r, "survey.item", e.own.id,
                !strcmp(in->how, "remove") ? _("Вопрос убран") : _("Вопрос переставлен"));
}

int survey_editor_publish_post(struct req *req)
{
    const struct version_form *in = req_input(req);
    struct editing e;
    int64_t answered = 0;
    int r = load(req, &e);
    if (r < 0)
        return r;
    struct survey_edit edit = edit_of(req, &e, in->version);
    r = survey_publish(&edit, &answered);
    const char *notice =
        answered ? arena_printf(req->a,
                                P_("Анкета опубликована. %lld начатая анкета осталась с прежними "
                                   "вопросами, новые люди получат эти",
                                   "Анкета опубликована. %lld начатых анкет остались с прежними "
                                   "вопросами, новые люди получат эти",
                                   (long)answered),
                                (long long)answered)
                 : _("Анкета опубликована: её можно рассылать");
    return done(req, r, "survey.publish", e.own.id, notice);
}

int survey_editor_archive_post(struct req *req)
{
    const struct version_form *in = req_input(req);
    struct editing e;
    int r = load(req, &e);
    if (r < 0)
        return r;
    struct survey_edit edit = edit_of(req, &e, in->version);
    r = survey_archive(&edit);
    return done(req, r, "survey.archive", e.own.id,
                _("Анкета в архиве: разослать её больше нельзя, ответы на месте"));
}

int survey_preview_get(struct req *req)
{
    struct editing e;
    struct survey_words words;
    struct survey_preview_page data = {.own = &e.own};
    int r = load(req, &e);
    if (r >= 0)
        r = survey_own_words(req->db, req->a, &e.own, &words);
    if (r < 0)
        return r;
    struct survey_ask *asks = arena_array(req->a, struct survey_ask, words.n);
    for (size_t i = 0; i < words.n; i++)
        asks[i] = (struct survey_ask){
            .item = &words.items[i], .slot = (int)i + 1, .value = SURVEY_MISSING, .text = ""};
    data.sheet = (struct survey_sheet_page){.asks = asks, .n_asks = words.n};
    struct page page = {.title = e.own.title,
                        .lead = _("Так анкету увидят участники. Здесь ничего не сохраняется."),
                        .body = survey_preview_view,
                        .data = &data};
    return survey_home_frame(req, &e.home, true, &page);
}
