/*
 * What one change costs: live_bench FILE [ROUNDS]. Random single changes of each kind on the best
 * answer of an instance, each undone by the next kind of its pair, so that the instance stays what
 * it was; at the end the answer must be worth what it was and prove itself. One line of JSON for
 * each kind: median and worst processor time in ms, and pairs changed in the mean.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <nastavnik/match_live.h>

#include "cmd/instance_file.h"

enum { ROUNDS = 400, KINDS = 10 };

static const char *const names[KINDS] = {"leave", "return",    "pin",        "unpin",
                                         "veto",  "lift veto", "place less", "place again",
                                         "score", "score back"};

struct bench {
    const struct match_instance *in;
    struct match_live *live;
    int rounds;
    double *ms[KINDS];
    unsigned long long moves[KINDS];
    uint64_t random;
};

static uint32_t below(struct bench *b, uint64_t n)
{
    b->random = b->random * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)((b->random >> 33) % n);
}

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void change(struct bench *b, int kind, int round, struct match_live_change c)
{
    struct match_live_diff diff;
    double begin = now_ms();
    if (match_live_apply(b->live, &c, 1, NULL, &diff) != MATCH_OK)
        abort();
    b->ms[kind][round] = now_ms() - begin;
    b->moves[kind] += diff.n_moves;
}

/* A mentee with a mentor, and their edge. */
static uint64_t random_pair(struct bench *b, uint32_t *ret_mentee)
{
    uint32_t i = below(b, b->in->n_mentees);
    while (match_live_mate(b->live, i) == MATCH_NONE)
        i = below(b, b->in->n_mentees);
    uint64_t e = b->in->offset[i];
    while (b->in->mentor[e] != match_live_mate(b->live, i))
        e++;
    *ret_mentee = i;
    return e;
}

static void one_of_each(struct bench *b, int round)
{
    const struct match_instance *in = b->in;
    uint32_t i, j = below(b, in->n_mentors);
    uint64_t e = random_pair(b, &i);
    change(b, 4, round, (struct match_live_change){MATCH_LIVE_VETO, i, in->mentor[e], 0});
    change(b, 5, round,
           (struct match_live_change){MATCH_LIVE_EDGE, i, in->mentor[e], in->score[e]});
    random_pair(b, &i);
    change(b, 0, round, (struct match_live_change){MATCH_LIVE_LEAVE, i, 0, 0});
    change(b, 1, round, (struct match_live_change){MATCH_LIVE_RETURN, i, 0, 0});
    random_pair(b, &i);
    e = in->offset[i] + below(b, in->offset[i + 1] - in->offset[i]);
    uint16_t other = (uint16_t)below(b, 1001);
    if (in->capacity[in->mentor[e]]) {
        change(b, 2, round, (struct match_live_change){MATCH_LIVE_PIN, i, in->mentor[e], 0});
        change(b, 3, round, (struct match_live_change){MATCH_LIVE_UNPIN, i, 0, 0});
    }
    change(b, 8, round, (struct match_live_change){MATCH_LIVE_EDGE, i, in->mentor[e], other});
    change(b, 9, round,
           (struct match_live_change){MATCH_LIVE_EDGE, i, in->mentor[e], in->score[e]});
    uint16_t less = (uint16_t)(in->capacity[j] ? in->capacity[j] - 1 : 0);
    change(b, 6, round, (struct match_live_change){MATCH_LIVE_CAPACITY, 0, j, less});
    change(b, 7, round, (struct match_live_change){MATCH_LIVE_CAPACITY, 0, j, in->capacity[j]});
}

static int by_time(const void *a, const void *b)
{
    const double *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void print(struct bench *b)
{
    for (int k = 0; k < KINDS; k++) {
        qsort(b->ms[k], (size_t)b->rounds, sizeof(double), by_time);
        printf("{\"change\":\"%s\",\"median_ms\":%.4f,\"worst_ms\":%.4f,\"moves\":%.1f}\n",
               names[k], b->ms[k][b->rounds / 2], b->ms[k][b->rounds - 1],
               (double)b->moves[k] / b->rounds);
    }
}

/* Still the best answer, worth what it was. */
static bool still_best(struct bench *b, const struct match_result *first)
{
    struct match_live_copy c;
    if (match_live_copy(b->live, NULL, &c) != MATCH_OK)
        return false;
    bool good = match_verify(&c.instance, &c.result, NULL, NULL) == MATCH_OK &&
                c.result.matched == first->matched && c.result.score == first->score;
    match_live_copy_free(&c);
    return good;
}

int main(int argc, char **argv)
{
    struct instance_file file;
    struct err error = {0};
    if (argc < 2 || instance_file_read(argv[1], &error, &file) < 0) {
        fprintf(stderr, "usage: live_bench FILE [ROUNDS] %s\n", error.text);
        return 2;
    }
    struct bench b = {.in = &file.in, .rounds = argc > 2 ? atoi(argv[2]) : ROUNDS, .random = 1};
    struct match_result first;
    if (b.rounds < 1 || match_solve(b.in, NULL, &first) != MATCH_OK || !first.matched ||
        match_live_new(b.in, &first, NULL, &b.live) != MATCH_OK)
        return 1;
    for (int k = 0; k < KINDS; k++)
        b.ms[k] = calloc((size_t)b.rounds, sizeof(double));
    for (int round = 0; round < b.rounds; round++)
        one_of_each(&b, round);
    print(&b);
    bool good = still_best(&b, &first);
    for (int k = 0; k < KINDS; k++)
        free(b.ms[k]);
    match_live_free(b.live);
    match_result_free(&first);
    instance_file_free(&file);
    return good ? 0 : 1;
}
