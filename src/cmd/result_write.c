#include "cmd/result_file.h"

void result_write(FILE *to, const struct match_instance *instance, const struct match_result *r,
                  bool stable)
{
    for (uint32_t i = 0; i < instance->n_mentees; i++)
        if (r->mate[i] != MATCH_NONE)
            fprintf(to, "%u %u %u\n", i, r->mate[i], instance->score[r->edge[i]]);
    if (stable)
        fputs("stable\n", to);
    else
        fprintf(to, "k %lld\n", (long long)r->k);
    if (instance->floor)
        fprintf(to, "floor %u\n", instance->floor);
    if (stable)
        return;
    for (uint32_t j = 0; j < instance->n_mentors; j++)
        if (r->price[j])
            fprintf(to, "v %u %lld\n", j, (long long)r->price[j]);
    for (uint32_t j = 0; j < instance->n_mentors && instance->mode == MATCH_COUNT; j++)
        if (r->reached[j])
            fprintf(to, "r %u\n", j);
}
