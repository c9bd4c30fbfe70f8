#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/person.h"
#include "programme/survey_round.h"
#include "programme/survey_send.sql.h"
#include "programme/survey_sheet.h"

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static bool is_parent(const char *role)
{
    return !strcmp(role, SURVEY_PARENT);
}

/* ---- telling people ---- */

struct addressee {
    int64_t response_id, unit_id, link_n;
    int64_t holder;    /* who is told in the program and signs in to answer; 0: by link */
    const char *email; /* "" none */
    bool parent;
};

/* Words for both: no name, for the letter may be read by a parent. */
static int tell(struct db *db, struct arena *a, const struct app *app,
                const struct survey_round *round, const struct addressee *to, bool again)
{
    struct date day = {1970, 1, 1};
    date_parse_iso(round->closes_on, &day);
    const char *until = date_long(a, day, day.year);
    const char *subject = arena_printf(
        a, again ? _("Анкета ещё ждёт, до %s") : _("Анкета на 4 минуты, до %s"), until);
    const char *path = arena_printf(a, "/sheets/%lld", (long long)to->response_id);
    int r = to->holder ? notice_add(db, app, to->holder, subject, path) : 0;
    if (r < 0 || !*to->email)
        return r;
    const char *url =
        to->holder ? app_url(a, app, path) : survey_link(a, app, to->response_id, to->link_n);
    return outbox_mail(
        db, app, to->unit_id, to->email, subject,
        arena_printf(
            a,
            to->parent ? _("Здравствуйте.\n\nПрограмма наставничества просит родителей ответить на "
                           "вопросы о ребёнке. Это займёт около минуты.\n\n%s\n\nОтветы "
                           "принимаются до %s. Никто не увидит ответы меньше чем пяти человек "
                           "вместе.\n")
                       : _("Здравствуйте.\n\nПрограмма наставничества просит ответить на вопросы. "
                           "Это займёт около четырёх минут, прерваться и продолжить можно в "
                           "любой момент.\n\n%s\n\nОтветы принимаются до %s. Никто не увидит "
                           "ответы меньше чем пяти человек вместе.\n"),
            url, until));
}

/* ---- sending ---- */

struct count {
    int64_t unit_id, n;
    const char *form;
};

struct sending {
    struct db *db;
    struct arena *a;
    const struct app *app;
    const struct pack *pack;
    const struct survey_round *round;
    const char *role, *side; /* parents are asked about mentees */
    struct programme p;
    struct survey_own own;
    struct count *counts;
    size_t n_counts;
    int64_t sent;
};

static bool of_programme(const struct programme *p, const char *code, size_t len)
{
    for (size_t i = 0; i < p->n_forms; i++)
        if (strlen(p->forms[i]) == len && !memcmp(p->forms[i], code, len))
            return true;
    return false;
}

/* The form of the pair, or the first of the registry that the programme has, or its first. */
static const char *form_of(const struct sending *s, const struct survey_to_send *x)
{
    const char *pair = !strcmp(s->side, "mentee") ? x->mentee_form : x->mentor_form;
    if (pair && *pair)
        return pair;
    for (const char *at = x->form_code; *at;) {
        size_t len = strcspn(at, ";");
        if (of_programme(&s->p, at, len))
            return arena_strndup(s->a, at, len);
        at += len + (at[len] == ';');
    }
    return s->p.n_forms ? s->p.forms[0] : "";
}

static void count(struct sending *s, int64_t unit_id, const char *form)
{
    size_t i = 0;
    while (i < s->n_counts && (s->counts[i].unit_id != unit_id || strcmp(s->counts[i].form, form)))
        i++;
    if (i == s->n_counts)
        s->counts[s->n_counts++] = (struct count){unit_id, 0, form};
    s->counts[i].n++;
    s->sent++;
}

/* Does the questionnaire have words for this form? Also writes the pack's down. */
static int has_sheet(struct sending *s, const char *form)
{
    int64_t sheet;
    if (s->round->survey_id)
        return !*s->own.form || !strcmp(s->own.form, form);
    return survey_pack_sheet(s->db, s->a, s->app->clock, s->pack, s->p.pack_id, form, s->role,
                             s->round->phase, &sheet);
}

static int give(struct sending *s, const struct survey_to_send *x, const char *form)
{
    char secret[SURVEY_LINK_LEN + 1];
    unsigned char hash[SURVEY_LINK_HASH];
    int64_t id = id_new(s->app->clock), now = clock_now(s->app->clock);
    survey_link_secret(s->app->key, id, 0, secret);
    survey_link_hash(secret, hash);
    const char *email = x->has_holder ? x->account_email : x->email;
    struct addressee to = {.response_id = id,
                           .unit_id = x->unit_id,
                           .holder = x->has_holder ? x->holder : 0,
                           .email = email ? email : "",
                           .parent = is_parent(s->role)};
    int r = survey_response_insert(
        s->db, id, s->round->id, x->unit_id, x->id, x->person_id, s->role, form, x->sort_key,
        (struct db_blob){to.holder ? NULL : hash, to.holder ? 0 : sizeof hash}, now);
    if (r <= 0)
        return r;
    count(s, x->unit_id, form);
    return tell(s->db, s->a, s->app, s->round, &to, false);
}

/* What one step has sent, by place and form, and by form. */
static int write_counts(struct sending *s)
{
    int r = 0;
    for (size_t i = 0, k; r >= 0 && i < s->n_counts; i++) {
        const struct count *c = &s->counts[i];
        int64_t of_form = 0;
        r = survey_count_add_sent(s->db, s->round->id, c->unit_id, s->role, c->form,
                                  s->round->phase, c->n);
        for (k = 0; k < i && strcmp(s->counts[k].form, c->form) != 0;)
            k++;
        if (r < 0 || k < i) /* the form was counted with its first place */
            continue;
        for (; k < s->n_counts; k++)
            of_form += strcmp(s->counts[k].form, c->form) ? 0 : s->counts[k].n;
        r = survey_total_add_sent(s->db, s->round->id, s->role, c->form, of_form);
    }
    return r;
}

/* A form without a sheet is passed over. Returns 1 while there are more people of the side. */
static int send_side(struct sending *s, struct arena *keep, struct survey_sending *at)
{
    struct survey_to_send *rows;
    size_t n;
    s->n_counts = 0;
    int r = survey_to_send(s->db, s->a, s->round->id, s->round->programme_id, s->side, s->role,
                           person_minor_since(date_at(clock_now(s->app->clock), s->round->zone)),
                           !strcmp(s->round->phase, "after"), at->key ? at->key : "", at->id,
                           SURVEY_SEND_STEP, &rows, &n);
    if (r < 0)
        return r;
    s->counts = arena_array(s->a, struct count, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const char *form = form_of(s, &rows[i]);
        r = has_sheet(s, form);
        if (r > 0)
            r = give(s, &rows[i], form);
    }
    if (r >= 0)
        r = write_counts(s);
    if (n) {
        at->key = arena_strdup(keep, rows[n - 1].sort_key);
        at->id = rows[n - 1].id;
    }
    return r < 0 ? r : n == SURVEY_SEND_STEP;
}

/* Is this side asked at all? */
static bool asked(const struct sending *s)
{
    if (s->round->survey_id)
        return !strcmp(s->own.role, s->role) ||
               (!strcmp(s->own.role, "any") && !is_parent(s->role));
    for (size_t i = 0; i < s->pack->questions.n; i++)
        if (!strcmp(s->pack->questions.row[i].role, s->role))
            return true;
    return false;
}

static int send_step(struct sending *s, struct arena *keep, struct survey_sending *at)
{
    static const struct {
        const char *role, *side;
    } whom[] = {{"mentee", "mentee"}, {"mentor", "mentor"}, {SURVEY_PARENT, "mentee"}};
    static const int sides = sizeof whom / sizeof *whom;
    int r = 0;
    s->role = whom[at->side].role;
    s->side = whom[at->side].side;
    if (asked(s))
        r = send_side(s, keep, at);
    if (r >= 0 && s->sent)
        r = survey_round_add_sent(s->db, s->round->id, s->sent) < 0 ? ERR_IO : r;
    if (r < 0)
        return r;
    at->sent += s->sent;
    if (r == 0) { /* the next side */
        at->side++;
        at->key = NULL;
        at->id = 0;
    }
    return at->side < sides;
}

int survey_send(struct db *db, struct arena *a, struct arena *keep, const struct app *app,
                const struct pack *pack, const struct survey_round *round,
                struct survey_sending *at, struct err *err)
{
    struct sending s = {.db = db, .a = a, .app = app, .pack = pack, .round = round};
    int r = programme_get(db, a, round->programme_id, &s.p);
    if (r > 0 && round->survey_id)
        r = survey_own_get(db, a, round->survey_id, &s.own);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    if (!survey_round_open(round, clock_now(app->clock)))
        return err_set(err, ERR_CONFLICT, _("Приём ответов закончен: новые анкеты не рассылаются"));
    return send_step(&s, keep, at);
}

int survey_send_all(struct db *db, struct arena *a, const struct app *app, const struct pack *pack,
                    const struct survey_round *round, struct err *err)
{
    struct survey_sending at = {0};
    int r;
    do
        r = survey_send(db, a, a, app, pack, round, &at, err);
    while (r > 0);
    return r;
}

/* ---- reminding ---- */

int survey_remind(struct db *db, struct arena *a, const struct app *app,
                  const struct survey_round *round)
{
    struct survey_due *rows;
    size_t n;
    int64_t now = clock_now(app->clock);
    if (!round->remind_days || !survey_round_open(round, now))
        return 0;
    int r = survey_due(db, a, round->id, now - round->remind_days * DAY_MS, SURVEY_SEND_STEP, &rows,
                       &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const char *email = rows[i].has_holder ? rows[i].account_email : rows[i].email;
        struct addressee to = {.response_id = rows[i].id,
                               .unit_id = rows[i].unit_id,
                               .link_n = rows[i].link_n,
                               .holder = rows[i].has_holder ? rows[i].holder : 0,
                               .email = email ? email : "",
                               .parent = is_parent(rows[i].role)};
        r = tell(db, a, app, round, &to, true);
        if (r >= 0)
            r = survey_told(db, rows[i].id, now);
    }
    return r < 0 ? r : (int)n;
}

static int hour_of(const struct app *app, struct db *db, struct arena *a,
                   const struct survey_rounds_open *x)
{
    struct survey_due *due;
    size_t n;
    int64_t now = clock_now(app->clock);
    if (survey_over(x->closes_on, (int)x->utc_offset, now)) {
        struct deed deed = {app->clock, 0, NULL};
        return survey_close(db, a, &(struct survey_round){.id = x->id}, &deed);
    }
    if (!x->remind_days)
        return 0;
    int r = survey_due(db, a, x->id, now - x->remind_days * DAY_MS, 1, &due, &n);
    return r < 0 || !n ? r : job_put(db, app, "survey_remind", x->unit_id, x->id);
}

int survey_hourly(const struct app *app, struct db *db, struct arena *a)
{
    struct survey_rounds_open *rows;
    size_t n = 0;
    int64_t after = 0;
    do {
        int r = survey_rounds_open(db, a, after, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++)
            r = hour_of(app, db, a, &rows[i]);
        if (r < 0)
            return r;
        after = n ? rows[n - 1].id : 0;
    } while (n);
    return 0;
}
