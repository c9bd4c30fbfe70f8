/*
 * Who fits whom: hard rules that exclude a pair, each with its reason, and a score made of
 * named parts. The weights are data of the pack (criteria.tsv), changed by the coordinator.
 * One set of rules for the server and for the command line; knows no database.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "pairing/topics.h"
#include "pairing/wording.h"

/* Parts of the score; their codes in criteria.tsv are topics, words, age, time, place,
 * preference. */
enum criterion {
    CRITERION_TOPICS,     /* request against competencies, achievements, interests by topic */
    CRITERION_WORDS,      /* rare words of the request that the mentor's texts hold too */
    CRITERION_AGE,        /* the mentor's wish is met */
    CRITERION_TIME,       /* both are free at the same time */
    CRITERION_PLACE,      /* organisation, municipality, region */
    CRITERION_PREFERENCE, /* choices of the preference cards; left out when there are none */
    CRITERIA
};

#define CRITERION_WEIGHT_MAX 100

struct criteria {
    struct {
        const char *name; /* for people */
        uint8_t weight;   /* 0 … max */
        uint8_t max;      /* what the coordinator may raise it to */
    } of[CRITERIA];
};

const char *criterion_code(enum criterion c);

/* CRITERIA when there is none of this code. */
enum criterion criterion_find(const char *code);

/* Read criteria.tsv (code, name_ru, weight, max); a part without a row weighs 0. ERR_INVALID. */
int criteria_load(struct arena *a, struct topics_file file, struct err *err,
                  struct criteria *ret_criteria);

/* Who may be paired, by where they study or work. */
enum criterion_scope {
    SCOPE_ANY,
    SCOPE_SAME_ORGANISATION,
    SCOPE_OTHER_ORGANISATION,
    SCOPE_SAME_MUNICIPALITY,
    SCOPE_SAME_REGION,
};

/* Of a programme; criterion_settings_default() first. */
struct criterion_settings {
    int year;                   /* of the run: ages are counted from it */
    enum criterion_scope scope; /* a place that is not known never excludes */
    bool time_is_hard;          /* no common slot excludes the pair (true) */
    float hours_per_mentee;     /* a month (4) */
    unsigned max_mentees;       /* of one mentor (5) */
    unsigned default_mentees;   /* where a mentor says no hours (2) */
};

struct criterion_settings criterion_settings_default(int year);

enum preference_kind { PREFERENCE_CHOICE, PREFERENCE_HELP, PREFERENCE_EXCLUDE };

/* A line of a preference card. */
struct preference {
    int64_t to; /* id of the other side's profile */
    enum preference_kind kind;
    uint8_t place; /* of a choice, 1 … 3 */
};

/* What both sides have. Texts are valid UTF-8, never NULL; 0 and "" mean not known. */
struct person_profile {
    int64_t id;     /* of the participation, unique on its side */
    int64_t person; /* the same person on both sides is never paired with themselves */
    const char *name;
    int birth_year;
    int64_t organisation, municipality, region; /* unit ids */
    const char *place;                          /* work or study as written */
    const char *form;                           /* codes or wordings; "" fits any form */
    const char *time;                           /* the time resource as written */
    const struct preference *card;
    size_t n_card;
};

struct mentee_profile {
    struct person_profile p;
    const char *request;
};

struct mentor_profile {
    struct person_profile p;
    const char *competencies, *achievements, *interests;
    const char *age_wish;
    unsigned taken; /* mentees this mentor already has */
    int more;       /* places beyond what the hours and the limit give; may be below zero */
};

/* Two profiles by their ids. */
struct criterion_mark {
    int64_t mentee, mentor;
};

/* What a form is called in sentences. */
struct criterion_form {
    const char *code, *name;
};

struct criterion_input {
    const struct topics *topics;
    const struct wordings *wordings;
    struct criteria criteria;
    struct criterion_settings settings;
    const struct mentee_profile *mentee; /* borrowed for the life of the run */
    const struct mentor_profile *mentor; /* likewise */
    uint32_t n_mentees, n_mentors;
    const struct criterion_mark *veto;
    size_t n_vetoes;
    const struct criterion_form *form; /* a form not listed is called by its code */
    size_t n_forms;
    void (*progress)(void *ctx, unsigned permille); /* may be NULL */
    bool (*cancel)(void *ctx);                      /* may be NULL; true: stop */
    void *ctx;
};

/* All profiles read and ready to be compared; immutable. */
struct criterion_run;

/* Everything lives in the arena. ERR_INVALID: an id twice on one side; ERR_CANCELLED. */
int criterion_prepare(struct arena *a, const struct criterion_input *in, struct err *err,
                      const struct criterion_run **ret_run);

/* Index of a profile by id, or MAP_NONE. */
uint32_t criterion_mentee(const struct criterion_run *run, int64_t id);
uint32_t criterion_mentor(const struct criterion_run *run, int64_t id);

/* Mentees this mentor may still get: hours ÷ hours per mentee, from 1 to the programme's
 * limit, less those already there. */
unsigned criterion_capacity(const struct criterion_run *run, uint32_t mentor);
/* The same; below zero where there are more mentees than places. */
int criterion_room(const struct criterion_run *run, uint32_t mentor);

/* What in a profile was not understood (bits), to be shown to the coordinator. */
enum {
    UNCLEAR_FORM = 1,
    UNCLEAR_TIME = 2,
    UNCLEAR_AGE = 4,
    NO_HOURS = 8 /* clear, but no places */
};
unsigned criterion_unclear_mentee(const struct criterion_run *run, uint32_t mentee);
unsigned criterion_unclear_mentor(const struct criterion_run *run, uint32_t mentor);

/* The hard rules in the order they are tried. */
enum rule {
    RULE_NONE, /* nothing excludes the pair */
    RULE_SELF,
    RULE_FORM,
    RULE_SCOPE,
    RULE_AGE,
    RULE_TIME,
    RULE_VETO,
    RULE_CARD, /* a preference card excludes it: only the coordinator may know */
    RULE_FULL, /* the mentor has no place left */
    RULES
};

/* The first rule that excludes the pair. */
enum rule criterion_rule(const struct criterion_run *run, uint32_t mentee, uint32_t mentor);

/* Whether no rule after this one, the first that excludes the pair, does so too. */
bool criterion_only_rule(const struct criterion_run *run, enum rule first, uint32_t mentee,
                         uint32_t mentor);

/* Code for storage: "form", "age" … ("" for RULE_NONE). */
const char *rule_code(enum rule r);

/* Each part 0 … 1000 of its own best, and the weighted whole. */
struct criterion_score {
    uint16_t part[CRITERIA];
    uint16_t total; /* 0 … 1000, for the engine */
};

static inline unsigned criterion_points(const struct criterion_score *s)
{
    return (s->total + 5u) / 10u; /* 0 … 100, for people */
}

/* How far apart two people are, by what is known. */
enum near_level { NEAR_ORGANISATION, NEAR_MUNICIPALITY, NEAR_REGION, NEAR_FAR, NEAR_LEVELS };
enum near_level criterion_near(const struct criterion_run *run, uint32_t mentee, uint32_t mentor);

/* The same for the same profiles, on every machine. Hard rules are not looked at. */
void criterion_score(const struct criterion_run *run, uint32_t mentee, uint32_t mentor,
                     struct criterion_score *ret_score);

/* Words that met: «алгебру» of the request, «математика» of the mentor. */
struct shared_words {
    const char *mentee, *mentor; /* as written */
    const char *topic;           /* of the request, for people; "" for plain words */
    uint16_t near;               /* 0 … 1000: how closely they meet */
    bool curator_only;           /* speaks of a minor's trouble */
};

#define SHARED_MAX 6u

struct explained_part {
    enum criterion criterion;
    const char *name;
    unsigned weight;     /* percent of all weights in use */
    unsigned points;     /* of 100; the points of all parts add up to the whole */
    const char *comment; /* «15 лет, просит 14–16»; "" when there is nothing to say */
    struct shared_words shared[SHARED_MAX];
    size_t n_shared;
};

struct explanation {
    unsigned points; /* of 100 */
    struct explained_part part[CRITERIA];
    size_t n_parts;    /* parts that weigh something */
    const char *rules; /* hard rules passed, one line */
    const char *why; /* one line: the parts that gave most, «Запрос и компетенции, место» */
    const char *for_both; /* shared words fit for both sides to read, "" when none */
};

void criterion_explain(const struct criterion_run *run, struct arena *a, uint32_t mentee,
                       uint32_t mentor, struct explanation *ret_explanation);
