/* Explanations, the proof and the spreadsheet of a draft. */
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
