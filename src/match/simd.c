#include "match/simd.h"

#include <string.h>
#if defined(__aarch64__)
#include <arm_neon.h>
#endif

static inline bool any16(const void *vector)
{
    uint64_t half[2];
    memcpy(half, vector, sizeof half);
    return half[0] | half[1];
}

typedef uint8_t plain16 __attribute__((vector_size(16)));

static inline plain16 plain_look_up(const uint8_t *table, plain16 at)
{
#if defined(__aarch64__)
    return (plain16)vqtbl1q_u8(vld1q_u8(table), (uint8x16_t)at);
#endif
    for (uint32_t k = 0; k < 16; k++)
        at[k] = table[at[k]];
    return at;
}

static inline plain16 plain_plus(plain16 a, plain16 b)
{
    plain16 sum = a + b;
    return sum | (plain16)(sum < a);
}

static inline plain16 plain16_pick(plain16 mask, plain16 a, plain16 b)
{
    return (a & mask) | (b & ~mask);
}

static inline uint32_t plain16_some(plain16 a)
{
    uint64_t half[2];
    plain16 some = (plain16)(a != 0) & 1;
    memcpy(half, &some, sizeof half);
    return (uint32_t)(half[0] * 0x0102040810204080u >> 56 |
                      half[1] * 0x0102040810204080u >> 56 << 8);
}

static inline plain16 plain16_spread(uint64_t bits)
{
    const plain16 own = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
    uint64_t half[2] = {(bits & 0xFF) * 0x0101010101010101u,
                        (bits >> 8 & 0xFF) * 0x0101010101010101u};
    plain16 ret;
    memcpy(&ret, half, sizeof ret);
    return (plain16)((ret & own) != 0);
}

/* Who has all, and who has any of the terms of a rule. */
static inline uint64_t visit_all(const struct visit *v, const struct query_rule *r)
{
    const struct query_term *term = v->query->term + v->query->slice[r->slice].from;
    uint64_t bits = UINT64_MAX;
    for (uint32_t t = 0; t < r->need; t++)
        bits &= visit_bits(v, term[t].term);
    return bits;
}

static inline uint64_t visit_any(const struct visit *v, const struct slice *s)
{
    uint64_t bits = 0;
    for (uint32_t t = s->from; t < s->to; t++)
        bits |= visit_bits(v, v->query->term[t].term);
    return bits;
}

#define SIMD_TARGET
#define SIMD_BYTES 16
#define SIMD_ANY(x) any16(&(x))
#define SIMD_LOOK_UP(table, x) plain_look_up(table, x)
#define SIMD_PLUS(a, b) plain_plus(a, b)
#define SIMD_MINUS(a, b) (((a) - (b)) & (plain16)((a) > (b)))
#define SIMD_LESSER(a, b) plain16_pick((plain16)((a) < (b)), a, b)
#define SIMD_SOME(a) plain16_some(a)
#define SIMD_SPREAD(bits) plain16_spread(bits)
#define SIMD(x) plain_##x
#include "match/simd_hopes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_LOOK_UP
#undef SIMD_PLUS
#undef SIMD_MINUS
#undef SIMD_LESSER
#undef SIMD_SOME
#undef SIMD_SPREAD
#undef SIMD

static const struct simd plain = {"plain", plain_lanes, plain_children};

#if defined(__x86_64__)

#include <immintrin.h>

__attribute__((target("ssse3"))) static inline __m128i ssse3_spread(uint16_t bits)
{
    __m128i own = _mm_set1_epi64x((long long)0x8040201008040201u);
    __m128i at = _mm_set_epi64x(0x0101010101010101, 0);
    __m128i all = _mm_shuffle_epi8(_mm_cvtsi32_si128(bits), at);
    return _mm_cmpeq_epi8(_mm_and_si128(all, own), own);
}

#define SIMD_TARGET __attribute__((target("ssse3")))
#define SIMD_BYTES 16
#define SIMD_ANY(x) any16(&(x))
#define SIMD_LOOK_UP(table, x)                                                                     \
    ((ssse3_bytes)_mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(table)),        \
                                   (__m128i)(x)))
#define SIMD_PLUS(a, b) ((ssse3_bytes)_mm_adds_epu8((__m128i)(a), (__m128i)(b)))
#define SIMD_MINUS(a, b) ((ssse3_bytes)_mm_subs_epu8((__m128i)(a), (__m128i)(b)))
#define SIMD_LESSER(a, b) ((ssse3_bytes)_mm_min_epu8((__m128i)(a), (__m128i)(b)))
#define SIMD_SOME(a)                                                                               \
    ((uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8((__m128i)(a), _mm_setzero_si128())) ^ 0xFFFFu)
#define SIMD_SPREAD(bits) ((ssse3_bytes)ssse3_spread((uint16_t)(bits)))
#define SIMD(x) ssse3_##x
#include "match/simd_hopes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_LOOK_UP
#undef SIMD_PLUS
#undef SIMD_MINUS
#undef SIMD_LESSER
#undef SIMD_SOME
#undef SIMD_SPREAD
#undef SIMD

__attribute__((target("avx2"))) static inline __m256i avx2_spread(uint32_t bits)
{
    __m256i own = _mm256_set1_epi64x((long long)0x8040201008040201u);
    __m256i at = _mm256_setr_epi64x(0, 0x0101010101010101, 0x0202020202020202, 0x0303030303030303);
    __m256i all = _mm256_shuffle_epi8(_mm256_set1_epi32((int)bits), at);
    return _mm256_cmpeq_epi8(_mm256_and_si256(all, own), own);
}

#define SIMD_TARGET __attribute__((target("avx2,bmi,popcnt")))
#define SIMD_BYTES 32
#define SIMD_ANY(x) (!_mm256_testz_si256((__m256i)(x), (__m256i)(x)))
#define SIMD_LOOK_UP(table, x)                                                                     \
    ((avx2_bytes)_mm256_shuffle_epi8(                                                              \
        _mm256_broadcastsi128_si256(_mm_loadu_si128((const __m128i *)(const void *)(table))),      \
        (__m256i)(x)))
#define SIMD_PLUS(a, b) ((avx2_bytes)_mm256_adds_epu8((__m256i)(a), (__m256i)(b)))
#define SIMD_MINUS(a, b) ((avx2_bytes)_mm256_subs_epu8((__m256i)(a), (__m256i)(b)))
#define SIMD_LESSER(a, b) ((avx2_bytes)_mm256_min_epu8((__m256i)(a), (__m256i)(b)))
#define SIMD_SOME(a)                                                                               \
    (~(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8((__m256i)(a), _mm256_setzero_si256())))
#define SIMD_SPREAD(bits) ((avx2_bytes)avx2_spread((uint32_t)(bits)))
#define SIMD(x) avx2_##x
#include "match/simd_hopes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_LOOK_UP
#undef SIMD_PLUS
#undef SIMD_MINUS
#undef SIMD_LESSER
#undef SIMD_SOME
#undef SIMD_SPREAD
#undef SIMD

#define SIMD_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,popcnt")))
#define SIMD_BYTES 64
#define SIMD_ANY(x) (_mm512_test_epi64_mask((__m512i)(x), (__m512i)(x)) != 0)
#define SIMD_LOOK_UP(table, x)                                                                     \
    ((avx512_bytes)_mm512_shuffle_epi8(                                                            \
        _mm512_broadcast_i32x4(_mm_loadu_si128((const __m128i *)(const void *)(table))),           \
        (__m512i)(x)))
#define SIMD_PLUS(a, b) ((avx512_bytes)_mm512_adds_epu8((__m512i)(a), (__m512i)(b)))
#define SIMD_MINUS(a, b) ((avx512_bytes)_mm512_subs_epu8((__m512i)(a), (__m512i)(b)))
#define SIMD_LESSER(a, b) ((avx512_bytes)_mm512_min_epu8((__m512i)(a), (__m512i)(b)))
#define SIMD_SOME(a) _mm512_test_epi8_mask((__m512i)(a), (__m512i)(a))
#define SIMD_SPREAD(bits) ((avx512_bytes)_mm512_movm_epi8(bits))
#define SIMD(x) avx512_##x
#include "match/simd_hopes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_LOOK_UP
#undef SIMD_PLUS
#undef SIMD_MINUS
#undef SIMD_LESSER
#undef SIMD_SOME
#undef SIMD_SPREAD
#undef SIMD

static const struct simd ssse3 = {"ssse3", ssse3_lanes, ssse3_children};
static const struct simd avx2 = {"avx2", avx2_lanes, avx2_children};
static const struct simd avx512 = {"avx512", avx512_lanes, avx512_children};

const struct simd *const *simd_all(void)
{
    static const struct simd *const all[] = {&avx512, &avx2, &ssse3, &plain, NULL};
    bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("popcnt");
    if (has_avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return all;
    return all + (has_avx2 ? 1 : __builtin_cpu_supports("ssse3") ? 2 : 3);
}

#else

const struct simd *const *simd_all(void)
{
    static const struct simd *const all[] = {&plain, NULL};
    return all;
}

#endif
