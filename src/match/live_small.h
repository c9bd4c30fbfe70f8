/* What a living answer should hold, told a second time and plainly. Included by the tests only. */
#pragma once

#include <nastavnik/match_live.h>

#include "match/small.h"

enum { MODEL_MENTEES = 16, MODEL_MENTORS = 12 };

struct model {
    uint32_t n, m;
    int32_t score[MODEL_MENTEES][MODEL_MENTORS]; /* -1: no edge */
    uint32_t pin[MODEL_MENTEES];
    bool away[MODEL_MENTEES];
    uint16_t capacity[MODEL_MENTORS];
    enum match_mode mode;
    uint16_t floor;
};

static void model_random(struct model *d, uint32_t n, uint32_t m, uint32_t top)
{
    *d = (struct model){.n = n, .m = m};
    uint32_t density = 20 + below(80);
    for (uint32_t i = 0; i < n; i++) {
        d->pin[i] = MATCH_NONE;
        for (uint32_t j = 0; j < m; j++)
            d->score[i][j] = below(100) < density ? (int32_t)below(top + 1) : -1;
    }
    for (uint32_t j = 0; j < m; j++)
        d->capacity[j] = (uint16_t)below(4);
}

/* What match_solve is asked; who is away has no edges. */
static void model_instance(const struct model *d, struct small *s)
{
    *s = (struct small){.in = {.n_mentors = d->m, .mode = d->mode, .floor = d->floor}};
    memcpy(s->capacity, d->capacity, sizeof d->capacity);
    for (uint32_t i = 0; i < d->n; i++) {
        s->in.n_mentees = i + 1;
        s->offset[i + 1] = s->offset[i];
        for (uint32_t j = 0; j < d->m && !d->away[i]; j++) {
            if (d->score[i][j] < 0)
                continue;
            if (d->pin[i] == j)
                s->locked[s->in.n_locked++] = s->offset[i + 1];
            add_edge(s, j, (uint16_t)d->score[i][j]);
        }
    }
    point(s);
}

static bool model_change(struct model *d, const struct match_live_change *c)
{
    bool mentee = c->mentee < d->n, mentor = c->mentor < d->m;
    switch (c->kind) {
    case MATCH_LIVE_EDGE:
    case MATCH_LIVE_VETO:
        if (mentee && mentor)
            d->score[c->mentee][c->mentor] = c->kind == MATCH_LIVE_EDGE ? c->value : -1;
        return mentee && mentor;
    case MATCH_LIVE_PIN:
        if (mentee && mentor)
            d->pin[c->mentee] = c->mentor;
        return mentee && mentor;
    case MATCH_LIVE_UNPIN:
        if (mentee)
            d->pin[c->mentee] = MATCH_NONE;
        return mentee;
    case MATCH_LIVE_CAPACITY:
        if (mentor)
            d->capacity[c->mentor] = c->value;
        return mentor && c->value <= MATCH_MAX_CAPACITY;
    case MATCH_LIVE_LEAVE:
        if (mentee)
            d->pin[c->mentee] = MATCH_NONE;
        /* fall through */
    case MATCH_LIVE_RETURN:
        if (mentee)
            d->away[c->mentee] = c->kind == MATCH_LIVE_LEAVE;
        return mentee;
    case MATCH_LIVE_NEW_MENTEE:
        if (c->mentee != d->n)
            return false;
        d->away[d->n] = false;
        d->pin[d->n] = MATCH_NONE;
        for (uint32_t j = 0; j < MODEL_MENTORS; j++)
            d->score[d->n][j] = -1;
        d->n++;
        return true;
    case MATCH_LIVE_NEW_MENTOR:
        if (c->mentor != d->m || c->value > MATCH_MAX_CAPACITY)
            return false;
        d->capacity[d->m] = c->value;
        for (uint32_t i = 0; i < MODEL_MENTEES; i++)
            d->score[i][d->m] = -1;
        d->m++;
        return true;
    }
    return false;
}

/* All of them, or none: whether they are valid together. */
static bool model_apply(struct model *d, const struct match_live_change *c, size_t n)
{
    struct model now = *d;
    uint32_t pins[MODEL_MENTORS] = {0};
    for (size_t t = 0; t < n; t++)
        if (!model_change(&now, &c[t]))
            return false;
    for (uint32_t i = 0; i < now.n; i++)
        if (now.pin[i] != MATCH_NONE && (now.away[i] || now.score[i][now.pin[i]] < 0 ||
                                         ++pins[now.pin[i]] > now.capacity[now.pin[i]]))
            return false;
    *d = now;
    return true;
}

/* Any kind; now and then an invalid one. */
static struct match_live_change model_random_change(const struct model *d, uint32_t top)
{
    struct match_live_change c = {
        (enum match_live_kind)below(9),
        below(d->n + (below(40) == 0)),
        below(d->m + (below(40) == 0)),
        (uint16_t)below(top + 1),
    };
    if (c.kind == MATCH_LIVE_CAPACITY)
        c.value = below(60) ? (uint16_t)below(4) : MATCH_MAX_CAPACITY + 1;
    if (c.kind == MATCH_LIVE_NEW_MENTEE || c.kind == MATCH_LIVE_NEW_MENTOR) {
        c.mentee = d->n - (below(20) == 0);
        c.mentor = d->m - (below(20) == 0);
        c.value = (uint16_t)below(4);
        if (d->n >= MODEL_MENTEES - 3 || d->m >= MODEL_MENTORS - 3)
            c.kind = below(2) ? MATCH_LIVE_LEAVE : MATCH_LIVE_RETURN, c.mentee = below(d->n);
    }
    return c;
}
