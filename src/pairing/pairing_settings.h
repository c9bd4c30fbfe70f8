/*
 * How a draft chooses among all possible sets of pairs: what is best, who is nearer, the smallest
 * group, the weakest pair. All zero is the usual draft: as many pairs as possible, of these the
 * highest score.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"

enum pairing_mode {
    PAIRING_COUNT,  /* as many pairs as possible, then the highest score */
    PAIRING_SCORE,  /* the highest score, whatever the number of pairs */
    PAIRING_STABLE, /* no two who would both rather have each other */
    PAIRING_MODES
};

/* Own organisation before municipality, before region, before the rest. */
enum pairing_near {
    PAIRING_NEAR_ANY,   /* only as much as the place weighs in the score */
    PAIRING_NEAR_EQUAL, /* of as many pairs the nearer ones, whatever the score */
    PAIRING_NEAR_FIRST, /* nearer pairs even when somebody stays alone for them */
    PAIRING_NEARS
};

#define PAIRING_GROUP_MAX 30
#define PAIRING_SEED_MAX 1000000000

struct pairing_settings {
    enum pairing_mode mode;
    enum pairing_near near;
    bool fair;     /* of equally good sets the one whose weakest pair is strongest */
    uint8_t group; /* a mentor takes at least so many mentees or nobody; 0, 1: any */
    uint8_t floor; /* of 100: no weaker pair is made, pins aside */
    uint32_t seed; /* decides among equals, see match.h; ≤ PAIRING_SEED_MAX */
};

/* The same as numbers with names, for storage, forms and options. */
enum pairing_setting {
    SETTING_MODE,
    SETTING_NEAR,
    SETTING_FAIR,
    SETTING_GROUP,
    SETTING_FLOOR,
    SETTING_SEED,
    SETTINGS
};

const char *pairing_setting_code(enum pairing_setting k);
/* SETTINGS when there is none of this code. */
enum pairing_setting pairing_setting_find(const char *code);
int64_t pairing_setting_max(enum pairing_setting k);
int64_t pairing_setting_get(const struct pairing_settings *s, enum pairing_setting k);
/* A value out of range is taken for the nearest in it. */
void pairing_setting_set(struct pairing_settings *s, enum pairing_setting k, int64_t value);

/* ERR_INVALID when two of them cannot go together; the words name both, and *ret_at (may be NULL)
 * is the one to change. */
int pairing_settings_check(const struct pairing_settings *s, struct err *err,
                           enum pairing_setting *ret_at);

/* What is not as usual, in words for the coordinator: «Устойчивые пары; не слабее 40 баллов»; ""
 * when all is. */
const char *pairing_settings_text(struct arena *a, const struct pairing_settings *s);
