/*
 * Why, for everybody at once: what stands between each mentee without a mentor and a place, the
 * smallest change that gives them one, and what each side of every pair gave up.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

#define MATCH_NO_RISE UINT64_MAX

enum match_reason {
    MATCH_NO_CANDIDATE = 0, /* no edge that may be used */
    MATCH_NO_ROOM = 1,      /* no score of theirs helps: every place they could get to is locked,
                               or there is none */
    MATCH_OUTSCORED = 2,    /* others score higher, by rise */
};

struct match_unpaired {
    uint32_t mentee;
    enum match_reason reason;
    /*
     * By one more place: with it at the end of the chain of moves that begins on this edge
     * (match_why_moves) the mentee gets a mentor and nobody loses theirs. The chain is the
     * shortest to a mentor who may grow; of those the one that begins with the higher score.
     */
    uint64_t step;  /* MATCH_NO_EDGE: no mentor who may grow can be reached */
    uint32_t moves; /* of other mentees */
    /*
     * By score: were this edge to score rise more, an answer with it would be as good as the
     * best one (in MATCH_COUNT with as many pairs), and with one point more better than all
     * without it. No other edge of theirs needs less. MATCH_NO_RISE: see MATCH_NO_ROOM.
     */
    uint64_t rise;
    uint64_t rise_edge;
};

/* Arrays belong to it. */
struct match_whys {
    struct match_unpaired *unpaired; /* all mentees without a mentor, by number */
    uint32_t n_unpaired;
    uint64_t *move;        /* of each mentor: the edge to which one of its mentees moves on, so
                              that there is a place; MATCH_NO_EDGE where chains end */
    uint16_t *mentee_loss; /* of each mentee with a mentor: highest score of its edges - own */
    uint64_t *mentor_loss; /* of each mentor: sum of its best candidates, as many as it has places,
                              - sum it got; empty places count as lost */
    struct match_allocator allocator;
};

/*
 * The result is one that match_verify accepts. may_grow: of each mentor, 1: one more place is
 * thinkable; NULL: everywhere. Locked mentees do not move. Edges below the floor are not there,
 * except the one a locked mentee has. MATCH_OK, MATCH_EINVAL, MATCH_ENOMEM; on failure holds no
 * memory. O(edges · log mentors), 8 bytes of memory an edge.
 *
 * The chains are a breadth-first search from the mentors who may grow, against the moves. A rise
 * is the shortest way in reduced costs from the mentee to a place that somebody leaves (Dijkstra
 * 1959, once for all, backwards), which by duality is what the best answer with the mentee
 * scores less (Ahuja, Magnanti, Orlin, Network Flows, 1993, § 9.11).
 */
int match_why_all(const struct match_instance *instance, const struct match_result *result,
                  const uint8_t *may_grow, const struct match_options *options,
                  struct match_whys *ret);

void match_whys_free(struct match_whys *whys);

struct match_move {
    uint32_t mentee;
    uint32_t from, to; /* mentors; from is MATCH_NONE for the one who comes in */
    uint64_t edge;
};

/* The whole chain: room for moves + 1, the newcomer first; to of the last one is the mentor who
 * grows. Returns how many; 0 when there is no step. */
uint32_t match_why_moves(const struct match_instance *instance, const struct match_result *result,
                         const struct match_whys *whys, const struct match_unpaired *unpaired,
                         struct match_move *ret_moves);

#ifdef __cplusplus
}
#endif
