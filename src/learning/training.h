/*
 * Training of mentors in a programme: sessions, who was there, a short test. Somebody is trained
 * when the hours of the topics they attended reach the share that the programme asks for and the
 * test is passed; with every check of the selection (programme/selection.h) met they become ready
 * for work by themselves.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "programme/selection.h"

struct app;
struct db;

#define TRAINING_HOURS_MAX 40 /* of one session */

/* What a programme asks for; of the pack until it says otherwise. */
struct training_rules {
    int64_t attendance, pass; /* percent */
    int64_t attempts;         /* 0: no bound */
    bool own;                 /* the programme's */
};
int training_rules_get(const struct selection_place *at, struct training_rules *ret);
int training_rules_set(const struct selection_place *at, const struct training_rules *rules);

struct training {
    int64_t id, programme_id, hours;
    struct date held;
    const char *topic, *title, *trainer, *place; /* topic: "" one of their own */
    int64_t n_present, n_marked;
};
/* 1, 0 or < 0. */
int training_get(struct db *db, struct arena *a, int64_t id, struct training *ret);
/* All of the programme by day, at most 200. */
int training_list(const struct selection_place *at, struct training **ret, size_t *ret_n);

struct training_new {
    struct date held;
    const char *topic; /* a code of the pack, or "" */
    const char *title; /* of one of their own; "": the pack's name of the topic */
    int64_t hours;     /* 0: the pack's */
    const char *trainer, *place;
};
/* ERR_INVALID: no such topic, or neither topic nor title, or no hours; ERR_LIMIT: the day is not of
 * this programme. Those who wait for training get a notice. */
int training_add(const struct selection_place *at, const struct app *app,
                 const struct training_new *n, struct err *err, int64_t *ret_id);
/* Also who was there. */
int training_remove(const struct selection_place *at, int64_t id);

/* ---- somebody's training ---- */

struct training_topic {
    const char *title;
    int64_t hours;
    bool attended;
    struct date last; /* of its sessions */
};

struct training_state {
    struct training_rules rules;
    const struct training_topic *topics; /* a topic counts once, however often it was held */
    size_t n_topics;
    int64_t hours, attended;            /* of the topics */
    bool enough;                        /* of attendance */
    bool tested;                        /* the pack has a test */
    bool passed;                        /* there is none, or it is */
    int64_t n_attempts, n_right, asked; /* right and asked: of the last attempt */
    int64_t left;                       /* attempts; -1: no bound */
    const char *answers;                /* of the last attempt, "" */
};
int training_of(const struct selection_place *at, int64_t participation_id,
                struct training_state *ret);

/* What keeps a mentor from being ready, each with where to do it; own: with the pages of the mentor
 * themselves (path NULL: it is for others to do). */
size_t training_gaps(struct arena *a, const struct selection *s, const struct training_state *t,
                     bool own, const struct selection_gap **ret_gaps);

/* Of those who are approved: training begins. ERR_CONFLICT. */
int training_send(const struct selection_place *at, int64_t participation_id, struct err *err);

/* 1 ready now, 0 something is missing (or was ready before). */
int training_finish(const struct selection_place *at, int64_t participation_id, struct err *err);

/* Who of the people on a sheet was there; whoever was and is only approved is in training now, and
 * whoever has everything by it is ready. */
struct training_sheet {
    int64_t training_id;
    const int64_t *rows, *present; /* participations */
    size_t n_rows, n_present;
};
int training_mark(const struct selection_place *at, const struct training_sheet *sheet,
                  struct err *err, int64_t *ret_ready);

/* ---- the test ---- */

/* answers: bits of the chosen options, one for each question of the pack. ERR_LIMIT: no attempts
 * are left; ERR_CONFLICT: passed already, or not in training. */
int training_answer(const struct selection_place *at, const struct selection *s,
                    const unsigned *answers, struct err *err, bool *ret_passed);

/* The bits that the last attempt has for a question; 0: none. */
unsigned training_answered(const char *answers, const char *code);
