/*
 * Invented instances of the matching engine, the same bytes for the same arguments:
 *     make_instance S|R|L|N SEED scarce|ample|balanced >FILE
 * Mentors live in regions of unequal size and know two subjects. A mentee asks in its own region,
 * mostly for its own subjects, and popular mentors are asked far more often; scores add shared
 * subjects, nearness of interests (a place on a ring), popularity and chance. Written in the
 * binary form of cmd/instance_file.h.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SUBJECTS 40u
#define LIST 32u /* candidates of a mentee, at most */
#define ASKED (LIST * 3u)
#define RING 1024u

static const struct size {
    char name;
    uint32_t mentees, mentors, regions;
} sizes[] = {{'S', 2000, 1000, 1},
             {'R', 10000, 4000, 1},
             {'L', 100000, 30000, 16},
             {'N', 1000000, 250000, 80}};

struct person {
    uint16_t region, ring, fame;
    uint8_t subject[2];
};

struct candidate {
    uint32_t mentor;
    uint16_t score;
};

static uint64_t chance;

static uint32_t below(uint32_t n)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    uint64_t x = chance ^ chance >> 29;
    return (uint32_t)((x * 0xD6E8FEB86659FD93u >> 32) * n >> 32);
}

static void *room(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (!p) {
        fputs("make_instance: not enough memory\n", stderr);
        exit(1);
    }
    return p;
}

/* The first regions are several times larger than the last ones. */
static struct person invent(uint32_t regions)
{
    uint32_t a = below(regions), b = below(regions);
    struct person p = {.region = (uint16_t)(a < b ? a : b), .ring = (uint16_t)below(RING)};
    uint32_t fame = below(1000);
    p.fame = (uint16_t)(fame * fame / 1000 * fame / 8000); /* 0 … 124, mostly little */
    p.subject[0] = (uint8_t)below(SUBJECTS);
    p.subject[1] = (uint8_t)below(SUBJECTS);
    return p;
}

static uint16_t score(const struct person *mentee, const struct person *mentor)
{
    uint32_t apart = (uint32_t)(mentee->ring - mentor->ring) % RING;
    uint32_t points = 150 + mentor->fame + below(32);
    points += 300 - (apart < RING / 2 ? apart : RING - apart) * 300 / (RING / 2);
    for (int s = 0; s < 2; s++)
        for (int t = 0; t < 2; t++)
            points += mentee->subject[s] == mentor->subject[t] ? s ? 80 : 150 : 0;
    return (uint16_t)(points > 1000 ? 1000 : points);
}

static uint8_t places(const char *plenty, const struct size *size)
{
    static const uint8_t few[] = {1, 1, 1, 1, 2, 2, 2, 3, 3, 5},
                         many[] = {1, 2, 3, 3, 4, 4, 5, 5, 5, 5};
    if (!strcmp(plenty, "scarce"))
        return few[below(10)];
    if (!strcmp(plenty, "ample"))
        return many[below(10)];
    uint32_t share = size->mentees * 100u / size->mentors; /* in hundredths of a mentee */
    uint32_t n = share / 100 + (below(100) < share % 100) + below(3);
    return (uint8_t)(n < 2 ? 1 : n - 1);
}

/* ---- who knows what where: mentors of each region and subject, the famous first -------- */

static const struct person *compared;

static int by_fame(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    int fame = compared[y].fame - compared[x].fame;
    return fame ? fame : (x > y) - (x < y);
}

struct shelf {
    uint32_t *first; /* of each region and subject, one more at the end */
    uint32_t *mentor;
};

static struct shelf sort_out(const struct person *mentor, uint32_t n, uint32_t regions)
{
    size_t shelves = (size_t)regions * SUBJECTS;
    struct shelf s = {room(shelves + 2, sizeof *s.first), room((size_t)n * 2, sizeof *s.mentor)};
    for (uint32_t j = 0; j < n; j++)
        for (int t = 0; t < 2; t++)
            s.first[mentor[j].region * SUBJECTS + mentor[j].subject[t] + 2]++;
    for (size_t k = 2; k < shelves + 2; k++)
        s.first[k] += s.first[k - 1];
    for (uint32_t j = 0; j < n; j++)
        for (int t = 0; t < 2; t++)
            s.mentor[s.first[mentor[j].region * SUBJECTS + mentor[j].subject[t] + 1]++] = j;
    compared = mentor;
    for (size_t k = 0; k < shelves; k++)
        qsort(s.mentor + s.first[k], s.first[k + 1] - s.first[k], sizeof *s.mentor, by_fame);
    return s;
}

/* ---- lists ----------------------------------------------------------------------------- */

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->score != y->score ? y->score - x->score
                                : (x->mentor > y->mentor) - (x->mentor < y->mentor);
}

static int by_mentor(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return (x->mentor > y->mentor) - (x->mentor < y->mentor);
}

/* Two in a hundred want nobody whom we have, six in a hundred very few. */
static uint32_t list_length(void)
{
    uint32_t x = below(100);
    return x < 2 ? 0 : x < 8 ? 1 + below(4) : LIST;
}

static uint32_t ask(const struct person *mentee, const struct shelf *s, const struct person *mentor,
                    uint32_t regions, struct candidate *list)
{
    uint32_t n = 0, kept = 0, length = list_length();
    for (uint32_t k = 0; k < ASKED && length; k++) {
        uint32_t way = below(100), region = way < 97 ? mentee->region : below(regions);
        uint32_t subject = way < 45   ? mentee->subject[0]
                           : way < 75 ? mentee->subject[1]
                                      : below(SUBJECTS);
        size_t at = (size_t)region * SUBJECTS + subject;
        uint32_t there = s->first[at + 1] - s->first[at], a = below(1u << 16), b = below(1u << 16);
        if (!there)
            continue;
        uint32_t j = s->mentor[s->first[at] + (uint32_t)((uint64_t)(a < b ? a : b) * there >> 16)];
        list[n++] = (struct candidate){j, score(mentee, &mentor[j])};
    }
    qsort(list, n, sizeof *list, by_mentor);
    for (uint32_t k = 0; k < n; k++)
        if (!kept || list[kept - 1].mentor != list[k].mentor)
            list[kept++] = list[k];
    qsort(list, kept, sizeof *list, by_score);
    kept = kept < length ? kept : length;
    qsort(list, kept, sizeof *list, by_mentor);
    return kept;
}

static bool put(const void *data, size_t size, size_t n)
{
    return fwrite(data, size, n, stdout) == n;
}

static int make(const struct size *size, const char *plenty)
{
    struct person *mentor = room(size->mentors, sizeof *mentor);
    uint8_t *capacity = room(size->mentors + 8, 1);
    uint64_t *offset = room(size->mentees + 1, sizeof *offset),
             most = (uint64_t)size->mentees * LIST;
    uint32_t *to = room(most, sizeof *to);
    uint16_t *points = room(most, sizeof *points);
    for (uint32_t j = 0; j < size->mentors; j++) {
        mentor[j] = invent(size->regions);
        capacity[j] = places(plenty, size);
    }
    struct shelf shelf = sort_out(mentor, size->mentors, size->regions);
    for (uint32_t i = 0; i < size->mentees; i++) {
        struct candidate list[ASKED];
        struct person mentee = invent(size->regions);
        uint32_t n = ask(&mentee, &shelf, mentor, size->regions, list);
        offset[i + 1] = offset[i];
        for (uint32_t k = 0; k < n; k++) {
            to[offset[i + 1]] = list[k].mentor;
            points[offset[i + 1]++] = list[k].score;
        }
    }
    uint64_t n_edges = offset[size->mentees];
    bool done = put("MTCH1\0\0", 8, 1) && put(&size->mentees, 4, 1) && put(&size->mentors, 4, 1) &&
                put(&n_edges, 8, 1) && put(capacity, 8, (size->mentors + 7) / 8) &&
                put(offset, 8, size->mentees + (size_t)1) && put(to, 4, n_edges) &&
                put(points, 2, n_edges) && fflush(stdout) == 0;
    void *taken[] = {mentor, capacity, offset, to, points, shelf.first, shelf.mentor};
    for (size_t k = 0; k < sizeof taken / sizeof *taken; k++)
        free(taken[k]);
    return done ? 0 : 1;
}

int main(int argc, char **argv)
{
    if (argc == 4 &&
        (!strcmp(argv[3], "scarce") || !strcmp(argv[3], "ample") || !strcmp(argv[3], "balanced")))
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++)
            if (argv[1][0] == sizes[k].name && !argv[1][1]) {
                chance = strtoull(argv[2], NULL, 10) * 0x9E3779B97F4A7C15u + sizes[k].mentees;
                return make(&sizes[k], argv[3]);
            }
    fputs("usage: make_instance S|R|L|N SEED scarce|ample|balanced >FILE\n", stderr);
    return 2;
}
