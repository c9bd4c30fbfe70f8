/* Stage 2: before and after. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "frame/route.h"
#include "html/format.h"
#include "insight/impact.html.h"
#include "insight/impact_pages.h"
#include "insight/monitoring_pages.h"

#define CHART_WIDTH 240

static const char *p_words(struct arena *a, double p)
{
    return p < .001 ? _("меньше 0,001") : format_decimal(a, p, 3);
}

static struct impact_line line_of(struct arena *a, const struct impact *i)
{
    const struct stat_paired *s = &i->s;
    struct impact_line l = {.i = i};
    if (i->hidden)
        return l;
    l.before = format_decimal(a, s->before, i->places);
    l.after = format_decimal(a, s->after, i->places);
    l.change = format_change(a, s->mean, i->places);
    l.improved = arena_printf(a, "%s\u00A0%%", format_decimal(a, 100 * i->improved, 0));
    l.bounds = impact_bounds(a, i);
    l.sure = s->test == STAT_NONE ? _("без изменений") : impact_sure(stat_sure(s));
    l.size = impact_size(stat_size(s));
    l.p = p_words(a, s->p);
    l.effect = format_change(a, s->effect, 2);
    l.test = impact_test(s);
    l.pair = chart_pair(s->before, s->after, i->bottom, i->top, CHART_WIDTH);
    return l;
}

static int by_change(const void *x, const void *y)
{
    const struct impact_line *a = x, *b = y;
    if (a->i->hidden != b->i->hidden)
        return a->i->hidden - b->i->hidden;
    double p = fabs(a->i->s.mean) / (a->i->top - a->i->bottom);
    double q = fabs(b->i->s.mean) / (b->i->top - b->i->bottom);
    return (p < q) - (p > q);
}

static const char *finding(struct arena *a, const struct impact_line *lines, size_t n)
{
    struct impact *shown = arena_array(a, struct impact, n);
    for (size_t i = 0; i < n; i++)
        shown[i] = *lines[i].i;
    const struct impact *best = impact_best(shown, n);
    return best ? impact_sentence(a, best) : _("Изменений, о которых можно сказать уверенно, нет");
}

/* Rows of one form and side stand together. */
static void fill_groups(struct req *req, const struct impact *list, size_t n,
                        struct impact_page *data)
{
    struct impact_group *groups = arena_array(req->a, struct impact_group, n);
    for (size_t i = 0, j; i < n; i = j) {
        struct impact_group *g = &groups[data->n++];
        for (j = i;
             j < n && !strcmp(list[j].form, list[i].form) && !strcmp(list[j].role, list[i].role);)
            j++;
        struct impact_line *lines = arena_array(req->a, struct impact_line, j - i);
        for (size_t k = i; k < j; k++) {
            lines[k - i] = line_of(req->a, &list[k]);
            g->n_hidden += list[k].hidden;
        }
        qsort(lines, j - i, sizeof *lines, by_change);
        g->lines = lines;
        g->n = j - i;
        g->id = arena_printf(req->a, "group%zu", data->n);
        g->title = arena_printf(req->a, "%s: %s", list[i].form_name, survey_side(list[i].role));
        g->finding = finding(req->a, lines, g->n - g->n_hidden);
    }
    data->groups = groups;
}

static int fill_rates(struct req *req, const struct monitoring *m, struct impact_page *data)
{
    struct survey_progress before = {0}, after = {0};
    int r = survey_progress(req->db, req->a, m->p.id, "before", &before);
    if (r >= 0)
        r = survey_progress(req->db, req->a, m->p.id, "after", &after);
    data->before = before.done;
    data->sent_before = before.sent;
    data->after = after.done;
    data->sent_after = after.sent;
    return r < 0 ? r : 0;
}

static int impact_get(struct req *req)
{
    struct monitoring m;
    struct impact *list;
    struct impact_page data = {.programme_id = req_id(req, "programme"),
                               .may_remind = req->who.perms >> PERM_PEOPLE_MANAGE & 1};
    struct survey_scope scope = {.programme_id = data.programme_id};
    size_t n;
    int r = monitoring_of(req, &m);
    if (r >= 0)
        r = impact_load(req->db, req->a, m.pack, &scope, &req->err, &list, &n);
    if (r >= 0)
        r = fill_rates(req, &m, &data);
    if (r < 0)
        return r;
    fill_groups(req, list, n, &data);
    struct page page = {.title = _("Что изменилось"),
                        .lead = data.n ? arena_printf(req->a, "%s.", data.groups[0].finding) : NULL,
                        .body = impact_view,
                        .data = &data,
                        .wide = true};
    r = monitoring_frame(req, &m, true, &page);
    return r < 0 ? r : req_page(req, &page);
}

static const struct route routes[] = {
    ROUTE_GET("/programmes/{programme}/impact", impact_get, PERM_UNIT_READ),
};

const struct module impact_module = {
    .name = "impact", .routes = routes, .n_routes = sizeof routes / sizeof *routes};
