#include "pairing/run.h"

#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "programme/methodology.h"
#include "programme/own_form.h"
#include "programme/total.h"

int run_open(struct db *db, struct arena *a, const struct app *app, int64_t programme_id,
             struct err *err, struct run_context *ret)
{
    struct run_context c = {.db = db, .a = a, .app = app};
    int r = programme_get(db, a, programme_id, &c.programme);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = own_form_methodology(app->methodology, db, a, c.programme.unit_id, c.programme.pack_id, err,
                             &c.pack);
    if (r >= 0)
        r = rulebook_of(app->rulebooks, c.pack, err, &c.book);
    if (r < 0)
        return r;
    *ret = c;
    return 0;
}

static void put_rule(struct snapshot_rules *all, const char *code, int64_t value)
{
    enum criterion k = criterion_find(code);
    enum pairing_setting s = pairing_setting_find(code);
    if (k != CRITERIA)
        all->weight[k] = value;
    else if (s != SETTINGS)
        all->setting[s] = value;
}

int run_rules_with(struct run_context *c, const struct snapshot_rules *asked,
                   struct snapshot_rules *ret_all, struct pairing_settings *ret_settings)
{
    struct run_rules *rows;
    size_t n = 0;
    struct snapshot_rules all = {.setting = {[SETTING_SEED] = 1}};
    int r = run_rules(c->db, c->a, c->programme.id, &rows, &n);
    for (enum criterion k = 0; k < CRITERIA; k++)
        all.weight[k] = c->book->criteria.of[k].weight;
    for (size_t i = 0; r >= 0 && i < n; i++)
        put_rule(&all, rows[i].code, rows[i].value);
    for (enum criterion k = 0; asked && k < CRITERIA; k++)
        if (asked->weight[k] >= 0)
            all.weight[k] = asked->weight[k];
    *ret_settings = (struct pairing_settings){0};
    for (enum pairing_setting k = 0; k < SETTINGS; k++) {
        if (asked && asked->setting[k] >= 0)
            all.setting[k] = asked->setting[k];
        pairing_setting_set(ret_settings, k, all.setting[k]);
    }
    *ret_all = all;
    return r < 0 ? r : 0;
}

int run_set_rules(struct run_context *c, const struct snapshot_rules *rules, struct err *err,
                  enum pairing_setting *ret_at)
{
    struct snapshot_rules all;
    struct pairing_settings settings;
    int64_t programme = c->programme.id;
    int r = run_rules_with(c, rules, &all, &settings);
    if (r >= 0)
        r = pairing_settings_check(&settings, err, ret_at);
    for (enum criterion k = 0; r >= 0 && k < CRITERIA; k++)
        if (rules->weight[k] >= 0)
            r = rule_set(c->db, programme, criterion_code(k), rules->weight[k]);
    for (enum pairing_setting k = 0; r >= 0 && k < SETTINGS; k++)
        if (rules->setting[k] >= 0)
            r = rule_set(c->db, programme, pairing_setting_code(k), rules->setting[k]);
    return r < 0 ? r : 0;
}

int run_people(struct run_context *c, int64_t *ret_mentees, int64_t *ret_mentors)
{
    struct totals people;
    int r = total_load(c->db, c->a, c->programme.id, TOTAL_PARTICIPATION, &people);
    *ret_mentees = total_sum(&people, "mentee", "in_base matching");
    *ret_mentors = total_sum(&people, "mentor", "ready resting paired");
    return r;
}

int run_size(struct run_context *c, uint64_t *ret_pairs)
{
    int64_t mentees, mentors;
    int r = run_people(c, &mentees, &mentors);
    *ret_pairs = (uint64_t)mentees * (uint64_t)mentors;
    return r;
}

int run_try(struct run_context *c, const struct snapshot_rules *rules, struct err *err,
            const struct pairing **ret_pairing)
{
    struct pairing_input in;
    int r = snapshot_take(c->db, c->a, c->app->clock, &c->programme, c->book, rules, err, &in);
    in.pairs_only = true;
    return r < 0 ? r : pairing_make(c->a, &in, err, ret_pairing);
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
