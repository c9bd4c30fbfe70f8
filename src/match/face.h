/*
 * All best answers at once. By complementary slackness a certificate tells which edges a best
 * answer may use, which mentees it must match and which mentors it must fill; a matching that
 * keeps to these is as good as the one that was proved. So a further wish is met among the best
 * by solving again on this smaller graph, and the proof of that answer narrows the graph again
 * (lexicographic optimisation over optimal faces, Schrijver, Combinatorial Optimization, 2003,
 * §§ 5 and 17). Locked pairs and edges below the floor are set aside from the beginning.
 */
#pragma once

#include "match/memory.h"

#define FACE_UNMET 1 /* not an error: no answer meets every must */

struct face {
    uint32_t n, m;
    uint64_t size;    /* edges there is memory for */
    uint64_t *offset; /* of the edges that are left, grouped by mentee */
    uint32_t *mentor;
    uint64_t *origin;                   /* their numbers in the instance */
    uint16_t *weight;                   /* for the solve under way */
    uint16_t *room;                     /* places of each mentor without the locked ones */
    uint8_t *must_mentee, *must_mentor; /* 1: has to be matched; to be full */
    uint64_t *edge;                     /* the answer: an edge of this graph, or MATCH_NO_EDGE */
    uint64_t *locked; /* of each mentee: its locked edge in the instance, or MATCH_NO_EDGE */
    const struct match_options *options;
    struct match_memory *mem;
};

/* What is wished for: the largest sum over the pairs; edges are those of the instance. */
struct face_worth {
    uint16_t (*of)(const void *ctx, uint64_t edge);
    const void *ctx;
    uint16_t most; /* no edge is worth more */
};

/*
 * Why no answer that meets the musts is worth more. An edge weighs k + must · (its ends that
 * must be met) + its worth, and prices bound these weights as in struct match_result. Arrays
 * belong to the proof.
 */
struct face_proof {
    int64_t k, must;
    int64_t *price;
    uint8_t *reached; /* read with cover only */
    bool cover;       /* the most pairs are asked for first */
};

/* The whole instance, nothing demanded yet. MATCH_EINVAL, MATCH_ENOMEM; face_end in any case. */
int face_begin(struct face *f, const struct match_instance *in, const struct match_options *options,
               struct match_memory *mem);
void face_end(struct face *f);

/* The answer of the face is the given one: false when an edge of it has been narrowed away. */
bool face_set(struct face *f, const uint64_t *edge);

/* Is there an answer that meets every must with edges worth at_least (w NULL: with any)? Then it
 * is taken. Edges without a must play no part. MATCH_OK, FACE_UNMET or an error. */
int face_feasible(struct face *f, const struct face_worth *w, uint16_t at_least);

/* Drop the edges that are worth less. */
void face_drop(struct face *f, const struct face_worth *w, uint16_t at_least);

/*
 * Take the best answer. MATCH_COUNT: the most pairs, then the worth, FACE_UNMET when 16 bits do
 * not hold the musts as well. MATCH_SCORE: always exact; the answer before must meet the musts.
 * On MATCH_OK the proof is to be freed.
 */
int face_best(struct face *f, enum match_mode mode, const struct face_worth *w,
              struct face_proof *proof);

/* Keep only what the proof leaves of the answers. */
void face_narrow(struct face *f, const struct face_worth *w, const struct face_proof *proof);

/* Does the proof hold for the answer of the face? Decided from the definitions alone. */
bool face_proves(const struct face *f, const struct face_worth *w, const struct face_proof *proof);

int face_proof_take(struct face *f, struct face_proof *proof);
void face_proof_free(struct face *f, struct face_proof *proof);

/* Are all musts met by the answer? */
bool face_meets(const struct face *f);

/* mate and edge (of the instance, locked pairs included), matched and score of the answer. */
void face_answer(const struct face *f, const struct match_instance *in, struct match_result *ret);

/*
 * The exact way when weights do not fit: from an answer that meets the musts, improve along
 * alternating cycles until labels prove that there is none (Klein 1967, with a queue).
 */
int face_polish(struct face *f, const struct face_worth *w, struct face_proof *proof);

static inline int64_t face_weight(const struct face *f, const struct face_worth *w,
                                  const struct face_proof *proof, uint32_t mentee, uint64_t e)
{
    int ends = f->must_mentee[mentee] + f->must_mentor[f->mentor[e]];
    return proof->k + proof->must * ends + w->of(w->ctx, f->origin[e]);
}
