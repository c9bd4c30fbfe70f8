/* The lists of all mentees: each is written to its own place, then they move together. */
#include "match/census.h"

struct lists {
    uint32_t k; /* of a list, at most the number of mentors */
    struct match_candidates *out;
};

static void sort_by_mentor(uint64_t *best, uint32_t n)
{
    for (uint32_t gap = n / 2; gap; gap /= 2)
        for (uint32_t i = gap; i < n; i++) {
            uint64_t item = best[i];
            uint32_t at = i;
            for (; at >= gap && candidate_mentor(best[at - gap]) > candidate_mentor(item);
                 at -= gap)
                best[at] = best[at - gap];
            best[at] = item;
        }
}

/* offset[i + 1] is the length of the list until close_lists. */
static void write_list(const struct lists *l, const struct seeker *s)
{
    uint64_t *best = s->best;
    uint32_t n = s->n, mentee = s->mentee;
    l->out->outside[mentee] = MATCH_COMPLETE;
    if (n > l->k) {
        l->out->outside[mentee] = candidate_score(best[0]);
        best++;
        n--;
    }
    sort_by_mentor(best, n);
    size_t at = (size_t)mentee * l->k;
    for (uint32_t c = 0; c < n; c++) {
        l->out->mentor[at + c] = candidate_mentor(best[c]);
        l->out->score[at + c] = candidate_score(best[c]);
    }
    l->out->offset[mentee + 1] = n;
}

static void write_lists(void *ctx, struct finder *f, const uint32_t *mentee, uint32_t n)
{
    find_best(f, mentee, n);
    for (uint32_t k = 0; k < n; k++)
        write_list(ctx, &f->seeker[k]);
}

static void close_lists(const struct lists *l)
{
    struct match_candidates *out = l->out;
    for (uint32_t i = 0; i < out->n_mentees; i++) {
        uint64_t from = (uint64_t)i * l->k, to = out->offset[i], n = out->offset[i + 1];
        for (uint64_t c = 0; c < n && from != to; c++) {
            out->mentor[to + c] = out->mentor[from + c];
            out->score[to + c] = out->score[from + c];
        }
        out->offset[i + 1] = to + n;
        out->n_cut += out->outside[i] != MATCH_COMPLETE;
    }
}

static int take_lists(struct match_candidates *out, uint32_t k, struct match_memory *memory)
{
    size_t n = out->n_mentees;
    out->offset = match_take(memory, n + 1, sizeof *out->offset);
    out->mentor = match_take(memory, n * k, sizeof *out->mentor);
    out->score = match_take(memory, n * k, sizeof *out->score);
    out->outside = match_take(memory, n, sizeof *out->outside);
    return out->offset && out->mentor && out->score && out->outside ? MATCH_OK : MATCH_ENOMEM;
}

int match_candidates(const struct match_profiles *profiles, uint32_t k,
                     const struct match_options *options, struct match_candidates *ret)
{
    if (!k || k > MATCH_CANDIDATES_MAX)
        return MATCH_EINVAL;
    struct match_memory memory;
    match_memory_init(&memory, options);
    struct match_candidates out = {.n_mentees = profiles->n_mentees, .allocator = memory.allocator};
    struct lists l = {.k = k < profiles->n_mentors ? k : profiles->n_mentors, .out = &out};
    struct census census;
    int r = census_make(&census, profiles, l.k + 1, options, &memory);
    if (r == MATCH_OK)
        r = take_lists(&out, l.k, &memory);
    if (r == MATCH_OK)
        r = census_run(&census, write_lists, &l);
    if (r == MATCH_OK)
        close_lists(&l);
    census_free(&census, &memory);
    if (r < 0)
        match_candidates_free(&out);
    else
        *ret = out;
    return r;
}

void match_candidates_free(struct match_candidates *candidates)
{
    void *parts[] = {candidates->offset, candidates->mentor, candidates->score,
                     candidates->outside};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i])
            candidates->allocator.release(candidates->allocator.ctx, parts[i]);
    *candidates = (struct match_candidates){0};
}
