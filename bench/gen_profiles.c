/*
 * Invented profiles of a country for `nastavnik rank`, the same bytes on every machine:
 *     gen_profiles MENTEES MENTORS REGIONS SEED region|country > profiles.tsv
 * region: pairs inside of a region only; country: the place only weighs. National size is
 * 1000000 250000 80. Regions fall in size as 1 / (rank + 8), municipalities and
 * topics likewise; competencies come in families of neighbouring topics, and mentors know more
 * of one family than chance would have it. About a tenth of everything is left empty.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TOPICS 160u
#define FAMILY 8u
#define INTERESTS 300u
#define SLOTS 21u /* morning, day, evening of seven days */

static uint64_t state;

static uint32_t below(uint32_t n)
{
    uint64_t z = state += 0x9E3779B97F4A7C15u;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    z = (z ^ z >> 27) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ z >> 31) >> 32) * n >> 32);
}

/* 0 … n - 1, the early ones more often: about as 1 / √(1 + value). */
static uint32_t early(uint32_t n)
{
    uint64_t x = below(1u << 16);
    return (uint32_t)(x * x * n >> 32);
}

static uint32_t region(uint32_t n)
{
    static uint32_t sum[256];
    if (!sum[0])
        for (uint32_t r = 0; r < n; r++)
            sum[r] = (r ? sum[r - 1] : 0) + 1000000 / (r + 8);
    uint32_t x = below(sum[n - 1]), r = 0;
    while (x >= sum[r])
        r++;
    return r;
}

static void put_path(uint32_t regions)
{
    uint32_t r = region(regions), m = early(12 + 400 / (r + 8)), o = early(40 + m % 7 * 10);
    if (!below(50))
        return;
    printf("R%02u/R%02u-M%02u", r, r, m);
    if (below(20))
        printf("/R%02u-M%02u-O%02u", r, m, o);
}

static void put_topics(uint32_t most, uint32_t weakest)
{
    uint32_t n = 1 + below(most), seen[8], family = early(TOPICS / FAMILY);
    for (uint32_t k = 0; k < n; k++) {
        uint32_t topic = below(10) < 7 ? family * FAMILY + early(FAMILY) : early(TOPICS), again = 0;
        for (uint32_t s = 0; s < k; s++)
            again |= seen[s] == topic;
        seen[k] = topic;
        if (!again)
            printf("%sT%03u:%u", k ? "," : "", topic, weakest + below(11 - weakest));
    }
}

static void put_set(const char *prefix, uint32_t n, uint32_t of)
{
    uint32_t seen[8];
    for (uint32_t k = 0; k < n; k++) {
        uint32_t one = early(of), again = 0;
        for (uint32_t s = 0; s < k; s++)
            again |= seen[s] == one;
        seen[k] = one;
        if (!again)
            printf("%s%s%u", k ? "," : "", prefix, one);
    }
}

static void put_bits(const char *const *name, uint32_t n, uint32_t percent)
{
    const char *comma = "";
    for (uint32_t k = 0; k < n; k++)
        if (below(100) < percent) {
            printf("%s%s", comma, name[k]);
            comma = ",";
        }
}

static const char *const slots[SLOTS] = {"mon1", "mon2", "mon3", "tue1", "tue2", "tue3", "wed1",
                                         "wed2", "wed3", "thu1", "thu2", "thu3", "fri1", "fri2",
                                         "fri3", "sat1", "sat2", "sat3", "sun1", "sun2", "sun3"};
static const char *const forms[] = {"pair", "group", "distance", "short"};
static const char *const others[] = {"tt", "ba", "cv", "ce", "sah"};

/* Interests, time, languages, forms: the same way on both sides. */
static void put_common(uint32_t free_percent)
{
    putchar('\t');
    put_set("I", below(7), INTERESTS);
    putchar('\t');
    if (below(10))
        put_bits(slots, SLOTS, free_percent);
    printf("\tru");
    if (!below(8))
        printf(",%s", others[early(5)]);
    putchar('\t');
    if (below(2))
        put_bits(forms, 4, 50);
}

static void put_person(uint32_t i, int is_mentor, uint32_t regions, uint32_t n_mentors)
{
    if (is_mentor)
        printf("mentor\tM%u\t%u\t", i, 1 + early(5));
    else
        printf("mentee\tP%u\t\t", i);
    put_path(regions);
    putchar('\t');
    if (below(20))
        put_topics(is_mentor ? 6 : 4, is_mentor ? 3 : 1);
    putchar('\t');
    uint32_t age = 12 + early(14);
    if (!is_mentor && below(20))
        printf("%u", age);
    else if (is_mentor && below(3))
        printf("%u-%u", age, age + 2 + below(6));
    put_common(is_mentor ? 25 : 20);
    putchar('\t');
    if (is_mentor)
        printf("M%u", i);
    else if (!below(20))
        put_set("M", 1 + below(3), n_mentors);
    putchar('\n');
}

static void put_criteria(int in_region)
{
    fputs("criterion\tplace\tpath\tpoints=150\tlevels=500,1000,1000", stdout);
    if (in_region)
        fputs("\trule=same\tdepth=1", stdout);
    fputs("\n"
          "criterion\tschool\tpath\trule=differ\tdepth=3\tof=place\n"
          "criterion\ttopics\tset\tpoints=450\tmeasure=share\n"
          "criterion\tage\trange\tpoints=80\tslack=3\tunknown=500\n"
          "criterion\tinterests\tset\tpoints=120\tmeasure=jaccard\n"
          "criterion\ttime\tbits\tpoints=100\tmeasure=count\tenough=3\trule=overlap\tunknown=500\n"
          "criterion\tlanguages\tbits\trule=overlap\n"
          "criterion\tforms\tbits\trule=overlap\n"
          "criterion\twish\tset\tpoints=100\tmeasure=count\tenough=1\n"
          "side\tid\tcapacity\tplace\ttopics\tage\tinterests\ttime\tlanguages\tforms\twish\n",
          stdout);
}

int main(int argc, char **argv)
{
    if (argc != 6 || (strcmp(argv[5], "region") && strcmp(argv[5], "country"))) {
        fputs("usage: gen_profiles MENTEES MENTORS REGIONS SEED region|country\n", stderr);
        return 2;
    }
    uint32_t n = (uint32_t)strtoul(argv[1], NULL, 10), m = (uint32_t)strtoul(argv[2], NULL, 10);
    uint32_t regions = (uint32_t)strtoul(argv[3], NULL, 10);
    state = strtoull(argv[4], NULL, 10) * 0xD1342543DE82EF95u;
    if (!regions || regions > 256 || !m)
        return 2;
    put_criteria(!strcmp(argv[5], "region"));
    for (uint32_t j = 0; j < m; j++)
        put_person(j, 1, regions, m);
    for (uint32_t i = 0; i < n; i++)
        put_person(i, 0, regions, m);
    return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
