/*
 * A draft of pairs: profiles, weights, pins and vetoes in, pairs with their points, the next
 * best, and a reason for everyone left alone out. The engine is called through match.h and
 * its proof is checked. Same input, same answer. Knows no database.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <nastavnik/match_live.h>

#include "pairing/criterion.h"
#include "pairing/pairing_settings.h"

#define PAIRING_ALL_PAIRS 4000000u /* up to so many pairs each one is looked at */
#define PAIRING_KEEP 64u           /* beyond: the best mentors kept for each mentee */
#define PAIRING_NEXT 2u

struct pairing_input {
    struct criterion_input people; /* with the vetoes, progress and cancel */
    const struct criterion_mark *pin;
    size_t n_pins;
    struct pairing_settings settings;
    size_t all_pairs; /* 0: PAIRING_ALL_PAIRS */
    uint32_t keep;    /* 0: PAIRING_KEEP */
    bool pairs_only;  /* for a quick look: nobody is told why they are alone */
};

struct pairing_next {
    uint32_t mentor;
    uint16_t score; /* 0 … 1000 */
    bool has_room;
};

struct pairing_pair {
    uint32_t mentee, mentor; /* indices of the input */
    bool pinned;
    enum rule breaks; /* a hard rule that the pin sets aside, or RULE_NONE */
    struct criterion_score score;
    struct pairing_next next[PAIRING_NEXT]; /* the best mentors but this one */
    uint32_t n_next;
    uint32_t rather;       /* the mentee who scores highest with the mentor */
    uint16_t rather_score; /* their score there; that of this pair when none scores higher */
};

/* What would give a pair to a mentee who has none. */
enum pairing_help_kind {
    PAIRING_ROOM,  /* one more place at this mentor */
    PAIRING_ALLOW, /* this pair, whatever rule or pair of others stands against it */
};

#define PAIRING_HELPS 4u

struct pairing_help {
    enum pairing_help_kind kind;
    uint32_t mentor;
    const char *text; /* «Ещё одно место: Орлова Дарья (нужно ещё 4 ч в месяц)» */
};

struct pairing_alone {
    uint32_t who;
    const char *code;   /* none, form, scope, age, time, veto, card, full, floor, mixed, room,
                           chosen, group */
    const char *text;   /* the reason for the coordinator, in the same words for all who share it */
    const char *detail; /* what is so with this one, or "" */
    const struct pairing_help *help; /* of a mentee: the smallest changes that help */
    size_t n_helps;
};

/* What is known of the answer as a whole. */
struct pairing_facts {
    bool plain;  /* with prices: instance and answer are what match_verify, match_live and
                    match_why_all take */
    bool proved; /* no set of pairs is better by the settings, and this was checked */
    uint64_t bound_pairs, bound_score; /* with groups: no set has more pairs, nor as many and a
                                          higher score (by score alone: 0 pairs) */
    uint64_t blocking;                 /* pairs who would both rather have each other */
    uint64_t near[NEAR_LEVELS];        /* pairs of each nearness */
    /* Of a cut draft: what all candidates together could add at most, by weak duality. */
    bool gap_known;
    uint64_t gap_pairs; /* no more pairs than this could be missing */
    uint64_t gap_score; /* and, if none is, no more of the score than this */
};

struct pairing {
    const struct criterion_run *run;
    const struct pairing_pair *pair; /* in the order of the mentees */
    size_t n_pairs;
    const struct pairing_alone *mentee_alone, *mentor_alone; /* NULL when pairs_only */
    size_t n_mentees_alone, n_mentors_alone;
    uint64_t n_places; /* of all mentors together, with pins beyond the limit */
    uint64_t score;    /* sum of 0 … 1000 over the pairs */
    size_t n_candidates;
    bool cut;      /* not every pair was looked at: the answer is the best of those kept, and
                      nobody is alone beside a mentor with room who fits */
    uint32_t keep; /* candidates kept for each mentee then */
    struct pairing_facts facts;
    struct match_instance instance; /* what the engine was given, in the arena */
    struct match_result answer;     /* with its proof, there too */
};

/*
 * Make a draft. A pin holds whatever the rules say and may take a mentor over the limit; pins
 * and vetoes of people who are not in the input are left out. ERR_INVALID: a mentee pinned
 * twice, a pair pinned and vetoed, an id twice; ERR_CANCELLED; ERR_LIMIT: too many people.
 */
int pairing_make(struct arena *a, const struct pairing_input *in, struct err *err,
                 const struct pairing **ret_pairing);

/* Everything said about somebody alone, on one line. */
const char *pairing_alone_words(struct arena *a, const struct pairing_alone *alone);

/* A plain answer as an object that is asked what if; match_live_free gives it back. ERR_INVALID:
 * it is not plain. */
int pairing_live(const struct pairing *p, struct err *err, struct match_live **ret_live);

/* A change that is only asked about. */
enum pairing_wish_kind {
    PAIRING_TOGETHER, /* these two are a pair, whatever a rule says */
    PAIRING_APART,    /* they are not; a pin of theirs goes */
    PAIRING_PLACES,   /* the mentor takes up to so many mentees of this draft */
};

struct pairing_wish {
    enum pairing_wish_kind kind;
    uint32_t mentee, mentor;
    uint16_t places; /* ≤ MATCH_MAX_CAPACITY */
};

struct pairing_move {
    uint32_t mentee, from, to;     /* mentors; MATCH_NONE: no pair */
    uint16_t score_from, score_to; /* 0 … 1000 */
};

struct pairing_outcome {
    const struct pairing_move *move; /* only the pairs that change, in the order of the mentees */
    size_t n_moves;
    uint64_t pairs, score; /* then */
};

/*
 * What would follow. live is pairing_live of p and answers from where it stands, as before
 * afterwards; NULL: all is solved again. in is what p was made of. Both ways give as many pairs
 * and the same score. ERR_INVALID: all places of the mentor are pinned, or more are than would
 * be there.
 */
int pairing_what_if(const struct pairing *p, const struct pairing_input *in,
                    struct match_live *live, const struct pairing_wish *wish, struct arena *a,
                    struct err *err, struct pairing_outcome *ret_outcome);

/* A pair of a stored or a fresh draft, by ids. */
struct pairing_line {
    int64_t mentee, mentor;
    unsigned points; /* 0 … 100 */
};

enum pairing_change_kind { PAIRING_ADDED, PAIRING_REMOVED, PAIRING_MOVED };

struct pairing_change {
    enum pairing_change_kind kind;
    int64_t mentee, from, to; /* mentors; 0 where there is none */
    unsigned points_from, points_to;
};

struct pairing_comparison {
    const struct pairing_change *change; /* in the order of mentee ids */
    size_t n_changes;
    size_t n_added, n_removed, n_moved;
    size_t n_stronger, n_weaker; /* of the moved, by their points */
};

/* Lines of a draft, in the order of its pairs. */
size_t pairing_lines(const struct pairing *p, struct arena *a, const struct pairing_line **ret);

/* What changed from one draft to another. Each mentee stands at most once on either side. */
void pairing_compare(struct arena *a, const struct pairing_line *before, size_t n_before,
                     const struct pairing_line *after, size_t n_after,
                     struct pairing_comparison *ret_comparison);
