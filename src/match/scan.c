#include "match/scan.h"

#if defined __x86_64__
#include <immintrin.h>
#define HAVE_X86 1
#endif

#define AHEAD 10u /* lists asked for before they are needed */

static inline const uint16_t *scores_of(const struct scan_prices *m, uint32_t i)
{
    return m->in->score + m->in->offset[i];
}

static inline void ask_ahead(const struct scan_prices *m, const uint32_t *who, uint32_t t,
                             uint32_t n)
{
    if (who && t + 2 * AHEAD < n)
        __builtin_prefetch(m->in->offset + who[t + 2 * AHEAD]);
    if (!who || t + AHEAD >= n || !m->in->mentor)
        return;
    const uint32_t *list = m->in->mentor + m->in->offset[who[t + AHEAD]];
    __builtin_prefetch(list);
    __builtin_prefetch(list + 16);
    __builtin_prefetch(scores_of(m, who[t + AHEAD]));
}

struct top {
    int32_t best, second;
    uint32_t pos;
};

static inline void consider(struct top *top, int32_t gain, uint32_t pos)
{
    if (gain <= top->second)
        return;
    if (gain > top->best) {
        top->second = top->best;
        top->best = gain;
        top->pos = pos;
    } else {
        top->second = gain;
    }
}

static void scan_plain(const struct scan_prices *m, const uint32_t *who, uint32_t from, uint32_t n,
                       struct scan_offer *ret)
{
    for (uint32_t t = 0; t < n; t++) {
        ask_ahead(m, who, t, n);
        uint32_t i = who ? who[t] : from + t;
        uint64_t offset = m->in->offset[i];
        uint32_t length = (uint32_t)(m->in->offset[i + 1] - offset);
        struct top top = {0, 0, MATCH_NONE};
        for (uint32_t x = 0; x < length; x++) {
            int32_t score = m->in->score[offset + x];
            if (score >= m->in->floor)
                consider(&top, ((m->k + score) << m->shift) - m->asks[m->in->mentor[offset + x]],
                         x);
        }
        ret[t] = (struct scan_offer){top.best, top.second, top.pos};
    }
}

#ifdef HAVE_X86

struct lanes8 {
    __m256i best, second, pos;
};

__attribute__((target("avx2"))) static inline void
consider8(const struct scan_prices *m, struct lanes8 *l, __m256i mentor, __m128i score, __m256i pos)
{
    __m256i s = _mm256_cvtepu16_epi32(score);
    __m256i keep = _mm256_cmpgt_epi32(s, _mm256_set1_epi32(m->in->floor - 1));
    __m256i asks = _mm256_i32gather_epi32(m->asks, mentor, 4);
    __m256i gain = _mm256_sub_epi32(
        _mm256_slli_epi32(_mm256_add_epi32(s, _mm256_set1_epi32(m->k)), m->shift), asks);
    gain = _mm256_and_si256(gain, keep);
    __m256i better = _mm256_cmpgt_epi32(gain, l->best);
    l->second = _mm256_max_epi32(l->second, _mm256_min_epi32(l->best, gain));
    l->best = _mm256_max_epi32(l->best, gain);
    l->pos = _mm256_blendv_epi8(l->pos, pos, better);
}

static struct scan_offer fold8(const int32_t *best, const int32_t *second, const uint32_t *pos)
{
    unsigned first = 0;
    for (unsigned x = 1; x < 8; x++)
        if (best[x] > best[first] || (best[x] == best[first] && pos[x] < pos[first]))
            first = x;
    struct scan_offer r = {best[first], second[first], pos[first]};
    for (unsigned x = 0; x < 8; x++)
        if (x != first && best[x] > r.second)
            r.second = best[x];
    return r;
}

__attribute__((target("avx2"))) static struct scan_offer scan_one8(const struct scan_prices *m,
                                                                   uint32_t i)
{
    uint64_t offset = m->in->offset[i];
    uint32_t length = (uint32_t)(m->in->offset[i + 1] - offset), x = 0;
    if (!length)
        return (struct scan_offer){0, 0, MATCH_NONE};
    const uint32_t *mentor = m->in->mentor + offset;
    const uint16_t *score = m->in->score + offset;
    __m256i step = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    struct lanes8 l = {_mm256_setzero_si256(), _mm256_setzero_si256(), _mm256_set1_epi32(-1)};
    for (; x + 8 <= length; x += 8)
        consider8(m, &l, _mm256_loadu_si256((const __m256i_u *)(mentor + x)),
                  _mm_loadu_si128((const __m128i_u *)(score + x)),
                  _mm256_add_epi32(step, _mm256_set1_epi32((int)x)));
    _Alignas(32) int32_t best[8], second[8];
    _Alignas(32) uint32_t pos[8];
    _mm256_store_si256((__m256i *)best, l.best);
    _mm256_store_si256((__m256i *)second, l.second);
    _mm256_store_si256((__m256i *)pos, l.pos);
    struct scan_offer r = fold8(best, second, pos);
    struct top top = {r.best, r.second, r.pos};
    for (; x < length; x++)
        if (score[x] >= m->in->floor)
            consider(&top, ((m->k + score[x]) << m->shift) - m->asks[mentor[x]], x);
    return (struct scan_offer){top.best, top.second, top.pos};
}

__attribute__((target("avx2"))) static void scan_avx2(const struct scan_prices *m,
                                                      const uint32_t *who, uint32_t from,
                                                      uint32_t n, struct scan_offer *ret)
{
    for (uint32_t t = 0; t < n; t++) {
        ask_ahead(m, who, t, n);
        ret[t] = scan_one8(m, who ? who[t] : from + t);
    }
}

#define AVX512 __attribute__((target("avx512f,avx512bw,avx512vl")))

AVX512 static struct scan_offer scan_one16(const struct scan_prices *m, uint32_t i)
{
    uint64_t offset = m->in->offset[i];
    uint32_t length = (uint32_t)(m->in->offset[i + 1] - offset);
    if (!length)
        return (struct scan_offer){0, 0, MATCH_NONE};
    const uint32_t *mentor = m->in->mentor + offset;
    const uint16_t *score = m->in->score + offset;
    __m512i best = _mm512_setzero_si512(), second = best, where = _mm512_set1_epi32(-1);
    __m512i pos = _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    __m512i k = _mm512_set1_epi32(m->k), floor = _mm512_set1_epi32(m->in->floor);
    for (uint32_t x = 0; x < length; x += 16) {
        unsigned here = length - x < 16 ? (1u << (length - x)) - 1 : 0xFFFF;
        __mmask16 in = (__mmask16)(here & 0xFFFF);
        __m512i s = _mm512_cvtepu16_epi32(_mm256_maskz_loadu_epi16(in, score + x));
        in = (__mmask16)_mm512_mask_cmpge_epi32_mask(in, s, floor);
        __m512i asks = _mm512_mask_i32gather_epi32(k, in, _mm512_maskz_loadu_epi32(in, mentor + x),
                                                   m->asks, 4);
        __m512i gain = _mm512_maskz_sub_epi32(
            in, _mm512_slli_epi32(_mm512_add_epi32(s, k), (unsigned)m->shift), asks);
        __mmask16 better = _mm512_cmpgt_epi32_mask(gain, best);
        second = _mm512_max_epi32(second, _mm512_min_epi32(best, gain));
        best = _mm512_max_epi32(best, gain);
        where = _mm512_mask_mov_epi32(where, better, pos);
        pos = _mm512_add_epi32(pos, _mm512_set1_epi32(16));
    }
    struct scan_offer r = {.best = _mm512_reduce_max_epi32(best)};
    __mmask16 equal = _mm512_cmpeq_epi32_mask(best, _mm512_set1_epi32(r.best));
    r.pos = _mm512_mask_reduce_min_epu32(equal, where);
    __mmask16 winner = _mm512_cmpeq_epi32_mask(where, _mm512_set1_epi32((int)r.pos));
    r.second = _mm512_reduce_max_epi32(_mm512_mask_mov_epi32(best, winner, second));
    return r;
}

AVX512 static void scan_avx512(const struct scan_prices *m, const uint32_t *who, uint32_t from,
                               uint32_t n, struct scan_offer *ret)
{
    for (uint32_t t = 0; t < n; t++) {
        ask_ahead(m, who, t, n);
        ret[t] = scan_one16(m, who ? who[t] : from + t);
    }
}

#endif

scan_fn *scan_of(enum scan_kind kind)
{
#ifdef HAVE_X86
    if (kind == SCAN_AVX512)
        return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                       __builtin_cpu_supports("avx512vl")
                   ? scan_avx512
                   : NULL;
    if (kind == SCAN_AVX2)
        return __builtin_cpu_supports("avx2") ? scan_avx2 : NULL;
#endif
    return kind == SCAN_PLAIN ? scan_plain : NULL;
}

scan_fn *scan_choose(void)
{
    for (int kind = SCAN_AVX512; kind > SCAN_PLAIN; kind--)
        if (scan_of((enum scan_kind)kind))
            return scan_of((enum scan_kind)kind);
    return scan_plain;
}

#define SHARE 64u /* mentees of a part; fewer are looked at sooner than a thread wakes */
#define SHORT (8 * SHARE)

struct sharing {
    scan_fn *scan;
    struct scan_prices prices;
    const uint32_t *who;
    uint32_t from, n;
    struct scan_offer *ret;
};

static void scan_part(void *ctx, unsigned part, unsigned n_parts)
{
    const struct sharing *s = ctx;
    uint32_t first = (uint32_t)((uint64_t)s->n * part / n_parts);
    uint32_t end = (uint32_t)((uint64_t)s->n * (part + 1) / n_parts);
    s->scan(&s->prices, s->who ? s->who + first : NULL, s->from + first, end - first,
            s->ret + first);
}

void scan_market(const struct market *m, int shift, const uint32_t *who, uint32_t from, uint32_t n,
                 struct scan_offer *ret)
{
    struct sharing s = {m->scan, {m->in, m->asks, m->k, shift}, who, from, n, ret};
    if (n < SHORT)
        crew_run_short(m->crew, scan_part, &s, n / SHARE ? n / SHARE : 1);
    else
        crew_run(m->crew, scan_part, &s, n / SHARE);
}
