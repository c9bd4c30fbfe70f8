/* An instance and its result into a living answer, and back. */
#include "match/live.h"

#include <string.h>

#include "match/instance.h"
#include "match/reach.h"

/* ---- in ---- */

/* The edges of mentee i, each mentor once: the better edge, or the one of a locked pair. */
static void enter_edges(struct match_live *l, const struct match_instance *in, uint32_t i,
                        uint64_t locked)
{
    struct live_span *span = &l->out.span[i];
    struct live_arc *list = l->out.arc + l->out.used;
    span->at = l->out.used;
    for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
        uint32_t j = in->mentor[e], at = l->seen[j];
        if (at >= span->n || list[at].to != j) {
            at = l->seen[j] = span->n++;
            list[at] = (struct live_arc){j, in->score[e]};
            l->in.span[j].room++;
        } else if (list[at].score < in->score[e]) {
            list[at].score = in->score[e];
        }
    }
    if (locked != MATCH_NO_EDGE)
        list[l->seen[in->mentor[locked]]].score = in->score[locked];
    span->room = span->n;
    l->out.used += span->room;
}

static void enter_all_edges(struct match_live *l, const struct match_instance *in,
                            const struct match_result *result)
{
    for (uint32_t i = 0; i < in->n_mentees; i++)
        enter_edges(l, in, i, l->mentee[i].pinned ? result->edge[i] : MATCH_NO_EDGE);
    for (uint32_t j = 0; j < in->n_mentors; j++) {
        l->in.span[j].at = l->in.used;
        l->in.used += l->in.span[j].room;
    }
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        const struct live_arc *arc = live_arcs(&l->out, i);
        for (uint32_t t = 0; t < l->out.span[i].n; t++)
            live_insert(&l->in, arc[t].to, l->in.span[arc[t].to].n,
                        (struct live_arc){i, arc[t].score});
    }
}

/*
 * From the k of the result to that of the object: mentors that the cover has reached, and the
 * mentees outside of it, get the difference. An edge keeps one end in the cover, so nothing
 * breaks; a pair has exactly one, so it stays tight; who is alone or has room has none. The
 * price of a mentor without places may be anything and is cut to what matters.
 */
static void enter_prices(struct match_live *l, const struct match_result *result)
{
    for (uint32_t j = 0; j < l->now.n_mentors; j++) {
        int64_t top = result->k + UINT16_MAX;
        l->price[j] = result->price[j] < top ? result->price[j] : top;
        if (l->mode == MATCH_COUNT && result->reached[j])
            l->price[j] += l->k - result->k;
    }
}

static void enter_pairs(struct match_live *l, const struct match_instance *in,
                        const struct match_result *result)
{
    for (uint32_t i = 0; i < in->n_mentees; i++) {
        struct live_mentee *m = &l->mentee[i];
        if (m->pinned) {
            m->mate = result->mate[i];
            m->score = in->score[result->edge[i]];
            m->u = LIVE_OUT;
            l->mentor[m->mate].pins++;
            l->mentor[m->mate].room--;
        } else if (result->mate[i] != MATCH_NONE) {
            live_attach(l, i, result->mate[i], in->score[result->edge[i]]);
            m->u = l->k + m->score - l->price[m->mate];
        }
    }
    live_forget(l);
}

static int load(struct match_live *l, const struct match_instance *in,
                const struct match_result *result)
{
    uint64_t edges = match_n_edges(in), size = edges + edges / 8;
    l->out.arc = match_take(&l->mem, size, sizeof *l->out.arc);
    l->out.size = l->out.arc ? size : 0;
    l->in.arc = match_take(&l->mem, size, sizeof *l->in.arc);
    l->in.size = l->in.arc ? size : 0;
    if (!l->out.arc || !l->in.arc || live_room_mentees(l, in->n_mentees + 1) < 0 ||
        live_room_mentors(l, in->n_mentors + 1) < 0)
        return MATCH_ENOMEM;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        live_new_mentee(l);
    for (uint32_t j = 0; j < in->n_mentors; j++)
        live_new_mentor(l, in->capacity[j]);
    for (size_t t = 0; t < in->n_locked; t++)
        l->mentee[match_edge_mentee(in, in->locked[t])].pinned = true;
    enter_all_edges(l, in, result);
    enter_prices(l, result);
    l->now.matched = result->matched;
    l->now.score = result->score;
    enter_pairs(l, in, result);
    return MATCH_OK;
}

int match_live_new(const struct match_instance *instance, const struct match_result *result,
                   const struct match_options *options, struct match_live **ret_live)
{
    int r = match_check(instance);
    if (r == MATCH_OK && (result->k < 0 || result->k > MATCH_LIVE_K))
        r = MATCH_EINVAL;
    if (r == MATCH_OK)
        r = match_verify(instance, result, options, NULL);
    if (r < 0)
        return r;
    struct match_memory mem;
    match_memory_init(&mem, options);
    struct match_live *l = match_take(&mem, 1, sizeof *l);
    if (!l)
        return MATCH_ENOMEM;
    l->mem = mem;
    l->mode = instance->mode;
    l->k = l->mode == MATCH_COUNT ? MATCH_LIVE_K : 0;
    l->floor = instance->floor;
    r = load(l, instance, result);
    if (r < 0)
        match_live_free(l);
    else
        *ret_live = l;
    return r;
}

/* ---- out ---- */

static size_t round_up(size_t bytes)
{
    return (bytes + 7) / 8 * 8;
}

/* One block for all arrays of the instance. */
static int copy_instance(const struct match_live *l, struct match_memory *mem,
                         struct match_live_copy *c)
{
    size_t n = l->now.n_mentees, m = l->now.n_mentors, edges = 0, pins = 0;
    for (size_t i = 0; i < n; i++) {
        edges += l->mentee[i].away ? 0 : l->out.span[i].n;
        pins += l->mentee[i].pinned;
    }
    size_t offset = round_up((n + 1) * 8), locked = round_up(pins * 8);
    size_t mentor = round_up(edges * 4), score = round_up(edges * 2);
    char *at = match_take(mem, offset + locked + mentor + score + m * 2, 1);
    if (!at)
        return MATCH_ENOMEM;
    c->memory = at;
    c->instance = (struct match_instance){
        .n_mentees = (uint32_t)n,
        .n_mentors = (uint32_t)m,
        .offset = (uint64_t *)at,
        .locked = (uint64_t *)(at + offset),
        .mentor = (uint32_t *)(at + offset + locked),
        .score = (uint16_t *)(at + offset + locked + mentor),
        .capacity = (uint16_t *)(at + offset + locked + mentor + score),
        .mode = l->mode,
        .floor = l->floor,
    };
    return MATCH_OK;
}

static void fill_copy(const struct match_live *l, struct match_live_copy *c)
{
    uint64_t *offset = (uint64_t *)c->instance.offset, *locked = (uint64_t *)c->instance.locked;
    uint32_t *mentor = (uint32_t *)c->instance.mentor;
    uint16_t *score = (uint16_t *)c->instance.score, *capacity = (uint16_t *)c->instance.capacity;
    uint64_t e = 0;
    for (uint32_t i = 0; i < l->now.n_mentees; i++) {
        const struct live_mentee *m = &l->mentee[i];
        const struct live_arc *arc = live_arcs(&l->out, i);
        c->result.mate[i] = m->mate;
        c->result.edge[i] = MATCH_NO_EDGE;
        for (uint32_t t = 0; t < l->out.span[i].n && !m->away; t++, e++) {
            mentor[e] = arc[t].to;
            score[e] = arc[t].score;
            if (arc[t].to == m->mate)
                c->result.edge[i] = e;
        }
        if (m->pinned)
            locked[c->instance.n_locked++] = c->result.edge[i];
        offset[i + 1] = e;
    }
    for (uint32_t j = 0; j < l->now.n_mentors; j++) {
        capacity[j] = l->mentor[j].capacity;
        c->result.price[j] = l->price[j];
    }
}

int match_live_copy(const struct match_live *live, const struct match_options *options,
                    struct match_live_copy *ret_copy)
{
    struct match_memory mem;
    match_memory_init(&mem, options);
    size_t n = live->now.n_mentees, m = live->now.n_mentors;
    struct match_live_copy c = {.result = {.allocator = mem.allocator, .k = live->k}};
    struct match_result *r = &c.result;
    r->mate = match_take(&mem, n, sizeof *r->mate);
    r->edge = match_take(&mem, n, sizeof *r->edge);
    r->price = match_take(&mem, m, sizeof *r->price);
    r->reached = match_take(&mem, m, sizeof *r->reached);
    r->matched = live->now.matched;
    r->score = live->now.score;
    int ret = MATCH_ENOMEM;
    if (r->mate && r->edge && r->price && r->reached)
        ret = copy_instance(live, &mem, &c);
    if (ret == MATCH_OK) {
        fill_copy(live, &c);
        bool most;
        ret = match_reach_all(&c.instance, r, NULL, &mem, &most);
    }
    if (ret < 0)
        match_live_copy_free(&c);
    else
        *ret_copy = c;
    return ret;
}

void match_live_copy_free(struct match_live_copy *copy)
{
    if (copy->memory)
        copy->result.allocator.release(copy->result.allocator.ctx, copy->memory);
    match_result_free(&copy->result);
    *copy = (struct match_live_copy){0};
}
