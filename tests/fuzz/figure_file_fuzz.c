/* A spreadsheet of figures of any bytes, read into a database of one school and undone. */
#include "filled_fuzz.h"
#include "insight/figure_file.h"
#include "programme/methodology.h"

static const struct indicators *indicators_of(struct filled *f)
{
    static struct indicators list;
    static struct methodology *kept; /* the list lies in it */
    struct err err;
    int64_t id;
    if (list.n)
        return &list;
    kept = methodology_new();
    if (methodology_install(f->db->db, &clock_system, f->pack, &err, &id) < 0 ||
        indicators_load(kept, f->db->db, f->a, &err, &list) < 0)
        abort();
    return &list;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct filled *f = filled_new();
    struct figure_file file = {
        .unit_id = 1, .year = 2026, .today = {2026, 11, 5}, .list = indicators_of(f)};
    struct arena *a = arena_new();
    struct err err = {0};
    size_t rows = 0;
    if (size > FILLED_MAX)
        size = FILLED_MAX;
    if (db_begin(f->db->db) < 0)
        abort();
    filled_check(
        figure_file_read(f->db->db, a, &clock_system, &file, fuzz_file(data, size), &err, &rows),
        &err);
    db_rollback(f->db->db);
    arena_free(a);
    return 0;
}
