/* What other weights and rules would change in a draft. */
#include "base/i18n.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/page.h"
#include "pairing/draft_priv.h"
#include "pairing/draft_variant.html.h"

static const char *name_of(struct req *req, int64_t participation_id)
{
    struct draft_name row;
    if (!participation_id || draft_name(req->db, req->a, participation_id, &row) <= 0)
        return NULL;
    return draft_person(req->a, row.surname, row.given, "");
}

static int compare(struct req *req, struct draft_at *at, const struct snapshot_rules *w,
                   struct variant_page *data)
{
    const struct pairing *p;
    const struct pairing_line *after;
    struct pairing_comparison diff;
    struct run_lines *rows;
    size_t n;
    int r = run_try(&at->c, w, &req->err, &p);
    if (r >= 0)
        r = run_lines(req->db, req->a, at->run.id, &rows, &n);
    if (r < 0)
        return r;
    struct pairing_line *before = arena_array(req->a, struct pairing_line, n);
    for (size_t i = 0; i < n; i++)
        before[i] =
            (struct pairing_line){rows[i].mentee_id, rows[i].mentor_id, (unsigned)rows[i].score};
    size_t n_after = pairing_lines(p, req->a, &after);
    pairing_compare(req->a, before, n, after, n_after, &diff);
    data->n_changes = diff.n_changes;
    data->n_stronger = diff.n_stronger;
    data->n_weaker = diff.n_weaker;
    data->pairs_after = (int64_t)p->n_pairs;
    data->mean_after = draft_mean(req->a, (int64_t)p->score, (int64_t)p->n_pairs);
    data->alone_after = (int64_t)p->n_mentees_alone;
    data->n_shown = diff.n_changes < 100 ? diff.n_changes : 100;
    struct draft_change *list = arena_array(req->a, struct draft_change, data->n_shown);
    for (size_t i = 0; i < data->n_shown; i++)
        list[i] = (struct draft_change){
            name_of(req, diff.change[i].mentee), name_of(req, diff.change[i].from),
            name_of(req, diff.change[i].to), (int)diff.change[i].points_from,
            (int)diff.change[i].points_to};
    data->changes = list;
    return 0;
}

int draft_variant_get(struct req *req)
{
    struct draft_at at;
    struct snapshot_rules rules;
    uint64_t size;
    struct variant_page data = {.asked = draft_rules_asked(req, &rules)};
    int r = draft_load(req, &at);
    if (r >= 0)
        r = run_size(&at.c, &size);
    if (r >= 0)
        r = draft_rules_now(req, &at.c, data.asked ? &rules : NULL, &data.rules);
    if (r < 0)
        return r;
    if (pairing_settings_check(&data.rules.settings, &req->err, NULL) < 0)
        data.clash = arena_strdup(req->a, req->err.text);
    data.run = &at.run;
    data.pairs_before = at.run.n_pairs;
    data.alone_before = at.run.n_mentees - at.run.n_pairs;
    data.mean_before = draft_mean(req->a, at.run.score, at.run.n_pairs);
    data.too_large = size > RUN_AT_ONCE;
    data.asked = data.asked && !data.clash;
    if (data.asked && !data.too_large)
        r = compare(req, &at, &rules, &data);
    if (r < 0)
        return r;
    struct page page = {.title = _("Другие веса: что изменится"),
                        .body = draft_variant_view,
                        .data = &data,
                        .form = req->form};
    return draft_show(req, &at, &page);
}

int draft_variant_post(struct req *req)
{
    struct draft_at at;
    int r = draft_load(req, &at);
    return r < 0 ? r : draft_make_by_form(req, &at.c);
}
