/* A draft while it is made; shared by pairing*.c. */
#pragma once

#include <nastavnik/match_why.h>

#include "pairing/criterion_run.h"
#include "pairing/pairing.h"

struct pairing_build {
    struct arena *a;
    const struct pairing_input *in;
    const struct criterion_run *run;
    uint32_t *pin; /* of each mentee: the mentor, or MATCH_NONE */
    uint64_t *offset;
    uint32_t *mentor; /* of each edge */
    uint16_t *score;
    uint16_t *capacity;
    uint16_t *outside; /* of each mentee, when cut: nobody out of its list scores more */
    uint64_t *locked;
    size_t n_locked, n_edges;
    unsigned floor; /* thousandths: weaker pairs are no candidates, pins aside */
    bool cut;
    unsigned told; /* permille reported so far */
    struct pairing *out;
};

/* Report 0 … 1000 of the whole draft; ERR_CANCELLED when the caller wants to stop. */
int pairing_tell(struct pairing_build *b, unsigned permille);

#define PAIRING_READ_TO 300u /* permille: texts read */
#define PAIRING_FIT_TO 800u  /* candidates found */

bool pairing_stops(void *build);
int pairing_stopped(struct err *err);
int pairing_engine_error(int match_error, struct err *err);

/* Solve what the build holds, by its settings: instance, answer and facts of out. */
int pairing_ask(struct pairing_build *b, struct err *err);

/* Fill offset, mentor, score and locked. */
int pairing_candidates(struct pairing_build *b);

/* Of a cut draft with a plain answer: how much the cut may have cost. ERR_CANCELLED. */
int pairing_gap(struct pairing_build *b);

/* After a cut draft was solved: give those alone the mentors with room as candidates, too.
 * False: there are none. */
bool pairing_widen(struct pairing_build *b, const uint32_t *mate);

/* No rule excludes the pair and it is not pinned, but it scores below the floor; *ret_score (may
 * be NULL) is what it scores then. */
bool pairing_is_weak(const struct pairing_build *b, uint32_t mentee, uint32_t mentor,
                     unsigned *ret_score);

/* Why each one is alone, and what would help. */
void pairing_reasons(struct pairing_build *b);

/* What the smallest helpful changes are found with. */
struct pairing_helper {
    uint32_t *load; /* mentees of each mentor */
    bool known;     /* whys is there: the answer is plain */
    struct match_whys whys;
    struct match_move *moves; /* room for the longest chain */
};

void pairing_helper_open(struct pairing_build *b, struct pairing_helper *h);
void pairing_helper_close(struct pairing_helper *h);

/* why: of this mentee, or NULL. Fills detail and helps. */
void pairing_help(struct pairing_build *b, struct pairing_helper *h,
                  const struct match_unpaired *why, struct pairing_alone *out);
