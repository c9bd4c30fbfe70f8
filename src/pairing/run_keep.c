/* A made draft is kept: its inputs, its pairs with their explanations, those left alone. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/record.h"
#include "base/utf8.h"
#include "db/db.h"
#include "frame/app.h"
#include "pairing/run.h"
#include "pairing/run_report.h"
#include "programme/participation_state.h"

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

/* First what both sides may read, and what the mentor gave up; then part by part. */
static char *write_parts(const struct keeping *k, struct arena *a, const struct explanation *e,
                         const struct pairing_pair *pair)
{
    struct strbuf b;
    strbuf_init(&b, a);
    record_text(&b, e->for_both);
    record_int(&b, (pair->rather_score + 5) / 10 - (int)criterion_points(&pair->score));
    record_text(&b, mentee(k, pair->rather)->name);
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
                           k->n_base && !same_as_before(k, who->id, with->id),
                           write_parts(k, a, &e, pair), write_next(k, a, pair), e.why);
}

static char *write_help(const struct keeping *k, struct arena *a, const struct pairing_alone *alone)
{
    struct strbuf b;
    strbuf_init(&b, a);
    record_text(&b, alone->detail);
    record_end(&b);
    for (size_t i = 0; i < alone->n_helps; i++) {
        record_text(&b, alone->help[i].kind == PAIRING_ROOM ? "room" : "allow");
        record_int(&b, mentor(k, alone->help[i].mentor)->id);
        record_text(&b, alone->help[i].text);
        record_end(&b);
    }
    return b.s;
}

static int keep_alone(const struct keeping *k, struct arena *a, const struct pairing_alone *alone,
                      const char *side, const struct person_profile *who)
{
    return run_unpaired_insert(k->c->db, k->run_id, who->id, side, utf8_key(a, who->name),
                               alone->code, alone->text, write_help(k, a, alone));
}

static int keep_rows(const struct keeping *k)
{
    struct arena *scratch = arena_new();
    int r = 0;
    for (size_t i = 0; r >= 0 && i < k->p->n_pairs; i++) {
        arena_reset(scratch);
        r = keep_pair(k, scratch, &k->p->pair[i]);
    }
    for (size_t i = 0; r >= 0 && i < k->p->n_mentees_alone; i++) {
        arena_reset(scratch);
        r = keep_alone(k, scratch, &k->p->mentee_alone[i], "mentee",
                       mentee(k, k->p->mentee_alone[i].who));
    }
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
                   last.id ? &last.id : NULL, RUN_ENGINE, (int64_t)k->in->settings.seed,
                   (struct db_blob){inputs, strlen(inputs)},
                   (struct db_blob){digest, sizeof digest}, k->in->people.n_mentees,
                   k->in->people.n_mentors, (int64_t)k->p->n_places, (int64_t)k->p->n_pairs,
                   (int64_t)k->p->score, k->p->facts.proved, run_facts_write(c->a, k->in, k->p),
                   run_report_write(c->a, k->in, k->p), account_id ? &account_id : NULL,
                   clock_now(c->app->clock));
    if (r >= 0)
        r = run_replace_drafts(c->db, c->programme.id, k->run_id);
    if (r >= 0)
        r = keep_rows(k);
    if (r >= 0)
        *ret_run_id = k->run_id;
    return r < 0 ? r : 0;
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
