#include "programme/survey_release.h"

#include <string.h>

#include "base/err.h"
#include "db/db.h"
#include "programme/survey.h"
#include "programme/survey_change.h"
#include "programme/survey_kind.h"
#include "programme/survey_release.sql.h"

#define ALL 100000 /* a closed round has at most nine a group left */
#define WORDS (-1) /* the value of an answer in words or of people */
#define VALUES 12  /* WORDS, 0..10 */

struct group {
    struct db *db;
    struct arena *a;
    int64_t round_id, sheet_id;
    const char *role, *form;
};

/* How often what was answered to the items of the sheet. */
struct tally {
    int64_t times[SURVEY_ITEMS_MAX + 1][VALUES]; /* [0]: sheets */
};

static int count(struct group *g, struct tally *t, const struct survey_ripe *x)
{
    struct survey_texts_numbers *texts;
    struct survey_choices_numbers *choices;
    size_t n_texts, n_choices;
    int r = survey_texts_numbers(g->db, g->a, x->id, &texts, &n_texts);
    if (r >= 0)
        r = survey_choices_numbers(g->db, g->a, x->id, &choices, &n_choices);
    if (r < 0)
        return r;
    t->times[0][0]++;
    size_t len = strlen(x->marks);
    for (size_t i = 1; i <= len && i <= SURVEY_ITEMS_MAX; i++) {
        int value = survey_mark_get(x->marks, (int)i);
        if (value >= 0)
            t->times[i][value + 1]++;
    }
    for (size_t i = 0; i < n_texts; i++)
        t->times[texts[i].n][WORDS + 1]++;
    for (size_t i = 0; i < n_choices; i++)
        t->times[choices[i].n][WORDS + 1]++;
    return 0;
}

static int write_tally(struct group *g, const struct tally *t)
{
    int r =
        survey_tally_add(g->db, g->round_id, g->role, g->form, g->sheet_id, 0, 0, t->times[0][0]);
    for (int i = 1; r >= 0 && i <= SURVEY_ITEMS_MAX; i++)
        for (int v = 0; r >= 0 && v < VALUES; v++)
            if (t->times[i][v])
                r = survey_tally_add(g->db, g->round_id, g->role, g->form, g->sheet_id, i, v - 1,
                                     t->times[i][v]);
    return r;
}

/* Beside the other sheet of the same participant; what was there before leaves the sums. */
static int write_result(struct group *g, struct survey_sums *sums, const struct survey_ripe *x)
{
    int64_t survey_id = x->has_survey_id ? x->survey_id : 0;
    bool before = !strcmp(x->phase, "before");
    struct survey_result_hold was;
    if (!before && strcmp(x->phase, "after") != 0)
        return 0;
    int r = survey_result_hold(g->db, g->a, x->unit_id, g->role, g->form, x->participation_id,
                               survey_id, x->programme_id, x->person_id, &was);
    if (r < 0)
        return r;
    struct survey_pair pair = {was.before_sheet, was.after_sheet, was.before_marks,
                               was.after_marks};
    r = survey_sums_add(sums, &pair, -1);
    *(before ? &pair.before_sheet : &pair.after_sheet) = x->sheet_id;
    *(before ? &pair.before_marks : &pair.after_marks) = x->marks;
    if (r >= 0)
        r = survey_sums_add(sums, &pair, 1);
    if (r < 0)
        return r;
    return before ? survey_result_before(g->db, x->unit_id, g->role, g->form, x->participation_id,
                                         survey_id, x->sheet_id, x->marks, x->done_at)
                  : survey_result_after(g->db, x->unit_id, g->role, g->form, x->participation_id,
                                        survey_id, x->sheet_id, x->marks, x->done_at);
}

static int release(struct group *g, int64_t n)
{
    struct survey_ripe *rows;
    size_t n_rows;
    struct tally *t = arena_new_of(g->a, struct tally);
    int r = survey_ripe(g->db, g->a, g->round_id, g->role, g->form, g->sheet_id, n, &rows, &n_rows);
    if (r < 0 || !n_rows)
        return r;
    struct survey_sums *sums = survey_sums_new(g->db, g->a, rows[0].programme_id, g->role, g->form);
    for (size_t i = 0; r >= 0 && i < n_rows; i++) {
        r = count(g, t, &rows[i]);
        if (r >= 0)
            r = write_result(g, sums, &rows[i]);
        if (r >= 0)
            r = survey_texts_release(g->db, rows[i].id);
        if (r >= 0)
            r = survey_set_released(g->db, rows[i].id);
    }
    if (r >= 0)
        r = write_tally(g, t);
    return r < 0 ? r : survey_sums_write(sums);
}

int survey_release(struct db *db, struct arena *a, int64_t round_id, const char *role,
                   const char *form, int64_t sheet_id)
{
    struct group g = {db, a, round_id, sheet_id, role, form};
    struct survey_ripe_count ripe;
    int r = survey_ripe_count(db, a, round_id, role, form, sheet_id, &ripe);
    if (r < 0 || ripe.n < 2 * SURVEY_FEW)
        return r < 0 ? r : 0;
    return release(&g, ripe.n - ripe.n % SURVEY_FEW - SURVEY_FEW);
}

int survey_release_all(struct db *db, struct arena *a, int64_t round_id)
{
    struct survey_ripe_groups *rows;
    size_t n;
    int r = survey_ripe_groups(db, a, round_id, &rows, &n);
    for (size_t i = 0; r >= 0 && i < n; i++) {
        struct group g = {db, a, round_id, rows[i].sheet_id, rows[i].role, rows[i].form_code};
        struct survey_ripe_count ripe;
        struct survey_group_shown shown;
        r = survey_ripe_count(db, a, round_id, g.role, g.form, g.sheet_id, &ripe);
        if (r >= 0 && ripe.n < SURVEY_FEW)
            r = survey_group_shown(db, a, round_id, g.role, g.form, g.sheet_id, &shown);
        /* A round that was opened once more: the few new ones beside the old would be seen. */
        if (r >= 0 && (ripe.n >= SURVEY_FEW || r == 0))
            r = release(&g, ALL);
    }
    return r < 0 ? r : 0;
}
