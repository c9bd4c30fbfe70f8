/* The public page of a programme, and what the public pages have in common. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/route.h"
#include "html/format.h"
#include "identity/consent_text.h"
#include "identity/place.h"
#include "network/unit.h"
#include "programme/enrolment_join.h"
#include "programme/enrolment_join.html.h"
#include "programme/enrolment_pages.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/participation.h"
#include "programme/programme_pages.h"

struct application_desk application_desk(struct req *req, struct date today)
{
    return (struct application_desk){req->db, req->a, req->app, today, req->who.account_id};
}

static const char *why_shut(struct req *req, const struct enrolment_at *at)
{
    const struct enrolment *e = &at->e;
    switch (enrolment_door(e, at->p.state, at->today)) {
    case ENROLMENT_EARLY:
        return arena_printf(req->a, _("Приём заявок откроется %s."),
                            date_long(req->a, e->from, at->today.year));
    case ENROLMENT_LATE:
        return arena_printf(req->a, _("Приём заявок закончился: последний день — %s."),
                            date_long(req->a, e->to, at->today.year));
    case ENROLMENT_CLOSED:
        return _("Приём заявок закрыт.");
    case ENROLMENT_STOPPED:
        return _("Программа сейчас не идёт, заявки не принимаются.");
    case ENROLMENT_OPEN:
        break;
    }
    return NULL;
}

int enrolment_at(struct req *req, const struct enrolment *e, struct enrolment_at *ret)
{
    struct unit unit;
    ret->e = *e;
    req->unit_id = e->unit_id; /* of pages without an object in the path: for the journal */
    int r = programme_get(req->db, req->a, e->programme_id, &ret->p);
    if (r > 0)
        r = unit_get(req->db, req->a, e->unit_id, &unit);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    ret->e.forms = enrolment_forms_left(req->a, &ret->p, ret->e.forms);
    ret->unit_name = unit.name;
    ret->today = date_at(clock_now(req->clock), unit.utc_offset);
    r = own_form_methodology(req->app->methodology, req->db, req->a, ret->p.unit_id, ret->p.pack_id,
                             &req->err, &ret->pack);
    ret->shut = why_shut(req, ret);
    return r;
}

int enrolment_of(struct req *req, struct enrolment_at *ret)
{
    struct enrolment e;
    int r = enrolment_by_code(req->db, req->a, req_id(req, "enrolment"), &e);
    return r <= 0 ? (r < 0 ? r : ERR_NOT_FOUND) : enrolment_at(req, &e, ret);
}

int enrolment_public(struct req *req, const struct enrolment_at *at, struct page *page)
{
    page->place = at->unit_name;
    page->bare = true;
    return req_page(req, page);
}

static bool fits(const struct pack_form *f, const char *side, enum applicant who)
{
    enum pack_who at = pack_form_who(f, side);
    return who == APPLICANT_ANYBODY ||
           (who == APPLICANT_PUPIL ? pack_who_pupil(at) : pack_who_minor(at));
}

struct enrolment_offer enrolment_forms(struct req *req, const struct enrolment_at *at,
                                       const char *side, enum applicant who)
{
    const struct pack *pack = at->pack;
    struct choice *list = arena_array(req->a, struct choice, pack->forms.n + 1);
    struct enrolment_offer offer = {.only = NULL};
    struct strbuf codes;
    bool all = true;
    strbuf_init(&codes, req->a);
    for (size_t i = 0; i < pack->forms.n; i++) {
        const struct pack_form *f = &pack->forms.row[i];
        if (!enrolment_has_form(at->e.forms, f->code))
            continue;
        all &= fits(f, side, who);
        if (!fits(f, side, who))
            continue;
        strbuf_printf(&codes, "%s%s", offer.n ? ";" : "", f->code);
        list[offer.n++] = (struct choice){f->code, f->name, *f->aim ? f->aim : NULL};
    }
    offer.codes = codes.s ? codes.s : "";
    offer.any = all ? "" : offer.codes;
    offer.only = offer.n == 1 ? list[0].value : NULL;
    offer.choices = offer.n > 1 ? list : NULL;
    return offer;
}

bool enrolment_offers(const struct enrolment_offer *offer, const char *code)
{
    return enrolment_has_form(offer->codes, code);
}

const struct choice *enrolment_categories(struct req *req, const struct enrolment_at *at,
                                          const char *codes)
{
    const struct pack *pack = at->pack;
    struct choice *list = arena_array(req->a, struct choice, pack->categories.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < pack->categories.n; i++) {
        const struct pack_category *c = &pack->categories.row[i];
        bool right = !c->forms.n;
        for (size_t k = 0; k < pack->forms.n; k++)
            right |= enrolment_has_form(codes, pack->forms.row[k].code) &&
                     pack_category_fits(c, pack_form_base(pack, pack->forms.row[k].code));
        if (right)
            list[n++] = (struct choice){c->code, c->name, *c->hint ? c->hint : NULL};
    }
    return n ? list : NULL;
}

void enrolment_sensitive(struct req *req, const struct pack *pack, const char *field,
                         const char *text, bool sure, bool mentor)
{
    const struct pack_sensitive *s = pack_sensitive(req->a, pack, text);
    if (!s || (sure && (mentor || !s->refuse)))
        return;
    if (mentor)
        form_error(req->form, field,
                   _("Возможно, здесь сведения %s. О себе и о детях их лучше не писать. Если это о "
                     "вашей работе, отметьте это под полями"),
                   s->about);
    else if (s->refuse)
        form_error(req->form, field,
                   _("Похоже, здесь сведения %s. Их здесь не хранят. Опишите просьбу иначе: что "
                     "хочется узнать, научиться делать или получить"),
                   s->about);
    else
        form_error(req->form, field,
                   _("Возможно, здесь сведения %s. Их лучше не писать: опишите, что хочется узнать "
                     "или получить. Если речь о другом, отметьте это под полями"),
                   s->about);
}

/* ---- the page ---- */

/* «Осталось 4 места», when there is a bound. */
static int places_left(struct req *req, const struct enrolment *e, const char **ret)
{
    int64_t taken, places = e->mentee_places;
    *ret = NULL;
    if (!e->mentees || !places)
        return 0;
    int r = application_taken(req->db, req->a, e->programme_id, "mentee", &taken);
    if (r < 0)
        return r;
    int64_t left = places > taken ? places - taken : 0;
    *ret = left ? arena_printf(req->a,
                               P_("Для наставляемых осталось %lld место.",
                                  "Для наставляемых осталось %lld мест.", (long)left),
                               (long long)left)
                : _("Места для наставляемых заняты: новые заявки встают в лист ожидания.");
    return 0;
}

static int join_get(struct req *req)
{
    struct enrolment_at at;
    struct enrolment_join_page data = {0};
    int r = enrolment_of(req, &at);
    if (r >= 0)
        r = places_left(req, &at.e, &data.places);
    if (r < 0)
        return r;
    data.e = &at.e;
    data.closed = at.shut;
    data.about = consent_paragraphs(req->a, at.e.about, &data.n_about);
    data.until = date_long(req->a, at.e.to, at.today.year);
    data.dates = programme_dates(req, at.p.starts_on, at.p.ends_on);
    data.forms = participation_forms(req->a, at.pack, at.e.forms);
    data.children = at.e.mentees && enrolment_forms(req, &at, "mentee", APPLICANT_PUPIL).n;
    struct page page = {
        .title = at.p.title, .lead = at.unit_name, .body = enrolment_join_view, .data = &data};
    return enrolment_public(req, &at, &page);
}

static int enrolment_object(struct req *req, int64_t id, struct object *ret)
{
    struct enrolment e;
    int r = enrolment_by_code(req->db, req->a, id, &e);
    if (r > 0)
        *ret = (struct object){.unit_id = e.unit_id};
    return r;
}

static const struct route routes[] = {
    ROUTE_GET("/join/{enrolment}", join_get, PERM_PUBLIC),
    ROUTE_GET("/join/{enrolment}/mentee", application_own_get, PERM_PUBLIC),
    ROUTE_POST("/join/{enrolment}/mentee", application_own_post, PERM_PUBLIC,
               .form = &application_own_form, .retry = application_own_get),
    ROUTE_GET("/join/{enrolment}/child", application_child_get, PERM_PUBLIC),
    ROUTE_POST("/join/{enrolment}/child", application_child_post, PERM_PUBLIC,
               .form = &application_child_form, .retry = application_child_get),
    ROUTE_GET("/join/{enrolment}/mentor", application_mentor_get, PERM_PUBLIC),
    ROUTE_POST("/join/{enrolment}/mentor", application_mentor_post, PERM_PUBLIC,
               .form = &application_mentor_form, .retry = application_mentor_get),
};

static const struct scope scopes[] = {{"enrolment", enrolment_object}};

const struct module enrolment_join_module = {.name = "enrolment_join",
                                             .routes = routes,
                                             .n_routes = sizeof routes / sizeof *routes,
                                             .scopes = scopes,
                                             .n_scopes = sizeof scopes / sizeof *scopes};
