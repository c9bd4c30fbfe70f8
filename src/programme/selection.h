/*
 * Selection of mentors: the candidate's own words, the interview, the checks of the form, and the
 * decision of the coordinator or of a commission. What is asked is data of the pack; what the
 * answers lead to goes through participation_state.h. Nothing here trains anybody (learning/).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "identity/vetting.h"
#include "programme/pack.h"
#include "programme/programme.h"

struct db;

#define SELECTION_ANSWER_MAX 1500 /* characters; also a remark of the interview */
#define SELECTION_NOTE_MAX 300
#define SELECTION_MARK_MAX 2 /* 0 no, 1 partly, 2 fully */
#define COMMISSION_MAX 9     /* members */

/* What a change of a selection needs. */
struct selection_place {
    struct db *db;
    struct arena *a;
    const struct programme *p;
    const struct pack *pack;
    int zone;          /* of the programme, minutes */
    struct date today; /* there */
    struct deed deed;
};

struct selection_answer {
    const struct pack_ask *ask;
    const char *text; /* "" */
};

struct selection_mark {
    const struct pack_ask *ask;
    int mark; /* -1: none */
    const char *note;
};

struct selection_sheet {
    int64_t id, made_at;
    struct date held;
    const char *interviewer, *note, *made_by;
    const struct selection_mark *marks; /* of the criteria of the form */
    size_t n_marks;
    int sum, most; /* of the marks that were given */
};

struct selection_check {
    const struct pack_check *check;
    bool asked;  /* of this person: a record check is asked of adults only */
    bool passed; /* a record check: it counts today */
    bool has_number;
    int64_t number, made_at; /* 0: nobody looked yet */
    const char *note, *made_by;
};

enum selection_vote { VOTE_FOR, VOTE_AGAINST, VOTE_ABSTAINED, VOTE_ABSENT, VOTES };
const char *selection_vote_code(enum selection_vote vote);
enum selection_vote selection_vote_from(const char *code); /* VOTES when unknown */

struct selection_voice {
    const char *name;
    enum selection_vote vote;
};

struct selection_decision {
    int64_t id, made_at;
    const char *outcome; /* approve, decline, paper */
    struct date decided;
    int64_t quorum; /* 0: the coordinator alone */
    const char *reason, *made_by;
    const struct selection_voice *votes;
    size_t n_votes;
};

/* A candidate with everything that is known. */
struct selection {
    int64_t id, unit_id, programme_id, person_id;
    const char *name, *state;
    int64_t birth_year; /* 0: unknown */
    bool adult;
    struct vetting_now record;
    const struct selection_answer *answers;
    size_t n_answers;
    bool answered;                          /* every required question */
    const struct pack_ask *const *criteria; /* of the interview */
    size_t n_criteria;
    const struct selection_sheet *sheets; /* the newest first */
    size_t n_sheets;
    const struct selection_check *checks;       /* those of the forms */
    size_t n_checks, n_open;                    /* n_open: asked and not passed */
    const struct selection_decision *decisions; /* the newest first */
    size_t n_decisions;
};

/* 1 found, 0 no such mentor in this programme. */
int selection_load(const struct selection_place *at, int64_t id, struct selection *ret);

/* Does a row of the pack concern somebody with these forms ("a;b", "" = any of the programme's)? */
bool selection_concerns(const struct programme *p, const char *forms, const char *row_form);

/* Must an adult with these forms have a record check? */
bool selection_wants_record(const struct pack *pack, const struct programme *p, const char *forms);

/* What is not there yet, each with where to do it; paths begin with '/'. */
struct selection_gap {
    const char *what, *action, *path;
};
/* Before the decision: questionnaire, interview, checks, the decision itself. */
size_t selection_gaps(struct arena *a, const struct selection *s,
                      const struct selection_gap **ret_gaps);
/* Only the checks: nobody is ready without them. */
size_t selection_check_gaps(struct arena *a, const struct selection *s,
                            const struct selection_gap **ret_gaps);

/* ---- writing; ERR_NOT_FOUND when there is no such mentor ---- */

/* texts: one for each of s->answers. A candidate is taken to the selection by it. ERR_CONFLICT: the
 * decision is made. */
int selection_answer(const struct selection_place *at, const struct selection *s,
                     const char *const *texts, struct err *err);

struct selection_sheet_new {
    struct date held;
    const char *interviewer, *note;
    const int *marks; /* one for each criterion, -1: none */
    const char *const *notes;
};
/* ERR_LIMIT: the day is in the future or before 2000; ERR_INVALID: not a single mark. */
int selection_interview(const struct selection_place *at, const struct selection *s,
                        const struct selection_sheet_new *n, struct err *err);

/* ERR_INVALID: no such check of this kind, no words, or a number below the least that is said to
 * pass. number < 0: none. */
int selection_check(const struct selection_place *at, const struct selection *s, const char *item,
                    bool passed, int64_t number, const char *note, struct err *err);

/* ---- the decision ---- */

struct commission {
    const char *const *names;
    size_t n; /* 0: the coordinator decides */
    int64_t quorum, version;
};
int commission_get(struct db *db, struct arena *a, int64_t programme_id, struct commission *ret);
/* n 0: nobody. ERR_LIMIT: too many; ERR_INVALID: a name too long, a quorum above the members. */
int commission_set(const struct selection_place *at, const char *const *names, size_t n,
                   int64_t quorum, struct err *err);

struct selection_decision_new {
    bool approve; /* of the coordinator; of a commission the votes decide */
    const char *reason;
    struct date decided;
    const enum selection_vote *votes; /* one for each member */
    int64_t commission;               /* version that was on the screen */
};
/* ERR_CONFLICT: somebody decided meanwhile (err says who, when and what), or the commission is
 * another one; ERR_INVALID: the reason is missing; ERR_LIMIT: no quorum, or the day is wrong. */
int selection_decide(const struct selection_place *at, const struct selection *s,
                     const struct selection_decision_new *n, struct err *err);

/* ---- selected and trained on paper ---- */

struct selection_paper_row {
    int64_t participation_id;
    int64_t birth_year; /* 0: as it is known */
    const char *number; /* of the certificate, "" */
    struct date issued;
};
struct selection_paper {
    const struct selection_paper_row *rows; /* those who were chosen */
    size_t n;
    bool everyone; /* all other candidates of the programme, too */
    const char *ground;
    struct date held;
};
struct selection_left {
    int64_t participation_id, person_id;
    const char *name, *why;
};
/* Accept candidates at once, each with the ground in the history; adults whose form wants a record
 * check need one that counts, or its number and day. ERR_INVALID: no ground; ERR_LIMIT: the day is
 * wrong, or (with *ret_left) a certificate is. Those who cannot be accepted stay and are told. */
int selection_accept(const struct selection_place *at, const struct selection_paper *paper,
                     struct err *err, int64_t *ret_accepted, const struct selection_left **ret_left,
                     size_t *ret_n_left);

/* All candidates of a programme, without looking at anybody: for worlds that are made. */
int selection_accept_all(struct db *db, int64_t programme_id, const struct deed *deed);
