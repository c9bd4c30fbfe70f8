/* Keeping the sums of before and after. */
#include "programme/survey_change.h"

#include <string.h>

#include "base/strbuf.h"
#include "db/db.h"
#include "programme/survey_change.sql.h"
#include "programme/survey_change_priv.h"

struct moved { /* of a pair of sheets */
    int64_t before_sheet, after_sheet;
    struct ties ties;
    int64_t (*times)[SURVEY_CELLS]; /* of each tie */
    struct moved *next;
};

struct survey_sums {
    struct arena *a;
    int64_t programme_id;
    const char *role, *form;
    struct shelf shelf;
    struct moved *moved; /* in the order of their sheets: all writers wait for rows in one order */
};

struct survey_sums *survey_sums_new(struct db *db, struct arena *a, int64_t programme_id,
                                    const char *role, const char *form)
{
    struct survey_sums *s = arena_new_of(a, struct survey_sums);
    *s = (struct survey_sums){.a = a,
                              .programme_id = programme_id,
                              .role = role,
                              .form = form,
                              .shelf = {.db = db, .a = a}};
    return s;
}

static bool goes_before(const struct moved *m, const struct survey_pair *p)
{
    return m->before_sheet != p->before_sheet ? m->before_sheet < p->before_sheet
                                              : m->after_sheet < p->after_sheet;
}

static int moved_of(struct survey_sums *s, const struct survey_pair *p, struct moved **ret)
{
    struct moved **at = &s->moved;
    while (*at && goes_before(*at, p))
        at = &(*at)->next;
    *ret = *at;
    if (*at && (*at)->before_sheet == p->before_sheet && (*at)->after_sheet == p->after_sheet)
        return 0;
    struct moved *m = arena_new_of(s->a, struct moved);
    *m =
        (struct moved){.before_sheet = p->before_sheet, .after_sheet = p->after_sheet, .next = *at};
    int r = survey_take_ties(&s->shelf, p->before_sheet, p->after_sheet, &m->ties);
    m->times = arena_alloc_array(s->a, m->ties.n, sizeof *m->times);
    *ret = *at = m;
    return r;
}

int survey_sums_add(struct survey_sums *s, const struct survey_pair *pair, int64_t times)
{
    struct moved *m;
    if (!pair->before_sheet && !pair->after_sheet)
        return 0;
    int r = moved_of(s, pair, &m);
    for (size_t i = 0; r >= 0 && i < m->ties.n; i++)
        m->times[i][survey_cell_of(&m->ties.row[i], pair->before_marks, pair->after_marks)] +=
            times;
    return r;
}

static void keep_cell(void *ctx, size_t at, size_t cell, int64_t times)
{
    struct moved *m = ctx;
    if (at < m->ties.n)
        m->times[at][cell] += times;
}

static const char *cells_of(struct arena *a, const struct moved *m)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < m->ties.n; i++) {
        if (i)
            strbuf_putc(&b, ';');
        for (size_t cell = 0; cell < SURVEY_CELLS; cell++)
            if (m->times[i][cell])
                strbuf_printf(&b, " %zu:%lld", cell, (long long)m->times[i][cell]);
    }
    return b.s;
}

int survey_sums_write(struct survey_sums *s)
{
    struct db *db = s->shelf.db;
    int r = 0;
    for (struct moved *m = s->moved; r >= 0 && m; m = m->next) {
        struct survey_change_hold row;
        r = survey_change_hold(db, s->a, s->programme_id, s->role, s->form, m->before_sheet,
                               m->after_sheet, &row);
        if (r < 0)
            break;
        survey_read_cells(row.cells, keep_cell, m);
        r = survey_change_set(db, s->programme_id, s->role, s->form, m->before_sheet,
                              m->after_sheet, cells_of(s->a, m));
    }
    return r < 0 ? r : 0;
}

int survey_sums_check(struct survey_sums *s, bool mend, int64_t *ret_wrong)
{
    struct db *db = s->shelf.db;
    int r = 0;
    for (const struct moved *m = s->moved; r >= 0 && m; m = m->next) {
        struct survey_change_cells row = {.cells = ""};
        const char *cells = cells_of(s->a, m);
        r = survey_change_cells(db, s->a, s->programme_id, s->role, s->form, m->before_sheet,
                                m->after_sheet, &row);
        bool empty = !strchr(cells, ':') && !strchr(row.cells, ':');
        if (r < 0 || empty || !strcmp(cells, row.cells))
            continue;
        ++*ret_wrong;
        if (mend)
            r = survey_change_put(db, s->programme_id, s->role, s->form, m->before_sheet,
                                  m->after_sheet, cells);
    }
    return r < 0 ? r : 0;
}
