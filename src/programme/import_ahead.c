#include "programme/import_ahead.h"

#include <stdlib.h>
#include <string.h>

#include "base/aside.h"

#define WINDOW 32          /* blocks: 8 MiB */
#define BATCH (256u << 10) /* bytes of their texts, about */

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

/* The next blocks from the database. */
static int open_window(struct import_ahead *ah)
{
    struct import_raw raw[WINDOW];
    size_t n = 0, room = 0;
    int r = 0;
    arena_reset(ah->window);
    for (; n < WINDOW; n++) {
        r = import_raw_after(ah->db, ah->window, ah->import_id, ah->after, &raw[n]);
        if (r < 0 || !raw[n].text)
            break;
        ah->after = raw[n].last_row;
        room += import_raw_count(&raw[n]);
    }
    ah->lines = arena_array(ah->window, struct import_stored, room);
    ah->n = ah->at = 0;
    for (size_t i = 0; i < n; i++)
        ah->n += import_raw_cut(ah->window, &raw[i], ah->lines + ah->n);
    if (ah->by_cell >= 0)
        qsort_r(ah->lines, ah->n, sizeof *ah->lines, compare, ah);
    ah->down = !ah->down;
    return r < 0 ? r : 0;
}

static int read_coming(void *ctx)
{
    struct import_ahead *ah = ctx;
    import_read_batch(ah->reader, ah->loading, ah->coming);
    return 0;
}

/* The cells of a row lie one behind the other. */
static size_t bytes_of(const struct import_stored *line)
{
    return line->n ? (size_t)(line->cells[line->n - 1] - line->cells[0]) + sizeof *line : 0;
}

/* Has the next batch of the window read; none is left: n is 0. */
static void start(struct import_ahead *ah)
{
    struct import_batch *b = ah->coming;
    arena_reset(b->a);
    b->lines = ah->lines + ah->at;
    b->n = 0;
    for (size_t bytes = 0; ah->at < ah->n && bytes < BATCH; b->n++)
        bytes += bytes_of(&ah->lines[ah->at++]);
    if (b->n)
        aside_start(ah->reading, read_coming, ah);
}

void import_ahead_begin(struct import_ahead *ah, struct db *db, int64_t import_id, int64_t after,
                        struct registry_reader *reader, bool wanted_only, int by_cell)
{
    *ah = (struct import_ahead){.db = db,
                                .import_id = import_id,
                                .after = after,
                                .reader = reader,
                                .loading = wanted_only,
                                .by_cell = by_cell,
                                .window = arena_new(),
                                .reading = aside_new()};
    for (size_t i = 0; i < 2; i++)
        ah->batch[i].a = arena_new();
    ah->coming = &ah->batch[0];
}

void import_ahead_end(struct import_ahead *ah)
{
    aside_free(ah->reading);
    for (size_t i = 0; i < 2; i++)
        arena_free(ah->batch[i].a);
    arena_free(ah->window);
}

int import_ahead_next(struct import_ahead *ah, const struct import_batch **ret)
{
    int r = 0;
    if (!ah->coming->n) { /* the window is at its end, and nobody has a batch of it any more */
        r = open_window(ah);
        if (r < 0)
            return r;
        start(ah);
    }
    r = aside_wait(ah->reading);
    *ret = ah->coming;
    if (r < 0 || !ah->coming->n)
        return r;
    ah->coming = &ah->batch[ah->coming == &ah->batch[0]];
    start(ah);
    return 0;
}
