#include "programme/import_ahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/aside.h"

/* Bytes of texts, about: less than a block, so that the next window is there in time. */
#define BATCH (192u << 10)

void import_read_batch(struct registry_reader *reader, bool wanted_only, struct import_batch *b)
{
    b->rows = arena_array(b->a, struct registry_row, b->n);
    for (size_t i = 0; i < b->n; i++) {
        const struct import_stored *stored = &b->lines[i];
        struct registry_line line = {(size_t)stored->row_no, stored->cells, stored->n};
        if (!wanted_only || import_row_wanted(stored->state, stored->decision))
            registry_read_row(reader, b->a, &line, &b->rows[i]);
    }
}

static const char *cell_at(const struct import_stored *line, int place)
{
    return (size_t)place < line->n ? line->cells[place] : "";
}

static int compare(const void *x, const void *y, void *ahead)
{
    const struct import_stored *a = x, *b = y;
    const struct import_ahead *ah = ahead;
    if (a->own != b->own)
        return a->own - b->own;
    int r = a->own ? 0 : strcmp(cell_at(a, ah->by_cell), cell_at(b, ah->by_cell));
    return r ? ah->down ? -r : r : (a->row_no > b->row_no) - (a->row_no < b->row_no);
}

/* ---- the next window: fetched from the database, the rest is aside ---- */

static int fetch(struct import_ahead *ah)
{
    struct import_window *w = ah->next;
    if (w->whole || ah->ended)
        return 0;
    int r = import_raw_after(ah->db, w->a, ah->import_id, ah->after, &w->raw);
    if (r > 0)
        ah->after = w->raw.last_row;
    ah->ended = r == 0;
    return r < 0 ? r : 0;
}

static void gather(struct import_ahead *ah, struct import_window *w)
{
    for (size_t i = 0; i < w->n_blocks; i++)
        w->n += w->block[i].n;
    struct import_stored *end = w->lines = arena_array(w->a, struct import_stored, w->n);
    for (size_t i = 0; i < w->n_blocks; end += w->block[i++].n)
        if (w->block[i].n)
            memcpy(end, w->block[i].lines, w->block[i].n * sizeof *end);
    if (ah->by_cell >= 0)
        qsort_r(w->lines, w->n, sizeof *w->lines, compare, ah);
    ah->down = !ah->down;
    w->whole = true;
}

/* What was fetched: the last block makes the window whole. */
static int take(struct import_ahead *ah)
{
    struct import_window *w = ah->next;
    if (w->whole)
        return 0;
    if (w->raw.packed.n) {
        int r = import_raw_open(w->a, &w->raw);
        if (r < 0)
            return r;
        import_raw_cut(w->a, &w->raw, &w->block[w->n_blocks].lines, &w->block[w->n_blocks].n);
        w->n_blocks++;
        w->raw.packed.n = 0;
    }
    if (ah->ended || w->n_blocks == IMPORT_WINDOW)
        gather(ah, w);
    return 0;
}

static void forget(struct import_window *w)
{
    struct arena *a = w->a;
    arena_reset(a);
    *w = (struct import_window){.a = a};
}

static int next_window(struct import_ahead *ah)
{
    int r = 0;
    while (r >= 0 && !ah->next->whole) {
        r = fetch(ah);
        if (r >= 0)
            r = take(ah);
    }
    struct import_window *left = ah->now;
    ah->now = ah->next;
    ah->next = left;
    ah->left = true;
    return r;
}

/* ---- batches ---- */

static int step(void *ctx)
{
    struct import_ahead *ah = ctx;
    import_read_batch(ah->reader, ah->wanted_only, ah->coming);
    return ah->left ? 0 : take(ah);
}

/* The cells of a row lie one behind the other. */
static size_t bytes_of(const struct import_stored *line)
{
    if (!line->n)
        return sizeof *line;
    const char *last = line->cells[line->n - 1];
    return (size_t)(last - line->cells[0]) + strlen(last) + sizeof *line;
}

/* Has the next batch read; none is left: n is 0. The caller has the one before it yet. */
static int start(struct import_ahead *ah)
{
    struct import_batch *b = ah->coming;
    if (ah->left)
        forget(ah->next);
    ah->left = false;
    int r = ah->now->at == ah->now->n ? next_window(ah) : fetch(ah);
    if (r < 0)
        return r;
    arena_reset(b->a);
    b->lines = ah->now->lines + ah->now->at;
    b->n = 0;
    for (size_t bytes = 0; ah->now->at < ah->now->n && bytes < BATCH; b->n++)
        bytes += bytes_of(&ah->now->lines[ah->now->at++]);
    if (b->n)
        aside_start(ah->reading, step, ah);
    return 0;
}

void import_ahead_begin(struct import_ahead *ah, struct db *db, int64_t import_id, int64_t after,
                        struct registry_reader *reader, bool wanted_only, int by_cell)
{
    *ah = (struct import_ahead){.db = db,
                                .import_id = import_id,
                                .after = after,
                                .reader = reader,
                                .wanted_only = wanted_only,
                                .by_cell = by_cell,
                                .reading = aside_new()};
    for (size_t i = 0; i < 2; i++) {
        ah->batch[i].a = arena_new();
        ah->window[i].a = arena_new();
    }
    ah->coming = &ah->batch[0];
    ah->now = &ah->window[0];
    ah->next = &ah->window[1];
}

void import_ahead_end(struct import_ahead *ah)
{
    aside_free(ah->reading);
    for (size_t i = 0; i < 2; i++) {
        arena_free(ah->batch[i].a);
        arena_free(ah->window[i].a);
    }
}

int import_ahead_next(struct import_ahead *ah, const struct import_batch **ret)
{
    int r = ah->begun ? 0 : start(ah);
    ah->begun = true;
    int read = aside_wait(ah->reading);
    *ret = ah->coming;
    if (r < 0 || read < 0 || !ah->coming->n)
        return r < 0 ? r : read;
    ah->coming = &ah->batch[ah->coming == &ah->batch[0]];
    return start(ah);
}
