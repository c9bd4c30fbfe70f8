/* A draft while it is made; shared by pairing*.c. */
#pragma once

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
    uint64_t *locked;
    size_t n_locked, n_edges;
    bool cut;
    unsigned told; /* permille reported so far */
    struct pairing *out;
};

/* Report 0 … 1000 of the whole draft; ERR_CANCELLED when the caller wants to stop. */
int pairing_tell(struct pairing_build *b, unsigned permille);

#define PAIRING_READ_TO 300u /* permille: texts read */
#define PAIRING_FIT_TO 800u  /* candidates found */

/* Fill offset, mentor, score and locked. */
int pairing_candidates(struct pairing_build *b);

/* After a cut draft was solved: give those alone the mentors with room as candidates, too.
 * False: there are none. */
bool pairing_widen(struct pairing_build *b, const uint32_t *mate);

/* Why each one is alone; result is the engine's. */
void pairing_reasons(struct pairing_build *b, const struct match_result *result);
