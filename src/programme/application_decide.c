/* Deciding about applications: who is who, places, the waiting list. */
#include <string.h>

#include "base/i18n.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "programme/application.h"
#include "programme/application.sql.h"
#include "programme/application_mail.h"
#include "programme/import_known.h"
#include "programme/methodology.h"
#include "programme/participation.h"
#include "programme/programme.h"
#include "programme/total.h"

#define MOVE_UP_MAX 100 /* in one go */

/* ---- who is it? ---- */

static struct registry_identity identity_of(struct arena *a, const struct application *x)
{
    const struct registry_name name = {.surname = x->a.name.surname,
                                       .given = x->a.name.given,
                                       .patronymic = x->a.name.patronymic,
                                       .note = ""};
    const char *const all[] = {x->a.phone, x->a.email, x->a.representative_phone,
                               x->a.representative_email};
    struct registry_contact *contacts = arena_array(a, struct registry_contact, 4);
    size_t n = 0;
    for (size_t i = 0; i < 4; i++)
        if (*all[i])
            contacts[n++].value = all[i];
    return registry_identity_of(a, &name, (int)x->a.birth_year, contacts, n);
}

int application_match(struct db *db, struct arena *a, const struct application *x,
                      struct application_match *ret)
{
    struct registry_identity who = identity_of(a, x);
    struct import_place at = {.unit_id = x->unit_id, .programme_id = x->programme_id};
    struct import_match match;
    struct application_participates there;
    *ret = (struct application_match){REGISTRY_DIFFERENT, 0, false};
    int r = import_recognise(db, a, &at, NULL, &who, false, &match);
    if (r < 0 || match.same == REGISTRY_DIFFERENT)
        return r < 0 ? r : 0;
    ret->same = match.same;
    ret->person_id = match.person_id;
    r = application_participates(db, a, x->programme_id, x->a.side, match.person_id, &there);
    ret->participates = r > 0;
    return r < 0 ? r : 0;
}

/* ---- from an application to a row of the registry ---- */

static int add_contact(const struct application_desk *d, const struct application *x,
                       int64_t person_id, const char *kind, const char *value, bool representative)
{
    const struct person_contact c = {kind, value, representative ? "representative" : "self",
                                     representative ? x->a.representative : "", 0};
    return *value ? person_contact_add(d->db, person_id, x->unit_id, &c) : 0;
}

/* Of a minor under 14 only the representative's. */
static int add_contacts(const struct application_desk *d, const struct application *x,
                        int64_t person_id)
{
    enum person_age age = application_age(x, d->today);
    int r = 0;
    if (consent_needs_self(age)) {
        r = add_contact(d, x, person_id, "phone", x->a.phone, false);
        if (r >= 0)
            r = add_contact(d, x, person_id, "email", x->a.email, false);
    }
    if (r >= 0 && consent_needs_representative(age)) {
        r = add_contact(d, x, person_id, "phone", x->a.representative_phone, true);
        if (r >= 0)
            r = add_contact(d, x, person_id, "email", x->a.representative_email, true);
    }
    return r;
}

static int carry_consents(const struct application_desk *d, const struct application *x,
                          int64_t person_id)
{
    struct application_consents *rows;
    size_t n;
    int r = application_consents(d->db, d->a, x->id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct consent_given g = {.person_id = person_id,
                                  .text_id = rows[i].text_id,
                                  .by_representative = !strcmp(rows[i].relation, "representative"),
                                  .given_by = rows[i].given_by,
                                  .given_at = rows[i].given_at};
        (void)date_parse_iso(rows[i].given_on, &g.given_on);
        r = consent_carry(d->db, d->a, d->app->clock, &g);
    }
    return r < 0 ? r : 0;
}

/* «Учёба: дроби» */
static const char *request_of(const struct application_desk *d, const struct programme *p,
                              const struct application *x, struct err *err)
{
    const struct pack *pack;
    const struct pack_category *c = NULL;
    if (*x->a.category && methodology_pack(d->app->methodology, d->db, p->pack_id, err, &pack) >= 0)
        c = pack_category(pack, x->a.category);
    if (!c)
        return x->a.request;
    return *x->a.request ? arena_printf(d->a, "%s: %s", c->name, x->a.request) : c->name;
}

static int add_participation(const struct application_desk *d, const struct programme *p,
                             const struct application *x, int64_t person_id, const char *reason,
                             struct err *err, int64_t *ret_id)
{
    struct person person;
    bool mentee = !strcmp(x->a.side, "mentee");
    int r = person_get(d->db, d->a, person_id, &person);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    const struct participation_new n = {
        .unit_id = x->unit_id,
        .programme_id = x->programme_id,
        .person_id = person_id,
        .side = x->a.side,
        .sort_key = person_name_key(d->a, &person.name),
        .forms = x->a.form,
        .place = x->a.place,
        .request = mentee ? request_of(d, p, x, err) : "",
        .competencies = x->a.competencies,
        .achievements = x->a.achievements,
        .interests = x->a.interests,
        .age_wish = x->a.age_wish,
        .time_resource = x->a.time,
        .joined_on = date_iso(d->a, d->today),
        .finished_on = "",
        .results = "",
        .case_link = "",
        .applied = mentee,
    };
    r = participation_create(d->db, d->app->clock, &n, ret_id);
    const struct deed deed = {d->app->clock, d->account_id, reason};
    return r >= 0 && mentee ? participation_move(d->db, *ret_id, "admit", &deed, err) : r;
}

static int make_person(const struct application_desk *d, const struct application *x,
                       int64_t *ret_id)
{
    const struct person_new n = {
        .unit_id = x->unit_id, .name = x->a.name, .birth_year = x->a.birth_year};
    return person_create(d->db, d->a, d->app->clock, &n, ret_id);
}

/* A place is there and it is known who it is (person_id 0: a new person). */
static int admit(const struct application_desk *d, const struct programme *p,
                 const struct application *x, int64_t person_id, const char *reason,
                 struct err *err)
{
    int64_t id;
    int r = person_id ? 0 : make_person(d, x, &person_id);
    if (r >= 0)
        r = add_contacts(d, x, person_id);
    if (r >= 0)
        r = carry_consents(d, x, person_id);
    if (r >= 0)
        r = add_participation(d, p, x, person_id, reason, err, &id);
    if (r < 0)
        return r;
    const struct application_end end = {"approved", reason, person_id, id, d->account_id};
    r = application_close(d, x, &end, err);
    return r < 0 ? r : application_mail_decided(d, x);
}

/* ---- places ---- */

int application_taken(struct db *db, struct arena *a, int64_t programme_id, const char *side,
                      int64_t *ret)
{
    struct totals t;
    int r = total_load(db, a, programme_id, TOTAL_PARTICIPATION, &t);
    *ret = total_sum(&t, side, "") - total_sum(&t, side, "left finished declined blocked");
    return r;
}

/* Free places; INT64_MAX: no limit. */
static int free_places(const struct application_desk *d, int64_t programme_id, const char *side,
                       int64_t *ret)
{
    struct enrolment e;
    int64_t taken;
    int r = enrolment_get(d->db, d->a, programme_id, &e);
    *ret = INT64_MAX;
    if (r <= 0 || !enrolment_places(&e, side))
        return r < 0 ? r : 0;
    r = application_taken(d->db, d->a, programme_id, side, &taken);
    *ret = taken < enrolment_places(&e, side) ? enrolment_places(&e, side) - taken : 0;
    return r;
}

int application_position(struct db *db, struct arena *a, const struct application *x, int64_t *ret)
{
    struct application_before row;
    int r = application_before(db, a, x->programme_id, x->a.side, x->queued_at, x->id,
                               APPLICATION_PLACE_MAX, &row);
    *ret = r > 0 ? row.n + 1 : 0;
    return r < 0 ? r : 0;
}

/* ---- deciding ---- */

static int load(const struct application_desk *d, int64_t id, struct application *ret,
                struct programme *ret_programme, struct err *err)
{
    int r = application_get(d->db, d->a, id, ret);
    if (r > 0)
        r = programme_get(d->db, d->a, ret->programme_id, ret_programme);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!strcmp(ret->state, "unsigned"))
        return err_set(err, ERR_CONFLICT, _("Заявка ещё ждёт подписей: решать рано"));
    if (!application_pending(ret->state))
        return err_set(err, ERR_CONFLICT, _("По этой заявке уже есть решение: %s"),
                       application_state_name(ret->state));
    return 0;
}

/* Who is meant: *ret_id 0 is a new person. */
static int decide_who(const struct application_desk *d, const struct application *x,
                      const char *known, struct err *err, int64_t *ret_id)
{
    struct application_match match;
    struct application_participates there;
    int r = application_match(d->db, d->a, x, &match);
    *ret_id = 0;
    if (r < 0 || !strcmp(known, "new"))
        return r;
    if (!*known && match.same == REGISTRY_SIMILAR)
        return err_set(err, ERR_INVALID, _("Ответьте, тот же ли это человек, что уже есть в базе"));
    if (!strcmp(x->known, "same") && x->person_id) /* said before it had to wait */
        match.person_id = x->person_id;
    r = match.person_id ? application_participates(d->db, d->a, x->programme_id, x->a.side,
                                                   match.person_id, &there)
                        : 0;
    if (r > 0)
        return err_set(err, ERR_CONFLICT,
                       _("Этот человек уже есть в программе. Заявку можно отклонить с такой "
                         "причиной"));
    if (r < 0)
        return r;
    *ret_id = match.person_id;
    return 0;
}

int application_approve(const struct application_desk *d, int64_t id, const char *known,
                        const char *reason, struct err *err)
{
    struct application x;
    struct programme p;
    int64_t person_id, places;
    int r = load(d, id, &x, &p, err);
    if (r >= 0 && !programme_running(p.state))
        r = err_set(err, ERR_CONFLICT, _("Программа в состоянии «%s»: внести в неё никого нельзя"),
                    programme_state_name(p.state));
    if (r >= 0)
        r = decide_who(d, &x, *known ? known : x.known, err, &person_id);
    if (r >= 0)
        r = free_places(d, p.id, x.a.side, &places);
    if (r < 0)
        return r;
    if (!*reason)
        reason = x.reason;
    if (places > 0)
        return admit(d, &p, &x, person_id, reason, err);
    if (!strcmp(x.state, "waiting"))
        return err_set(err, ERR_CONFLICT, _("Свободных мест нет: заявка уже в листе ожидания"));
    r = application_wait(d->db, x.id,
                         *known      ? known
                         : person_id ? "same"
                                     : "new",
                         reason, person_id ? &person_id : NULL);
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("По этой заявке уже есть решение"));
    if (r > 0)
        r = application_turn(d->db, &x, "waiting");
    r = r < 0 ? r : application_mail_decided(d, &x);
    return r < 0 ? r : 1;
}

int application_refuse(const struct application_desk *d, int64_t id, const char *reason,
                       struct err *err)
{
    struct application x;
    struct programme p;
    int r = load(d, id, &x, &p, err);
    if (r < 0)
        return r;
    if (!reason || !*reason)
        return err_set(err, ERR_INVALID, _("Напишите причину: её прочитает тот, кто подал заявку"));
    const struct application_end end = {"refused", reason, 0, 0, d->account_id};
    r = application_close(d, &x, &end, err);
    return r < 0 ? r : application_mail_decided(d, &x);
}

/* Who waits gets the place; somebody who cannot be admitted keeps waiting and is passed by. */
static int move_up(const struct application_desk *d, const struct programme *p, const char *side)
{
    struct application_first_waiting *rows;
    int64_t places;
    size_t n;
    int moved = 0, r = free_places(d, p->id, side, &places);
    if (r < 0 || places == 0)
        return r;
    r = application_first_waiting(d->db, d->a, p->id, side, MOVE_UP_MAX, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n && moved < places; i++) {
        struct application x;
        struct err why = {0};
        int64_t person_id;
        r = application_get(d->db, d->a, rows[i].id, &x);
        if (r > 0)
            r = decide_who(d, &x, x.known, &why, &person_id);
        if (r >= 0)
            r = admit(d, p, &x, person_id, x.reason, &why);
        if (r >= 0)
            moved++;
        else if (r == ERR_CONFLICT && *why.text)
            r = 0;
    }
    return r < 0 ? r : moved;
}

int application_move_up(const struct application_desk *d, int64_t programme_id)
{
    struct programme p;
    int mentees = 0, mentors = 0;
    int r = programme_get(d->db, d->a, programme_id, &p);
    if (r <= 0 || !programme_running(p.state))
        return r < 0 ? r : 0;
    r = mentees = move_up(d, &p, "mentee");
    if (r >= 0)
        r = mentors = move_up(d, &p, "mentor");
    if (r >= 0 && mentees + mentors)
        r = application_tell_moved(d, p.unit_id, p.id);
    return r < 0 ? r : mentees + mentors;
}
