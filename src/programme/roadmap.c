#include "programme/roadmap.h"

#include <string.h>

#include "base/err.h"
#include "base/i18n.h"
#include "base/strbuf.h"
#include "db/db.h"
#include "programme/roadmap.sql.h"

/* Where the steps that the system sees are done. */
static const struct {
    const char *action, *path, *other, *other_path;
} actions[] = {
    [PACK_UNSEEN] = {NULL, NULL, NULL, NULL},
    [PACK_SEEN_MENTEES] = {N_("Загрузить таблицу наставляемых"), "import?side=mentee",
                           N_("Открыть приём заявок"), "enrolment"},
    [PACK_SEEN_MENTORS] = {N_("Загрузить таблицу наставников"), "import?side=mentor",
                           N_("Открыть приём заявок"), "enrolment"},
    [PACK_SEEN_READY] = {N_("Открыть базу наставников"), "mentors", NULL, NULL},
    [PACK_SEEN_PAIRS] = {N_("Составить черновик пар"), "drafts", NULL, NULL},
};

/* Steps that have a page of their own, by their code. */
static const struct {
    const char *step, *action, *path;
} pages[] = {
    {"process_rubric", N_("Оценить процесс"), "rubric"},
    {"swot", N_("Заполнить SWOT"), "swot"},
    {"report", N_("Составить отчёт"), "report"},
};

static bool seen(enum pack_seen what, const struct programme_counts *c)
{
    switch (what) {
    case PACK_SEEN_MENTEES:
        return c->mentees > 0;
    case PACK_SEEN_MENTORS:
        return c->mentors > 0;
    case PACK_SEEN_READY:
        return c->mentors_ready > 0;
    case PACK_SEEN_PAIRS:
        return c->pairs > 0;
    case PACK_UNSEEN:
        break;
    }
    return false;
}

struct known {
    const struct programme *p;
    const struct pack *pack;
    struct date today;
    struct programme_counts counts;
    struct stage_marks *marks;
    struct stage_rows *rows;
    size_t n_marks, n_rows;
};

static const struct stage_marks *mark_of(const struct known *k, const struct pack_step *s)
{
    for (size_t i = 0; i < k->n_marks; i++)
        if (!strcmp(k->marks[i].stage_code, s->stage) && !strcmp(k->marks[i].item, s->code))
            return &k->marks[i];
    return NULL;
}

static void fill_item(const struct known *k, const struct pack_step *step,
                      struct roadmap_item *item)
{
    const struct stage_marks *mark = mark_of(k, step);
    *item = (struct roadmap_item){.step = step, .done_by = ""};
    item->seen = !mark && seen(step->seen, &k->counts);
    item->done = mark || item->seen;
    if (mark) {
        item->done_at = mark->done_at;
        item->done_by = mark->who ? mark->who : "";
    }
    if (actions[step->seen].action) {
        item->action = _(actions[step->seen].action);
        item->action_path = actions[step->seen].path;
    }
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        if (!strcmp(pages[i].step, step->code)) {
            item->action = _(pages[i].action);
            item->action_path = pages[i].path;
        }
    if (actions[step->seen].other) {
        item->other = _(actions[step->seen].other);
        item->other_path = actions[step->seen].other_path;
    }
}

static void fill_items(const struct known *k, struct arena *a, struct roadmap_stage *out)
{
    const struct roadmap_item *other = NULL;
    out->items = arena_array(a, struct roadmap_item, k->pack->steps.n);
    for (size_t i = 0; i < k->pack->steps.n; i++) {
        const struct pack_step *step = &k->pack->steps.row[i];
        if (strcmp(step->stage, out->stage->code) != 0)
            continue;
        struct roadmap_item *item = &out->items[out->n_items++];
        fill_item(k, step, item);
        out->n_done += item->done;
        out->n_missing += !item->done && step->required;
        if (!item->done && step->required && !out->next)
            out->next = item;
        if (!item->done && !other)
            other = item;
    }
    if (!out->next)
        out->next = other;
}

/* So many percent of the programme's term. */
static struct date day_of(const struct programme *p, int percent)
{
    struct date from = {1970, 1, 1}, to = {1970, 1, 1};
    date_parse_iso(p->starts_on, &from);
    date_parse_iso(p->ends_on, &to);
    int64_t first = date_to_days(from), days = date_to_days(to) - first;
    return date_from_days(first + days * percent / 100);
}

static void fill_dates(const struct known *k, const struct stage_rows *row, struct roadmap_stage *s)
{
    s->starts = day_of(k->p, s->term->from_percent);
    s->due = day_of(k->p, s->term->to_percent);
    if (row && *row->due_on) {
        date_parse_iso(row->starts_on, &s->starts);
        date_parse_iso(row->due_on, &s->due);
    }
}

static void fill_stage(const struct known *k, struct arena *a, size_t i, struct roadmap_stage *out)
{
    const struct stage_rows *row = NULL;
    *out = (struct roadmap_stage){.stage = &k->pack->stages.row[i],
                                  .term = &k->pack->terms.row[i],
                                  .left_by = "",
                                  .missing = "",
                                  .reason = ""};
    for (size_t j = 0; j < k->n_rows; j++)
        if (!strcmp(k->rows[j].stage_code, out->stage->code))
            row = &k->rows[j];
    fill_items(k, a, out);
    fill_dates(k, row, out);
    if (row && row->has_left_at) {
        out->left_at = row->left_at;
        out->left_by = row->who ? row->who : "";
        out->missing = row->missing;
        out->reason = row->reason;
    }
    bool left = row && row->has_left_at;
    int now = programme_state_index(k->p->state);
    out->open = !left && programme_running(k->p->state) &&
                programme_state_index(out->term->state) <= now; /* no state: at any time */
    out->late =
        !left && programme_running(k->p->state) && date_to_days(out->due) < date_to_days(k->today);
    out->state = left ? ROADMAP_LEFT : out->open || out->n_done ? ROADMAP_GOING : ROADMAP_WAITING;
}

int roadmap_load(struct db *db, struct arena *a, const struct programme *p, const struct pack *pack,
                 struct date today, struct roadmap_stage **ret_stages, size_t *ret_n)
{
    struct known k = {.p = p, .pack = pack, .today = today};
    int r = stage_marks(db, a, p->id, &k.marks, &k.n_marks);
    if (r >= 0)
        r = stage_rows(db, a, p->id, &k.rows, &k.n_rows);
    if (r >= 0)
        r = programme_count(db, a, p->id, &k.counts);
    if (r < 0)
        return r;
    struct roadmap_stage *stages = arena_array(a, struct roadmap_stage, pack->stages.n);
    for (size_t i = 0; i < pack->stages.n; i++)
        fill_stage(&k, a, i, &stages[i]);
    *ret_stages = stages;
    *ret_n = pack->stages.n;
    return 0;
}

const struct roadmap_stage *roadmap_stage_of(const struct roadmap_stage *stages, size_t n,
                                             const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(stages[i].stage->code, code))
            return &stages[i];
    return NULL;
}

const char *roadmap_missing(struct arena *a, const struct roadmap_stage *s)
{
    struct strbuf b;
    strbuf_init(&b, a);
    for (size_t i = 0; i < s->n_items; i++) {
        const struct pack_step *step = s->items[i].step;
        if (s->items[i].done || !step->required)
            continue;
        strbuf_printf(&b, "%s%s", b.len ? "; " : "", *step->result ? step->result : step->name);
    }
    return b.len ? b.s : "";
}
