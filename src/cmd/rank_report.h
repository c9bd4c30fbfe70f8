/* What `nastavnik rank` says of its work. */
#pragma once

#include <nastavnik/match_candidates.h>

struct rank_figures {
    uint32_t keep;
    bool gap;                     /* the last four are known */
    double read_s, cpu_s, wall_s; /* read_s: of the processor too; the others without it */
    unsigned long long peak_bytes;
    uint64_t first, outside; /* sums over the lists that are cut: of the best score, and of the
                                best one outside */
    uint64_t matched, score, more_pairs, more_score;
};

void rank_print_json(const struct rank_figures *f, const struct match_candidates *c,
                     const struct match_instance *in);
void rank_print_table(const struct rank_figures *f, const struct match_candidates *c,
                      const struct match_instance *in);
