#include "match/simd.h"

#define SIMD_TARGET
#define SIMD(x) plain_##x
#include "match/simd_lanes.h"
#undef SIMD_TARGET
#undef SIMD

#define SET(prefix)                                                                                \
    {                                                                                              \
#prefix, prefix##_values, prefix##_descend, prefix##_reaching                              \
    }

static const struct simd plain = SET(plain);

#if defined(__x86_64__)

#define SIMD_TARGET __attribute__((target("avx2,bmi,popcnt")))
#define SIMD(x) avx2_##x
#include "match/simd_lanes.h"
#undef SIMD_TARGET
#undef SIMD

#define SIMD_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq,bmi,popcnt")))
#define SIMD(x) avx512_##x
#include "match/simd_lanes.h"
#undef SIMD_TARGET
#undef SIMD

static const struct simd avx2 = SET(avx2), avx512 = SET(avx512);

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
