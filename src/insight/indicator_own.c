/* Own forms of organisations in indicators that count some forms only. */
#include <string.h>

#include "db/db.h"
#include "insight/indicator.h"
#include "insight/indicator_own.sql.h"

static struct pack_list with_own(struct arena *a, const struct pack_list *forms,
                                 const struct indicator_own_forms *own, size_t n_own)
{
    const char **codes = arena_array(a, const char *, forms->n + n_own);
    size_t n = forms->n;
    if (n)
        memcpy(codes, forms->item, n * sizeof *codes);
    for (size_t i = 0; i < n_own; i++)
        if (indicator_forms(forms, own[i].base))
            codes[n++] = own[i].code;
    return (struct pack_list){codes, n};
}

int indicators_own(struct db *db, struct arena *a, int64_t unit_id, bool below,
                   struct indicators *list)
{
    struct indicator_own_forms *own;
    size_t n_own;
    int r = indicator_own_forms(db, a, unit_id, below, &own, &n_own);
    if (r < 0 || !n_own)
        return r;
    struct indicator *rows = arena_array(a, struct indicator, list->n);
    for (size_t i = 0; i < list->n; i++) {
        rows[i] = list->row[i];
        if (rows[i].forms.n) /* else all are counted */
            rows[i].forms = with_own(a, &list->row[i].forms, own, n_own);
    }
    list->row = rows;
    return 0;
}
