/* Which sheet of a workbook is the registry: a title page or instructions may stand before it, and
 * both registries may lie in one file. */
#include "office/sheet.h"
#include "programme/registry.h"

#define SHEETS_LOOKED_AT 20
#define SEEN_ENOUGH ERR_CANCELLED

struct look {
    struct arena *a;
    struct registry_line line[REGISTRY_HEAD_ROWS];
    size_t n;
};

static int keep_row(void *ctx, size_t row_no, const struct cell *cells, size_t n)
{
    struct look *k = ctx;
    const char **text = arena_array(k->a, const char *, n);
    for (size_t i = 0; i < n; i++)
        text[i] = arena_strdup(k->a, cells[i].text);
    k->line[k->n++] = (struct registry_line){row_no, text, n};
    return k->n == REGISTRY_HEAD_ROWS ? SEEN_ENOUGH : 0;
}

/* enum pack_registry of the registry on a sheet; -1: none is there. */
static int side_of(struct arena *a, const struct pack *p, const char *path,
                   const struct sheet_limits *limits)
{
    struct look k = {.a = a};
    struct registry_head head;
    int r = sheet_read(path, limits, keep_row, &k, NULL);
    if ((r < 0 && r != SEEN_ENOUGH) ||
        registry_find_head(a, p, k.line, k.n, NULL, NULL, &head) < 0 ||
        registry_check_head(p, &head, NULL) < 0)
        return -1;
    return (int)head.side;
}

int registry_find_sheet(const struct pack *p, const char *path, int side, struct err *err,
                        size_t *ret_sheet)
{
    struct sheet_limits limits = sheet_limits_default;
    size_t n, any = 0;
    int r = sheet_count(path, &limits, err, &n);
    *ret_sheet = 0;
    if (r < 0 || n < 2)
        return r;
    struct arena *a = arena_new();
    for (limits.sheet = 1; limits.sheet <= n && limits.sheet <= SHEETS_LOOKED_AT; limits.sheet++) {
        int here = side_of(a, p, path, &limits);
        arena_reset(a);
        if (here < 0)
            continue;
        if (side < 0 || here == side) {
            any = limits.sheet;
            break;
        }
        any = any ? any : limits.sheet;
    }
    arena_free(a);
    *ret_sheet = any;
    return 0;
}
