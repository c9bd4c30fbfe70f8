#include "pairing/run.h"

#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/record.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "identity/person.h"
#include "programme/methodology.h"
#include "programme/participation_state.h"

int run_open(struct db *db, struct arena *a, const struct app *app, int64_t programme_id,
             struct err *err, struct run_context *ret)
{
    struct run_context c = {.db = db, .a = a, .app = app};
    int r = programme_get(db, a, programme_id, &c.programme);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = methodology_pack(app->methodology, db, c.programme.pack_id, err, &c.pack);
    if (r >= 0)
        r = rulebook_of(app->rulebooks, c.pack, err, &c.book);
    if (r < 0)
        return r;
    *ret = c;
    return 0;
}

int run_set_weights(struct db *db, int64_t programme_id, const struct snapshot_weights *weights)
{
    int r = 0;
    for (int k = 0; r >= 0 && k < CRITERIA; k++)
        if (weights->value[k] >= 0)
            r = weight_set(db, programme_id, criterion_code((enum criterion)k), weights->value[k]);
    return r < 0 ? r : 0;
}

int run_size(struct run_context *c, uint64_t *ret_pairs)
{
    struct run_count_side n;
    int r = run_count_side(c->db, c->a, c->programme.id, &n);
    if (r < 0)
        return r;
    *ret_pairs = (uint64_t)n.mentees * (uint64_t)n.mentors;
    return 0;
}

int run_try(struct run_context *c, const struct snapshot_weights *weights, struct err *err,
            const struct pairing **ret_pairing)
{
    struct pairing_input in;
    int r = snapshot_take(c->db, c->a, c->app->clock, &c->programme, c->book, weights, err, &in);
    in.pairs_only = true;
    return r < 0 ? r : pairing_make(c->a, &in, err, ret_pairing);
}

/* ---- keeping a draft ---- */

struct keeping {
    struct run_context *c;
    const struct pairing_input *in;
    const struct pairing *p;
    int64_t run_id;
    struct run_lines *base; /* pairs of the draft before, by mentee */
    size_t n_base;
};

static const struct person_profile *mentee(const struct keeping *k, uint32_t i)
{
    return &k->in->people.mentee[i].p;
}

static const struct person_profile *mentor(const struct keeping *k, uint32_t i)
{
    return &k->in->people.mentor[i].p;
}

static bool same_as_before(const struct keeping *k, int64_t mentee_id, int64_t mentor_id)
{
    size_t lo = 0, hi = k->n_base;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (k->base[mid].mentee_id == mentee_id)
            return k->base[mid].mentor_id == mentor_id;
        if (k->base[mid].mentee_id < mentee_id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return false;
}

static char *write_parts(struct arena *a, const struct explanation *e)
{
    struct strbuf b;
    strbuf_init(&b, a);
    record_text(&b, e->for_both);
    record_end(&b);
    for (size_t i = 0; i < e->n_parts; i++) {
        const struct explained_part *p = &e->part[i];
        record_text(&b, criterion_code(p->criterion));
        record_text(&b, p->name);
        record_text(&b, p->comment);
        record_int(&b, p->weight);
        record_int(&b, p->points);
        for (size_t s = 0; s < p->n_shared; s++) {
            record_text(&b, p->shared[s].mentee);
            record_text(&b, p->shared[s].mentor);
            record_text(&b, p->shared[s].topic);
            record_int(&b, p->shared[s].curator_only);
        }
        record_end(&b);
    }
    return b.s;
}

static char *write_next(const struct keeping *k, struct arena *a, const struct pairing_pair *pair)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (uint32_t i = 0; i < pair->n_next; i++) {
        const struct person_profile *m = mentor(k, pair->next[i].mentor);
        record_int(&b, m->id);
        record_text(&b, m->name);
        record_int(&b, (pair->next[i].score + 5) / 10);
        record_int(&b, pair->next[i].has_room);
        record_end(&b);
    }
    return b.s;
}

static int keep_pair(const struct keeping *k, struct arena *a, const struct pairing_pair *pair)
{
    struct explanation e;
    const struct person_profile *who = mentee(k, pair->mentee), *with = mentor(k, pair->mentor);
    criterion_explain(k->p->run, a, pair->mentee, pair->mentor, &e);
    return run_pair_insert(k->c->db, k->run_id, who->id, with->id, utf8_key(a, who->name),
                           criterion_points(&pair->score), pair->pinned,
                           k->n_base && !same_as_before(k, who->id, with->id), write_parts(a, &e),
                           write_next(k, a, pair), e.why);
}

static int keep_alone(const struct keeping *k, struct arena *a, const struct pairing_alone *alone,
                      const char *side, const struct person_profile *who)
{
    return run_unpaired_insert(k->c->db, k->run_id, who->id, side, utf8_key(a, who->name),
                               alone->code, alone->text);
}

static int keep_rows(const struct keeping *k)
{
    struct arena *scratch = arena_new();
    int r = 0;
    for (size_t i = 0; r >= 0 && i < k->p->n_pairs; i++) {
        arena_reset(scratch);
        r = keep_pair(k, scratch, &k->p->pair[i]);
    }
    for (size_t i = 0; r >= 0 && i < k->p->n_mentees_alone; i++)
        r = keep_alone(k, scratch, &k->p->mentee_alone[i], "mentee",
                       mentee(k, k->p->mentee_alone[i].who));
    for (size_t i = 0; r >= 0 && i < k->p->n_mentors_alone; i++)
        r = keep_alone(k, scratch, &k->p->mentor_alone[i], "mentor",
                       mentor(k, k->p->mentor_alone[i].who));
    arena_free(scratch);
    return r < 0 ? r : 0;
}

static int keep_run(struct keeping *k, int64_t account_id, int64_t *ret_run_id)
{
    struct run_context *c = k->c;
    struct run_latest last = {0};
    unsigned char digest[SNAPSHOT_DIGEST];
    char *inputs = snapshot_write(c->a, k->in, digest);
    int r = run_latest(c->db, c->a, c->programme.id, &last);
    if (r > 0)
        r = run_lines(c->db, c->a, last.id, &k->base, &k->n_base);
    if (r < 0)
        return r;
    k->run_id = id_new(c->app->clock);
    r = run_insert(c->db, k->run_id, c->programme.unit_id, c->programme.id, last.n + 1,
                   last.id ? &last.id : NULL, RUN_ENGINE, (int64_t)k->in->seed,
                   (struct db_blob){inputs, strlen(inputs)},
                   (struct db_blob){digest, sizeof digest}, k->in->people.n_mentees,
                   k->in->people.n_mentors, (int64_t)k->p->n_places, (int64_t)k->p->n_pairs,
                   (int64_t)k->p->score, account_id ? &account_id : NULL, clock_now(c->app->clock));
    if (r >= 0)
        r = run_replace_drafts(c->db, c->programme.id, k->run_id);
    if (r >= 0)
        r = keep_rows(k);
    if (r >= 0)
        *ret_run_id = k->run_id;
    return r < 0 ? r : 0;
}

int run_take(struct run_context *c, struct err *err, struct pairing_input *ret_input)
{
    return snapshot_take(c->db, c->a, c->app->clock, &c->programme, c->book, NULL, err, ret_input);
}

static void tell(void *ctx, unsigned permille)
{
    job_progress(ctx, permille, 1000);
}

static bool stopped(void *ctx)
{
    return job_cancelled(ctx);
}

int run_solve(struct run_context *c, const struct pairing_input *in, struct err *err,
              const struct pairing **ret_pairing)
{
    struct pairing_input watched = *in;
    if (c->job) {
        watched.people.progress = tell;
        watched.people.cancel = stopped;
        watched.people.ctx = c->job;
    }
    return pairing_make(c->a, &watched, err, ret_pairing);
}

int run_keep(struct run_context *c, const struct pairing_input *in, const struct pairing *p,
             int64_t account_id, struct err *err, int64_t *ret_run_id)
{
    struct keeping k = {.c = c, .in = in, .p = p};
    struct deed deed = {c->app->clock, account_id, _("Составлен черновик пар")};
    int r = keep_run(&k, account_id, ret_run_id);
    if (r >= 0)
        r = programme_advance(c->db, c->programme.id, "matching", &deed, err);
    deed.reason = NULL;
    return r < 0 ? r : participation_match(c->db, c->programme.id, &deed);
}

int run_make(struct run_context *c, int64_t account_id, struct err *err, int64_t *ret_run_id)
{
    struct pairing_input in;
    const struct pairing *p;
    int r = run_take(c, err, &in);
    if (r >= 0)
        r = run_solve(c, &in, err, &p);
    return r < 0 ? r : run_keep(c, &in, p, account_id, err, ret_run_id);
}

/* ---- repeating a run ---- */

static bool same_pairs(struct run_context *c, const struct pairing *p, const struct run_lines *rows,
                       size_t n)
{
    const struct pairing_line *lines;
    struct pairing_line *stored = arena_array(c->a, struct pairing_line, n);
    struct pairing_comparison diff;
    for (size_t i = 0; i < n; i++)
        stored[i] =
            (struct pairing_line){rows[i].mentee_id, rows[i].mentor_id, (unsigned)rows[i].score};
    size_t n_lines = pairing_lines(p, c->a, &lines);
    pairing_compare(c->a, stored, n, lines, n_lines, &diff);
    return diff.n_changes == 0;
}

int run_again(struct run_context *c, int64_t run_id, struct err *err,
              const struct pairing_input **ret_input, const struct pairing **ret_pairing,
              bool *ret_same)
{
    struct run_inputs blob;
    struct run_lines *rows;
    size_t n;
    struct pairing_input *in = arena_new_of(c->a, struct pairing_input);
    int r = run_inputs(c->db, c->a, run_id, &blob);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = snapshot_read(c->a, arena_strndup(c->a, blob.inputs.p, blob.inputs.n), c->book, err, in);
    in->pairs_only = true;
    if (r >= 0)
        r = pairing_make(c->a, in, err, ret_pairing);
    if (r >= 0)
        r = run_lines(c->db, c->a, run_id, &rows, &n);
    if (r >= 0)
        *ret_same = same_pairs(c, *ret_pairing, rows, n);
    *ret_input = in;
    return r < 0 ? r : 0;
}

/* ---- marks ---- */

static int changed_by(struct db *db, struct arena *a, int64_t programme_id, struct err *err)
{
    struct pair_mark_newest who;
    int r = pair_mark_newest(db, a, programme_id, &who);
    if (r < 0)
        return r;
    if (r == 0)
        return err_set(err, ERR_CONFLICT,
                       _("Пока вы смотрели черновик, он изменился. Обновите страницу и повторите"));
    int64_t minutes = who.made_at / 60000 + 180;
    return err_set(
        err, ERR_CONFLICT,
        _("Пока вы смотрели черновик, он изменился: %s, %02d:%02d (МСК). Обновите страницу "
          "и повторите"),
        who.display_name, (int)(minutes / 60 % 24), (int)(minutes % 60));
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
    int r = pair_insert(c->db, id, x->unit_id, c->programme.id, x->mentee_id, x->mentor_id,
                        person_name_full(a, &mentee), person_name_full(a, &mentor), x->sort_key,
                        *x->mentee_form ? x->mentee_form : x->mentor_form, run_id, x->score,
                        record_field(&first, 0), clock_now(c->app->clock));
    struct deed deed = {c->app->clock, c->account_id, NULL};
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
