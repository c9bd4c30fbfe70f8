/* The drafts of a programme with the rules that the next one is made by. */
#include <string.h>

#include "base/i18n.h"
#include "frame/job.h"
#include "frame/page.h"
#include "identity/place.h"
#include "pairing/draft.html.h"
#include "pairing/draft_facts.h"
#include "pairing/draft_priv.h"
#include "programme/programme_pages.h"

int draft_rules_now(struct req *req, struct run_context *c, const struct snapshot_rules *asked,
                    struct draft_rules *ret)
{
    struct snapshot_rules now;
    struct draft_weight *list = arena_array(req->a, struct draft_weight, CRITERIA);
    *ret = (struct draft_rules){.weights = list, .n_weights = CRITERIA};
    int r = run_rules_with(c, asked, &now, &ret->settings);
    for (enum criterion k = 0; k < CRITERIA; k++)
        list[k] = (struct draft_weight){criterion_code(k), c->book->criteria.of[k].name,
                                        (int)now.weight[k], c->book->criteria.of[k].max};
    struct pairing_settings usual = {.seed = ret->settings.seed};
    ret->open = memcmp(&usual, &ret->settings, sizeof usual) != 0;
    ret->form = draft_rules_form(req->a, &ret->settings);
    if (req->form) { /* it came back with what was typed */
        ret->form = req->form;
        ret->open = true;
    }
    return r;
}

static void run_state(struct draft_run_line *line, const char *state)
{
    static const struct {
        const char *state, *name;
        enum pill pill;
    } names[] = {{"draft", N_("Черновик"), PILL_HALF},
                 {"running", N_("Публикуется"), PILL_HALF},
                 {"published", N_("Опубликован"), PILL_OK},
                 {"replaced", N_("Заменён"), PILL_END}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (!strcmp(names[i].state, state)) {
            line->state = _(names[i].name);
            line->pill = names[i].pill;
        }
}

const char *draft_moment(struct arena *a, int64_t ms)
{
    struct date d = date_at(ms, ZONE_MOSCOW);
    int64_t minutes = ms / 60000 + ZONE_MOSCOW;
    return arena_printf(a, _("%s, %02d:%02d (МСК)"), date_long(a, d, 0), (int)(minutes / 60 % 24),
                        (int)(minutes % 60));
}

int draft_list_get(struct req *req)
{
    struct run_context c;
    struct drafts_page data = {0};
    struct runs_of_programme *rows;
    int64_t mentees, mentors;
    int r = run_open(req->db, req->a, req->app, req_id(req, "programme"), &req->err, &c);
    if (r >= 0)
        r = runs_of_programme(req->db, req->a, c.programme.id, &rows, &data.n_runs);
    if (r >= 0)
        r = run_people(&c, &mentees, &mentors);
    struct date today;
    if (r >= 0)
        r = unit_today(req, c.programme.unit_id, &today);
    if (r >= 0)
        r = readiness_of(req->db, req->a, c.programme.id, today, &data.out);
    if (r < 0)
        return r;
    struct draft_run_line *lines = arena_array(req->a, struct draft_run_line, data.n_runs);
    for (size_t i = 0; i < data.n_runs; i++) {
        lines[i].id = rows[i].id;
        lines[i].title = arena_printf(req->a, _("Черновик %lld"), (long long)rows[i].n);
        lines[i].when = draft_moment(req->a, rows[i].created_at);
        lines[i].pairs = rows[i].n_pairs;
        lines[i].mentees = rows[i].n_mentees;
        run_state(&lines[i], rows[i].state);
    }
    data.runs = lines;
    data.programme_id = c.programme.id;
    data.mentees = mentees;
    data.mentors = mentors - (int64_t)data.out.n_unchecked;
    r = draft_rules_now(req, &c, NULL, &data.rules);
    if (r < 0)
        return r;
    data.across = programme_across_name(c.programme.across);
    data.hours = c.programme.hours_per_mentee;
    data.max_mentees = c.programme.max_mentees;
    struct page page = {
        .title = _("Подбор пар"), .body = drafts_view, .data = &data, .form = req->form};
    r = programme_frame(req, &c.programme, "drafts", NULL, &page);
    return r < 0 ? r : req_page(req, &page);
}

/* Now when it is quick, otherwise as a job; either way the person ends at the newest draft. */
int draft_make(struct req *req, struct run_context *c)
{
    uint64_t size;
    int64_t id;
    int r = run_size(c, &size);
    if (r < 0)
        return r;
    if (size > RUN_AT_ONCE) {
        r = job_add(req, "run_make", c->programme.unit_id, c->programme.id, &id);
        return r < 0 ? r : req_redirect(req, "/jobs/%lld", (long long)id);
    }
    r = run_make(c, req->who.account_id, &req->err, &id);
    if (r >= 0)
        r = req_audit(req, "run.make", "run", id, "");
    return r < 0 ? r : req_redirect(req, "/drafts/%lld", (long long)id);
}

int draft_make_by_form(struct req *req, struct run_context *c)
{
    struct snapshot_rules rules = draft_rules_of(req_input(req));
    enum pairing_setting at = SETTINGS;
    int r = run_set_rules(c, &rules, &req->err, &at);
    if (r >= 0)
        r = draft_make(req, c);
    if (r == ERR_INVALID) {
        form_error(req->form, at == SETTINGS ? NULL : draft_setting_field(at), "%s", req->err.text);
        return req_retry(req);
    }
    return r;
}

int draft_list_post(struct req *req)
{
    struct run_context c;
    int r = run_open(req->db, req->a, req->app, req_id(req, "programme"), &req->err, &c);
    return r < 0 ? r : draft_make_by_form(req, &c);
}
