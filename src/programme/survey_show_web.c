/* Rounds of a programme: sending, how many have answered, the last day. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "net/url.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"
#include "programme/survey.sql.h"
#include "programme/survey_pages.h"
#include "programme/survey_show.html.h"
#include "programme/survey_show.sql.h"

/* ---- shared by the pages of a round ---- */

int survey_at(struct req *req, struct survey_at *ret)
{
    int r = survey_round_get(req->db, req->a, req_id(req, "round"), &ret->round);
    if (r > 0)
        r = programme_get(req->db, req->a, ret->round.programme_id, &ret->p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    return programme_pack(req, &ret->p, &ret->pack);
}

int survey_frame(struct req *req, const struct survey_at *at, struct page *page)
{
    struct link parent = {_("Анкеты"),
                          arena_printf(req->a, "/programmes/%lld/surveys", (long long)at->p.id)};
    int r = programme_frame(req, &at->p, "surveys", &parent, page);
    return r < 0 ? r : req_page(req, page);
}

int survey_percent(int64_t part, int64_t whole)
{
    return whole > 0 ? (int)((part * 200 + whole) / (2 * whole)) : 0;
}

const char *survey_group_name(struct arena *a, const struct pack *pack, const char *role,
                              const char *form)
{
    return arena_printf(a, "%s, %s", survey_side(role), participation_forms(a, pack, form));
}

static const char *day_of(struct req *req, const char *iso)
{
    struct date day;
    return date_parse_iso(iso, &day) ? date_long(req->a, day, day.year) : "";
}

/* ---- the list ---- */

int survey_rounds_get(struct req *req)
{
    struct programme p;
    struct survey_rounds_of *rows;
    int zone;
    struct survey_rounds_page data = {.may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE,
                                      .may_build = req->who.perms & 1u << PERM_PROGRAMME_MANAGE};
    int r = programme_of(req, &p);
    if (r >= 0)
        r = survey_rounds_of(req->db, req->a, p.id, &rows, &data.n);
    if (r >= 0)
        r = unit_zone(req, p.unit_id, &zone);
    if (r < 0)
        return r;
    struct survey_round_line *lines = arena_array(req->a, struct survey_round_line, data.n);
    for (size_t i = 0; i < data.n; i++) {
        struct survey_round round = {.phase = rows[i].phase,
                                     .closes_on = rows[i].closes_on,
                                     .title = rows[i].title ? rows[i].title : "",
                                     .closed_at = rows[i].has_closed_at ? rows[i].closed_at : 0,
                                     .zone = zone};
        bool open = survey_round_open(&round, clock_now(req->clock));
        if (!rows[i].has_survey_id) {
            data.before |= !strcmp(round.phase, "before");
            data.after |= !strcmp(round.phase, "after");
        }
        lines[i] = (struct survey_round_line){
            .id = rows[i].id,
            .title = survey_round_title(&round),
            .until = day_of(req, round.closes_on),
            .state = open ? _("Идёт приём ответов") : _("Приём закончен"),
            .pill = open ? PILL_HALF : PILL_DONE,
            .sent = rows[i].sent,
            .done = rows[i].done,
            .percent = survey_percent(rows[i].done, rows[i].sent)};
    }
    data.rows = lines;
    data.programme_id = p.id;
    data.unit_id = p.unit_id;
    data.running = programme_running(p.state);
    struct page page = {.title = _("Анкеты"), .body = survey_rounds_view, .data = &data};
    r = programme_frame(req, &p, "surveys", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- a new one ---- */

static const struct choice remind_choices[] = {{"0", N_("Не напоминать"), NULL},
                                               {"3", N_("Раз в 3 дня"), NULL},
                                               {"7", N_("Раз в неделю"), NULL},
                                               {NULL, NULL, NULL}};
static const struct choice phases[] = {
    {"before", N_("На входе"), N_("Получат все, кто есть в базах")},
    {"after", N_("На выходе"), N_("Получат те, кто работает или работал в паре")},
    {"other", N_("В другое время"),
     N_("Только для своей анкеты: её ответы ни с чем не сравнивают")},
    {NULL, NULL, NULL}};

struct new_form {
    int64_t survey;
    const char *phase, *remind;
    struct date closes;
};
static const struct field new_fields[] = {
    FIELD(struct new_form, survey, FIELD_ID, .label = N_("Какая анкета"), .optional = true,
          .hint = N_("Без выбора уйдут анкеты методологии: своя для каждой формы и стороны")),
    FIELD(struct new_form, phase, FIELD_CHOICE, .label = N_("Когда спрашиваем"), .choices = phases),
    FIELD(struct new_form, closes, FIELD_DATE, .label = N_("Принимать ответы до"),
          .hint = N_("Например, 30.11.2026. День можно перенести"),
          .empty = N_("Выберите последний день")),
    FIELD(struct new_form, remind, FIELD_CHOICE, .label = N_("Напоминать тем, кто не ответил"),
          .choices = remind_choices),
};
const struct form_def survey_new_form = FORM_DEF(struct new_form, new_fields);

#define WEEKS_2 14

int survey_new_get(struct req *req)
{
    struct programme p;
    struct survey_own_offered *own;
    struct survey_new_page data = {0};
    struct date today;
    size_t n;
    int r = programme_of(req, &p);
    if (r >= 0)
        r = unit_today(req, p.unit_id, &today);
    if (r >= 0)
        r = survey_own_offered(req->db, req->a, p.id, p.unit_id, &own, &n);
    if (r < 0)
        return r;
    struct choice *surveys = arena_array(req->a, struct choice, n + 1);
    for (size_t i = 0; i < n; i++)
        surveys[i] =
            (struct choice){arena_printf(req->a, "%lld", (long long)own[i].id), own[i].title, NULL};
    const char *phase = req_query(req, "phase");
    struct new_form initial = {.survey = req_query_int(req, "survey", 1, INT64_MAX, 0),
                               .phase = *phase ? phase : "before",
                               .remind = "3",
                               .closes = date_from_days(date_to_days(today) + WEEKS_2)};
    data.form = req_form(req, &survey_new_form, &initial);
    data.programme_id = p.id;
    data.surveys = surveys;
    data.own = n > 0;
    struct page page = {
        .title = _("Разослать анкеты"), .body = survey_new_view, .data = &data, .form = data.form};
    struct link parent = {_("Анкеты"),
                          arena_printf(req->a, "/programmes/%lld/surveys", (long long)p.id)};
    r = programme_frame(req, &p, "surveys", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* May this programme send that questionnaire? It is its own, or of a unit above it. */
static int offered(struct req *req, const struct programme *p, int64_t survey_id)
{
    struct survey_own_offered *own;
    size_t n;
    int r = survey_own_offered(req->db, req->a, p->id, p->unit_id, &own, &n);
    for (size_t i = 0; r >= 0 && i < n; i++)
        if (own[i].id == survey_id)
            return 1;
    return r < 0 ? r : 0;
}

static int queue(struct req *req, int64_t unit_id, int64_t round_id)
{
    int64_t job;
    int r = job_add(req, "survey_send", unit_id, round_id, &job);
    return r < 0 ? r : req_redirect(req, "/rounds/%lld", (long long)round_id);
}

int survey_new_post(struct req *req)
{
    const struct new_form *in = req_input(req);
    struct programme p;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int64_t id;
    int r = programme_of(req, &p);
    if (r >= 0 && in->survey)
        r = offered(req, &p, in->survey);
    if (r < 0)
        return r;
    if (in->survey && r == 0)
        form_error(req->form, "survey", "%s", _("Этой анкеты больше нет. Выберите другую"));
    if (!in->survey && !strcmp(in->phase, "other"))
        form_error(req->form, "phase", "%s",
                   _("Анкеты методологии бывают на входе и на выходе. Для другого времени выберите "
                     "свою анкету"));
    if (!form_ok(req->form))
        return req_retry(req);
    struct survey_round_new n = {&p, in->survey, in->phase, in->closes,
                                 strtoll(in->remind, NULL, 10)};
    r = survey_round_begin(req->db, req->a, &n, &deed, &req->err, &id);
    if (r == ERR_INVALID || r == ERR_CONFLICT || r == ERR_LIMIT) {
        form_error(req->form, r == ERR_INVALID ? "closes" : NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "survey.send", "survey_round", id, in->phase);
    return r < 0 ? r : queue(req, p.unit_id, id);
}

/* ---- one round ---- */

struct round_form {
    struct date closes;
    const char *remind;
    int64_t version;
};
static const struct field round_fields[] = {
    FIELD(struct round_form, closes, FIELD_DATE, .label = N_("Принимать ответы до"),
          .hint = N_("Закрытый приём откроется снова, если перенести день вперёд")),
    FIELD(struct round_form, remind, FIELD_CHOICE, .label = N_("Напоминать тем, кто не ответил"),
          .choices = remind_choices),
    FIELD(struct round_form, version, FIELD_INT, .label = N_("Версия"), .min = 1),
};
const struct form_def survey_round_form = FORM_DEF(struct round_form, round_fields);

static struct survey_rate_line line(const char *label, int64_t sent, int64_t done)
{
    return (struct survey_rate_line){label, "", sent, done, survey_percent(done, sent)};
}

#define UNITS_PAGE 25

static int load_rates(struct req *req, const struct survey_at *at, struct survey_round_page *data)
{
    struct survey_counts_of *groups;
    struct survey_counts_by_unit *units;
    int r = survey_counts_of(req->db, req->a, at->round.id, &groups, &data->n_rates);
    if (r >= 0)
        r = survey_counts_by_unit(req->db, req->a, at->round.id, req_query(req, "key"),
                                  req_query_int(req, "after", 0, INT64_MAX, 0), UNITS_PAGE + 1,
                                  &units, &data->n_units);
    if (r < 0)
        return r;
    if (data->n_units > UNITS_PAGE) {
        const struct survey_counts_by_unit *last = &units[UNITS_PAGE - 1];
        data->n_units = UNITS_PAGE;
        data->next = arena_printf(req->a, "?key=%s&after=%lld#units",
                                  url_encode(req->a, last->sort_key), (long long)last->unit_id);
    }
    data->first = !*req_query(req, "after");
    struct survey_rate_line *rates = arena_array(req->a, struct survey_rate_line, data->n_rates);
    for (size_t i = 0; i < data->n_rates; i++)
        rates[i] = line(survey_group_name(req->a, at->pack, groups[i].role, groups[i].form_code),
                        groups[i].sent, groups[i].done);
    struct survey_rate_line *by = arena_array(req->a, struct survey_rate_line, data->n_units);
    for (size_t i = 0; i < data->n_units; i++)
        by[i] = line(units[i].name, units[i].sent, units[i].done);
    data->rates = rates;
    data->units = by;
    return 0;
}

int survey_round_show(struct req *req)
{
    struct survey_at at;
    struct survey_send_job job;
    struct survey_round_page data = {.may_manage = req->who.perms & 1u << PERM_PEOPLE_MANAGE};
    int r = survey_at(req, &at);
    if (r >= 0)
        r = load_rates(req, &at, &data);
    if (r >= 0)
        r = survey_send_job(req->db, req->a, at.round.id, &job);
    if (r < 0)
        return r;
    if (r > 0 && (!strcmp(job.state, "queued") || !strcmp(job.state, "running")))
        data.job_id = job.id;
    struct round_form initial = {.remind =
                                     arena_printf(req->a, "%lld", (long long)at.round.remind_days),
                                 .version = at.round.version};
    date_parse_iso(at.round.closes_on, &initial.closes);
    data.form = req_form(req, &survey_round_form, &initial);
    data.round = &at.round;
    data.open = survey_round_open(&at.round, clock_now(req->clock));
    data.percent = survey_percent(at.round.done, at.round.sent);
    data.until = day_of(req, at.round.closes_on);
    struct page page = {.title = survey_round_title(&at.round),
                        .body = survey_round_view,
                        .data = &data,
                        .form = req->form};
    return survey_frame(req, &at, &page);
}

int survey_round_post(struct req *req)
{
    const struct round_form *in = req_input(req);
    struct survey_at at;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int r = survey_at(req, &at);
    if (r >= 0)
        r = survey_round_change(req->db, &at.round, in->version, in->closes,
                                strtoll(in->remind, NULL, 10), &deed, &req->err);
    if (r == ERR_INVALID || r == ERR_CONFLICT) {
        form_error(req->form, r == ERR_INVALID ? "closes" : NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "survey.change", "survey_round", at.round.id,
                      date_iso(req->a, in->closes));
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Сроки анкетирования сохранены"));
    return req_redirect(req, "/rounds/%lld", (long long)at.round.id);
}

int survey_round_send_post(struct req *req)
{
    struct survey_at at;
    int r = survey_at(req, &at);
    if (r >= 0 && !survey_round_open(&at.round, clock_now(req->clock)))
        return err_set(&req->err, ERR_CONFLICT,
                       _("Приём ответов закончен: новые анкеты не рассылаются"));
    if (r >= 0)
        r = req_audit(req, "survey.send", "survey_round", at.round.id, "");
    return r < 0 ? r : queue(req, at.p.unit_id, at.round.id);
}

int survey_round_close_post(struct req *req)
{
    struct survey_at at;
    struct deed deed = {req->clock, req->who.account_id, NULL};
    int r = survey_at(req, &at);
    if (r >= 0)
        r = survey_close(req->db, req->a, &at.round, &deed);
    if (r >= 0)
        r = req_audit(req, "survey.close", "survey_round", at.round.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Приём ответов закончен. Итоги посчитаны по всем ответам"));
    return req_redirect(req, "/rounds/%lld", (long long)at.round.id);
}
