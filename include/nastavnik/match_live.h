/*
 * What if: an answer that stays the best while people, scores, pins and places change. A change
 * is repaired from the prices of the last answer, so that its cost follows how far it reaches,
 * not the size of the instance; the count and the score are those that match_solve would find.
 *
 * libc only; no globals, no input or output, no abort. One object belongs to one thread at a time.
 *
 *     struct match_live *live;
 *     if (match_live_new(&instance, &result, NULL, &live) == MATCH_OK) {
 *         struct match_live_change veto = {.kind = MATCH_LIVE_VETO, .mentee = 4, .mentor = 9};
 *         struct match_live_diff diff;
 *         if (match_live_try(live, &veto, 1, NULL, &diff) == MATCH_OK)
 *             … diff.move[0 … diff.n_moves - 1] …
 *         match_live_free(live);
 *     }
 *
 * For a few changes among many people. Where most scores move (other weights), match_solve with
 * options.start is the right call.
 */
#pragma once

#include <nastavnik/match.h>

#ifdef __cplusplus
extern "C" {
#endif

struct match_live;

/* Each says what holds afterwards; saying what already holds changes nothing. */
enum match_live_kind {
    MATCH_LIVE_EDGE = 0,       /* mentee and mentor may be paired, with score `value` */
    MATCH_LIVE_VETO = 1,       /* they may not: their edge goes */
    MATCH_LIVE_PIN = 2,        /* they are a pair, whatever is better; their edge exists */
    MATCH_LIVE_UNPIN = 3,      /* the mentee is not pinned; mentor is not read */
    MATCH_LIVE_CAPACITY = 4,   /* the mentor takes up to `value` mentees; 0: is not there */
    MATCH_LIVE_LEAVE = 5,      /* the mentee is not there, nor is its pin; its edges are kept */
    MATCH_LIVE_RETURN = 6,     /* the mentee is there */
    MATCH_LIVE_NEW_MENTEE = 7, /* mentee: the next number; its edges follow as MATCH_LIVE_EDGE */
    MATCH_LIVE_NEW_MENTOR = 8, /* mentor: the next number; takes up to `value` mentees */
};

struct match_live_change {
    enum match_live_kind kind;
    uint32_t mentee, mentor;
    uint16_t value; /* a score, or at most MATCH_MAX_CAPACITY */
};

struct match_live_move {
    uint32_t mentee;
    uint32_t from, to; /* mentors; MATCH_NONE where there is none; never equal */
};

/* What a batch of changes did. move belongs to the object, until its next call; each mentee stands
 * there at most once, in no particular order (the same one each time). */
struct match_live_diff {
    const struct match_live_move *move;
    uint32_t n_moves;
    int64_t more_pairs, more_score; /* after minus before */
    uint64_t matched, score;        /* after */
};

/*
 * Begin from an instance and a result of it, which is checked (MATCH_EPROOF). Both are copied:
 * about 8 bytes for each edge in the lists of either side, an eighth more to grow, and some
 * 150 for each person. Of a pair that stands twice only the better edge is kept, or the locked
 * one. result->k is at most MATCH_LIVE_K. Keeps allocator and memory_limit of options (may be
 * NULL) for its life. O(edges).
 */
int match_live_new(const struct match_instance *instance, const struct match_result *result,
                   const struct match_options *options, struct match_live **ret_live);

void match_live_free(struct match_live *live); /* NULL is fine */

/* The weight of one pair beside its score, in mode MATCH_COUNT: more than all scores together, so
 * that one set of prices proves the count and the score whatever changes. In mode MATCH_SCORE 0. */
#define MATCH_LIVE_K ((int64_t)1 << 38)

/*
 * Make the changes, in their order, and restore the best answer. The batch is judged as a whole
 * when its last change is in: MATCH_EINVAL when a number is out of range, a pin has no edge or
 * no place left, or a pinned mentee is not there. After any failure the object is as before.
 * Of options only progress and cancel are used (may be NULL), once before each search. Before it
 * returns, everything that the changes touched is checked against the certificate (MATCH_EPROOF:
 * a defect). ret_diff may be NULL.
 */
int match_live_apply(struct match_live *live, const struct match_live_change *changes, size_t n,
                     const struct match_options *options, struct match_live_diff *ret_diff);

/* Take back the last match_live_apply, once: the object is as before it. The diff stays readable.
 * MATCH_EINVAL: there is nothing to take back. */
int match_live_undo(struct match_live *live);

/* What would these changes do? match_live_apply and match_live_undo in one. */
int match_live_try(struct match_live *live, const struct match_live_change *changes, size_t n,
                   const struct match_options *options, struct match_live_diff *ret_diff);

/* The mentor of a mentee now, or MATCH_NONE (also for a number out of range). */
uint32_t match_live_mate(const struct match_live *live, uint32_t mentee);

/* The whole state as an instance and its result: what match_verify and match_why take. A mentee
 * who is not there has no edges. Owns all its arrays. */
struct match_live_copy {
    struct match_instance instance;
    struct match_result result;
    void *memory; /* the arrays of the instance */
};

/* O(edges). allocator and memory_limit are those of options (may be NULL). */
int match_live_copy(const struct match_live *live, const struct match_options *options,
                    struct match_live_copy *ret_copy);

void match_live_copy_free(struct match_live_copy *copy);

#ifdef __cplusplus
}
#endif
