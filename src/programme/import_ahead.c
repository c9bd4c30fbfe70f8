#include "programme/import_ahead.h"

#include "base/aside.h"

#define BLOCKS (IMPORT_READERS + 1)

void import_ahead_begin(struct import_ahead *ah, struct db *db, struct arena *a, int64_t import_id,
                        int64_t after, struct registry_reader *const readers[IMPORT_READERS],
                        bool wanted_only)
{
    *ah = (struct import_ahead){.db = db,
                                .import_id = import_id,
                                .after = after,
                                .wanted_only = wanted_only,
                                .seen = registry_seen_new(a)};
    for (size_t i = 0; i < IMPORT_READERS; i++) {
        ah->reader[i] = readers[i];
        ah->reading[i] = aside_new();
    }
    for (size_t i = 0; i < BLOCKS; i++)
        ah->block[i].a = arena_new();
}

void import_ahead_end(struct import_ahead *ah)
{
    for (size_t i = 0; i < IMPORT_READERS; i++)
        aside_free(ah->reading[i]);
    for (size_t i = 0; i < BLOCKS; i++)
        arena_free(ah->block[i].a);
}

static bool wanted(const struct import_block_read *b, size_t i)
{
    return !b->wanted_only || import_row_wanted(b->lines[i].state, b->lines[i].decision);
}

static int read_block(void *ctx)
{
    struct import_block_read *b = ctx;
    import_raw_cut(b->a, &b->raw, &b->lines, &b->n);
    b->rows = arena_array(b->a, struct registry_row, b->n);
    for (size_t i = 0; i < b->n; i++) {
        const struct import_stored *stored = &b->lines[i];
        struct registry_line line = {(size_t)stored->row_no, stored->cells, stored->n};
        if (wanted(b, i))
            registry_read_alone(b->reader, b->a, &line, &b->rows[i]);
    }
    return 0;
}

/* Takes block k from the database, behind all before it, and has it read. */
static int start(struct import_ahead *ah, size_t k)
{
    struct import_block_read *b = &ah->block[k % BLOCKS];
    arena_reset(b->a);
    b->n = 0;
    int r = import_raw_after(ah->db, b->a, ah->import_id, ah->after, &b->raw);
    if (r < 0 || !b->raw.text)
        return r;
    ah->after = b->raw.last_row;
    b->reader = ah->reader[k % IMPORT_READERS];
    b->wanted_only = ah->wanted_only;
    aside_start(ah->reading[k % IMPORT_READERS], read_block, b);
    return 0;
}

int import_ahead_next(struct import_ahead *ah, const struct import_block_read **ret)
{
    size_t k = ah->next++;
    int r = 0;
    for (size_t i = 0; r >= 0 && k == 0 && i < IMPORT_READERS; i++)
        r = start(ah, i);
    if (r < 0)
        return r;
    struct import_block_read *b = &ah->block[k % BLOCKS];
    r = aside_wait(ah->reading[k % IMPORT_READERS]);
    if (r >= 0)
        r = start(ah, k + IMPORT_READERS);
    for (size_t i = 0; r >= 0 && i < b->n; i++)
        if (wanted(b, i))
            registry_find_again(b->reader, ah->seen, b->a, &b->rows[i]);
    *ret = b;
    return r;
}
