#include "match/instance.h"

int match_check(const struct match_instance *in)
{
    if (in->n_mentees > MATCH_MAX_PEOPLE || in->n_mentors > MATCH_MAX_PEOPLE)
        return MATCH_EINVAL;
    if (in->mode != MATCH_COUNT && in->mode != MATCH_SCORE)
        return MATCH_EINVAL;
    if ((in->n_mentees && (!in->offset || in->offset[0] != 0)) ||
        (in->n_mentors && !in->capacity) || (in->n_locked && !in->locked))
        return MATCH_EINVAL;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        if (in->offset[i] > in->offset[i + 1] || in->offset[i + 1] - in->offset[i] > MATCH_MAX_LIST)
            return MATCH_EINVAL;
    uint64_t n_edges = match_n_edges(in);
    if (n_edges && (!in->mentor || !in->score))
        return MATCH_EINVAL;
    for (uint64_t e = 0; e < n_edges; e++)
        if (in->mentor[e] >= in->n_mentors)
            return MATCH_EINVAL;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        if (in->capacity[j] > MATCH_MAX_CAPACITY)
            return MATCH_EINVAL;
    return MATCH_OK;
}

uint32_t match_edge_mentee(const struct match_instance *in, uint64_t edge)
{
    uint32_t low = 0, high = in->n_mentees - 1;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        if (in->offset[mid + 1] <= edge)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

int match_lock(const struct match_instance *in, uint32_t *mate, uint64_t *edge, uint32_t *room)
{
    uint64_t n_edges = match_n_edges(in);
    for (size_t l = 0; l < in->n_locked; l++) {
        uint64_t e = in->locked[l];
        if (e >= n_edges)
            return MATCH_EINVAL;
        uint32_t i = match_edge_mentee(in, e), j = in->mentor[e];
        if (mate[i] != MATCH_NONE || !room[j])
            return MATCH_EINVAL;
        mate[i] = j;
        edge[i] = e;
        room[j]--;
    }
    return MATCH_OK;
}
