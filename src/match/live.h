/*
 * The inside of a living answer; shared by live*.c. Prices of mentors and profits u of mentees
 * are those of solve.c: u_i + price_j ≥ k + score on every edge that counts, = on pairs; u = 0
 * without a mentor; price = 0 with room. A pinned mentee, and one who is not there, is out of
 * the market: in no mentor's chain, with a profit that nothing pays.
 */
#pragma once

#include <nastavnik/match_live.h>

#include "match/heap.h"
#include "match/live_lists.h"

#define LIVE_OUT ((int64_t)1 << 60) /* the profit of those out of the market */

struct live_mentee {
    int64_t u;
    uint32_t mate;
    uint32_t next, prev; /* the others with the same mentor */
    uint16_t score;      /* of the pair */
    bool pinned, away;
    bool logged; /* its state before the last call is in the log */
};

struct live_mentor {
    uint32_t first; /* the chain of its mentees, or MATCH_NONE */
    int32_t room;   /* capacity - pins - chain; < 0 only inside a call */
    uint32_t pins;
    uint16_t capacity;
    bool logged;
};

struct live_was_mentee {
    uint32_t who;
    struct live_mentee was;
};

struct live_was_mentor {
    uint32_t who;
    int64_t price;
    struct live_mentor was;
};

enum live_edit_kind { LIVE_ADDED, LIVE_REMOVED, LIVE_RESCORED };

/* One edit of an edge, so that it can be taken back: places in the lists of either side. */
struct live_edit {
    enum live_edit_kind kind;
    uint32_t mentee, mentor, at_mentee, at_mentor;
    uint16_t score; /* before */
};

/* How a search came to a mentor: this mentee goes (or comes) there. */
struct live_step {
    uint32_t mentee;
    uint32_t mentor; /* backward search: where it goes to */
    uint16_t score;  /* of the edge between the two */
};

struct live_size {
    uint32_t n_mentees, n_mentors;
    uint64_t matched, score;
};

struct match_live {
    struct match_memory mem;
    enum match_mode mode;
    int64_t k;
    uint16_t floor;
    struct live_size now, before;

    struct live_mentee *mentee; /* room_mentees of each */
    struct live_lists out;      /* mentee → mentors */
    uint32_t *loose;            /* mentees who wait for a search */
    struct live_was_mentee *was_mentee;
    struct match_live_move *move;
    uint32_t room_mentees;

    struct live_mentor *mentor; /* room_mentors of each */
    struct live_lists in;       /* mentor → mentees */
    struct live_was_mentor *was_mentor;
    int64_t *price, *dist; /* dist: INT64_MAX outside of a search */
    struct live_step *step;
    uint32_t *seen; /* mentors with a distance */
    struct heap heap;
    uint32_t room_mentors;

    struct live_edit *edit;
    size_t n_edits, room_edits;
    uint32_t n_loose, n_was_mentees, n_was_mentors, n_seen;
    bool can_undo;
};

/* ---- live_people.c: memory, the log, chains ---- */

/* Room for this many, more than now; what is there is kept. MATCH_ENOMEM leaves all as it is. */
int live_room_mentees(struct match_live *l, uint32_t n);
int live_room_mentors(struct match_live *l, uint32_t n);

/* One who is there, without edges and mentor. There is room. */
void live_new_mentee(struct match_live *l);
void live_new_mentor(struct match_live *l, uint16_t capacity);

/* To be called before the first change of a person in a call. */
void live_touch_mentee(struct match_live *l, uint32_t i);
void live_touch_mentor(struct match_live *l, uint32_t j);

/* Forget the log. */
void live_forget(struct match_live *l);

/* Put everybody in the log back, and the edits of edges. */
void live_restore(struct match_live *l);

/* Into the chain of j, out of the chain of its mentor; room follows. */
void live_attach(struct match_live *l, uint32_t i, uint32_t j, uint16_t score);
void live_detach(struct match_live *l, uint32_t i);

static inline int64_t live_max(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* ---- live_search.c ---- */

/* The best that mentee i could have at today's prices, ≥ 0. */
int64_t live_profit(const struct match_live *l, uint32_t i);

/* Bring mentee i, without mentor, in: along the cheapest path to a mentor with room, or to somebody
 * who then stays alone (perhaps i). */
void live_place(struct match_live *l, uint32_t i);

/* Mentor j has room and a price: fill one place along the cheapest path that ends with somebody
 * alone or leaves a place free where that costs less, or bring the price down to 0. */
void live_fill(struct match_live *l, uint32_t j);

/* ---- live_proof.c ---- */

/* Whether all in the log, of whom the first n_edited mentees may have other edges than before,
 * keep the rules above, when everything held before: MATCH_OK or MATCH_EPROOF. */
int live_prove(const struct match_live *l, uint32_t n_edited);
