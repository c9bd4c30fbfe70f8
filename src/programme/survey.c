#include "programme/survey.h"

#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/map.h"
#include "db/db.h"
#include "programme/survey.sql.h"
#include "programme/survey_kind.h"

/* ---- words ---- */

int survey_words(struct db *db, struct arena *a, int64_t sheet_id, struct survey_words *ret)
{
    struct survey_items *rows;
    size_t n;
    int r = survey_items(db, a, sheet_id, &rows, &n);
    if (r < 0)
        return r;
    struct survey_item *items = arena_array(a, struct survey_item, n);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct survey_item){(int)rows[i].n, survey_kind_of(rows[i].kind), rows[i].text,
                                        rows[i].metric, rows[i].required != 0};
    *ret = (struct survey_words){sheet_id, items, n};
    return n > 0;
}

/* Sheets met on the way: the same few again and again. */
struct shelf {
    struct db *db;
    struct arena *a;
    struct map by_id;
    const struct survey_words **words;
    uint32_t n, cap;
    const struct survey_words *last[2];
};

static int shelf_words(struct shelf *s, int half, int64_t id, const struct survey_words **ret)
{
    *ret = NULL;
    if (!id)
        return 0;
    if (s->last[half] && s->last[half]->id == id) {
        *ret = s->last[half];
        return 0;
    }
    uint32_t *at = map_at(&s->by_id, arena_printf(s->a, "%lld", (long long)id));
    if (*at == MAP_NONE) {
        struct survey_words *w = arena_new_of(s->a, struct survey_words);
        int r = survey_words(s->db, s->a, id, w);
        if (r < 0)
            return r;
        if (s->n == s->cap) {
            s->cap = s->cap ? 2 * s->cap : 64;
            const struct survey_words **more =
                arena_array(s->a, const struct survey_words *, s->cap);
            if (s->n)
                memcpy(more, s->words, s->n * sizeof *more);
            s->words = more;
        }
        s->words[s->n] = w;
        *at = s->n++;
    }
    *ret = s->last[half] = s->words[*at];
    return 0;
}

/* ---- the rule ---- */

static size_t smallest_shown(const int64_t *n, size_t n_groups, const bool *hide)
{
    size_t best = n_groups;
    for (size_t i = 0; i < n_groups; i++)
        if (!hide[i] && n[i] > 0 && (best == n_groups || n[i] < n[best]))
            best = i;
    return best;
}

bool survey_hide(const int64_t *n, size_t n_groups, bool *hide)
{
    int64_t total = 0, hidden = 0;
    for (size_t i = 0; i < n_groups; i++) {
        hide[i] = n[i] > 0 && n[i] < SURVEY_FEW;
        total += n[i];
        hidden += hide[i] ? n[i] : 0;
    }
    while (hidden > 0 && hidden < SURVEY_FEW) {
        size_t i = smallest_shown(n, n_groups, hide);
        if (i == n_groups)
            break;
        hide[i] = true;
        hidden += n[i];
    }
    return total >= SURVEY_FEW;
}

bool survey_whole(const int64_t *n, size_t n_groups)
{
    int64_t total = 0, rest = 0;
    for (size_t i = 0; i < n_groups; i++) {
        total += n[i];
        rest += survey_enough(n[i]) ? 0 : n[i];
    }
    return survey_enough(total) && (rest == 0 || survey_enough(rest));
}

/* ---- before and after ---- */

int survey_value(const struct survey_half *h, const char *metric)
{
    for (size_t i = 0; h->words && i < h->words->n; i++) {
        const struct survey_item *item = &h->words->items[i];
        if (survey_kind_closed(item->kind) && !strcmp(item->metric, metric))
            return survey_mark_get(h->marks, item->n);
    }
    return SURVEY_MISSING;
}

struct walk {
    struct shelf shelf;
    int (*fn)(void *ctx, const struct survey_row *row);
    void *ctx;
};

static int walk_row(void *ctx, const struct survey_results_below *x)
{
    struct walk *w = ctx;
    struct survey_row row = {.unit_id = x->unit_id,
                             .programme_id = x->programme_id,
                             .person_id = x->person_id,
                             .participation_id = x->participation_id,
                             .survey_id = x->survey_id,
                             .role = x->role,
                             .form = x->form_code,
                             .before = {NULL, x->before_marks, x->before_at},
                             .after = {NULL, x->after_marks, x->after_at}};
    int r = shelf_words(&w->shelf, 0, x->before_sheet, &row.before.words);
    if (r >= 0)
        r = shelf_words(&w->shelf, 1, x->after_sheet, &row.after.words);
    return r < 0 ? r : w->fn(w->ctx, &row);
}

int survey_each(struct db *db, struct arena *a, const struct survey_scope *scope,
                int (*fn)(void *ctx, const struct survey_row *row), void *ctx)
{
    struct walk w = {.shelf = {.db = db, .a = a}, .fn = fn, .ctx = ctx};
    struct arena *row = arena_new();
    map_init(&w.shelf.by_id, a, 64);
    int r = survey_results_below(db, row, scope->unit_id, scope->role, scope->form, walk_row, &w);
    arena_free(row);
    return r;
}

/* ---- words, counts ---- */

int survey_open_items(struct db *db, struct arena *a, int64_t programme_id, const char *metric,
                      const struct survey_open_item **ret, size_t *ret_n)
{
    struct survey_open_items_of *rows;
    int r = survey_open_items_of(db, a, programme_id, SURVEY_FEW, metric, &rows, ret_n);
    if (r < 0)
        return r;
    struct survey_open_item *items = arena_array(a, struct survey_open_item, *ret_n);
    for (size_t i = 0; i < *ret_n; i++)
        items[i] = (struct survey_open_item){.round_id = rows[i].round_id,
                                             .sheet_id = rows[i].sheet_id,
                                             .role = rows[i].role,
                                             .form = rows[i].form_code,
                                             .phase = rows[i].phase,
                                             .text = rows[i].text,
                                             .metric = rows[i].metric,
                                             .n = (int)rows[i].n,
                                             .answers = rows[i].times};
    *ret = items;
    return 0;
}

int survey_open_answers(struct db *db, struct arena *a, const struct survey_open_item *item,
                        int64_t after, size_t page, const char *const **ret, size_t *ret_n,
                        int64_t *ret_next)
{
    struct survey_texts *rows;
    size_t n;
    *ret_n = 0;
    *ret_next = 0;
    if (!survey_enough(item->answers))
        return 0;
    int r = survey_texts(db, a, item->round_id, item->sheet_id, item->role, item->form, item->n,
                         after, (int64_t)page + 1, &rows, &n);
    if (r < 0)
        return r;
    if (n > page) {
        n = page;
        *ret_next = rows[n - 1].shuffle;
    }
    const char **texts = arena_array(a, const char *, n);
    for (size_t i = 0; i < n; i++)
        texts[i] = rows[i].text;
    *ret = texts;
    *ret_n = n;
    return 0;
}

int survey_progress(struct db *db, struct arena *a, int64_t programme_id, const char *phase,
                    struct survey_progress *ret)
{
    struct survey_pack_round row;
    *ret = (struct survey_progress){0};
    int r = survey_pack_round(db, a, programme_id, phase, &row);
    if (r <= 0)
        return r;
    *ret = (struct survey_progress){.round_id = row.id,
                                    .sent = row.sent,
                                    .done = row.done,
                                    .closed = row.has_closed_at,
                                    .measured = row.done > 0 &&
                                                (row.has_closed_at || row.done == row.sent)};
    return 1;
}
