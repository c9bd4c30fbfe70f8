#include "programme/import_ahead.h"

#include "base/aside.h"

void import_read_block(struct registry_reader *reader, bool wanted_only,
                       struct import_block_read *b)
{
    import_raw_cut(b->a, &b->raw, &b->lines, &b->n);
    b->rows = arena_array(b->a, struct registry_row, b->n);
    for (size_t i = 0; i < b->n; i++) {
        const struct import_stored *stored = &b->lines[i];
        struct registry_line line = {(size_t)stored->row_no, stored->cells, stored->n};
        if (!wanted_only || import_row_wanted(stored->state, stored->decision))
            registry_read_row(reader, b->a, &line, &b->rows[i]);
    }
}

static int read_coming(void *ctx)
{
    struct import_ahead *ah = ctx;
    import_read_block(ah->reader, ah->wanted_only, ah->coming);
    return 0;
}

/* Takes the next block from the database and has it read. */
static int start(struct import_ahead *ah)
{
    struct import_block_read *b = ah->coming;
    arena_reset(b->a);
    b->n = 0;
    int r = import_raw_after(ah->db, b->a, ah->import_id, ah->after, &b->raw);
    if (r < 0 || !b->raw.text)
        return r;
    ah->after = b->raw.last_row;
    aside_start(ah->reading, read_coming, ah);
    return 0;
}

void import_ahead_begin(struct import_ahead *ah, struct db *db, int64_t import_id, int64_t after,
                        struct registry_reader *reader, bool wanted_only)
{
    *ah = (struct import_ahead){.db = db,
                                .import_id = import_id,
                                .after = after,
                                .reader = reader,
                                .wanted_only = wanted_only,
                                .reading = aside_new()};
    for (size_t i = 0; i < 2; i++)
        ah->block[i].a = arena_new();
}

void import_ahead_end(struct import_ahead *ah)
{
    aside_free(ah->reading);
    for (size_t i = 0; i < 2; i++)
        arena_free(ah->block[i].a);
}

int import_ahead_next(struct import_ahead *ah, const struct import_block_read **ret)
{
    int r = 0;
    if (!ah->coming) {
        ah->coming = &ah->block[0];
        r = start(ah);
    }
    if (r >= 0)
        r = aside_wait(ah->reading);
    *ret = ah->coming;
    if (r < 0 || !ah->coming->n)
        return r;
    ah->coming = &ah->block[ah->coming == &ah->block[0]];
    return start(ah);
}
