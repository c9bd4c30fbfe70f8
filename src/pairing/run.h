/*
 * Drafts of pairs of a programme: made by the rules (pairing.h), kept with their inputs,
 * compared, corrected by pins and vetoes, published. The machine proposes, the coordinator
 * decides: nothing reaches people before run_publish.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/err.h"
#include "pairing/pairing.h"
#include "pairing/run.sql.h" /* its rows are what the pages of drafts show */
#include "pairing/snapshot.h"
#include "programme/programme.h"

struct app;
struct db;
struct job;

/* Version of the rules and the engine, kept with every run. */
#define RUN_ENGINE "2"

/* Up to so many pairs to look at a draft is made while the person waits (well under a second);
 * beyond it is a job. */
#define RUN_AT_ONCE 400000u

/* Everything a run needs; filled by run_open. */
struct run_context {
    struct db *db;
    struct arena *a;
    const struct app *app;
    struct programme programme;
    const struct pack *pack;
    const struct rulebook *book;
    int64_t account_id; /* who publishes; 0: the program itself */
    struct job *job;    /* tells how far it is and when to stop; NULL: nobody watches */
};

/* ERR_NOT_FOUND, or the pack's rules are broken (err says how). */
int run_open(struct db *db, struct arena *a, const struct app *app, int64_t programme_id,
             struct err *err, struct run_context *ret);

/* The programme's rules with those asked for (NULL: none); weights as the pack has them where
 * nothing is said. */
int run_rules_with(struct run_context *c, const struct snapshot_rules *asked,
                   struct snapshot_rules *ret_all, struct pairing_settings *ret_settings);

/* Keep the programme's own rules; ERR_INVALID: settings that cannot go together, *ret_at (may be
 * NULL) is the one to change. */
int run_set_rules(struct run_context *c, const struct snapshot_rules *rules, struct err *err,
                  enum pairing_setting *ret_at);

/* The pairs of the people as they stand now by these rules (NULL: the programme's), without
 * writing anything and without words for those alone. */
int run_try(struct run_context *c, const struct snapshot_rules *rules, struct err *err,
            const struct pairing **ret_pairing);

/* People who can be in a draft now. */
int run_people(struct run_context *c, int64_t *ret_mentees, int64_t *ret_mentors);

/* How many pairs there are to look at: to decide between now and a job. */
int run_size(struct run_context *c, uint64_t *ret_pairs);

/* Make a draft and keep it; the draft before it is replaced. Inside a transaction. */
int run_make(struct run_context *c, int64_t account_id, struct err *err, int64_t *ret_run_id);

/* Its three steps, for a job that must not hold the database while it thinks: only the first and
 * the last need a transaction. */
int run_take(struct run_context *c, struct err *err, struct pairing_input *ret_input);
int run_solve(struct run_context *c, const struct pairing_input *in, struct err *err,
              const struct pairing **ret_pairing);
int run_keep(struct run_context *c, const struct pairing_input *in, const struct pairing *p,
             int64_t account_id, struct err *err, int64_t *ret_run_id);

/* Make the stored run again from its own inputs: the same pairs, without words for those alone. */
int run_again(struct run_context *c, int64_t run_id, struct err *err,
              const struct pairing_input **ret_input, const struct pairing **ret_pairing,
              bool *ret_same);

enum run_mark { RUN_PIN, RUN_VETO, RUN_CLEAR };

/* The coordinator's word on mentees of the draft and their mentors there, or on one mentee and
 * another mentor of the programme. */
struct run_word {
    int64_t run_id;
    int64_t seen; /* version of the draft that was on the screen */
    enum run_mark mark;
    const int64_t *mentees; /* participations */
    size_t n;
    int64_t mentor_id; /* 0: the mentor each has in the draft */
    int64_t account_id;
};
/* A pin takes the place of another pin of the same mentee. ERR_CONFLICT: somebody changed the
 * draft since (err says who and when); ERR_NOT_FOUND: somebody is not of this programme. */
int run_mark(struct db *db, struct arena *a, const struct clock *clock, const struct run_word *word,
             struct err *err);

/* Make the pairs, tell both sides (a notice each), move the programme on. ERR_CONFLICT: a mentor is
 * not ready or lacks the record check (readiness.h), the draft is not the newest, was changed since
 * `seen`, or somebody in it has left or found a pair meanwhile (err names how many). Inside a
 * transaction. */
int run_publish(struct run_context *c, int64_t run_id, int64_t seen, struct err *err);

/* For a publishing that is a job: nobody changes the draft any more. ERR_CONFLICT as above. */
int run_claim(struct run_context *c, int64_t run_id, int64_t seen, struct err *err);

int run_job_make(struct job *job);    /* object: programme */
int run_job_publish(struct job *job); /* object: run */

/* ---- stored explanations ---- */

/* What is read of a stored text lives in the arena; a list that is empty is not NULL. Points are of
 * 100. */

/* What a run's page says of the whole. */
struct run_facts {
    struct pairing_settings settings;
    struct pairing_facts facts;
    bool cut;
    uint32_t keep; /* candidates of each mentee then */
};

const char *run_facts_write(struct arena *a, const struct pairing_input *in,
                            const struct pairing *p);
/* A run of before they were kept reads as the usual draft. */
void run_facts_read(struct arena *a, const char *text, struct run_facts *ret);

/* About somebody without a pair, and what would help. */
struct run_help {
    bool room; /* one more place at the mentor; otherwise this pair */
    int64_t mentor_id;
    const char *text;
};
size_t run_read_help(struct arena *a, const char *text, const char **ret_detail,
                     const struct run_help **ret);

/* What each side of a pair gave up. */
struct run_gave {
    int mentor;         /* the mentor's best candidate scores so much more; 0: this is the best */
    const char *rather; /* who that is */
};
struct run_gave run_read_gave(struct arena *a, const char *parts);

/* A part of a pair's score. */
struct run_part {
    const char *code, *name, *comment;
    int weight, points;
    struct {
        const char *mentee, *mentor, *topic;
        bool curator_only;
    } shared[SHARED_MAX];
    size_t n_shared;
};

/* A mentor that would come next for a mentee. */
struct run_next {
    int64_t mentor_id;
    const char *name;
    int points;
    bool has_room;
};

size_t run_read_parts(struct arena *a, const char *text, const struct run_part **ret);
size_t run_read_next(struct arena *a, const char *text, const struct run_next **ret);
