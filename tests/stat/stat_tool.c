/* Reads cases «kind n before… after…» and writes a line of figures for each. */
#include <stdio.h>

#include "insight/stat.h"

/* People who said the same are one row of their number. */
static struct stat_paired compare(struct arena *a, enum stat_kind kind, const double *before,
                                  const double *after, size_t n)
{
    double *b = arena_array(a, double, n), *f = arena_array(a, double, n);
    int64_t *times = arena_array(a, int64_t, n);
    size_t rows = 0;
    for (size_t i = 0, k; i < n; i++) {
        for (k = 0; k < rows &&
                    (b[k] < before[i] || b[k] > before[i] || f[k] < after[i] || f[k] > after[i]);)
            k++;
        b[k] = before[i];
        f[k] = after[i];
        times[k]++;
        rows += k == rows;
    }
    return stat_compare(a, kind, b, f, times, rows);
}

int main(void)
{
    int kind;
    size_t n;
    while (scanf("%d %zu", &kind, &n) == 2) {
        struct arena *a = arena_new();
        double *x = arena_array(a, double, 2 * n);
        for (size_t i = 0; i < 2 * n; i++)
            if (scanf("%lf", &x[i]) != 1)
                return 1;
        struct stat_paired s = compare(a, (enum stat_kind)kind, x, x + n, n);
        printf("%d %d %.12g %.12g %.12g %.12g %.12g %.12g %.12g %.12g %zu %zu\n", (int)s.test,
               (int)s.exact, s.before, s.after, s.mean, s.low, s.high, s.statistic, s.p, s.effect,
               s.n_up, s.n_down);
        arena_free(a);
    }
    return 0;
}
