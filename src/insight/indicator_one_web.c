/* One indicator: what it counts, its parts by unit, its months, its people. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/place.h"
#include "insight/indicator.html.h"
#include "insight/indicator_pages.h"
#include "net/url.h"
#include "network/unit.h"
#include "programme/methodology.h"
#include "programme/survey.h"

static const char *rule_words(enum indicator_rule rule)
{
    switch (rule) {
    case COUNT_SAID:
        return _("указывает организация или уровень выше, с источником и датой");
    case COUNT_ENTERPRISES:
        return _("по базе наставников: разные места работы, каждое один раз");
    case COUNT_ACTIVE_ORGANISATIONS:
        return _("по программам: есть положение и программа, которая идёт в этом году");
    case COUNT_ORGANISATIONS:
        return _("по списку организаций");
    case COUNT_SATISFIED_MENTEES:
    case COUNT_SATISFIED_MENTORS:
    case COUNT_YES_MENTEES:
        return _(
            "по итоговым анкетам года: последний ответ каждого человека; группа, в которой "
            "меньше пяти ответов, входит в число только выше, где таких ответов вместе хотя бы "
            "пять");
    case COUNT_HELD_MEETINGS:
        return _("по встречам пар с начала года");
    case COUNT_PLANNED_MEETINGS:
        return _("по встречам пар с начала года, которые должны были пройти; перенесённая встреча "
                 "считается один раз");
    case COUNT_PERSONAL_DONE:
        return _("по персонализированным программам, отмеченным завершёнными");
    case COUNT_PERSONAL_DUE:
        return _("по утверждённым персонализированным программам, срок которых истёк в этом году");
    case COUNT_MEASURED:
        return _("по показателям школы, которые внёс куратор, после программы; о ком школа ничего "
                 "не внесла, в числитель не входит");
    case COUNT_PROJECTS_DONE:
        return _("по целям пар, которые отмечены как проект и достигнуты");
    case COUNT_PROJECTS_PLANNED:
        return _(
            "по целям пар, которые отмечены как проект: достигнутые в этом году и те, чей срок "
            "в этом году истёк");
    default:
        return _("по базам: разные люди, участие которых шло в этом году; кандидаты не входят");
    }
}

/* People of a rule with months are not those of the year. */
static const char *against_words(struct arena *a, const struct indicator *i)
{
    if (!i->after_months)
        return arena_printf(a, "%s — %s", i->denominator, rule_words(i->of));
    return arena_printf(a,
                        _("%s — по базам: разные люди, у которых %d месяцев с начала участия "
                          "исполнилось в этом году; кандидаты не входят"),
                        i->denominator, i->after_months);
}

static const char *role_model_name(const struct pack *pack, const char *code)
{
    for (size_t k = 0; k < pack->role_models.n; k++)
        if (!strcmp(pack->role_models.row[k].code, code))
            return pack->role_models.row[k].name;
    return code;
}

/* Of which forms and role models only. */
static void put_limits(struct strbuf *b, const struct pack *pack, const struct indicator *i)
{
    const char *before = _("; только формы: ");
    for (size_t k = 0; k < i->forms.n; k++) {
        const struct pack_form *f = pack_form(pack, i->forms.item[k]);
        if (!f)
            continue; /* of another pack */
        strbuf_printf(b, "%s«%s»", before, f->name);
        before = ", ";
    }
    before = _("; только ролевые модели: ");
    for (size_t k = 0; k < i->role_models.n; k++) {
        strbuf_printf(b, "%s«%s»", before, role_model_name(pack, i->role_models.item[k]));
        before = ", ";
    }
}

static const char *counts_words(struct req *req, const struct indicator *i)
{
    const struct pack *pack;
    struct arena *a = req->a;
    struct strbuf b;
    strbuf_init(&b, a);
    strbuf_printf(&b, "%s — %s", i->numerator, rule_words(i->counts));
    if (i->age_from)
        strbuf_printf(&b, _("; возраст — год отчёта минус год рождения, от %d до %d"), i->age_from,
                      i->age_to);
    if (indicator_asked(i->counts) && i->threshold > 1)
        strbuf_printf(&b, _("; доволен тот, кто поставил не меньше %d из 10"), i->threshold);
    if (i->counts == COUNT_MEASURED)
        strbuf_printf(&b, _("; порог — не меньше %d"), i->threshold);
    if (i->after_months)
        strbuf_printf(&b, _("; участие началось %d месяцев назад"), i->after_months);
    if (methodology_pack(req->app->methodology, req->db, i->pack_id, &req->err, &pack) >= 0)
        put_limits(&b, pack, i);
    return b.s;
}

static int fill_parts(struct req *req, const struct frozen *s, struct indicator_page *data)
{
    struct frozen_part *parts;
    int64_t n_of[FROZEN_PAGE];
    bool hide[FROZEN_PAGE] = {false}, people = indicator_may(req, PERM_PEOPLE_READ);
    int r = frozen_parts(req->db, req->a, s, data->i->code, req_query(req, "key"),
                         req_query_int(req, "after", 0, INT64_MAX, 0), &parts, &data->n_parts);
    if (r < 0)
        return r;
    if (data->n_parts > FROZEN_PAGE) {
        data->n_parts = FROZEN_PAGE;
        data->parts_next =
            arena_printf(req->a, "?code=%s&snapshot=%lld&key=%s&after=%lld", data->i->code,
                         (long long)s->id, url_encode(req->a, parts[FROZEN_PAGE - 1].name_key),
                         (long long)parts[FROZEN_PAGE - 1].unit_id);
    }
    for (size_t i = 0; i < data->n_parts; i++)
        n_of[i] =
            indicator_asked(data->i->counts) ? parts[i].value.answers : parts[i].value.numerator;
    bool sensitive =
        indicator_asked(data->i->counts) || (!people && indicator_people(data->i->counts));
    if (sensitive)
        (void)survey_hide(n_of, data->n_parts, hide);
    struct part_line *lines = arena_array(req->a, struct part_line, data->n_parts);
    for (size_t i = 0; i < data->n_parts; i++) {
        const struct frozen_part *p = &parts[i];
        bool hidden = hide[i] || value_small(&p->value, data->i, people);
        lines[i].name = p->name;
        lines[i].href = arena_printf(req->a, "/units/%lld/indicators/one?code=%s&period=%s",
                                     (long long)p->unit_id, data->i->code, s->period);
        lines[i].words = p->snapshot_id
                             ? value_words(req->a, data->i, &p->value, hidden)
                             : (struct value_words){.why = _("ещё не считали"), .meter = -1};
    }
    data->parts = lines;
    return 0;
}

static int fill_months(struct req *req, struct indicator_page *data)
{
    struct frozen_month *months;
    int r = frozen_months(req->db, req->a, req->unit_id, data->i->code, &months, &data->n_months);
    if (r < 0)
        return r;
    struct month_line *lines = arena_array(req->a, struct month_line, data->n_months);
    for (size_t i = 0; i < data->n_months; i++) {
        const struct frozen_value *v = &months[i].value;
        lines[i].name = indicator_period_name(req->a, months[i].period);
        lines[i].words = value_words(req->a, data->i, v,
                                     value_small(v, data->i, indicator_may(req, PERM_PEOPLE_READ)));
    }
    data->months = lines;
    return 0;
}

static int fill_people(struct req *req, const struct frozen *s, struct indicator_page *data)
{
    struct period p;
    struct frozen_person *people;
    data->has_people = indicator_may(req, PERM_PEOPLE_READ) && indicator_people(data->i->counts);
    if (!data->has_people || !period_parse(s->period, &p))
        return 0;
    int64_t after = req_query_int(req, "person", 0, INT64_MAX, 0);
    const char *key = "";
    struct indicators counted = {data->i, 1};
    int r = after ? frozen_person_key(req->db, req->a, req->unit_id, after, &key) : 0;
    if (r >= 0)
        r = indicators_own(req->db, req->a, req->unit_id, false, &counted);
    if (r >= 0)
        r = frozen_people(req->db, req->a, req->clock, counted.row, req->unit_id, p, key, after,
                          &people, &data->n_people);
    if (r < 0)
        return r;
    if (data->n_people > FROZEN_PAGE) {
        data->n_people = FROZEN_PAGE;
        data->people_next =
            arena_printf(req->a, "?code=%s&snapshot=%lld&person=%lld", data->i->code,
                         (long long)s->id, (long long)people[FROZEN_PAGE - 1].person_id);
    }
    data->people = people;
    return 0;
}

static const char *source_words(struct arena *a, const struct frozen_value *v)
{
    struct date day;
    if (!*v->source)
        return NULL;
    return date_parse_iso(v->as_of, &day)
               ? arena_printf(a, _("%s, на %s"), v->source, date_short(a, day))
               : v->source;
}

int indicator_one_get(struct req *req)
{
    struct unit unit;
    struct indicators list;
    struct frozen s;
    struct frozen_value *values = NULL;
    const struct frozen_value *v = NULL;
    struct indicator_page data = {.unit_id = req->unit_id, .may = indicator_may(req, PERM_NUMBERS)};
    size_t n = 0;
    int r = indicator_page_load(req, &unit, &list);
    const char *code = req_query(req, "code");
    int now = r >= 0 ? indicator_find(&list, code) : -1;
    if (r >= 0)
        r = indicator_chosen(req, &s);
    if (r == 1)
        r = frozen_values(req->db, req->a, s.id, &values, &n);
    if (r >= 0)
        v = indicator_value(values, n, code);
    const struct frozen_then then = {req->app->methodology, req->db, req->a, &list};
    if (v)
        r = frozen_definition(&then, v, &req->err, &data.i);
    if (!data.i && now >= 0)
        data.i = &list.row[now];
    if (r < 0 || !data.i)
        return r < 0 ? r : req_not_found(req);
    data.counts = counts_words(req, data.i);
    data.against = data.i->whole ? NULL : against_words(req->a, data.i);
    data.unsure = strcmp(data.i->confidence, "known") != 0;
    data.said = now >= 0 && (list.row[now].counts == COUNT_SAID || !list.row[now].whole);
    if (v && r >= 0) {
        data.period = s.period;
        data.period_name = indicator_period_name(req->a, s.period);
        data.year = (int)strtol(s.period, NULL, 10);
        data.words = value_words(req->a, data.i, v,
                                 value_small(v, data.i, indicator_may(req, PERM_PEOPLE_READ)));
        data.target =
            v->target >= 0 && !data.i->whole ? arena_printf(req->a, "%d\u00A0%%", v->target) : NULL;
        data.source = source_words(req->a, v);
        r = fill_parts(req, &s, &data);
        if (r >= 0)
            r = fill_people(req, &s, &data);
    }
    if (r >= 0)
        r = fill_months(req, &data);
    if (r < 0)
        return r;
    struct page page = {.title = data.i->name, .body = indicator_view, .data = &data};
    r = unit_frame(req, req->unit_id, "indicators", &page);
    if (r >= 0)
        r = unit_crumb_add(req, &page, _("Показатели"),
                           arena_printf(req->a, "/units/%lld/indicators", (long long)req->unit_id));
    return r < 0 ? r : req_page(req, &page);
}
