#include "programme/application.h"

#include <sodium.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/access.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/application.sql.h"
#include "programme/application_mail.h"
#include "programme/total.h"

#define HOUR_MS (INT64_C(3600) * 1000)
#define DIGEST_BYTES 32

static const char *const authors[] = {"self", "representative", "teacher"};

/* What has to be signed, in this order. */
static const enum consent_kind asked[APPLICATION_CONSENTS] = {CONSENT_PROCESSING,
                                                              CONSENT_PARTICIPATION};

static const struct {
    const char *code, *name;
} states[] = {
    {"unsigned", N_("Ждёт подписей")},   {"new", N_("Ждёт решения")},
    {"waiting", N_("В листе ожидания")}, {"approved", N_("Одобрена")},
    {"refused", N_("Отклонена")},        {"withdrawn", N_("Отозвана")},
};

const char *application_state_name(const char *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (!strcmp(states[i].code, state))
            return _(states[i].name);
    return "";
}

bool application_pending(const char *state)
{
    return !strcmp(state, "unsigned") || !strcmp(state, "new") || !strcmp(state, "waiting");
}

static enum application_author author_of(const char *code)
{
    int i = 0;
    while (i < APPLICATION_BY_TEACHER && strcmp(authors[i], code) != 0)
        i++;
    return (enum application_author)i;
}

int application_get(struct db *db, struct arena *a, int64_t id, struct application *ret)
{
    struct application_row row;
    int r = id ? application_row(db, a, id, &row) : 0;
    if (r <= 0)
        return r;
    *ret = (struct application){
        .id = row.id,
        .unit_id = row.unit_id,
        .programme_id = row.programme_id,
        .state = row.state,
        .a = {.side = row.side,
              .author = author_of(row.author),
              .teacher_id = row.has_teacher_id ? row.teacher_id : 0,
              .name = {row.surname, row.given, row.patronymic},
              .birth_year = row.birth_year,
              .form = row.form_code,
              .category = row.category,
              .request = row.request,
              .place = row.place,
              .competencies = row.competencies,
              .achievements = row.achievements,
              .interests = row.interests,
              .age_wish = row.age_wish,
              .time = row.time_resource,
              .phone = row.phone,
              .email = row.email,
              .representative = row.representative,
              .representative_phone = row.representative_phone,
              .representative_email = row.representative_email,
              .ip = ""},
        .known = row.known,
        .person_id = row.has_person_id ? row.person_id : 0,
        .participation_id = row.has_participation_id ? row.participation_id : 0,
        .reason = row.reason,
        .created_at = row.created_at,
        .queued_at = row.queued_at,
        .decided_at = row.has_decided_at ? row.decided_at : 0,
        .cleared_at = row.has_cleared_at ? row.cleared_at : 0,
    };
    return 1;
}

/* ---- coming in ---- */

/* Over everything that was typed, by whom and where; names in any spelling of their key. */
static void make_digest(struct arena *a, const struct application_new *n,
                        unsigned char ret[DIGEST_BYTES])
{
    const char *const texts[] = {
        n->side,
        authors[n->author],
        arena_printf(a, "%lld %lld", (long long)n->teacher_id, (long long)n->birth_year),
        person_name_key(a, &n->name),
        n->form,
        n->category,
        n->request,
        n->place,
        n->competencies,
        n->achievements,
        n->interests,
        n->age_wish,
        n->time,
        n->phone,
        n->email,
        n->representative,
        n->representative_phone,
        n->representative_email};
    crypto_generichash_state st;
    crypto_generichash_init(&st, NULL, 0, DIGEST_BYTES);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        crypto_generichash_update(&st, (const unsigned char *)texts[i], strlen(texts[i]) + 1);
    crypto_generichash_final(&st, ret, DIGEST_BYTES);
}

int application_turn(struct db *db, const struct application *x, const char *to)
{
    const struct total of = {x->programme_id, TOTAL_APPLICATION, x->a.side};
    return total_move(db, &of, x->state, to, 1);
}

int application_close(const struct application_desk *d, const struct application *x,
                      const struct application_end *end, struct err *err)
{
    int r =
        application_set_end(d->db, x->id, x->state, end->state, end->reason ? end->reason : "",
                            end->person_id ? &end->person_id : NULL,
                            end->participation_id ? &end->participation_id : NULL,
                            end->decided_by ? &end->decided_by : NULL, clock_now(d->app->clock));
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("По этой заявке уже есть решение"));
    return r < 0 ? r : application_turn(d->db, x, end->state);
}

static int insert(const struct application_desk *d, const struct enrolment *e,
                  const struct application_new *n, int64_t id, struct db_blob digest)
{
    return application_insert(d->db, id, e->unit_id, e->programme_id, n->side, authors[n->author],
                              n->teacher_id ? &n->teacher_id : NULL, digest, n->name.surname,
                              n->name.given, n->name.patronymic, n->birth_year, n->form,
                              n->category, n->request, n->place, n->competencies, n->achievements,
                              n->interests, n->age_wish, n->time, n->phone, n->email,
                              n->representative, n->representative_phone, n->representative_email,
                              n->ip, clock_now(d->app->clock));
}

int application_submit(const struct application_desk *d, const struct enrolment *e,
                       const struct application_new *n, struct err *err, int64_t *ret_id)
{
    unsigned char raw[DIGEST_BYTES];
    struct db_blob digest = {raw, sizeof raw};
    struct application_of_digest old;
    struct application_recent recent;
    make_digest(d->a, n, raw);
    int r = application_of_digest(d->db, d->a, e->programme_id, digest, &old);
    if (r > 0)
        *ret_id = old.id;
    if (r != 0)
        return r < 0 ? r : 0;
    r = application_recent(d->db, d->a, e->programme_id, n->ip, clock_now(d->app->clock) - HOUR_MS,
                           &recent);
    if (r >= 0 && n->author != APPLICATION_BY_TEACHER && recent.n >= APPLICATION_HOUR_MAX)
        return err_set(err, ERR_LIMIT,
                       _("С этого адреса за час пришло уже %d заявок. Написанное осталось в форме: "
                         "отправьте её через час"),
                       APPLICATION_HOUR_MAX);
    int64_t id = id_new(d->app->clock);
    if (r >= 0)
        r = insert(d, e, n, id, digest);
    if (r == 0) { /* somebody was faster with the same */
        r = application_of_digest(d->db, d->a, e->programme_id, digest, &old);
        *ret_id = r > 0 ? old.id : 0;
        return r < 0 ? r : r ? 0 : ERR_BUSY;
    }
    if (r < 0)
        return r;
    *ret_id = id;
    struct application x;
    r = total_move(d->db, &(struct total){e->programme_id, TOTAL_APPLICATION, n->side}, NULL,
                   "unsigned", 1);
    if (r >= 0)
        r = application_get(d->db, d->a, id, &x);
    if (r > 0)
        r = application_mail_received(d, &x);
    return r < 0 ? r : 1;
}

enum person_age application_age(const struct application *x, struct date today)
{
    return person_age(x->a.birth_year, !strcmp(x->a.side, "mentee"), today);
}

int application_signed(struct db *db, struct arena *a, const struct application *x,
                       struct date today, struct application_signed *ret)
{
    struct application_consents *rows;
    size_t n;
    enum person_age age = application_age(x, today);
    int r = application_consents(db, a, x->id, &rows, &n);
    if (r < 0)
        return r;
    *ret = (struct application_signed){consent_needs_self(age), consent_needs_representative(age),
                                       0, 0};
    for (size_t i = 0; i < n; i++)
        ++*(strcmp(rows[i].relation, "self") ? &ret->representative : &ret->self);
    return 0;
}

int application_text(struct db *db, struct arena *a, const struct application *x,
                     bool representative, struct date today, struct consent_text *ret)
{
    struct application_consents *rows;
    struct application_signed now;
    size_t n;
    const char *relation = representative ? "representative" : "self";
    int r = application_consents(db, a, x->id, &rows, &n);
    if (r >= 0)
        r = application_signed(db, a, x, today, &now);
    if (r < 0 || !(representative ? now.needs_representative : now.needs_self))
        return r;
    for (size_t k = 0; k < APPLICATION_CONSENTS; k++) {
        bool there = false;
        for (size_t i = 0; i < n; i++)
            there |= !strcmp(rows[i].relation, relation) &&
                     !strcmp(rows[i].kind, consent_code(asked[k]));
        if (there)
            continue;
        r = consent_text_current(db, a, x->unit_id, asked[k], ret);
        return r == 0 ? ERR_NOT_FOUND : r;
    }
    return 0;
}

static int complete(const struct application_desk *d, const struct application *x)
{
    struct application_signed now;
    int r = application_signed(d->db, d->a, x, d->today, &now);
    if (r < 0 || (now.needs_self && now.self < APPLICATION_CONSENTS) ||
        (now.needs_representative && now.representative < APPLICATION_CONSENTS))
        return r < 0 ? r : 0;
    r = application_complete(d->db, x->id, clock_now(d->app->clock));
    if (r > 0)
        r = application_turn(d->db, x, "new");
    else if (r == 0)
        return 0;
    return r < 0 ? r : application_tell_coordinators(d, x);
}

int application_sign(const struct application_desk *d, const struct application *x,
                     bool representative, int64_t text_id, const char *given_by, struct err *err)
{
    struct consent_text text;
    int r = strcmp(x->state, "unsigned")
                ? 0
                : application_text(d->db, d->a, x, representative, d->today, &text);
    if (r < 0)
        return r;
    if (r == 0)
        return err_set(err, ERR_CONFLICT, _("Эта подпись уже есть или больше не нужна"));
    if (text.id != text_id)
        return err_set(err, ERR_CONFLICT,
                       _("Текст согласия обновился. Прочитайте новый и решите ещё раз"));
    r = application_consent_insert(d->db, x->id, consent_code(text.kind),
                                   representative ? "representative" : "self", text.id, given_by,
                                   date_iso(d->a, d->today), clock_now(d->app->clock));
    if (r >= 0 && representative)
        r = application_set_representative(d->db, x->id, given_by);
    return r < 0 ? r : complete(d, x);
}

/* ---- lists ---- */

int application_count(struct db *db, struct arena *a, int64_t programme_id, const char *side,
                      struct application_counts *ret)
{
    struct totals t;
    int r = total_load(db, a, programme_id, TOTAL_APPLICATION, &t);
    *ret = (struct application_counts){0};
    int64_t *const at[] = {&ret->unsigned_, &ret->new_,    &ret->waiting,
                           &ret->approved,  &ret->refused, &ret->withdrawn};
    for (size_t k = 0; k < sizeof states / sizeof *states; k++)
        *at[k] = total_sum(&t, side, states[k].code);
    return r;
}
