#include <stdlib.h>
#include <string.h>

#include "pairing/criterion_run.h"
#include "pairing/pairing.h"

size_t pairing_lines(const struct pairing *p, struct arena *a, const struct pairing_line **ret)
{
    struct pairing_line *lines = arena_array(a, struct pairing_line, p->n_pairs);
    for (size_t k = 0; k < p->n_pairs; k++)
        lines[k] = (struct pairing_line){.mentee = p->run->in.mentee[p->pair[k].mentee].p.id,
                                         .mentor = p->run->in.mentor[p->pair[k].mentor].p.id,
                                         .points = criterion_points(&p->pair[k].score)};
    *ret = lines;
    return p->n_pairs;
}

static int by_mentee(const void *a, const void *b)
{
    const struct pairing_line *x = a, *y = b;
    return x->mentee < y->mentee ? -1 : x->mentee > y->mentee;
}

static const struct pairing_line *sorted(struct arena *a, const struct pairing_line *lines,
                                         size_t n)
{
    struct pairing_line *copy = arena_array(a, struct pairing_line, n);
    if (n) {
        memcpy(copy, lines, n * sizeof *copy);
        qsort(copy, n, sizeof *copy, by_mentee);
    }
    return copy;
}

static void note(struct pairing_comparison *c, struct pairing_change *change,
                 const struct pairing_line *was, const struct pairing_line *is)
{
    if (was && is && was->mentor == is->mentor)
        return;
    change[c->n_changes++] = (struct pairing_change){.kind = !was  ? PAIRING_ADDED
                                                             : !is ? PAIRING_REMOVED
                                                                   : PAIRING_MOVED,
                                                     .mentee = was ? was->mentee : is->mentee,
                                                     .from = was ? was->mentor : 0,
                                                     .to = is ? is->mentor : 0,
                                                     .points_from = was ? was->points : 0,
                                                     .points_to = is ? is->points : 0};
    c->n_added += !was;
    c->n_removed += !is;
    if (was && is) {
        c->n_moved++;
        c->n_stronger += is->points > was->points;
        c->n_weaker += is->points < was->points;
    }
}

void pairing_compare(struct arena *a, const struct pairing_line *before, size_t n_before,
                     const struct pairing_line *after, size_t n_after,
                     struct pairing_comparison *ret_comparison)
{
    const struct pairing_line *was = sorted(a, before, n_before), *is = sorted(a, after, n_after);
    struct pairing_change *change = arena_array(a, struct pairing_change, n_before + n_after);
    struct pairing_comparison c = {.change = change};
    for (size_t i = 0, j = 0; i < n_before || j < n_after;) {
        bool left = i < n_before && (j == n_after || was[i].mentee <= is[j].mentee);
        bool right = j < n_after && (i == n_before || is[j].mentee <= was[i].mentee);
        note(&c, change, left ? &was[i] : NULL, right ? &is[j] : NULL);
        i += left;
        j += right;
    }
    *ret_comparison = c;
}
