/* Rows of an upload: blocks of them as they came, and what is known or said about some. */
#include "programme/import_rows.h"

#include <string.h>

#include "base/aside.h"
#include "base/i18n.h"
#include "base/record.h"
#include "base/shrink.h"
#include "db/db.h"
#include "programme/import.sql.h"

#define BLOCK (256u << 10) /* bytes */

char *import_pack_cells(struct arena *a, const char *const *cells, size_t n)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < n; i++)
        record_text(&b, cells[i]);
    record_end(&b);
    return b.s;
}

void import_unpack_cells(struct arena *a, const char *packed, const char *const **ret_cells,
                         size_t *ret_n)
{
    struct record r = {0};
    record_next(a, &packed, &r);
    *ret_cells = r.field;
    *ret_n = r.n;
}

int import_head(struct db *db, struct arena *a, int64_t import_id, const struct pack *pack,
                struct registry_head *ret_head)
{
    struct import_row_get row;
    struct import_columns *cols;
    size_t n;
    struct err err;
    int r = import_row_get(db, a, import_id, &row);
    if (r <= 0)
        return r < 0 ? r : ERR_NOT_FOUND;
    r = import_columns(db, a, import_id, &cols, &n);
    if (r < 0)
        return r;
    const char **titles = arena_array(a, const char *, n);
    struct registry_head head = {
        .side = strcmp(row.side, "mentor") ? PACK_MENTEE : PACK_MENTOR,
        .side_sure = 100,
        .row_no = (size_t)row.head_row,
        .n_cols = n,
        .titles = titles,
        .target = arena_array(a, struct registry_target, n),
    };
    for (size_t i = 0; i < n; i++) {
        titles[i] = cols[i].title;
        head.target[i].column = -1;
    }
    for (size_t i = 0; i < n; i++)
        if (*cols[i].code && (r = registry_set_target(pack, &head, i, cols[i].code, &err)) < 0)
            return r;
    *ret_head = head;
    return 0;
}

/* ---- writing ---- */

void import_blocks_begin(struct import_blocks *b, struct arena *a, struct db *db, int64_t import_id)
{
    *b = (struct import_blocks){
        .db = db, .import_id = import_id, .writing = aside_new(), .shrinker = shrinker_new(a)};
    strbuf_init(&b->packed, a);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < IMPORT_BUNDLE; k++)
            strbuf_init(&b->bundle[i].block[k], a);
    b->gathered = &b->bundle[0];
    b->written = &b->bundle[1];
}

static int write_bundle(void *ctx)
{
    struct import_blocks *b = ctx;
    struct import_bundle *w = b->written;
    int r = db_begin(b->db);
    if (r < 0)
        return r;
    for (size_t i = 0; r >= 0 && i < w->n; i++) {
        shrink(b->shrinker, w->block[i].s, w->block[i].len, &b->packed);
        r = import_block_insert(b->db, b->import_id, w->last_row[i],
                                (struct db_blob){b->packed.s, b->packed.len});
    }
    for (size_t i = 0; r >= 0 && b->also && i < w->n; i++)
        r = b->also(b->ctx, w->block[i].s, w->block[i].len);
    if (r >= 0)
        return db_commit(b->db);
    db_rollback(b->db);
    return r;
}

static int hand_over(struct import_blocks *b)
{
    int r = aside_wait(b->writing);
    if (r < 0)
        return r;
    struct import_bundle *empty = b->written;
    b->written = b->gathered;
    b->gathered = empty;
    empty->n = 0;
    for (size_t i = 0; i < IMPORT_BUNDLE; i++)
        strbuf_clear(&empty->block[i]);
    b->n_bundles++;
    aside_start(b->writing, write_bundle, b);
    return 0;
}

int import_blocks_end(struct import_blocks *b, int r)
{
    struct import_bundle *g = b->gathered;
    g->n += g->n < IMPORT_BUNDLE && g->block[g->n].len;
    if (r >= 0 && g->n)
        r = hand_over(b);
    int written = aside_wait(b->writing);
    aside_free(b->writing);
    return r < 0 ? r : written;
}

int import_blocks_add(struct import_blocks *b, int64_t row_no, const char *const *cells, size_t n)
{
    struct import_bundle *g = b->gathered;
    struct strbuf *block = &g->block[g->n];
    record_int(block, row_no);
    for (size_t i = 0; i < n; i++)
        record_text(block, cells[i]);
    record_end(block);
    g->last_row[g->n] = row_no;
    g->n += block->len >= BLOCK;
    return g->n < IMPORT_BUNDLE ? 0 : hand_over(b);
}

/* ---- reading ---- */

static struct import_stored line_of_block(const struct record *r)
{
    return (struct import_stored){.row_no = record_number(r, 0),
                                  .cells = r->field + (r->n > 0),
                                  .n = r->n - (r->n > 0),
                                  .state = "ready",
                                  .decision = ""};
}

static void put_own(struct arena *a, const struct import_rows_between *own,
                    struct import_stored *line)
{
    *line = (struct import_stored){.row_no = own->row_no,
                                   .state = own->state,
                                   .decision = own->decision,
                                   .person_id = own->has_person_id ? own->person_id : 0,
                                   .own = true};
    import_unpack_cells(a, own->cells, &line->cells, &line->n);
}

int import_raw_after(struct db *db, struct arena *a, int64_t import_id, int64_t after,
                     struct import_raw *ret)
{
    struct import_block_from block;
    *ret = (struct import_raw){.after = after};
    int r = import_block_from(db, a, import_id, after + 1, &block);
    if (r <= 0)
        return r;
    ret->last_row = block.last_row;
    ret->packed = block.packed;
    r = import_rows_between(db, a, import_id, after + 1, block.last_row, &ret->own, &ret->n_own);
    return r < 0 ? r : 1;
}

int import_raw_open(struct arena *a, struct import_raw *raw)
{
    raw->text = unshrink(a, raw->packed.p, raw->packed.n, &raw->size);
    return raw->text ? 0 : ERR_INVALID;
}

static size_t count_records(const char *p, size_t size)
{
    size_t n = 0;
    for (const char *end = p + size; (p = memchr(p, '\x1e', (size_t)(end - p))); p++)
        n++;
    return n;
}

void import_raw_cut(struct arena *a, struct import_raw *raw, struct import_stored **ret,
                    size_t *ret_n)
{
    struct record record;
    size_t n = 0, k = 0;
    struct import_stored *lines =
        arena_array(a, struct import_stored, count_records(raw->text, raw->size));
    while (record_cut(a, &raw->text, &record)) {
        lines[n] = line_of_block(&record);
        if (lines[n].row_no <= raw->after)
            continue;
        while (k < raw->n_own && raw->own[k].row_no < lines[n].row_no)
            k++;
        if (k < raw->n_own && raw->own[k].row_no == lines[n].row_no)
            put_own(a, &raw->own[k], &lines[n]);
        n++;
    }
    *ret = lines;
    *ret_n = n;
}

int import_lines_after(struct db *db, struct arena *a, int64_t import_id, int64_t after,
                       struct import_stored **ret, size_t *ret_n)
{
    struct import_raw raw;
    *ret_n = 0;
    int r = import_raw_after(db, a, import_id, after, &raw);
    if (r > 0)
        r = import_raw_open(a, &raw);
    if (r >= 0 && raw.text)
        import_raw_cut(a, &raw, ret, ret_n);
    return r < 0 ? r : 0;
}

int import_line_at(struct db *db, struct arena *a, int64_t import_id, int64_t row_no,
                   struct import_stored *ret)
{
    struct import_stored *lines;
    size_t n;
    int r = import_lines_after(db, a, import_id, row_no - 1, &lines, &n);
    if (r < 0 || !n || lines[0].row_no != row_no)
        return r < 0 ? r : 0;
    *ret = lines[0];
    return 1;
}

/* ---- what is said about a row ---- */

int import_line_store(struct db *db, struct arena *a, int64_t import_id,
                      const struct import_stored *line, const char *state, int64_t person_id)
{
    int r =
        import_row_store(db, import_id, line->row_no, import_pack_cells(a, line->cells, line->n),
                         state, person_id ? &person_id : NULL);
    return r < 0 ? r : 0;
}

int import_set_aside(struct db *db, struct arena *a, int64_t import_id,
                     const struct import_stored *line, const char *remark)
{
    int r = import_problem_insert(db, import_id, line->row_no, "", "", "", remark, 1);
    return r < 0 ? r : import_line_store(db, a, import_id, line, "skip", line->person_id);
}

bool import_row_wanted(const char *state, const char *decision)
{
    if (!strcmp(decision, "skip") || !strcmp(state, "bad"))
        return false;
    if (!strcmp(state, "ready"))
        return true;
    return !strcmp(decision, "new") || (!strcmp(state, "similar") && !strcmp(decision, "same"));
}

int import_recount(struct db *db, struct arena *a, int64_t import_id, int64_t n_checked)
{
    struct import_row_counts *rows;
    size_t n;
    int64_t ready = n_checked, bad = 0, similar = 0, skipped = 0;
    int r = import_row_counts(db, a, import_id, &rows, &n);
    if (r < 0)
        return r;
    for (size_t i = 0; i < n; i++) {
        const char *state = rows[i].state;
        if (import_row_wanted(state, rows[i].decision) || !strcmp(state, "applied"))
            continue;
        ready -= rows[i].n;
        if (!strcmp(rows[i].decision, "skip") || !strcmp(state, "skip"))
            skipped += rows[i].n;
        else if (!strcmp(state, "bad"))
            bad += rows[i].n;
        else
            similar += rows[i].n;
    }
    r = import_set_counts(db, import_id, n_checked, ready, bad, similar, skipped);
    return r < 0 ? r : 0;
}
