/* The columns of a level: of the mentors on the ground, above of those of the level below. */
#include <string.h>

#include "match/candidates_index.h"

/* A term of a mentor, numbered over all criteria. */
struct posting {
    uint32_t term;
    uint8_t strength; /* 0: it is not weighed by that */
};

#define POSTINGS_MAX (MATCH_CRITERIA_MAX * (MATCH_LIST_MAX + 2))

static uint32_t postings_of(const struct index *x, uint32_t mentor, struct posting *ret)
{
    uint32_t n = 0;
    for (uint32_t k = 0; k < x->profiles->n_criteria; k++) {
        const struct match_criterion *c = &x->profiles->criterion[k];
        const struct match_column *column = &x->profiles->mentor[k];
        struct term_list list = {.n = 0};
        bool known;
        if (c->kind == MATCH_RANGE) {
            known = range_known(range_read(column, mentor));
        } else {
            term_list_read(column, mentor, &list);
            known = list.n > 0;
        }
        for (uint32_t t = 0; t < list.n; t++)
            if (x->asked[x->first[k] + list.term[t]])
                ret[n++] = (struct posting){x->first[k] + list.term[t],
                                            x->weighed[k] ? list.strength[t] : 0};
        if (!known)
            ret[n++] = (struct posting){index_unknown(x, k), 0};
        if (c->kind == MATCH_PATH && list.n < c->depth)
            ret[n++] = (struct posting){index_short(x, k), 0};
    }
    return n;
}

/* The columns of a kind as a level is walked through: at[term] counts when group[term] is the one
 * at hand, plus one. */
struct board {
    struct shelf *shelf;
    uint32_t *group, *at;
    size_t n_terms;
    uint32_t n; /* columns so far */
};

/* A walk over what a level is made of: one that counts its columns, one that fills them in. */
struct walk {
    struct index *x;
    struct level *level;
    struct board has, strong;
    bool fill;
};

static bool take_board(struct board *b, struct shelf *shelf, const struct walk *w,
                       struct match_memory *memory)
{
    b->shelf = shelf;
    b->n_terms = w->x->n_terms;
    b->group = match_take(memory, b->n_terms, sizeof *b->group);
    b->at = match_take(memory, b->n_terms, sizeof *b->at);
    shelf->first = match_take(memory, w->level->n_groups + 1u, sizeof *shelf->first);
    return b->group && b->at && shelf->first;
}

static void give_board(struct board *b, struct match_memory *memory)
{
    match_give(memory, b->group, b->n_terms, sizeof *b->group);
    match_give(memory, b->at, b->n_terms, sizeof *b->at);
}

static void clear_board(struct board *b)
{
    memset(b->group, 0, b->n_terms * sizeof *b->group);
    b->n = b->shelf->first[0] = 1;
}

/* The column of a term in a group: a new one when it has none yet. */
static uint32_t column_of(const struct walk *w, struct board *b, uint32_t group, uint32_t term)
{
    if (b->group[term] != group + 1) {
        b->group[term] = group + 1;
        b->at[term] = b->n++;
        if (w->fill)
            b->shelf->term[b->at[term]] = term;
    }
    return b->at[term];
}

static void end_group(struct walk *w, uint32_t group)
{
    w->level->has.first[group + 1] = w->has.n;
    w->level->strong.first[group + 1] = w->strong.n;
}

static void walk_mentors(struct walk *w)
{
    struct posting posting[POSTINGS_MAX];
    struct level *l = w->level;
    for (uint32_t at = 0; at < w->x->n; at++) {
        uint32_t group = at / LANES, lane = at % LANES,
                 n_postings = postings_of(w->x, w->x->order[at], posting);
        for (uint32_t k = 0; k < n_postings; k++) {
            uint32_t column = column_of(w, &w->has, group, posting[k].term);
            if (w->fill)
                l->bits[column] |= (uint64_t)1 << lane;
            if (!posting[k].strength)
                continue;
            column = column_of(w, &w->strong, group, posting[k].term);
            if (w->fill)
                l->strength[(size_t)column * LANES + lane] = posting[k].strength;
        }
        end_group(w, group);
    }
}

/* A child's column goes into its parent's: the highest of FAN lanes each. */
static void raise_strength(const uint8_t *column, uint32_t group, uint8_t *parent)
{
    for (uint32_t lane = 0; lane < LANES; lane += FAN) {
        uint8_t most = 0;
        for (uint32_t k = 0; k < FAN; k++)
            most = column[lane + k] > most ? column[lane + k] : most;
        parent[lane_above(group % FAN, lane)] = most;
    }
}

static uint64_t raise_bits(uint64_t column, uint32_t group)
{
    uint64_t parent = 0;
    for (uint32_t lane = 0; lane < LANES; lane += FAN)
        parent |= (uint64_t)((column >> lane & ((1u << FAN) - 1)) != 0)
                  << lane_above(group % FAN, lane);
    return parent;
}

static void walk_children(struct walk *w)
{
    struct level *l = w->level;
    const struct level *below = l - 1;
    for (uint32_t group = 0; group < below->n_groups; group++) {
        for (uint32_t k = below->has.first[group]; k < below->has.first[group + 1]; k++) {
            uint32_t column = column_of(w, &w->has, group / FAN, below->has.term[k]);
            if (w->fill)
                l->bits[column] |= raise_bits(below->bits[k], group);
        }
        for (uint32_t k = below->strong.first[group]; k < below->strong.first[group + 1]; k++) {
            uint32_t column = column_of(w, &w->strong, group / FAN, below->strong.term[k]);
            if (w->fill)
                raise_strength(below->strength + (size_t)k * LANES, group,
                               l->strength + (size_t)column * LANES);
        }
        end_group(w, group / FAN);
    }
}

static void walk(struct walk *w, bool fill)
{
    w->fill = fill;
    clear_board(&w->has);
    clear_board(&w->strong);
    if (w->level == w->x->level)
        walk_mentors(w);
    else
        walk_children(w);
}

static bool take_columns(const struct walk *w, struct match_memory *memory)
{
    struct level *l = w->level;
    l->has.n = w->has.n;
    l->strong.n = w->strong.n;
    l->has.term = match_take(memory, l->has.n, sizeof *l->has.term);
    l->strong.term = match_take(memory, l->strong.n, sizeof *l->strong.term);
    l->bits = match_take(memory, l->has.n, sizeof *l->bits);
    l->bytes = match_take(memory, (size_t)l->strong.n + 1, LANES);
    l->strength = (uint8_t *)(((uintptr_t)l->bytes + LANES - 1) & ~(uintptr_t)(LANES - 1));
    return l->has.term && l->strong.term && l->bits && l->bytes;
}

int columns_make(struct index *x, struct match_memory *memory)
{
    struct level *l = &x->level[x->n_levels - 1];
    struct walk w = {.x = x, .level = l};
    bool taken = take_board(&w.has, &l->has, &w, memory);
    taken = take_board(&w.strong, &l->strong, &w, memory) && taken;
    if (taken) {
        walk(&w, false);
        taken = take_columns(&w, memory);
    }
    if (taken)
        walk(&w, true);
    give_board(&w.has, memory);
    give_board(&w.strong, memory);
    return taken ? MATCH_OK : MATCH_ENOMEM;
}

void columns_free(struct level *l, struct match_memory *memory)
{
    match_give(memory, l->bits, l->has.n, sizeof *l->bits);
    match_give(memory, l->bytes, (size_t)l->strong.n + 1, LANES);
    match_give(memory, l->has.term, l->has.n, sizeof *l->has.term);
    match_give(memory, l->strong.term, l->strong.n, sizeof *l->strong.term);
    match_give(memory, l->has.first, l->n_groups + 1u, sizeof *l->has.first);
    match_give(memory, l->strong.first, l->n_groups + 1u, sizeof *l->strong.first);
}
