/* The coordinator's word on a draft: pins and vetoes, and publishing. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/record.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/person.h"
#include "pairing/pair_kind.h"
#include "pairing/readiness.h"
#include "pairing/run.h"
#include "programme/participation_state.h"
#include "programme/total.h"

/* ---- marks ---- */

static int changed_by(struct db *db, struct arena *a, int64_t programme_id, struct err *err)
{
    struct pair_mark_newest who;
    int r = pair_mark_newest(db, a, programme_id, &who);
    if (r < 0)
        return r;
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Пока вы смотрели черновик, он изменился. Здесь он уже новый: проверьте и "
                         "повторите"));
    int64_t minutes = who.made_at / 60000 + ZONE_MOSCOW;
    return err_set(
        err, ERR_CONFLICT,
        !strcmp(who.kind, "pin")
            ? _("Пока вы смотрели черновик, он изменился: %s, %02d:%02d (МСК). Последняя отметка: "
                "закреплена пара %s %s – %s %s. Здесь он уже новый: проверьте и повторите")
            : _("Пока вы смотрели черновик, он изменился: %s, %02d:%02d (МСК). Последняя отметка: "
                "запрещена пара %s %s – %s %s. Здесь он уже новый: проверьте и повторите"),
        who.display_name, (int)(minutes / 60 % 24), (int)(minutes % 60), who.mentee_surname,
        who.mentee_given, who.mentor_surname, who.mentor_given);
}

static int put_mark(struct db *db, const struct clock *clock, const struct run_row *run,
                    const struct run_word *w, int64_t mentee_id, int64_t mentor_id)
{
    int r = pair_mark_clear(db, run->programme_id, mentee_id, mentor_id);
    if (r >= 0 && w->mark == RUN_PIN)
        r = pair_mark_clear_pins(db, run->programme_id, mentee_id);
    if (r >= 0 && w->mark != RUN_CLEAR)
        r = pair_mark_insert(db, run->programme_id, mentee_id, mentor_id,
                             w->mark == RUN_PIN ? "pin" : "veto",
                             w->account_id ? &w->account_id : NULL, clock_now(clock));
    if (r >= 0)
        r = run_unpin(db, run->id, mentee_id);
    if (r >= 0 && w->mark == RUN_PIN)
        r = run_pin(db, run->id, mentee_id, mentor_id);
    return r < 0 ? r : 0;
}

static int mark_one(struct db *db, struct arena *a, const struct clock *clock,
                    const struct run_row *run, const struct run_word *w, int64_t mentee_id)
{
    struct run_mentor_of of = {.mentor_id = w->mentor_id};
    struct run_people_of_programme people;
    int r = 1;
    if (!of.mentor_id)
        r = run_mentor_of(db, a, run->id, mentee_id, &of);
    if (r > 0)
        r = run_people_of_programme(db, a, run->programme_id, mentee_id, of.mentor_id, &people);
    if (r <= 0 || people.n != 2)
        return r < 0 ? r : ERR_NOT_FOUND;
    return put_mark(db, clock, run, w, mentee_id, of.mentor_id);
}

int run_mark(struct db *db, struct arena *a, const struct clock *clock, const struct run_word *word,
             struct err *err)
{
    struct run_row run;
    int r = run_row(db, a, word->run_id, &run);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = run_bump(db, word->run_id, word->seen);
    if (r == 0)
        return changed_by(db, a, run.programme_id, err);
    for (size_t i = 0; r >= 0 && i < word->n; i++)
        r = mark_one(db, a, clock, &run, word, word->mentees[i]);
    return r < 0 ? r : 0;
}

/* ---- publishing ---- */

/* A notice for the account and a letter for the address, if there is one; neither names anybody. */
static int tell_side(struct run_context *c, struct arena *a, const struct run_publish_rows *x,
                     int64_t person_id, const char *mail, const char *text, const char *path)
{
    int r = notice_add(c->db, c->app, person_id, text, path);
    if (r < 0 || !mail)
        return r;
    return outbox_mail(c->db, c->app, x->unit_id, mail, _("Наставничество: пара составлена"),
                       arena_printf(a,
                                    _("%s.\n\nВойти: %s\n\nЕсли входа ещё нет, попросите "
                                      "приглашение у куратора программы «%s».\n"),
                                    text, app_url(a, c->app, path), c->programme.title));
}

static int publish_pair(struct run_context *c, struct arena *a, int64_t run_id,
                        const struct run_publish_rows *x)
{
    struct record first = {0};
    const char *at = x->parts;
    record_next(a, &at, &first); /* what both sides may read */
    struct person_name mentee = {x->mentee_surname, x->mentee_given, x->mentee_patronymic};
    struct person_name mentor = {x->mentor_surname, x->mentor_given, x->mentor_patronymic};
    int64_t id = id_new(c->app->clock);
    const char *path = arena_printf(a, "/my/pairs/%lld", (long long)id);
    const char *form = pair_form_of(a, &c->programme, x->mentee_form, x->mentor_form);
    int r = pair_insert(c->db, id, x->unit_id, c->programme.id, x->mentee_id, x->mentor_id,
                        person_name_full(a, &mentee), person_name_full(a, &mentor), x->sort_key,
                        form, pair_model_of(c->pack, form), run_id, x->score,
                        record_field(&first, 0), clock_now(c->app->clock));
    struct deed deed = {c->app->clock, c->account_id, NULL};
    if (r >= 0)
        r = total_move(c->db, &(struct total){c->programme.id, TOTAL_PAIR, ""}, NULL, "agreed", 1);
    if (r >= 0)
        r = participation_pair(c->db, x->mentee_id, &deed, NULL);
    if (r >= 0)
        r = participation_pair(c->db, x->mentor_id, &deed, NULL);
    if (r >= 0)
        r = tell_side(c, a, x, x->mentee_person, x->mentee_mail,
                      _("Наставник найден. Посмотрите, с кем вы в паре и что дальше"), path);
    return r < 0 ? r
                 : tell_side(
                       c, a, x, x->mentor_person, x->mentor_mail,
                       _("У вас новый наставляемый. Посмотрите, что вас объединяет и что дальше"),
                       path);
}

static bool gone(const struct run_publish_rows *x)
{
    return !participation_free("mentee", x->mentee_state) ||
           !participation_free("mentor", x->mentor_state);
}

/* All pairs of the draft; once somebody is gone the rest is only counted. */
static int publish_all(struct run_context *c, int64_t run_id, int64_t *ret_lost)
{
    struct arena *scratch = arena_new();
    struct run_publish_rows *rows;
    size_t n = 1;
    int64_t after = 0, lost = 0, done = 0;
    int r = 0;
    while (r >= 0 && n) {
        arena_reset(scratch);
        r = run_publish_rows(c->db, scratch, run_id, after, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            after = rows[i].mentee_id;
            if (gone(&rows[i]))
                lost++;
            else if (!lost)
                r = publish_pair(c, scratch, run_id, &rows[i]);
            if (c->job)
                job_progress(c->job, ++done, 0);
        }
    }
    arena_free(scratch);
    *ret_lost = lost;
    return r < 0 ? r : 0;
}

int run_claim(struct run_context *c, int64_t run_id, int64_t seen, struct err *err)
{
    int r = run_set_running(c->db, run_id, seen);
    return r == 0 ? changed_by(c->db, c->a, c->programme.id, err) : r < 0 ? r : 0;
}

int run_publish(struct run_context *c, int64_t run_id, int64_t seen, struct err *err)
{
    int64_t lost = 0;
    int r = run_set_published(c->db, run_id, seen, clock_now(c->app->clock));
    if (r == 0)
        return changed_by(c->db, c->a, c->programme.id, err);
    if (r > 0)
        r = readiness_check(c->db, c->a, c->app->clock, c->programme.id, run_id, err);
    if (r >= 0)
        r = publish_all(c, run_id, &lost);
    if (r >= 0 && lost)
        return err_set(
            err, ERR_CONFLICT,
            P_("%ld человек из черновика уже в другой паре или выбыл. Составьте черновик заново",
               "%ld человек из черновика уже в других парах или выбыли. Составьте черновик заново",
               (long)lost),
            (long)lost);
    struct deed deed = {c->app->clock, c->account_id, _("Пары опубликованы")};
    if (r >= 0)
        r = pair_count(c->db, c->programme.id);
    return r < 0 ? r : programme_advance(c->db, c->programme.id, "active", &deed, err);
}
