/* Variants, explanations, publishing and the spreadsheet of a draft. */
#include <string.h>

#include "base/i18n.h"
#include "base/id.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "frame/app.h"
#include "frame/job.h"
#include "frame/page.h"
#include "frame/route.h"
#include "identity/place.h"
#include "office/sheet_out.h"
#include "pairing/draft.html.h"
#include "pairing/draft_facts.h"
#include "pairing/draft_priv.h"
#include "pairing/pair_kind.h"
#include "pairing/preference.h"
#include "pairing/run_live.h"

/* ---- why this pair ---- */

/* What would follow from a wish about this mentee; nothing when it cannot be. */
static struct draft_effect effect(struct req *req, const struct run_live *live,
                                  struct pairing_wish wish)
{
    struct pairing_outcome o;
    struct err ignored = {0};
    struct draft_effect e = {0};
    if (pairing_what_if(live->p, live->in, live->live, &wish, req->a, &ignored, &o) < 0)
        return e;
    e.n_moves = (int64_t)o.n_moves;
    for (size_t i = 0; i < o.n_moves; i++) {
        if (o.move[i].to == MATCH_NONE && !e.loser)
            e.loser = arena_strdup(req->a, live->in->people.mentee[o.move[i].mentee].p.name);
        if (o.move[i].mentee == wish.mentee && o.move[i].to != MATCH_NONE)
            e.mentor = arena_strdup(req->a, live->in->people.mentor[o.move[i].to].p.name);
    }
    return e;
}

/* What would follow from another mentor for this mentee, or from a veto: only a small programme is
 * looked at while the person waits. */
static int find_effects(struct req *req, const struct draft_at *at, struct draft_why *why,
                        struct draft_effect *if_next)
{
    struct run_live *live;
    struct err ignored = {0};
    struct run_context c = at->c;
    if ((uint64_t)at->run.n_mentees * (uint64_t)at->run.n_mentors > RUN_AT_ONCE)
        return 0;
    int r = run_live_take(&c, at->run.id, &ignored, &live);
    if (r < 0)
        return r == ERR_INVALID ? 0 : r;
    uint32_t mentee = criterion_mentee(live->p->run, why->mentee_id);
    for (size_t i = 0; mentee != MAP_NONE && i < why->n_next; i++) {
        uint32_t mentor = criterion_mentor(live->p->run, why->next[i].mentor_id);
        if (mentor != MAP_NONE)
            if_next[i] =
                effect(req, live, (struct pairing_wish){PAIRING_TOGETHER, mentee, mentor, 0});
    }
    uint32_t own = criterion_mentor(live->p->run, why->mentor_id);
    if (mentee != MAP_NONE && own != MAP_NONE)
        why->if_vetoed = effect(req, live, (struct pairing_wish){PAIRING_APART, mentee, own, 0});
    run_live_give(&c, live);
    return 0;
}

int draft_explain(struct req *req, const struct draft_at *at, int64_t mentee_id,
                  const struct draft_why **ret)
{
    struct draft_pair row;
    int r = draft_pair(req->db, req->a, at->run.id, mentee_id, &row);
    if (r <= 0)
        return r;
    struct draft_why *why = arena_new_of(req->a, struct draft_why);
    why->mentee_id = row.mentee_id;
    why->mentor_id = row.mentor_id;
    why->mentee = draft_person(req->a, row.mentee_surname, row.mentee_given, "");
    why->mentor = draft_person(req->a, row.mentor_surname, row.mentor_given, "");
    why->score = (int)row.score;
    why->pinned = row.pinned != 0;
    r = preference_mutual(req->db, req->a, at->c.programme.id, row.mentee_id, row.mentor_id);
    if (r < 0)
        return r;
    why->mutual = r > 0;
    why->n_parts = run_read_parts(req->a, row.parts, &why->parts);
    why->n_next = run_read_next(req->a, row.next, &why->next);
    why->gave = run_read_gave(req->a, row.parts);
    struct draft_effect *if_next = arena_array(req->a, struct draft_effect, why->n_next);
    why->if_next = if_next;
    r = find_effects(req, at, why, if_next);
    *ret = why;
    return r;
}

/* ---- what if ---- */

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
    struct variant_change *list = arena_array(req->a, struct variant_change, data->n_shown);
    for (size_t i = 0; i < data->n_shown; i++)
        list[i] = (struct variant_change){
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

/* ---- proof: the same pairs again ---- */

static char *hex(struct arena *a, struct db_blob b)
{
    struct strbuf out;
    strbuf_init(&out, a);
    for (size_t i = 0; i < b.n; i++)
        strbuf_printf(&out, "%02x", ((const unsigned char *)b.p)[i]);
    return out.s;
}

int draft_proof_get(struct req *req)
{
    struct draft_at at;
    struct run_inputs blob;
    const struct pairing_input *in;
    const struct pairing *p;
    struct draft_proof_page data = {0};
    int r = draft_load(req, &at);
    if (r >= 0)
        r = run_inputs(req->db, req->a, at.run.id, &blob);
    if (r < 0)
        return r;
    data.run = &at.run;
    data.digest = hex(req->a, blob.inputs_digest);
    run_facts_read(req->a, at.run.facts, &data.facts);
    data.too_large = (uint64_t)at.run.n_mentees * (uint64_t)at.run.n_mentors > PAIRING_ALL_PAIRS;
    if (!data.too_large) {
        r = run_again(&at.c, at.run.id, &req->err, &in, &p, &data.same);
        if (r < 0)
            return r;
        data.score = (int64_t)p->score;
        data.n_pairs = (int64_t)p->n_pairs;
    }
    struct page page = {.title = _("Проверка подбора"), .body = draft_proof_view, .data = &data};
    return draft_show(req, &at, &page);
}

/* ---- publishing ---- */

struct publish_form {
    int64_t seen;
    struct text_list model; /* form:model */
};
static const struct field publish_fields[] = {
    FIELD(struct publish_form, model, FIELD_TEXTS, .label = N_("Ролевая модель"), .optional = true,
          .max = 20),
    FIELD(struct publish_form, seen, FIELD_INT, .label = N_("Версия"), .min = 1, .max = INT64_MAX),
};
const struct form_def draft_publish_def = FORM_DEF(struct publish_form, publish_fields);

/* Published while the person waits, not by a job. */
static bool at_once(const struct run_row *run)
{
    return (uint64_t)run->n_pairs * 100 <= RUN_AT_ONCE;
}

static const struct choice *model_choices(struct req *req, const struct pack *pack,
                                          const struct pack_form *f)
{
    struct choice *list = arena_array(req->a, struct choice, f->role_models.n + 1);
    for (size_t i = 0; i < f->role_models.n; i++) {
        const char *model = f->role_models.item[i];
        list[i] = (struct choice){arena_printf(req->a, "%s:%s", f->code, model),
                                  pair_model_name(pack, f->code, model), NULL};
    }
    return list;
}

static void fill_models(struct req *req, const struct run_context *c,
                        struct draft_publish_page *data)
{
    struct draft_models *list = arena_array(req->a, struct draft_models, c->programme.n_forms);
    for (size_t i = 0; i < c->programme.n_forms; i++) {
        const struct pack_form *f = pack_form(c->pack, c->programme.forms[i]);
        if (f && f->role_models.n > 1)
            list[data->n_models++] = (struct draft_models){f->name, model_choices(req, c->pack, f)};
    }
    data->models = list;
}

/* What the page offered; anything else is left out. */
static int set_models(struct req *req, const struct draft_at *at, const struct text_list *models)
{
    int r = 0;
    for (size_t i = 0; r >= 0 && i < models->n; i++) {
        size_t n = strcspn(models->v[i], ":");
        const char *form = arena_strndup(req->a, models->v[i], n);
        const char *model = models->v[i][n] ? models->v[i] + n + 1 : "";
        if (*model && pair_model_fits(at->c.pack, form, model))
            r = run_models_set(req->db, at->run.id, form, model);
    }
    return r < 0 ? r : 0;
}

int draft_publish_get(struct req *req)
{
    struct draft_at at;
    struct draft_totals totals;
    int r = draft_load(req, &at);
    if (r >= 0)
        r = draft_totals(req->db, req->a, at.run.id, &totals);
    struct draft_publish_page data = {.run = &at.run, .totals = &totals};
    struct date today;
    if (r >= 0)
        r = unit_today(req, at.c.programme.unit_id, &today);
    if (r >= 0 && !strcmp(at.run.state, "draft"))
        r = readiness_of_run(req->db, req->a, at.run.id, today, &data.gaps, &data.n_gaps);
    if (r < 0)
        return r;
    if (at_once(&at.run))
        fill_models(req, &at.c, &data);
    struct page page = {.title = _("Проверьте и опубликуйте пары"),
                        .body = draft_publish_view,
                        .data = &data,
                        .form = req->form};
    return draft_show(req, &at, &page);
}

int draft_publish_post(struct req *req)
{
    const struct publish_form *in = req_input(req);
    struct draft_at at;
    int64_t job;
    int r = draft_load(req, &at);
    if (r < 0)
        return r;
    at.c.account_id = req->who.account_id;
    bool large = !at_once(&at.run);
    r = req_audit(req, "run.publish", "run", at.run.id, "");
    if (r >= 0)
        r = large ? run_claim(&at.c, at.run.id, in->seen, &req->err)
                  : run_publish(&at.c, at.run.id, in->seen, &req->err);
    if (r == ERR_CONFLICT) {
        form_error(req->form, NULL, "%s", req->err.text);
        return req_retry(req);
    }
    if (r >= 0 && !large)
        r = set_models(req, &at, &in->model);
    if (r >= 0 && large)
        r = job_add(req, "run_publish", at.run.unit_id, at.run.id, &job);
    if (r < 0)
        return r;
    if (large)
        return req_redirect(req, "/jobs/%lld", (long long)job);
    req_notice(req,
               P_("Опубликована %lld пара. Обе стороны её видят",
                  "Опубликовано %lld пар. Обе стороны их видят", (long)at.run.n_pairs),
               (long long)at.run.n_pairs);
    return req_redirect(req, "/programmes/%lld/pairs", (long long)at.c.programme.id);
}

/* ---- the spreadsheet ---- */

static int write_pairs(struct req *req, int64_t run_id, struct sheet_writer *w)
{
    struct arena *chunk = arena_new(), *keys = arena_new(); /* keys outlive the chunk */
    struct draft_chunk *rows;
    const char *key = "";
    int64_t id = 0;
    size_t n = 1;
    int r = 0;
    while (r >= 0 && n) {
        arena_reset(chunk);
        r = draft_chunk(req->db, chunk, run_id, key, id, &rows, &n);
        for (size_t i = 0; r >= 0 && i < n; i++) {
            const struct draft_chunk *x = &rows[i];
            struct cell cells[] = {
                cell_text(
                    draft_person(chunk, x->mentee_surname, x->mentee_given, x->mentee_patronymic)),
                cell_text(x->request),
                cell_text(
                    draft_person(chunk, x->mentor_surname, x->mentor_given, x->mentor_patronymic)),
                cell_text(x->mentor_place),
                cell_text(x->competencies),
                cell_number((double)x->score),
                cell_text(x->why),
                cell_text(x->pinned ? _("закреплена") : ""),
            };
            r = sheet_writer_row(w, cells, sizeof cells / sizeof *cells, &req->err);
        }
        if (r >= 0 && n) {
            arena_reset(keys);
            key = arena_strdup(keys, rows[n - 1].sort_key);
            id = rows[n - 1].mentee_id;
        }
    }
    arena_free(chunk);
    arena_free(keys);
    return r;
}

/* Who got pairs, by organisation, municipality and form: what there is more than one of. */
static int write_groups(struct req *req, const struct draft_at *at, struct sheet_writer *w)
{
    const struct sheet_col cols[] = {{_("По чему"), 18},        {_("Название"), 48},
                                     {_("Людей"), 10},          {_("С парой"), 10},
                                     {_("Некому подойти"), 16}, {_("Средний балл"), 14}};
    struct draft_facts facts;
    int r = draft_facts_of(req, &at->run, at->c.pack, SIZE_MAX, &facts);
    if (r < 0 || !facts.n_by)
        return r;
    r = sheet_writer_sheet(w, _("Кому достались пары"), NULL, cols, sizeof cols / sizeof *cols,
                           &req->err);
    for (size_t by = 0; by < facts.n_by; by++)
        for (size_t i = 0; r >= 0 && i < facts.by[by].n; i++) {
            const struct draft_group *g = &facts.by[by].group[i];
            struct cell cells[] = {cell_text(facts.by[by].head),
                                   cell_text(g->name),
                                   cell_number((double)g->people),
                                   cell_number((double)g->matched),
                                   cell_number((double)(g->people - g->with_candidate)),
                                   cell_number(g->mean)};
            r = sheet_writer_row(w, cells, sizeof cells / sizeof *cells, &req->err);
        }
    return r;
}

int draft_export(struct req *req)
{
    const struct sheet_col cols[] = {{_("ФИО наставляемого"), 32},
                                     {_("Запрос"), 40},
                                     {_("ФИО наставника"), 32},
                                     {_("Место работы/учёбы наставника"), 30},
                                     {_("Компетенции"), 40},
                                     {_("Балл из 100"), 12},
                                     {_("Почему"), 30},
                                     {_("Отметка"), 14}};
    struct draft_at at;
    struct sheet_writer *w;
    const char *path = arena_printf(req->a, "%s/uploads/export-%lld.xlsx",
                                    req->app->config.data_dir, (long long)id_new(req->clock));
    int r = draft_load(req, &at);
    if (r >= 0)
        r = sheet_writer_open(req->a, SHEET_XLSX, path, &req->err, &w);
    if (r < 0)
        return r;
    r = sheet_writer_sheet(w, _("Пары"), NULL, cols, sizeof cols / sizeof *cols, &req->err);
    if (r >= 0)
        r = write_pairs(req, at.run.id, w);
    if (r >= 0)
        r = write_groups(req, &at, w);
    if (r < 0) {
        sheet_writer_abort(w);
        return r;
    }
    r = sheet_writer_finish(w, &req->err, NULL);
    return r < 0 ? r
                 : req_file(req, path, XLSX_TYPE,
                            arena_printf(req->a, _("Черновик пар %lld.xlsx"), (long long)at.run.n),
                            true);
}
