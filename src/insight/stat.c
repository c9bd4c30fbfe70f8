#include "insight/stat.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#define STAT_MANY 500 /* people: their number must not cost time */

/* ---- Student's curve ---- */

/* The continued fraction of the incomplete beta function, by Lentz. */
static double beta_fraction(double x, double a, double b)
{
    const double tiny = 1e-300;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double f = d;
    for (int m = 1; m < 1000; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + even * d;
        c = 1 + even / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        f *= d * (fabs(c) < tiny ? tiny : c);
        d = 1 + odd * d;
        c = 1 + odd / c;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        double step = d * (fabs(c) < tiny ? tiny : c);
        f *= step;
        if (fabs(step - 1) < 1e-15)
            break;
    }
    return f;
}

static double beta_share(double x, double a, double b)
{
    if (x <= 0 || x >= 1)
        return x <= 0 ? 0 : 1;
    double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a
                                     : 1 - front * beta_fraction(1 - x, b, a) / b;
}

double stat_t_below(double t, double freedom)
{
    double tail = beta_share(freedom / (freedom + t * t), freedom / 2, .5) / 2;
    return t > 0 ? 1 - tail : tail;
}

/* Below that z lies this share of the normal curve. */
static double normal_quantile(double share)
{
    double low = -40, high = 40;
    for (int i = 0; i < 200 && high - low > DBL_EPSILON * fabs(high); i++) {
        double middle = (low + high) / 2;
        *(erfc(-middle / sqrt(2)) / 2 < share ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

/* Many people: by the distance from the normal curve in powers of 1/freedom, right to 1e-9. */
static double t_quantile_of_many(double share, double v)
{
    double z = normal_quantile(share), q = z * z;
    double first = (q + 1) / 4, second = ((5 * q + 16) * q + 3) / 96;
    double third = (((3 * q + 19) * q + 17) * q - 15) / 384;
    return z * (1 + (first + (second + third / v) / v) / v);
}

double stat_t_quantile(double share, double freedom)
{
    double low = -1e6, high = 1e6;
    if (freedom >= STAT_MANY && share > .001 && share < .999)
        return t_quantile_of_many(share, freedom);
    for (int i = 0; i < 200 && high - low > DBL_EPSILON * fabs(high); i++) {
        double middle = (low + high) / 2;
        *(stat_t_below(middle, freedom) < share ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

/* ---- signed ranks ---- */

struct change { /* of so many people */
    double size;
    bool up;
    int64_t times;
    int64_t rank; /* doubled, so that the mean rank of equals is whole */
};

static int by_size(const void *x, const void *y)
{
    const struct change *a = x, *b = y;
    return (a->size > b->size) - (a->size < b->size);
}

/* Equal sizes share their mean rank; returns what they take from the variance, Σ(t³ − t). */
static double give_ranks(struct change *c, size_t n)
{
    double ties = 0;
    int64_t before = 0;
    qsort(c, n, sizeof *c, by_size);
    for (size_t i = 0, j; i < n; i = j) {
        int64_t people = c[i].times;
        for (j = i + 1; j < n && c[j].size - c[i].size <= 1e-9 * (1 + c[i].size); j++)
            people += c[j].times;
        double t = (double)people;
        ties += t * t * t - t;
        for (size_t k = i; k < j; k++)
            c[k].rank = 2 * before + 1 + people;
        before += people;
    }
    return ties;
}

/* Every sign of every rank is as likely as the other when nothing changed: in what share of all
 * signings is the sum of those that grew as far from the middle as this one? */
static double exact_p(struct arena *a, const struct change *c, size_t n, int64_t seen)
{
    int64_t whole = 0, top = 0;
    for (size_t i = 0; i < n; i++)
        whole += c[i].rank * c[i].times;
    double *share = arena_array(a, double, (size_t)whole + 1);
    share[0] = 1;
    for (size_t i = 0; i < n; i++)
        for (int64_t k = 0; k < c[i].times; k++) {
            for (int64_t s = top; s >= 0; s--) {
                share[s] /= 2;
                share[s + c[i].rank] += share[s];
            }
            top += c[i].rank;
        }
    int64_t far = 2 * seen > whole ? 2 * seen - whole : whole - 2 * seen;
    double p = 0;
    for (int64_t s = 0; s <= whole; s++)
        if ((2 * s > whole ? 2 * s - whole : whole - 2 * s) >= far)
            p += share[s];
    return p > 1 ? 1 : p;
}

static void wilcoxon(struct arena *a, const double *change, const int64_t *times, size_t n,
                     struct stat_paired *s)
{
    struct change *c = arena_array(a, struct change, n);
    size_t m = 0;
    int64_t up = 0, down = 0;
    for (size_t i = 0; i < n; i++)
        if (change[i] != 0 && times[i])
            c[m++] = (struct change){fabs(change[i]), change[i] > 0, times[i], 0};
    double ties = give_ranks(c, m), k = (double)(s->n_up + s->n_down);
    for (size_t i = 0; i < m; i++)
        *(c[i].up ? &up : &down) += c[i].rank * c[i].times;
    s->test = STAT_WILCOXON;
    s->statistic = (double)up / 2;
    s->effect = ((double)up - (double)down) / (double)(up + down);
    s->exact = s->n_up + s->n_down <= STAT_EXACT_MAX;
    double middle = k * (k + 1) / 4, spread = k * (k + 1) * (2 * k + 1) / 24 - ties / 48;
    s->p = s->exact ? exact_p(a, c, m, up) : erfc(fabs(s->statistic - middle) / sqrt(2 * spread));
}

/* ---- together ---- */

static void means(const double *before, const double *after, const int64_t *times, size_t n,
                  double *change, struct stat_paired *s)
{
    double k = (double)s->n, squares = 0;
    for (size_t i = 0; i < n; i++) {
        double people = (double)times[i];
        /* Marks such as 4,3 and 4,5 differ by 0,2 and not by 0,2000000000000002. */
        change[i] = round((after[i] - before[i]) * 1e9) / 1e9;
        s->before += before[i] * people;
        s->after += after[i] * people;
        s->mean += change[i] * people;
        s->n_up += change[i] > 0 ? (size_t)times[i] : 0;
        s->n_down += change[i] < 0 ? (size_t)times[i] : 0;
    }
    if (!s->n)
        return;
    s->before /= k;
    s->after /= k;
    s->mean /= k;
    for (size_t i = 0; i < n; i++)
        squares += (change[i] - s->mean) * (change[i] - s->mean) * (double)times[i];
    s->low = s->high = s->mean;
    if (s->n < 2)
        return;
    double spread = sqrt(squares / (k - 1));
    if (spread <= 1e-9) /* all changed alike */
        return;
    double half = stat_t_quantile(.975, k - 1) * spread / sqrt(k);
    s->low -= half;
    s->high += half;
    s->statistic = s->mean / (spread / sqrt(k));
    s->effect = s->mean / spread;
}

struct stat_paired stat_compare(struct arena *a, enum stat_kind kind, const double *before,
                                const double *after, const int64_t *times, size_t n)
{
    struct stat_paired s = {.p = 1};
    double *change = arena_array(a, double, n);
    for (size_t i = 0; i < n; i++)
        s.n += (size_t)times[i];
    means(before, after, times, n, change, &s);
    if (s.n < 2 || s.n_up + s.n_down == 0) {
        s.statistic = s.effect = 0;
    } else if (kind == STAT_MEASURE && s.n >= STAT_T_MIN && s.low < s.high) {
        s.test = STAT_T;
        s.p = 2 * stat_t_below(-fabs(s.statistic), (double)s.n - 1);
    } else {
        wilcoxon(a, change, times, n, &s);
    }
    return s;
}

enum stat_sure stat_sure(const struct stat_paired *s)
{
    return s->p < .01   ? STAT_VERY_SURE
           : s->p < .05 ? STAT_SURE
           : s->p < .1  ? STAT_MAYBE
                        : STAT_CHANCE;
}

enum stat_size stat_size(const struct stat_paired *s)
{
    static const double ranks[] = {.1, .3, .5}, deviations[] = {.2, .5, .8};
    const double *bounds = s->test == STAT_T ? deviations : ranks;
    double size = fabs(s->effect);
    return size >= bounds[2]   ? STAT_LARGE
           : size >= bounds[1] ? STAT_MEDIUM
           : size >= bounds[0] ? STAT_SMALL
                               : STAT_NO_SIZE;
}
