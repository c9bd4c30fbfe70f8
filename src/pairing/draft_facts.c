#include "pairing/draft_facts.h"

#include <string.h>

#include "base/i18n.h"
#include "frame/req.h"
#include "network/unit.h"

static int name_of(struct req *req, const struct pack *pack, enum run_grouping by,
                   const struct run_group *g, const char **ret)
{
    struct unit unit;
    *ret = by == RUN_BY_FORM ? _("Форма не указана") : _("Место не указано");
    if (by == RUN_BY_FORM) {
        for (size_t i = 0; i < pack->forms.n; i++)
            if (!strcmp(pack->forms.row[i].code, g->form))
                *ret = pack->forms.row[i].name;
        return 0;
    }
    int r = g->unit ? unit_get(req->db, req->a, g->unit, &unit) : 0;
    if (r > 0)
        *ret = *unit.short_name ? unit.short_name : unit.name;
    return r < 0 ? r : 0;
}

static int fill_groups(struct req *req, const struct pack *pack, const struct run_report *report,
                       enum run_grouping by, size_t shown, struct draft_grouping *ret)
{
    static const char *const heads[RUN_GROUPINGS] = {N_("Организация"), N_("Муниципалитет"),
                                                     N_("Форма")};
    size_t n = report->n[by] < shown ? report->n[by] : shown;
    struct draft_group *rows = arena_array(req->a, struct draft_group, n);
    int r = 0;
    for (size_t i = 0; r >= 0 && i < n; i++) {
        const struct run_group *g = &report->group[by][i];
        rows[i] = (struct draft_group){"", g->people, g->matched, g->with_candidate, g->mean};
        r = name_of(req, pack, by, g, &rows[i].name);
    }
    *ret = (struct draft_grouping){_(heads[by]), rows, n, report->n[by] - n};
    return r;
}

/* «0,3»: tenths of a percent of the score, rounded up. */
static const char *percent_lost(struct arena *a, const struct run_row *run,
                                const struct run_facts *f)
{
    uint64_t score = (uint64_t)run->score;
    if (!f->facts.gap_known || !f->facts.gap_score || !score)
        return NULL;
    uint64_t tenths = (f->facts.gap_score * 1000 + score - 1) / score;
    tenths = tenths < 1000 ? tenths : 1000;
    return arena_printf(a, _("%lld,%lld"), (long long)(tenths / 10), (long long)(tenths % 10));
}

int draft_facts_of(struct req *req, const struct run_row *run, const struct pack *pack,
                   size_t shown, struct draft_facts *ret)
{
    struct run_report_text text;
    struct run_report report;
    *ret = (struct draft_facts){.run = run};
    run_facts_read(req->a, run->facts, &ret->known);
    ret->rules = pairing_settings_text(req->a, &ret->known.settings);
    ret->lost = percent_lost(req->a, run, &ret->known);
    int r = run_report_text(req->db, req->a, run->id, &text);
    if (r <= 0)
        return r;
    run_report_read(req->a, text.report, &report);
    for (enum run_grouping by = 0; r >= 0 && by < RUN_GROUPINGS; by++)
        if (report.n[by])
            r = fill_groups(req, pack, &report, by, shown, &ret->by[ret->n_by++]);
    return r < 0 ? r : 0;
}
