/* One application as the coordinator sees it, and the decision. */
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "html/qr.h"
#include "identity/place.h"
#include "programme/application.html.h"
#include "programme/application.sql.h"
#include "programme/enrolment_pages.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"

struct approve_form {
    const char *known, *why;
};
static const struct field approve_fields[] = {
    FIELD(struct approve_form, known, FIELD_CHOICE, .label = N_("Это тот же человек?"),
          .optional = true, .sometimes = true, .max = 10),
    FIELD(struct approve_form, why, FIELD_AREA, .label = N_("Почему одобрена"),
          .hint = N_("Останется в истории, прочитают только сотрудники. Без сведений о здоровье "
                     "и семье"),
          .optional = true, .max = APPLICATION_REASON_MAX),
};
const struct form_def application_approve_form = FORM_DEF(struct approve_form, approve_fields);

struct refuse_form {
    const char *reason;
};
static const struct field refuse_fields[] = {
    FIELD(struct refuse_form, reason, FIELD_AREA, .label = N_("Причина отказа"),
          .hint = N_("Её прочитает тот, кто подал заявку. Без сведений о здоровье и семье"),
          .empty = N_("Напишите причину: её прочитает тот, кто подал заявку"),
          .max = APPLICATION_REASON_MAX),
};
const struct form_def application_refuse_form = FORM_DEF(struct refuse_form, refuse_fields);

static const struct choice known_choices[] = {
    {"same", N_("Да, тот же человек"), NULL},
    {"new", N_("Нет, другой человек"), NULL},
    {NULL, NULL, NULL},
};

struct one {
    struct application x;
    struct programme p;
    const struct pack *pack;
    struct date today;
};

static int load(struct req *req, struct one *ret)
{
    int r = application_get(req->db, req->a, req_id(req, "application"), &ret->x);
    if (r > 0)
        r = programme_get(req->db, req->a, ret->x.programme_id, &ret->p);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = programme_pack(req, &ret->p, &ret->pack);
    return r < 0 ? r : unit_today(req, ret->p.unit_id, &ret->today);
}

/* ---- what it says ---- */

static void fact(struct application_one_page *d, const char *label, const char *text)
{
    if (!*text)
        return;
    d->facts[d->n_facts].label = label;
    d->facts[d->n_facts++].text = text;
}

static void facts(struct req *req, const struct one *o, struct application_one_page *d)
{
    const struct application_new *a = &o->x.a;
    const struct pack_category *c = pack_category(o->pack, a->category);
    if (a->birth_year)
        fact(d, _("Год рождения"), arena_printf(req->a, "%lld", (long long)a->birth_year));
    fact(d, _("Место учёбы или работы"), a->place);
    fact(d, _("Форма наставничества"), participation_forms(req->a, o->pack, a->form));
    fact(d, _("О чём просьба"), c ? c->name : "");
    fact(d, _("Просьба своими словами"), a->request);
    fact(d, _("Компетенции"), a->competencies);
    fact(d, _("Достижения"), a->achievements);
    fact(d, _("Интересы"), a->interests);
    fact(d, _("Желаемый возраст наставляемых"), a->age_wish);
    fact(d, _("Ресурс времени"), a->time);
    fact(d, _("Телефон"), format_phone(req->a, a->phone));
    fact(d, _("Электронная почта"), a->email);
    fact(d, _("Законный представитель"), a->representative);
    fact(d, _("Телефон представителя"), format_phone(req->a, a->representative_phone));
    fact(d, _("Почта представителя"), a->representative_email);
    fact(d, _("Причина"), o->x.reason);
}

/* «5 ноября, 15:00, А. Г. Морошкин» */
static int say_decision(struct req *req, const struct one *o, struct application_one_page *d)
{
    struct application_decider by;
    int zone, r = application_decider(req->db, req->a, o->x.id, &by);
    bool known = r > 0;
    if (r >= 0)
        r = unit_zone(req, o->p.unit_id, &zone);
    if (r < 0 || !o->x.decided_at)
        return r;
    const char *who = known                             ? by.display_name
                      : !strcmp(o->x.state, "approved") ? _("программа сама: место освободилось")
                                                        : "";
    fact(d, _("Решение"),
         arena_printf(req->a, "%s, %s%s%s",
                      format_day(req->a, date_at(o->x.decided_at, zone), o->today),
                      format_time(req->a, o->x.decided_at, zone), *who ? ", " : "", who));
    return 0;
}

static int signatures(struct req *req, const struct one *o, struct application_one_page *d)
{
    struct application_consents *rows;
    int zone, r = application_consents(req->db, req->a, o->x.id, &rows, &d->n_signatures);
    if (r >= 0)
        r = unit_zone(req, o->p.unit_id, &zone);
    if (r < 0)
        return r;
    struct application_signature *list =
        arena_array(req->a, struct application_signature, d->n_signatures);
    for (size_t i = 0; i < d->n_signatures; i++) {
        bool other = !strcmp(rows[i].relation, "representative");
        list[i] = (struct application_signature){
            arena_printf(req->a, _("%s, текст %lld"), consent_name(consent_from_code(rows[i].kind)),
                         (long long)rows[i].version),
            arena_printf(req->a, other ? _("%s, законный представитель") : _("%s, участник"),
                         rows[i].given_by),
            arena_printf(req->a, "%s, %s",
                         format_day(req->a, date_at(rows[i].given_at, zone), o->today),
                         format_time(req->a, rows[i].given_at, zone))};
    }
    d->signatures = list;
    return 0;
}

/* Whose link the coordinator may hand over: the representative's, until it is signed. */
static int missing(struct req *req, const struct one *o, struct application_one_page *d)
{
    struct application_signed now;
    if (strcmp(o->x.state, "unsigned") != 0)
        return 0;
    int r = application_signed(req->db, req->a, &o->x, o->today, &now);
    if (r < 0)
        return r;
    bool other = now.needs_representative && now.representative < APPLICATION_CONSENTS;
    bool self = now.needs_self && now.self < APPLICATION_CONSENTS;
    d->missing = other && self ? _("Нет подписей участника и законного представителя.")
                 : other ? _("Нет подписи законного представителя.")
                         : _("Нет подписи участника.");
    d->url =
        enrolment_url(req->a, req->app, other ? ENROLMENT_REPRESENTATIVE : ENROLMENT_SELF, o->x.id);
    d->url_words = other ? _("Ссылка для законного представителя") : _("Ссылка для участника");
    return qr_svg(req->a, d->url, d->url_words, &d->qr);
}

/* «Ким Артём Олегович, 2013, уже в программе» */
static int say_match(struct req *req, const struct one *o, struct application_one_page *d)
{
    struct application_match m;
    struct person who;
    int r = application_match(req->db, req->a, &o->x, &m);
    if (r >= 0 && m.person_id)
        r = person_get(req->db, req->a, m.person_id, &who);
    if (r < 0 || !m.person_id)
        return r;
    const char *name = person_name_full(req->a, &who.name);
    d->match = who.birth_year ? arena_printf(req->a, "%s, %lld%s", name, (long long)who.birth_year,
                                             m.participates ? _(" — уже в этой программе") : "")
                              : arena_printf(req->a, "%s%s", name,
                                             m.participates ? _(" — уже в этой программе") : "");
    d->known = known_choices;
    return 0;
}

static int full(struct req *req, const struct one *o, struct application_one_page *d)
{
    struct enrolment e;
    int64_t taken;
    int r = enrolment_get(req->db, req->a, o->p.id, &e);
    if (r <= 0 || !enrolment_places(&e, o->x.a.side))
        return r;
    r = application_taken(req->db, req->a, o->p.id, o->x.a.side, &taken);
    if (r >= 0 && taken >= enrolment_places(&e, o->x.a.side))
        d->full = _("Свободных мест нет: одобренная заявка встанет в лист ожидания и пройдёт сама, "
                    "когда место освободится.");
    return r;
}

int application_one_get(struct req *req)
{
    struct one o;
    int r = load(req, &o);
    if (r < 0)
        return r;
    bool approving = req->form && strstr(req->path, "/approve");
    struct application_one_page data = {
        .x = &o.x,
        .name = o.x.cleared_at ? _("данные удалены") : person_name_full(req->a, &o.x.a.name),
        .state = application_state_name(o.x.state),
        .pill = application_pill(o.x.state),
        .approve = approving ? req->form
                             : form_new(req->a, &application_approve_form,
                                        &(struct approve_form){.known = "", .why = ""}),
        .refuse =
            req->form && !approving ? req->form : form_new(req->a, &application_refuse_form, NULL),
        .may_decide = !strcmp(o.x.state, "new") || !strcmp(o.x.state, "waiting"),
    };
    facts(req, &o, &data);
    r = say_decision(req, &o, &data);
    if (r >= 0)
        r = signatures(req, &o, &data);
    if (r >= 0)
        r = missing(req, &o, &data);
    if (r >= 0 && data.may_decide)
        r = say_match(req, &o, &data);
    if (r >= 0 && data.may_decide)
        r = full(req, &o, &data);
    if (r < 0)
        return r;
    const struct link parent = {
        _("Заявки"), arena_printf(req->a, "/programmes/%lld/applications?side=%s&state=%s",
                                  (long long)o.p.id, o.x.a.side, o.x.state)};
    struct page page = {.title = !strcmp(o.x.a.side, "mentor") ? _("Заявка наставника")
                                                               : _("Заявка наставляемого"),
                        .body = application_one_view,
                        .data = &data,
                        .form = req->form};
    r = programme_frame(req, &o.p, "applications", &parent, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* ---- deciding ---- */

static int back(struct req *req, const struct one *o)
{
    return req_redirect(req, "/programmes/%lld/applications?side=%s", (long long)o->p.id,
                        o->x.a.side);
}

int application_approve_post(struct req *req)
{
    const struct approve_form *in = req_input(req);
    struct one o;
    int r = load(req, &o);
    if (r < 0)
        return r;
    const struct application_desk d = application_desk(req, o.today);
    bool known = !strcmp(in->known, "same") || !strcmp(in->known, "new");
    r = application_approve(&d, o.x.id, known ? in->known : "", in->why, &req->err);
    if ((r == ERR_INVALID || r == ERR_CONFLICT) && *req->err.text) {
        form_error(req->form, r == ERR_INVALID ? "known" : NULL, "%s", req->err.text);
        return req_retry(req);
    }
    bool waits = r > 0;
    if (r >= 0)
        r = req_audit(req, waits ? "application.wait" : "application.approve", "application",
                      o.x.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s",
               waits ? _("Свободных мест нет: заявка в листе ожидания")
                     : _("Заявка одобрена, человек внесён в базу"));
    return back(req, &o);
}

int application_refuse_post(struct req *req)
{
    const struct refuse_form *in = req_input(req);
    struct one o;
    int r = load(req, &o);
    if (r < 0)
        return r;
    const struct application_desk d = application_desk(req, o.today);
    r = application_refuse(&d, o.x.id, in->reason, &req->err);
    if ((r == ERR_INVALID || r == ERR_CONFLICT) && *req->err.text) {
        form_error(req->form, "reason", "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0)
        r = req_audit(req, "application.refuse", "application", o.x.id, "");
    if (r < 0)
        return r;
    req_notice(req, "%s", _("Заявка отклонена, причину увидит тот, кто её подал"));
    return back(req, &o);
}
