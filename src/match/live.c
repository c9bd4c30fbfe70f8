#include "match/live.h"

#include <string.h>

/* ---- edits ---- */

static void take_out(struct match_live *l, uint32_t i)
{
    struct live_mentee *m = &l->mentee[i];
    live_touch_mentee(l, i);
    if (m->pinned) {
        live_touch_mentor(l, m->mate);
        l->mentor[m->mate].pins--;
        l->mentor[m->mate].room++;
        m->pinned = false;
        m->mate = MATCH_NONE;
    } else if (m->mate != MATCH_NONE) {
        live_detach(l, i);
    }
}

static void leave(struct match_live *l, uint32_t i)
{
    take_out(l, i);
    l->mentee[i].away = true;
    l->mentee[i].u = LIVE_OUT;
}

static void come_back(struct match_live *l, uint32_t i)
{
    live_touch_mentee(l, i);
    if (l->mentee[i].away && !l->mentee[i].pinned)
        l->mentee[i].u = 0;
    l->mentee[i].away = false;
}

static void pin(struct match_live *l, uint32_t i, uint32_t j)
{
    struct live_mentee *m = &l->mentee[i];
    if (m->pinned && m->mate == j)
        return;
    take_out(l, i);
    live_touch_mentor(l, j);
    l->mentor[j].pins++;
    l->mentor[j].room--;
    m->pinned = true;
    m->mate = j;
    m->u = LIVE_OUT;
}

/* It stays where it was pinned, until something better is found. */
static void unpin(struct match_live *l, uint32_t i)
{
    uint32_t j = l->mentee[i].mate;
    if (!l->mentee[i].pinned)
        return;
    take_out(l, i);
    l->mentee[i].u = l->mentee[i].away ? LIVE_OUT : 0;
    uint32_t at = live_find(&l->out, i, j);
    if (at != LIVE_NOWHERE && !l->mentee[i].away)
        live_attach(l, i, j, live_arcs(&l->out, i)[at].score);
}

static int set_edge(struct match_live *l, const struct match_live_change *c)
{
    struct live_edit e = {LIVE_ADDED, c->mentee, c->mentor, 0, 0, 0};
    e.at_mentee = live_find(&l->out, c->mentee, c->mentor);
    bool there = e.at_mentee != LIVE_NOWHERE, wanted = c->kind == MATCH_LIVE_EDGE;
    if (there) {
        e.kind = wanted ? LIVE_RESCORED : LIVE_REMOVED;
        e.score = live_arcs(&l->out, c->mentee)[e.at_mentee].score;
        e.at_mentor = live_find(&l->in, c->mentor, c->mentee);
        live_remove(&l->out, c->mentee, e.at_mentee);
        live_remove(&l->in, c->mentor, e.at_mentor);
    } else if (!wanted) {
        return MATCH_OK;
    } else {
        int r = live_reserve(&l->out, &l->mem, l->now.n_mentees, c->mentee);
        if (r == MATCH_OK)
            r = live_reserve(&l->in, &l->mem, l->now.n_mentors, c->mentor);
        if (r < 0)
            return r;
        e.at_mentee = l->out.span[c->mentee].n;
        e.at_mentor = l->in.span[c->mentor].n;
    }
    if (wanted) {
        live_insert(&l->out, c->mentee, e.at_mentee, (struct live_arc){c->mentor, c->value});
        live_insert(&l->in, c->mentor, e.at_mentor, (struct live_arc){c->mentee, c->value});
    }
    l->edit[l->n_edits++] = e;
    live_touch_mentee(l, c->mentee);
    live_touch_mentor(l, c->mentor);
    return MATCH_OK;
}

static uint32_t more_room(uint32_t n)
{
    return n < MATCH_MAX_PEOPLE - n / 2 - 16 ? n + n / 2 + 16 : MATCH_MAX_PEOPLE;
}

static int add_mentee(struct match_live *l, const struct match_live_change *c)
{
    if (c->mentee != l->now.n_mentees || c->mentee == MATCH_MAX_PEOPLE)
        return MATCH_EINVAL;
    if (c->mentee == l->room_mentees) {
        int r = live_room_mentees(l, more_room(c->mentee));
        if (r < 0)
            return r;
    }
    live_new_mentee(l);
    live_touch_mentee(l, c->mentee);
    return MATCH_OK;
}

static int add_mentor(struct match_live *l, const struct match_live_change *c)
{
    if (c->mentor != l->now.n_mentors || c->mentor == MATCH_MAX_PEOPLE ||
        c->value > MATCH_MAX_CAPACITY)
        return MATCH_EINVAL;
    if (c->mentor == l->room_mentors) {
        int r = live_room_mentors(l, more_room(c->mentor));
        if (r < 0)
            return r;
    }
    live_new_mentor(l, c->value);
    live_touch_mentor(l, c->mentor);
    return MATCH_OK;
}

static int set_capacity(struct match_live *l, const struct match_live_change *c)
{
    if (c->value > MATCH_MAX_CAPACITY)
        return MATCH_EINVAL;
    live_touch_mentor(l, c->mentor);
    l->mentor[c->mentor].room += c->value - l->mentor[c->mentor].capacity;
    l->mentor[c->mentor].capacity = c->value;
    return MATCH_OK;
}

static int change(struct match_live *l, const struct match_live_change *c)
{
    bool mentee = c->mentee < l->now.n_mentees, mentor = c->mentor < l->now.n_mentors;
    switch (c->kind) {
    case MATCH_LIVE_EDGE:
    case MATCH_LIVE_VETO:
        return mentee && mentor ? set_edge(l, c) : MATCH_EINVAL;
    case MATCH_LIVE_PIN:
        if (mentee && mentor)
            pin(l, c->mentee, c->mentor);
        return mentee && mentor ? MATCH_OK : MATCH_EINVAL;
    case MATCH_LIVE_UNPIN:
        if (mentee)
            unpin(l, c->mentee);
        return mentee ? MATCH_OK : MATCH_EINVAL;
    case MATCH_LIVE_CAPACITY:
        return mentor ? set_capacity(l, c) : MATCH_EINVAL;
    case MATCH_LIVE_LEAVE:
        if (mentee)
            leave(l, c->mentee);
        return mentee ? MATCH_OK : MATCH_EINVAL;
    case MATCH_LIVE_RETURN:
        if (mentee)
            come_back(l, c->mentee);
        return mentee ? MATCH_OK : MATCH_EINVAL;
    case MATCH_LIVE_NEW_MENTEE:
        return add_mentee(l, c);
    case MATCH_LIVE_NEW_MENTOR:
        return add_mentor(l, c);
    }
    return MATCH_EINVAL;
}

/* The batch as a whole: pins have their edges and places. */
static int judge(struct match_live *l)
{
    for (uint32_t t = 0; t < l->n_was_mentors; t++) {
        const struct live_mentor *m = &l->mentor[l->was_mentor[t].who];
        if (m->pins > m->capacity)
            return MATCH_EINVAL;
    }
    for (uint32_t t = 0; t < l->n_was_mentees; t++) {
        uint32_t i = l->was_mentee[t].who;
        struct live_mentee *m = &l->mentee[i];
        if (!m->pinned)
            continue;
        uint32_t at = live_find(&l->out, i, m->mate);
        if (at == LIVE_NOWHERE || m->away)
            return MATCH_EINVAL;
        m->score = live_arcs(&l->out, i)[at].score;
    }
    return MATCH_OK;
}

static int make_changes(struct match_live *l, const struct match_live_change *changes, size_t n)
{
    if (n > l->room_edits) {
        struct live_edit *edit = match_take(&l->mem, n, sizeof *edit);
        if (!edit)
            return MATCH_ENOMEM;
        match_give(&l->mem, l->edit, l->room_edits, sizeof *edit);
        l->edit = edit;
        l->room_edits = n;
    }
    int r = MATCH_OK;
    for (size_t c = 0; c < n && r == MATCH_OK; c++)
        r = change(l, &changes[c]);
    return r == MATCH_OK ? judge(l) : r;
}

/* ---- repair ---- */

/* Nobody's pair hangs on the price of a mentor without mentees: high enough, and no higher. */
static void appraise(struct match_live *l, uint32_t j)
{
    const struct live_arc *arc = live_arcs(&l->in, j);
    int64_t price = 0;
    for (uint32_t t = 0; t < l->in.span[j].n; t++)
        if (arc[t].score >= l->floor)
            price = live_max(price, l->k + arc[t].score - l->mentee[arc[t].to].u);
    l->price[j] = price;
}

/* Keep a pair that is still the best its mentee can have at these prices. */
static void look_again(struct match_live *l, uint32_t i)
{
    struct live_mentee *m = &l->mentee[i];
    if (m->pinned || m->away)
        return;
    m->u = live_profit(l, i);
    if (m->mate != MATCH_NONE) {
        uint32_t at = live_find(&l->out, i, m->mate);
        if (at != LIVE_NOWHERE)
            m->score = live_arcs(&l->out, i)[at].score;
        if (at != LIVE_NOWHERE && m->score >= l->floor &&
            m->u == l->k + m->score - l->price[m->mate])
            return;
        live_detach(l, i);
    }
    if (m->u > 0)
        l->loose[l->n_loose++] = i;
}

/* Fewer places than mentees: the one who loses least looks for another. */
static void release(struct match_live *l, uint32_t j)
{
    while (l->mentor[j].room < 0) {
        uint32_t least = l->mentor[j].first;
        for (uint32_t i = least; i != MATCH_NONE; i = l->mentee[i].next)
            if (l->mentee[i].u < l->mentee[least].u)
                least = i;
        live_detach(l, least);
        l->loose[l->n_loose++] = least;
    }
}

static bool stopped(const struct match_options *options, uint32_t done, uint32_t total)
{
    if (options && options->progress)
        options->progress(options->ctx, done, total);
    return options && options->cancel && options->cancel(options->ctx);
}

static int repair(struct match_live *l, const struct match_options *options)
{
    uint32_t n_mentees = l->n_was_mentees, n_mentors = l->n_was_mentors;
    l->n_loose = 0;
    for (uint32_t t = 0; t < n_mentors; t++)
        if (l->mentor[l->was_mentor[t].who].first == MATCH_NONE)
            appraise(l, l->was_mentor[t].who);
    for (uint32_t t = 0; t < n_mentees; t++)
        look_again(l, l->was_mentee[t].who);
    for (uint32_t t = 0; t < n_mentors; t++)
        release(l, l->was_mentor[t].who);
    for (uint32_t t = 0; t < l->n_loose; t++) {
        if (stopped(options, t, l->n_loose))
            return MATCH_ECANCELLED;
        live_place(l, l->loose[t]);
    }
    for (uint32_t t = 0; t < l->n_was_mentors; t++) {
        uint32_t j = l->was_mentor[t].who;
        while (l->mentor[j].room > 0 && l->price[j] > 0) {
            if (stopped(options, l->n_loose, l->n_loose))
                return MATCH_ECANCELLED;
            live_fill(l, j);
        }
    }
    return live_prove(l, n_mentees);
}

static uint64_t worth(const struct live_mentee *m)
{
    return m->mate == MATCH_NONE ? 0 : m->score;
}

static void compare(struct match_live *l, struct match_live_diff *ret_diff)
{
    struct match_live_diff diff = {.move = l->move};
    for (uint32_t t = 0; t < l->n_was_mentees; t++) {
        uint32_t i = l->was_mentee[t].who;
        const struct live_mentee *was = &l->was_mentee[t].was, *m = &l->mentee[i];
        diff.more_score += (int64_t)worth(m) - (int64_t)worth(was);
        if (m->mate == was->mate)
            continue;
        l->move[diff.n_moves++] = (struct match_live_move){i, was->mate, m->mate};
        diff.more_pairs += (m->mate != MATCH_NONE) - (was->mate != MATCH_NONE);
    }
    diff.matched = l->now.matched += (uint64_t)diff.more_pairs;
    diff.score = l->now.score += (uint64_t)diff.more_score;
    if (ret_diff)
        *ret_diff = diff;
}

int match_live_apply(struct match_live *live, const struct match_live_change *changes, size_t n,
                     const struct match_options *options, struct match_live_diff *ret_diff)
{
    live_forget(live);
    int r = make_changes(live, changes, n);
    if (r == MATCH_OK)
        r = repair(live, options);
    if (r < 0) {
        live_restore(live);
        return r;
    }
    compare(live, ret_diff);
    live->can_undo = true;
    return MATCH_OK;
}

int match_live_undo(struct match_live *live)
{
    if (!live->can_undo)
        return MATCH_EINVAL;
    live_restore(live);
    return MATCH_OK;
}

int match_live_try(struct match_live *live, const struct match_live_change *changes, size_t n,
                   const struct match_options *options, struct match_live_diff *ret_diff)
{
    int r = match_live_apply(live, changes, n, options, ret_diff);
    return r < 0 ? r : match_live_undo(live);
}

uint32_t match_live_mate(const struct match_live *live, uint32_t mentee)
{
    return mentee < live->now.n_mentees ? live->mentee[mentee].mate : MATCH_NONE;
}
