#include "match/simd.h"

#include <string.h>

static inline bool any16(const void *vector)
{
    uint64_t half[2];
    memcpy(half, vector, sizeof half);
    return half[0] | half[1];
}

#define SIMD_TARGET
#define SIMD_BYTES 16
#define SIMD_ANY(x) any16(&(x))
#define SIMD_WIDEN(x) __builtin_convertvector(x, plain_words)
#define SIMD(x) plain_##x
#include "match/simd_lanes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_WIDEN
#undef SIMD

static const struct simd plain = {"plain", plain_visit};

#if defined(__x86_64__)

#include <immintrin.h>

#define SIMD_TARGET __attribute__((target("avx2,bmi,popcnt")))
#define SIMD_BYTES 32
#define SIMD_WIDEN(x) ((avx2_words)_mm256_cvtepu8_epi16((__m128i)(x)))
#define SIMD_ANY(x) (!_mm256_testz_si256((__m256i)(x), (__m256i)(x)))
#define SIMD(x) avx2_##x
#include "match/simd_lanes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_WIDEN
#undef SIMD

#define SIMD_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,popcnt")))
#define SIMD_BYTES 64
#define SIMD_WIDEN(x) ((avx512_words)_mm512_cvtepu8_epi16((__m256i)(x)))
#define SIMD_ANY(x) (_mm512_test_epi64_mask((__m512i)(x), (__m512i)(x)) != 0)
#define SIMD(x) avx512_##x
#include "match/simd_lanes.h"
#undef SIMD_TARGET
#undef SIMD_BYTES
#undef SIMD_ANY
#undef SIMD_WIDEN
#undef SIMD

static const struct simd avx2 = {"avx2", avx2_visit}, avx512 = {"avx512", avx512_visit};

const struct simd *const *simd_all(void)
{
    static const struct simd *const all[] = {&avx512, &avx2, &plain, NULL};
    bool has_avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                    __builtin_cpu_supports("popcnt");
    if (has_avx2 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512dq"))
        return all;
    return all + (has_avx2 ? 1 : 2);
}

#else

const struct simd *const *simd_all(void)
{
    static const struct simd *const all[] = {&plain, NULL};
    return all;
}

#endif
