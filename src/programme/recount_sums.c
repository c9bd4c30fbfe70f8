/* Sums beside those of states: sheets sent and answered, answers, before and after, pairs, reports.
 */
#include "programme/recount.h"

#include <string.h>

#include "db/db.h"
#include "programme/recount_sums.sql.h"
#include "programme/survey_change.h"

struct mending {
    struct db *db;
    struct arena *a;
    bool mend;
};

/* ---- sheets sent and answered ---- */

static int counts(const struct mending *m, int64_t *ret)
{
    struct recount_counts *x;
    size_t n;
    int r = recount_counts(m->db, m->a, &x, &n);
    for (size_t i = 0; r >= 0 && m->mend && i < n; i++)
        r = recount_count_add(m->db, x[i].round_id, x[i].unit_id, x[i].role, x[i].form_code,
                              x[i].sent, x[i].done);
    *ret = r < 0 ? 0 : (int64_t)n;
    return r;
}

static int round_totals(const struct mending *m, int64_t *ret)
{
    struct recount_round_totals *x;
    size_t n;
    int r = recount_round_totals(m->db, m->a, &x, &n);
    for (size_t i = 0; r >= 0 && m->mend && i < n; i++)
        r = recount_round_total_add(m->db, x[i].round_id, x[i].role, x[i].form_code, x[i].sent,
                                    x[i].done);
    *ret = r < 0 ? 0 : (int64_t)n;
    return r;
}

static int rounds(const struct mending *m, int64_t *ret)
{
    struct recount_rounds *x;
    size_t n;
    int r = recount_rounds(m->db, m->a, &x, &n);
    for (size_t i = 0; r >= 0 && m->mend && i < n; i++)
        r = recount_round_add(m->db, x[i].id, x[i].sent, x[i].done);
    *ret = r < 0 ? 0 : (int64_t)n;
    return r;
}

/* ---- answers ---- */

static int tallies(const struct mending *m, int64_t *ret)
{
    struct recount_tallies *x;
    size_t n;
    int r = recount_tallies(m->db, m->a, &x, &n);
    for (size_t i = 0; r >= 0 && m->mend && i < n; i++)
        r = recount_tally_add(m->db, x[i].round_id, x[i].role, x[i].form_code, x[i].sheet_id,
                              x[i].n, x[i].value, x[i].times);
    *ret = r < 0 ? 0 : (int64_t)n;
    return r;
}

/* Of one side and form. */
struct group {
    const char *role, *form;
    struct survey_sums *sums;
};

struct groups {
    struct group *row;
    size_t n;
};

static struct survey_sums *sums_of(struct groups *g, const char *role, const char *form)
{
    for (size_t i = 0; i < g->n; i++)
        if (!strcmp(g->row[i].role, role) && !strcmp(g->row[i].form, form))
            return g->row[i].sums;
    return NULL;
}

static int add_result(void *ctx, const struct recount_results *x)
{
    const struct survey_pair pair = {x->before_sheet, x->after_sheet, x->before_marks,
                                     x->after_marks};
    struct survey_sums *sums = sums_of(ctx, x->role, x->form_code);
    return sums ? survey_sums_add(sums, &pair, 1) : 0;
}

static int changes_of(const struct mending *m, struct arena *a, int64_t programme_id, int64_t *ret)
{
    struct groups g = {0};
    struct recount_changes *kinds;
    size_t n;
    int r = recount_changes(m->db, a, programme_id, &kinds, &n);
    if (r < 0)
        return r;
    g.row = arena_array(a, struct group, n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct survey_pair none = {kinds[i].before_sheet, kinds[i].after_sheet, "", ""};
        struct survey_sums *sums = sums_of(&g, kinds[i].role, kinds[i].form_code);
        if (!sums) {
            sums = survey_sums_new(m->db, a, programme_id, kinds[i].role, kinds[i].form_code);
            g.row[g.n++] = (struct group){kinds[i].role, kinds[i].form_code, sums};
        }
        r = survey_sums_add(sums, &none, 0);
    }
    struct arena *row = arena_new();
    if (r >= 0)
        r = recount_results(m->db, row, programme_id, add_result, &g);
    arena_free(row);
    for (size_t i = 0; r >= 0 && i < g.n; i++)
        r = survey_sums_check(g.row[i].sums, m->mend, ret);
    return r;
}

static int changes(const struct mending *m, int64_t *ret)
{
    struct recount_surveyed *programmes;
    struct arena *a = arena_new();
    size_t n;
    *ret = 0;
    int r = recount_surveyed(m->db, m->a, &programmes, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        r = changes_of(m, a, programmes[i].programme_id, ret);
        arena_reset(a);
    }
    arena_free(a);
    return r;
}

/* ---- pairs, reports ---- */

static int pairs(const struct mending *m, int64_t *ret)
{
    struct recount_pair_totals *x;
    size_t n;
    int r = recount_pair_totals(m->db, m->a, &x, &n);
    for (size_t i = 0; r >= 0 && m->mend && i < n; i++)
        r = recount_pair_total_set(m->db, x[i].programme_id, x[i].n, x[i].mean);
    *ret = r < 0 ? 0 : (int64_t)n;
    return r;
}

static int reports(const struct mending *m, int64_t *ret)
{
    struct recount_reports *x;
    size_t n;
    int r = recount_reports(m->db, m->a, &x, &n);
    for (size_t i = 0; r >= 0 && m->mend && i < n; i++)
        r = recount_report_add(m->db, x[i].unit_id, x[i].period, x[i].n);
    *ret = r < 0 ? 0 : (int64_t)n;
    return r;
}

static const struct {
    const char *table;
    int (*check)(const struct mending *m, int64_t *ret);
} sums[RECOUNT_SUMS] = {
    {"survey_count", counts},  {"survey_total", round_totals}, {"survey_round", rounds},
    {"survey_tally", tallies}, {"survey_change", changes},     {"pair_total", pairs},
    {"report_count", reports},
};

int recount_sums(struct db *db, struct arena *a, bool mend, struct recount_sum *ret)
{
    const struct mending m = {db, a, mend};
    int r = 0;
    for (size_t i = 0; r >= 0 && i < RECOUNT_SUMS; i++) {
        ret[i].table = sums[i].table;
        r = sums[i].check(&m, &ret[i].wrong);
    }
    return r < 0 ? r : 0;
}
