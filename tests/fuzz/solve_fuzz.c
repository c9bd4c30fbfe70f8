/* Any bytes as a tiny instance: the engine and an enumeration of all matchings agree, and no
 * change of a result passes the checker unless what it says is still the best. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include <nastavnik/match.h>

#define MENTEES 5
#define MENTORS 4
#define DEGREE 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct bytes {
    const uint8_t *at, *end;
};

static uint8_t next(struct bytes *b)
{
    return b->at < b->end ? *b->at++ : 0;
}

static uint8_t below(struct bytes *b, uint8_t n)
{
    return (uint8_t)(n ? next(b) % n : 0);
}

struct tiny {
    struct match_instance in;
    uint64_t offset[MENTEES + 1], locked[3];
    uint64_t forced[MENTEES]; /* the locked edge, or MATCH_NO_EDGE */
    uint32_t mentor[MENTEES * DEGREE];
    uint16_t score[MENTEES * DEGREE], capacity[MENTORS];
    bool valid; /* the locks fit */
};

/* Few different scores, so that there are ties; now and then the largest ones. */
static uint16_t score_of(struct bytes *b)
{
    uint8_t x = next(b);
    return x >= 250 ? (uint16_t)(UINT16_MAX - (255 - x)) : (uint16_t)(x % 8 * (x & 64 ? 100 : 1));
}

static void lock(struct tiny *t, struct bytes *b)
{
    uint16_t left[MENTORS];
    memcpy(left, t->capacity, sizeof left);
    t->valid = true;
    for (uint32_t i = 0; i < MENTEES; i++)
        t->forced[i] = MATCH_NO_EDGE;
    t->in.n_locked = below(b, 3);
    for (size_t l = 0; l < t->in.n_locked; l++) {
        uint64_t e = t->locked[l] = below(b, (uint8_t)(t->offset[t->in.n_mentees] + 1));
        uint32_t i = 0;
        while (i < t->in.n_mentees && t->offset[i + 1] <= e)
            i++;
        if (i == t->in.n_mentees || t->forced[i] != MATCH_NO_EDGE || !left[t->mentor[e]]) {
            t->valid = false;
            return;
        }
        t->forced[i] = e;
        left[t->mentor[e]]--;
    }
}

static void make(struct tiny *t, struct bytes *b)
{
    *t = (struct tiny){.in = {.n_mentors = below(b, MENTORS + 1)}};
    t->in.mode = below(b, 2) ? MATCH_SCORE : MATCH_COUNT;
    t->in.floor = below(b, 2) ? score_of(b) : 0;
    for (uint32_t j = 0; j < t->in.n_mentors; j++)
        t->capacity[j] = below(b, 4);
    uint32_t mentees = below(b, MENTEES + 1);
    uint64_t e = 0;
    for (uint32_t i = 0; i < mentees; i++) {
        for (uint32_t d = t->in.n_mentors ? below(b, DEGREE + 1) : 0; d; d--) {
            t->mentor[e] = below(b, (uint8_t)t->in.n_mentors);
            t->score[e++] = score_of(b);
        }
        t->in.n_mentees = i + 1;
        t->offset[i + 1] = e;
    }
    t->in.offset = t->offset;
    t->in.mentor = t->mentor;
    t->in.score = t->score;
    t->in.capacity = t->capacity;
    t->in.locked = t->locked;
    lock(t, b);
}

struct worth {
    uint64_t count, score;
};

static bool better(const struct match_instance *in, struct worth a, struct worth b)
{
    if (in->mode == MATCH_COUNT && a.count != b.count)
        return a.count > b.count;
    return a.score > b.score;
}

static void enumerate(struct tiny *t, uint32_t i, struct worth now, struct worth *best)
{
    if (i == t->in.n_mentees) {
        if (better(&t->in, now, *best))
            *best = now;
        return;
    }
    uint64_t forced = t->forced[i];
    if (forced == MATCH_NO_EDGE)
        enumerate(t, i + 1, now, best);
    for (uint64_t e = t->offset[i]; e < t->offset[i + 1]; e++) {
        bool may = forced == MATCH_NO_EDGE ? t->score[e] >= t->in.floor : e == forced;
        if (!may || !t->capacity[t->mentor[e]])
            continue;
        t->capacity[t->mentor[e]]--;
        enumerate(t, i + 1, (struct worth){now.count + 1, now.score + t->score[e]}, best);
        t->capacity[t->mentor[e]]++;
    }
}

static bool as_good(const struct match_instance *in, const struct match_result *r, struct worth w)
{
    return r->score == w.score && (in->mode == MATCH_SCORE || r->matched == w.count);
}

static void change(const struct match_instance *in, struct match_result *r, struct bytes *b)
{
    int64_t by = (int8_t)next(b);
    switch (below(b, 7)) {
    case 0:
        r->k += by;
        break;
    case 1:
        r->matched = (uint64_t)((int64_t)r->matched + by);
        break;
    case 2:
        r->score = (uint64_t)((int64_t)r->score + by);
        break;
    case 3:
        if (in->n_mentors)
            r->price[below(b, (uint8_t)in->n_mentors)] += by * (next(b) & 1 ? 1 : 1 << 20);
        break;
    case 4:
        if (in->n_mentors)
            r->reached[below(b, (uint8_t)in->n_mentors)] ^= 1;
        break;
    default:
        if (in->n_mentees) {
            uint32_t i = below(b, (uint8_t)in->n_mentees);
            uint64_t e = r->edge[i] = in->offset[i] + below(b, DEGREE);
            bool own = e < in->offset[i + 1] && next(b) % 8;
            r->mate[i] = own ? in->mentor[e] : MATCH_NONE;
            r->edge[i] = own || next(b) % 8 == 0 ? e : MATCH_NO_EDGE;
        }
    }
}

/* Pairs and sums moved together, so that a change is not found by the sums alone. */
static void sum_again(const struct match_instance *in, struct match_result *r)
{
    r->matched = r->score = 0;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (r->edge[i] < in->offset[in->n_mentees]) {
            r->matched++;
            r->score += in->score[r->edge[i]];
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct bytes b = {data, data + n};
    struct tiny t;
    make(&t, &b);
    struct match_result r, again;
    struct match_options options = {.seed = next(&b), .threads = 1};
    int got = match_solve(&t.in, &options, &r);
    assert(got == (t.valid ? MATCH_OK : MATCH_EINVAL));
    if (!t.valid)
        return 0;
    struct worth best = {0, 0};
    enumerate(&t, 0, best, &best);
    assert(as_good(&t.in, &r, best));
    assert(match_verify(&t.in, &r, NULL, NULL) == MATCH_OK);

    options.start = &r;
    options.threads = 2;
    assert(match_solve(&t.in, &options, &again) == MATCH_OK);
    assert(as_good(&t.in, &again, best));
    for (uint8_t changes = below(&b, 8); changes; changes--)
        change(&t.in, &again, &b);
    if (next(&b) & 1)
        sum_again(&t.in, &again);
    if (match_verify(&t.in, &again, NULL, NULL) == MATCH_OK)
        assert(as_good(&t.in, &again, best));
    match_result_free(&again);
    match_result_free(&r);
    return 0;
}
