/* The parts of match_groups_solve: one node, the first answer, the search. */
#pragma once

#include <nastavnik/match_groups.h>

#include "match/face.h"

enum groups_status {
    GROUPS_FREE = 0,   /* any number of mentees */
    GROUPS_CLOSED = 1, /* nobody */
    GROUPS_HELD = 2,   /* at least the minimum */
};

struct groups_value {
    uint64_t matched; /* 0 in MATCH_SCORE */
    uint64_t score;
};

struct groups {
    const struct match_instance *in;
    struct face base; /* the instance without locked mentees and edges below the floor */
    uint16_t top;     /* the highest score */
    uint16_t *need;   /* of each mentor: the least size besides the locked, 0: any */
    uint8_t *root;    /* status of each mentor at the root */
    uint8_t *status;  /* in the node under way */
    /* The instance of a node: a held mentor j is split, half[j] takes its minimum. */
    uint64_t *offset, *origin;
    uint32_t *mentor;
    uint16_t *score, *room;
    uint32_t *half;  /* of each mentor, or MATCH_NONE */
    uint32_t *whole; /* of each half */
    /* The answer of the last node. */
    uint64_t *edge; /* of each mentee: an edge of base, or MATCH_NO_EDGE */
    uint32_t *load; /* of each mentor */
    struct groups_value value;
    /* The best answer with full groups. */
    uint64_t *best_edge;
    uint32_t *best_load;
    struct groups_value best;
    bool has_best;
};

static inline bool groups_better(const struct groups_value *a, const struct groups_value *b)
{
    return a->matched != b->matched ? a->matched > b->matched : a->score > b->score;
}

/* Is the group of this free mentor too small in the last node? */
static inline bool groups_short(const struct groups *g, uint32_t j)
{
    return g->status[j] == GROUPS_FREE && g->load[j] > 0 && g->load[j] < g->need[j];
}

/* The best answer with this status: edge, load and value. FACE_UNMET: there is none. */
int groups_node(struct groups *g);

/* Keep the answer of the last node when no group is short and it is the best so far. */
void groups_keep(struct groups *g);

/* The first answers: closing the weakest, then opening again. ret_root: value at the root. */
int groups_dive(struct groups *g, struct groups_value *ret_root);

/* Branch and bound from the root; ret->exact, nodes and bound. */
int groups_search(struct groups *g, const struct groups_value *root, uint32_t node_limit,
                  struct match_groups *ret);
