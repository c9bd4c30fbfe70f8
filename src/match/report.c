#include <nastavnik/match_fair.h>

#include "match/instance.h"
#include "match/memory.h"

#define SCORES 65536u

static void enter(const struct match_instance *in, const struct match_result *r, uint32_t i,
                  struct match_group *g)
{
    bool candidate = r->edge[i] != MATCH_NO_EDGE;
    uint16_t best = 0;
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
        if (in->score[e] >= in->floor) {
            candidate = true;
            best = in->score[e] > best ? in->score[e] : best;
        }
    g->people++;
    g->with_candidate += candidate;
    if (r->edge[i] == MATCH_NO_EDGE)
        return;
    uint16_t score = in->score[r->edge[i]];
    g->matched++;
    g->score += score;
    g->at_best += score >= best;
}

/* Paired mentees by score, the lowest first (counting sort); returns how many. */
static uint32_t sort(const struct match_instance *in, const struct match_result *r, uint32_t *bin,
                     uint32_t *order)
{
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (r->edge[i] != MATCH_NO_EDGE)
            bin[in->score[r->edge[i]] + 1]++;
    for (uint32_t s = 0; s < SCORES; s++)
        bin[s + 1] += bin[s];
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (r->edge[i] != MATCH_NO_EDGE)
            order[bin[in->score[r->edge[i]]]++] = i;
    return bin[SCORES];
}

int match_report(const struct match_instance *instance, const struct match_result *result,
                 const uint32_t *group, uint32_t n_groups, const struct match_options *options,
                 struct match_group *ret)
{
    uint32_t n = instance->n_mentees;
    for (uint32_t i = 0; i < n; i++)
        if ((group ? group[i] : 0) >= n_groups)
            return MATCH_EINVAL;
    struct match_memory mem;
    match_memory_init(&mem, options);
    uint32_t *order = match_take(&mem, n, sizeof *order);
    uint32_t *bin = match_take(&mem, SCORES + 1, sizeof *bin);
    uint32_t *seen = match_take(&mem, n_groups, sizeof *seen);
    int r = order && bin && seen ? MATCH_OK : MATCH_ENOMEM;
    for (uint32_t g = 0; g < n_groups && r == MATCH_OK; g++)
        ret[g] = (struct match_group){0};
    for (uint32_t i = 0; i < n && r == MATCH_OK; i++)
        enter(instance, result, i, &ret[group ? group[i] : 0]);
    uint32_t n_pairs = r == MATCH_OK ? sort(instance, result, bin, order) : 0;
    for (uint32_t t = 0; t < n_pairs; t++) {
        uint32_t g = group ? group[order[t]] : 0;
        uint16_t score = instance->score[result->edge[order[t]]];
        if (!seen[g]++)
            ret[g].least = score;
        if (seen[g] == (ret[g].matched + 1) / 2)
            ret[g].median = score;
    }
    match_give(&mem, order, n, sizeof *order);
    match_give(&mem, bin, SCORES + 1, sizeof *bin);
    match_give(&mem, seen, n_groups, sizeof *seen);
    return r;
}
