/* Results of a round: by side and form, never fewer than five people. */
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "frame/app.h"
#include "frame/page.h"
#include "frame/route.h"
#include "html/format.h"
#include "office/sheet_out.h"
#include "programme/survey_kind.h"
#include "programme/survey_pages.h"
#include "programme/survey_results.html.h"
#include "programme/survey_results.sql.h"

struct results {
    struct req *req;
    struct survey_at at;
    struct survey_tally_groups *groups;
    size_t n_groups;
    const struct survey_tally_groups *group; /* the one on the page */
};

static const char *group_name(struct results *x, const struct survey_tally_groups *g)
{
    const char *name = survey_group_name(x->req->a, x->at.pack, g->role, g->form_code);
    if (!x->at.round.survey_id)
        return name;
    return arena_printf(x->req->a, _("%s, вопросы версии %lld"), name, (long long)g->n_version);
}

/* ---- groups ---- */

static const char *mean_of(struct arena *a, int64_t sum, int64_t n)
{
    return format_decimal(a, (double)sum / (double)n, 1);
}

static const struct survey_tally_metric *metric_of(const struct survey_tally_metric *rows, size_t n,
                                                   const struct survey_tally_groups *g)
{
    for (size_t i = 0; i < n; i++)
        if (rows[i].sheet_id == g->sheet_id && !strcmp(rows[i].role, g->role) &&
            !strcmp(rows[i].form_code, g->form_code))
            return &rows[i];
    return NULL;
}

/* The only place where groups stand beside their whole: the rule of survey.h decides. */
static int load_groups(struct results *x, struct survey_results_page *data)
{
    struct survey_tally_metric *m;
    size_t n, g = x->n_groups;
    int r = survey_tally_metric(x->req->db, x->req->a, x->at.round.id, SURVEY_SATISFACTION, &m, &n);
    if (r < 0)
        return r;
    struct survey_group_line *lines = arena_array(x->req->a, struct survey_group_line, g);
    int64_t *counts = arena_array(x->req->a, int64_t, g);
    int64_t sum = 0, answers = 0;
    for (size_t i = 0; i < g; i++) {
        const struct survey_tally_metric *row = metric_of(m, n, &x->groups[i]);
        counts[i] = row ? row->answers : 0;
        answers += counts[i];
        sum += row ? row->total : 0;
        data->counted += x->groups[i].times;
    }
    bool whole = survey_whole(counts, g);
    for (size_t i = 0; i < g; i++) {
        const struct survey_tally_metric *row = metric_of(m, n, &x->groups[i]);
        lines[i] =
            (struct survey_group_line){.label = group_name(x, &x->groups[i]),
                                       .path = arena_printf(x->req->a, "?group=%zu", i + 1),
                                       .shown = survey_enough(x->groups[i].times),
                                       .times = x->groups[i].times,
                                       .asked = row != NULL,
                                       .mean = row && survey_enough(row->answers)
                                                   ? mean_of(x->req->a, row->total, row->answers)
                                                   : NULL,
                                       .current = x->group == &x->groups[i]};
    }
    data->groups = lines;
    data->n_groups = g;
    data->mean = whole ? mean_of(x->req->a, sum, answers) : NULL;
    data->asked = n > 0;
    return 0;
}

/* ---- items ---- */

struct counts {
    int64_t times[SURVEY_SIDE]; /* [0]: in words; of value v: [v + 1] */
};

static void closed(struct results *x, struct survey_item_result *out, const struct counts *c)
{
    int first = survey_kind_first(out->item->kind), last = survey_kind_last(out->item->kind);
    struct survey_bar *bars = arena_array(x->req->a, struct survey_bar, SURVEY_SIDE);
    int64_t sum = 0;
    for (int v = last; v >= first; v--) {
        const char *name = survey_value_name(out->item->kind, v);
        bars[out->n_bars++] =
            (struct survey_bar){*name ? name : arena_printf(x->req->a, "%d", v), c->times[v + 1],
                                survey_percent(c->times[v + 1], out->answers)};
        sum += v * c->times[v + 1];
    }
    out->bars = bars;
    if (out->item->kind == SURVEY_SCALE10)
        out->finding =
            arena_printf(x->req->a, _("В среднем %s из 10"), mean_of(x->req->a, sum, out->answers));
    else if (out->item->kind == SURVEY_BOOL)
        out->finding = arena_printf(x->req->a, _("Ответили «да»: %d %%"),
                                    survey_percent(c->times[2], out->answers));
    else
        out->finding = arena_printf(x->req->a, _("Часто или очень часто: %d %%"),
                                    survey_percent(c->times[5] + c->times[6], out->answers));
}

static int words(struct results *x, struct survey_item_result *out)
{
    struct survey_open_item item = {.round_id = x->at.round.id,
                                    .sheet_id = x->group->sheet_id,
                                    .role = x->group->role,
                                    .form = x->group->form_code,
                                    .n = out->item->n,
                                    .answers = out->answers};
    int64_t next, after = 0;
    if (req_query_int(x->req, "item", 1, SURVEY_ITEMS_MAX, 0) == out->item->n)
        after = req_query_int(x->req, "after", 0, INT64_MAX, 0);
    int r = survey_open_answers(x->req->db, x->req->a, &item, after, SURVEY_OPEN_PAGE, &out->texts,
                                &out->n_texts, &next);
    if (r >= 0 && next)
        out->more =
            arena_printf(x->req->a, "?group=%td&item=%d&after=%lld#i%d", x->group - x->groups + 1,
                         out->item->n, (long long)next, out->item->n);
    return r;
}

static int load_items(struct results *x, struct survey_results_page *data)
{
    struct survey_words w;
    struct survey_tally_of *rows;
    size_t n;
    int r = survey_words(x->req->db, x->req->a, x->group->sheet_id, &w);
    if (r >= 0)
        r = survey_tally_of(x->req->db, x->req->a, x->at.round.id, x->group->role,
                            x->group->form_code, x->group->sheet_id, &rows, &n);
    if (r < 0)
        return r;
    struct survey_item_result *items = arena_array(x->req->a, struct survey_item_result, w.n);
    struct counts *counts = arena_array(x->req->a, struct counts, w.n);
    memset(items, 0, w.n * sizeof *items);
    memset(counts, 0, w.n * sizeof *counts);
    for (size_t i = 0; i < n; i++)
        if (rows[i].n > 0 && (size_t)rows[i].n <= w.n) {
            counts[rows[i].n - 1].times[rows[i].value + 1] = rows[i].times;
            items[rows[i].n - 1].answers += rows[i].times;
        }
    for (size_t i = 0; r >= 0 && i < w.n; i++) {
        items[i].item = &w.items[i];
        items[i].shown = survey_enough(items[i].answers);
        if (!items[i].shown)
            continue;
        if (survey_kind_closed(w.items[i].kind))
            closed(x, &items[i], &counts[i]);
        else if (w.items[i].kind == SURVEY_OPEN)
            r = words(x, &items[i]);
    }
    data->items = items;
    data->n_items = w.n;
    return r < 0 ? r : 0;
}

static int load(struct results *x)
{
    int r = survey_at(x->req, &x->at);
    return r < 0 ? r
                 : survey_tally_groups(x->req->db, x->req->a, x->at.round.id, &x->groups,
                                       &x->n_groups);
}

int survey_results_get(struct req *req)
{
    struct results x = {.req = req};
    struct survey_results_page data = {.round = &x.at.round};
    int r = load(&x);
    if (r < 0)
        return r;
    size_t chosen = (size_t)req_query_int(req, "group", 1, (int64_t)x.n_groups, 1);
    if (x.n_groups)
        x.group = &x.groups[chosen - 1];
    data.open = survey_round_open(&x.at.round, clock_now(req->clock));
    r = load_groups(&x, &data);
    if (r >= 0 && x.group) {
        data.group = group_name(&x, x.group);
        data.group_shown = survey_enough(x.group->times);
        if (data.group_shown)
            r = load_items(&x, &data);
    }
    if (r < 0)
        return r;
    struct page page = {.title = _("Итоги анкетирования"),
                        .lead = survey_round_title(&x.at.round),
                        .body = survey_results_view,
                        .data = &data};
    return survey_frame(req, &x.at, &page);
}

/* ---- as a table ---- */

enum { WHO, NUMBER, QUESTION, ANSWER, TIMES, SHARE, COLS };

struct table {
    struct results *x;
    struct sheet_writer *w;
    const char *who; /* the group */
};

static int put(struct table *t, const struct survey_item *item, const char *answer, int64_t times,
               int percent)
{
    const struct cell row[COLS] = {
        [WHO] = cell_text(t->who),
        [NUMBER] = item ? cell_number(item->n) : cell_text(""),
        [QUESTION] = cell_text(item ? item->text : ""),
        [ANSWER] = cell_text(answer),
        [TIMES] = times >= 0 ? cell_number((double)times) : cell_text(""),
        [SHARE] = percent >= 0 ? cell_number(percent) : cell_text(""),
    };
    return sheet_writer_row(t->w, row, COLS, &t->x->req->err);
}

/* One page of answers; *after 0: the last. */
static int put_page(struct table *t, struct arena *a, const struct survey_open_item *item,
                    const struct survey_item *question, int64_t *after)
{
    const char *const *texts;
    size_t n;
    int r =
        survey_open_answers(t->x->req->db, a, item, *after, SURVEY_OPEN_PAGE, &texts, &n, after);
    for (size_t k = 0; r >= 0 && k < n; k++)
        r = put(t, question, texts[k], 1, -1);
    return r;
}

static int put_words(struct table *t, const struct survey_item_result *i)
{
    const struct survey_tally_groups *g = t->x->group;
    const struct survey_open_item item = {.round_id = t->x->at.round.id,
                                          .sheet_id = g->sheet_id,
                                          .role = g->role,
                                          .form = g->form_code,
                                          .n = i->item->n,
                                          .answers = i->answers};
    int64_t after = 0;
    int r;
    do {
        struct arena *page = arena_new(); /* there may be a hundred thousand answers */
        r = put_page(t, page, &item, i->item, &after);
        arena_free(page);
    } while (r >= 0 && after);
    return r;
}

static int put_item(struct table *t, const struct survey_item_result *i)
{
    int r = 0;
    if (!i->shown)
        return put(t, i->item, _("Меньше 5 ответов, не показываем."), -1, -1);
    if (i->item->kind == SURVEY_OPEN)
        return put_words(t, i);
    if (!i->n_bars)
        return put(t, i->item, _("Назвали людей; кого именно, не показываем"), i->answers, -1);
    for (size_t k = 0; r >= 0 && k < i->n_bars; k++)
        r = put(t, i->item, i->bars[k].label, i->bars[k].times, i->bars[k].percent);
    return r;
}

static int put_groups(struct results *x, struct sheet_writer *w)
{
    int r = 0;
    for (size_t g = 0; r >= 0 && g < x->n_groups; g++) {
        struct survey_results_page data = {0};
        struct table t = {x, w, group_name(x, &x->groups[g])};
        x->group = &x->groups[g];
        if (!survey_enough(x->group->times)) {
            r = put(&t, NULL, _("Меньше 5 ответов, не показываем."), -1, -1);
            continue;
        }
        r = load_items(x, &data);
        for (size_t i = 0; r >= 0 && i < data.n_items; i++)
            r = put_item(&t, &data.items[i]);
    }
    return r;
}

int survey_results_file_get(struct req *req)
{
    struct results x = {.req = req};
    struct sheet_writer *w;
    const struct sheet_col cols[COLS] = {
        [WHO] = {_("Кто"), 40},         [NUMBER] = {_("Вопрос №"), 10},
        [QUESTION] = {_("Вопрос"), 60}, [ANSWER] = {_("Что ответили"), 50},
        [TIMES] = {_("Сколько"), 10},   [SHARE] = {_("Доля, %"), 10}};
    const char *path = arena_printf(req->a, "%s/uploads/results-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = load(&x);
    if (r >= 0)
        r = sheet_writer_open(req->a, SHEET_XLSX, path, &req->err, &w);
    if (r < 0)
        return r;
    r = sheet_writer_sheet(w, _("Итоги анкетирования"), survey_round_title(&x.at.round), cols, COLS,
                           &req->err);
    if (r >= 0)
        r = put_groups(&x, w);
    if (r >= 0)
        r = sheet_writer_finish(w, &req->err, NULL);
    else
        sheet_writer_abort(w);
    return r < 0 ? r : req_file(req, path, XLSX_TYPE, "Итоги анкетирования.xlsx", true);
}
