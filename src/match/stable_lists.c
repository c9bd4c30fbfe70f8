#include "match/stable_lists.h"

#include "match/instance.h"

#define OWNERS 16u

static bool is_out(const uint8_t *out, uint64_t e)
{
    return out[e / 8] >> e % 8 & 1;
}

static void leave_out(uint8_t *out, uint64_t e)
{
    out[e / 8] = (uint8_t)(out[e / 8] | 1u << e % 8);
}

static bool is_better(const struct stable *s, uint64_t a, uint64_t b)
{
    uint64_t mine = stable_wish(s, MATCH_MENTEES, a), other = stable_wish(s, MATCH_MENTEES, b);
    if (mine != other)
        return mine < other;
    return stable_wish(s, MATCH_MENTORS, a) < stable_wish(s, MATCH_MENTORS, b);
}

/* Mark what does not count. kept: of each mentor, the counting edge of the last mentee seen. */
static void sift(const struct stable *s, uint32_t *kept, uint8_t *out)
{
    const struct match_instance *in = s->in;
    for (uint32_t j = 0; j < in->n_mentors; j++)
        kept[j] = MATCH_NONE;
    for (uint32_t i = 0; i < in->n_mentees; i++)
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++) {
            uint32_t j = in->mentor[e];
            if (s->out->mate[i] != MATCH_NONE || !s->room[j] || in->score[e] < in->floor) {
                leave_out(out, e);
                continue;
            }
            bool twice = kept[j] != MATCH_NONE && kept[j] >= in->offset[i];
            if (twice && !is_better(s, e, kept[j])) {
                leave_out(out, e);
                continue;
            }
            if (twice)
                leave_out(out, kept[j]);
            kept[j] = (uint32_t)e;
        }
}

static void fill(struct stable_lists *l, const struct match_instance *in, const uint8_t *out)
{
    for (uint32_t i = 0; i < in->n_mentees; i++)
        for (uint64_t e = in->offset[i]; e < in->offset[i + 1]; e++)
            if (!is_out(out, e))
                l->start[l->side == MATCH_MENTORS ? in->mentor[e] : i]++;
    uint32_t sum = 0;
    for (uint32_t p = 0; p <= l->n; p++)
        l->start[p] = sum += l->start[p];
    for (uint32_t i = in->n_mentees; i-- > 0;)
        for (uint64_t e = in->offset[i + 1]; e-- > in->offset[i];)
            if (!is_out(out, e))
                l->edge[--l->start[l->side == MATCH_MENTORS ? in->mentor[e] : i]] = (uint32_t)e;
}

/* Equals by lottery. Looking up whose edge it is costs more than sorting, so only they are. */
static void draw_lots(const struct stable_lists *l, const struct stable *s, struct ranked *line,
                      uint32_t n)
{
    for (uint32_t k = 0; k < n; k++) {
        uint32_t e = line[k].item;
        line[k].key = l->side == MATCH_MENTEES
                          ? stable_lot(s, MATCH_MENTORS, s->in->mentor[e])
                          : stable_lot(s, MATCH_MENTEES, stable_lists_mentee(l, s->in, e));
    }
    ranked_sort(line, n);
}

static void sort_list(const struct stable_lists *l, const struct stable *s, uint32_t p,
                      struct ranked *line)
{
    uint32_t *edge = l->edge + l->start[p], n = l->start[p + 1] - l->start[p];
    for (uint32_t k = 0; k < n; k++)
        line[k] = (struct ranked){stable_wish(s, l->side, edge[k]) << 32 | edge[k], edge[k], 0};
    ranked_sort(line, n);
    for (uint32_t k = 0, end; k < n; k = end) {
        for (end = k + 1; end < n && line[end].key >> 32 == line[k].key >> 32;)
            end++;
        if (end - k > 1)
            draw_lots(l, s, line + k, end - k);
    }
    for (uint32_t k = 0; k < n; k++)
        edge[k] = line[k].item;
}

static int sort_lists(struct stable_lists *l, const struct stable *s)
{
    uint32_t longest = 0;
    for (uint32_t p = 0; p < l->n; p++)
        if (l->start[p + 1] - l->start[p] > longest)
            longest = l->start[p + 1] - l->start[p];
    struct ranked *line = match_take(s->mem, longest, sizeof *line);
    if (!line)
        return MATCH_ENOMEM;
    for (uint32_t p = 0; p < l->n; p++)
        sort_list(l, s, p, line);
    match_give(s->mem, line, longest, sizeof *line);
    return MATCH_OK;
}

static int fill_sifted(struct stable_lists *l, const struct stable *s)
{
    size_t n_bytes = l->n_edges / 8 + 1;
    uint8_t *out = match_take(s->mem, n_bytes, 1);
    uint32_t *kept = match_take(s->mem, s->in->n_mentors, sizeof *kept);
    int r = MATCH_ENOMEM;
    if (out && kept) {
        sift(s, kept, out);
        fill(l, s->in, out);
        r = MATCH_OK;
    }
    match_give(s->mem, out, n_bytes, 1);
    match_give(s->mem, kept, s->in->n_mentors, sizeof *kept);
    return r;
}

static void index_owners(struct stable_lists *l, const struct match_instance *in)
{
    uint32_t i = 0;
    for (uint64_t b = 0; b < l->n_owners; b++) {
        while (i + 1 < in->n_mentees && in->offset[i + 1] <= b * OWNERS)
            i++;
        l->first_owner[b] = i;
    }
}

int stable_lists_init(struct stable_lists *l, const struct stable *s, enum match_side side)
{
    const struct match_instance *in = s->in;
    *l = (struct stable_lists){.side = side, .n_edges = match_n_edges(in)};
    l->n = side == MATCH_MENTEES ? in->n_mentees : in->n_mentors;
    l->n_owners = l->n_edges / OWNERS + 2;
    l->start = match_take(s->mem, (size_t)l->n + 1, sizeof *l->start);
    l->edge = match_take(s->mem, l->n_edges, sizeof *l->edge);
    l->first_owner = match_take(s->mem, l->n_owners, sizeof *l->first_owner);
    int r = MATCH_ENOMEM;
    if (l->start && l->edge && l->first_owner) {
        index_owners(l, in);
        r = fill_sifted(l, s);
    }
    if (r == MATCH_OK)
        r = sort_lists(l, s);
    if (r < 0)
        stable_lists_release(l, s);
    return r;
}

void stable_lists_release(struct stable_lists *l, const struct stable *s)
{
    match_give(s->mem, l->start, (size_t)l->n + 1, sizeof *l->start);
    match_give(s->mem, l->edge, l->n_edges, sizeof *l->edge);
    match_give(s->mem, l->first_owner, l->n_owners, sizeof *l->first_owner);
}

uint32_t stable_lists_mentee(const struct stable_lists *l, const struct match_instance *in,
                             uint32_t edge)
{
    uint32_t low = l->first_owner[edge / OWNERS], high = l->first_owner[edge / OWNERS + 1];
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (in->offset[middle + 1] <= edge)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
