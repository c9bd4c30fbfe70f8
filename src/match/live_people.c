#include "match/live.h"

#include <string.h>

struct part {
    void **p;
    size_t size;
};

enum { MENTEE_PARTS = 5, MENTOR_PARTS = 9 };

/* All parts with room for n each, or none. */
static int resize(struct match_memory *mem, const struct part *part, size_t n_parts, size_t old,
                  size_t n)
{
    void *fresh[MENTOR_PARTS] = {0};
    for (size_t t = 0; t < n_parts; t++) {
        fresh[t] = match_take(mem, n, part[t].size);
        if (!fresh[t]) {
            while (t-- > 0)
                match_give(mem, fresh[t], n, part[t].size);
            return MATCH_ENOMEM;
        }
    }
    for (size_t t = 0; t < n_parts; t++) {
        if (old)
            memcpy(fresh[t], *part[t].p, old * part[t].size);
        match_give(mem, *part[t].p, old, part[t].size);
        *part[t].p = fresh[t];
    }
    return MATCH_OK;
}

static void mentee_parts(struct match_live *l, struct part part[MENTEE_PARTS])
{
    part[0] = (struct part){(void **)&l->mentee, sizeof *l->mentee};
    part[1] = (struct part){(void **)&l->out.span, sizeof *l->out.span};
    part[2] = (struct part){(void **)&l->loose, sizeof *l->loose};
    part[3] = (struct part){(void **)&l->was_mentee, sizeof *l->was_mentee};
    part[4] = (struct part){(void **)&l->move, sizeof *l->move};
}

static void mentor_parts(struct match_live *l, struct part part[MENTOR_PARTS])
{
    part[0] = (struct part){(void **)&l->mentor, sizeof *l->mentor};
    part[1] = (struct part){(void **)&l->in.span, sizeof *l->in.span};
    part[2] = (struct part){(void **)&l->was_mentor, sizeof *l->was_mentor};
    part[3] = (struct part){(void **)&l->price, sizeof *l->price};
    part[4] = (struct part){(void **)&l->dist, sizeof *l->dist};
    part[5] = (struct part){(void **)&l->step, sizeof *l->step};
    part[6] = (struct part){(void **)&l->seen, sizeof *l->seen};
    part[7] = (struct part){(void **)&l->heap.item, sizeof *l->heap.item};
    part[8] = (struct part){(void **)&l->heap.place, sizeof *l->heap.place};
}

int live_room_mentees(struct match_live *l, uint32_t n)
{
    struct part part[MENTEE_PARTS];
    mentee_parts(l, part);
    int r = resize(&l->mem, part, MENTEE_PARTS, l->room_mentees, n);
    if (r == MATCH_OK)
        l->room_mentees = n;
    return r;
}

int live_room_mentors(struct match_live *l, uint32_t n)
{
    struct part part[MENTOR_PARTS];
    mentor_parts(l, part);
    int r = resize(&l->mem, part, MENTOR_PARTS, l->room_mentors, n);
    if (r == MATCH_OK)
        l->room_mentors = n;
    l->heap.dist = l->dist;
    return r;
}

void live_new_mentee(struct match_live *l)
{
    uint32_t i = l->now.n_mentees++;
    l->mentee[i] = (struct live_mentee){.mate = MATCH_NONE};
    l->out.span[i] = (struct live_span){0};
}

void live_new_mentor(struct match_live *l, uint16_t capacity)
{
    uint32_t j = l->now.n_mentors++;
    l->mentor[j] =
        (struct live_mentor){.first = MATCH_NONE, .room = capacity, .capacity = capacity};
    l->in.span[j] = (struct live_span){0};
    l->price[j] = 0;
    l->dist[j] = INT64_MAX;
    l->heap.place[j] = HEAP_OUT;
}

void live_touch_mentee(struct match_live *l, uint32_t i)
{
    struct live_mentee *m = &l->mentee[i];
    if (m->logged)
        return;
    l->was_mentee[l->n_was_mentees++] = (struct live_was_mentee){i, *m};
    m->logged = true;
}

void live_touch_mentor(struct match_live *l, uint32_t j)
{
    struct live_mentor *m = &l->mentor[j];
    if (m->logged)
        return;
    l->was_mentor[l->n_was_mentors++] = (struct live_was_mentor){j, l->price[j], *m};
    m->logged = true;
}

void live_forget(struct match_live *l)
{
    for (uint32_t t = 0; t < l->n_was_mentees; t++)
        l->mentee[l->was_mentee[t].who].logged = false;
    for (uint32_t t = 0; t < l->n_was_mentors; t++)
        l->mentor[l->was_mentor[t].who].logged = false;
    l->n_was_mentees = l->n_was_mentors = 0;
    l->n_edits = 0;
    l->can_undo = false;
    l->before = l->now;
}

static void unedit(struct match_live *l, const struct live_edit *e)
{
    struct live_arc out = {e->mentor, e->score}, in = {e->mentee, e->score};
    if (e->kind != LIVE_REMOVED) {
        live_remove(&l->out, e->mentee, e->at_mentee);
        live_remove(&l->in, e->mentor, e->at_mentor);
    }
    if (e->kind != LIVE_ADDED) {
        live_insert(&l->out, e->mentee, e->at_mentee, out);
        live_insert(&l->in, e->mentor, e->at_mentor, in);
    }
}

void live_restore(struct match_live *l)
{
    while (l->n_edits)
        unedit(l, &l->edit[--l->n_edits]);
    for (uint32_t t = 0; t < l->n_was_mentees; t++)
        l->mentee[l->was_mentee[t].who] = l->was_mentee[t].was;
    for (uint32_t t = 0; t < l->n_was_mentors; t++) {
        l->mentor[l->was_mentor[t].who] = l->was_mentor[t].was;
        l->price[l->was_mentor[t].who] = l->was_mentor[t].price;
    }
    l->now = l->before;
    live_forget(l);
}

void live_attach(struct match_live *l, uint32_t i, uint32_t j, uint16_t score)
{
    uint32_t first = l->mentor[j].first;
    live_touch_mentee(l, i);
    live_touch_mentor(l, j);
    if (first != MATCH_NONE) {
        live_touch_mentee(l, first);
        l->mentee[first].prev = i;
    }
    struct live_mentee *m = &l->mentee[i];
    m->mate = j;
    m->score = score;
    m->next = first;
    m->prev = MATCH_NONE;
    l->mentor[j].first = i;
    l->mentor[j].room--;
}

void live_detach(struct match_live *l, uint32_t i)
{
    struct live_mentee *m = &l->mentee[i];
    uint32_t j = m->mate;
    live_touch_mentee(l, i);
    live_touch_mentor(l, j);
    if (m->next != MATCH_NONE) {
        live_touch_mentee(l, m->next);
        l->mentee[m->next].prev = m->prev;
    }
    if (m->prev != MATCH_NONE) {
        live_touch_mentee(l, m->prev);
        l->mentee[m->prev].next = m->next;
    } else {
        l->mentor[j].first = m->next;
    }
    m->mate = MATCH_NONE;
    l->mentor[j].room++;
}

void match_live_free(struct match_live *live)
{
    if (!live)
        return;
    struct part mentees[MENTEE_PARTS], mentors[MENTOR_PARTS];
    mentee_parts(live, mentees);
    mentor_parts(live, mentors);
    for (size_t t = 0; t < MENTEE_PARTS; t++)
        match_give(&live->mem, *mentees[t].p, live->room_mentees, mentees[t].size);
    for (size_t t = 0; t < MENTOR_PARTS; t++)
        match_give(&live->mem, *mentors[t].p, live->room_mentors, mentors[t].size);
    match_give(&live->mem, live->out.arc, live->out.size, sizeof *live->out.arc);
    match_give(&live->mem, live->in.arc, live->in.size, sizeof *live->in.arc);
    match_give(&live->mem, live->edit, live->room_edits, sizeof *live->edit);
    struct match_memory mem = live->mem;
    match_give(&mem, live, 1, sizeof *live);
}
